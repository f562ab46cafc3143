"""Writes the expected results of this folder with the real Jinja2 (pip install jinja2).

The environment is set as Hugging Face's tokenizers set it for chat templates. Run it in this
folder after changing a template, a conversation or expressions.txt, and review the difference.
"""
import datetime
import json
import pathlib

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

HERE = pathlib.Path(__file__).parent
NOW = datetime.datetime(2026, 3, 5, 7, 8, 9, 123456)


class Raised(Exception):
    pass


class Generation(Extension):
    """The generation block marks the assistant's tokens for training; it prints its body."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(
        x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
    )


def raise_exception(message):
    raise Raised(message)


def environment(kind):
    env = kind(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


def outcome(env, source, variables):
    try:
        return {"text": env.from_string(source).render(**variables)}
    except Raised as e:
        return {"raised": str(e)}
    except Exception as e:
        return {"failed": f"{type(e).__name__}: {e}"}


def dump(path, value):
    text = json.dumps(value, ensure_ascii=True, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def main():
    env = environment(ImmutableSandboxedEnvironment)
    conversations = {
        p.stem: json.loads(p.read_text("utf-8"))
        for p in sorted((HERE / "conversations").glob("*.json"))
    }
    for template in sorted(HERE.glob("*.jinja")):
        source = template.read_text("utf-8")
        results = {name: outcome(env, source, v) for name, v in conversations.items()}
        dump(template.with_suffix(".expected.json"), results)

    # Parlance lets a template change the lists it made itself; the immutable sandbox does not.
    env = environment(SandboxedEnvironment)
    variables = json.loads((HERE / "expressions.variables.json").read_text("utf-8"))
    lines = (HERE / "expressions.txt").read_text("utf-8").splitlines()
    sources = [s for s in lines if s.strip() and not s.startswith("###")]
    dump(
        HERE / "expressions.expected.json",
        [{"source": s, **outcome(env, s.replace("⏎", "\n"), variables)} for s in sources],
    )


if __name__ == "__main__":
    main()
