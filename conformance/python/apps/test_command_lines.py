"""Simon Willison's llm and TheR1D's shell_gpt: command lines with a settings file each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import DEADLINE, KEY, MODEL, SCRIPTED, SCRIPTED_URL, URL

# Such a program may take long to start on a busy machine.
START = 120.0
BIN = Path(sys.executable).parent
MODELS = f"""
- model_id: parlance
  model_name: {MODEL}
  api_base: {URL}/v1
  supports_schema: true
- model_id: parlance-completes
  model_name: {MODEL}
  api_base: {URL}/v1
  completion: true
- model_id: rehearsal
  model_name: {SCRIPTED}
  api_base: {SCRIPTED_URL}/v1
  api_key_name: parlance
  supports_tools: true
"""
WEATHER = '''
def get_weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"
'''


def program(name):
    if not (BIN / name).exists():
        pytest.skip(f"{name} is not installed")
    return str(BIN / name)


def run(command, folder, **environment):
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=START + DEADLINE, cwd=folder,
        stdin=subprocess.DEVNULL, env=os.environ | {"HOME": str(folder)} | environment,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture
def llm(tmp_path):
    (tmp_path / "extra-openai-models.yaml").write_text(MODELS, encoding="utf-8")
    (tmp_path / "keys.json").write_text(json.dumps({"parlance": KEY}), encoding="utf-8")
    command = program("llm")
    return lambda *words: run(
        [command, *words], tmp_path, LLM_USER_PATH=str(tmp_path), OPENAI_API_KEY=KEY
    )


def test_llm_streams(llm):
    assert "Parlance" in llm("-m", "parlance", "Who are you?")


def test_llm_waits_for_the_whole(llm):
    assert "Parlance" in llm("-m", "parlance", "--no-stream", "Who are you?")


def test_llm_completes(llm):
    assert llm("-m", "parlance-completes", "-o", "max_tokens", "5", "Once upon a time").strip()


def test_llm_asks_for_a_schema(llm):
    schema = {"type": "object", "properties": {"colour": {"enum": ["red", "blue"]}},
              "required": ["colour"], "additionalProperties": False}
    answer = json.loads(llm("-m", "parlance", "--schema", json.dumps(schema), "Paint it."))
    assert answer["colour"] in ("red", "blue")


def test_llm_runs_a_tool(llm, scripted_url):
    assert scripted_url
    said = llm("-m", "rehearsal", "--functions", WEATHER, "What is the weather in Paris?")
    assert "sunny in Paris" in said


def test_shell_gpt_answers(tmp_path):
    said = run(
        [program("sgpt"), "--no-cache", "--no-md", "Who are you?"], tmp_path,
        API_BASE_URL=URL + "/v1", OPENAI_API_KEY=KEY, DEFAULT_MODEL=MODEL,
        USE_LITELLM="false", OPENAI_USE_FUNCTIONS="false",
        PRETTIFY_MARKDOWN="false", SHOW_FUNCTIONS_OUTPUT="false",
    )
    assert said.strip()
