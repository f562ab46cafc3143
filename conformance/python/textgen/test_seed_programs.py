"""Runs the programs that the seed documents print, unchanged but for the server's address.

They are read from the documents in the folder PARLANCE_SEEDS; without it there is nothing to run.
A program that waits for input gets two lines of it and ends when there is no third.
"""

import json
import os
import subprocess
import sys

import pytest

from conftest import DEADLINE
from seed_programs import PRINTED_ADDRESS, programs

SAID = "Hello!\nWho are you?\n"
# What a document tells to put before a program's own calls, to see that it took.
OLD_CALL = '''
reply = openai.ChatCompletion.create(
    model="default", messages=[{"role": "user", "content": "Who are you?"}])
print(openai.api_base, reply["choices"][0]["message"]["content"])
'''

found = programs()
if not found:
    pytest.skip("no PARLANCE_SEEDS with documents", allow_module_level=True)

curls = [(name, source) for name, language, source in found if language == "sh"]
pythons = [(name, source) for name, language, source in found if language == "python"]
settings = [each for each in pythons if "import openai" in each[1]]
requesters = [each for each in pythons if each not in settings]


def named(cases):
    return pytest.mark.parametrize("source", [s for _, s in cases], ids=[n for n, _ in cases])


def run(command, source, url, folder, stdin="", **environment):
    program = source.replace(PRINTED_ADDRESS, url.removeprefix("http://"))
    file = folder / "program"
    file.write_text(program, encoding="utf-8")
    return subprocess.run(
        [*command, str(file)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        cwd=folder,
        env=os.environ | environment,
    )


@named(curls)
def test_curl_as_printed(textgen_url, tmp_path, source):
    ended = run(["sh"], source, textgen_url, tmp_path)
    assert ended.returncode == 0, ended.stderr
    if '"stream": true' in source:
        events = [line for line in ended.stdout.splitlines() if line.startswith("data: ")]
        frames = [json.loads(event.removeprefix("data: ")) for event in events]
        assert frames
        text = "".join(frame["choices"][0]["message"]["content"] for frame in frames)
        text = text or frames[-1]["choices"][0]["finish_reason"].replace("length", "")
    else:
        # A small model may find that there is no word more to say; it must then tell so.
        choice = json.loads(ended.stdout)["choices"][0]
        said = choice["message"]["content"] if "/chat/" in source else choice["text"]
        text = said or choice["finish_reason"].replace("length", "")
    assert text.strip()


@named(requesters)
def test_python_as_printed(textgen_url, tmp_path, source):
    ended = run([sys.executable, "-u"], source, textgen_url, tmp_path, stdin=SAID)
    if "input(" in source:
        assert ended.stderr.rstrip().endswith("EOFError: EOF when reading a line"), ended.stderr
        turns = ended.stdout.split("> ")
        assert len(turns) == 4, ended.stdout
        assert any(turn.strip() for turn in turns[1:3]), ended.stdout
    else:
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.startswith("This is a cake recipe:"), ended.stdout


@named(settings)
def test_settings_of_the_old_client(textgen_url, tmp_path, source):
    python = os.environ.get("PARLANCE_OPENAI_0_PYTHON")
    if not python:
        pytest.skip("no PARLANCE_OPENAI_0_PYTHON")
    (tmp_path / ".env").write_text(
        f"OPENAI_API_KEY=sk-{'1' * 48}\nOPENAI_API_BASE={textgen_url}/v1\n", encoding="utf-8"
    )
    ended = run([python], source + OLD_CALL, textgen_url, tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(textgen_url), ended.stdout
