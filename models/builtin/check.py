"""Checks that training and inference see the same text: chat.py against the Jinja template."""

import json
from pathlib import Path

import jinja2

import chat
import special
from make_data import Sampler

CONVERSATIONS = 3000


def template():
    """The chat template, with tojson as inference engines have it: keys in the order given."""
    environment = jinja2.Environment()
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    return environment.from_string(Path(__file__).with_name("chat_template.jinja").read_text().strip())


def comparable(messages):
    """Training writes tool turns ready-made and plain texts without turns; those are left out."""
    return all(role in ("system", "user", "assistant") for role, _ in messages)


def check_conversations(render):
    sampler, checked = Sampler(11), 0
    for _ in range(CONVERSATIONS):
        messages = sampler.conversation()[:-1]
        if messages and comparable(messages):
            given = [{"role": role, "content": text} for role, text in messages]
            assert render(messages=given, add_generation_prompt=True) == chat.prompt(messages), messages
            checked += 1
    return checked


def check_tools(render):
    """A tool round trip and the thinking switch, as training writes them."""
    function = {"name": "get_weather", "description": "Get the weather", "parameters": {"type": "object"}}
    tool = {"type": "function", "function": function}
    call = {"type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Paris"}'}}
    given = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "Weather in Paris?"}]},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "content": "sunny"},
    ]
    trained = [
        ("system", f"Be brief.\n\nTools:\n{json.dumps(tool)}\n{special.CALL_HINT}\n\n{special.THINK}"),
        ("user", "Weather in Paris?"),
        ("assistant", '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Paris"}}\n</tool_call>'),
        ("tool", "<tool_response>\nsunny\n</tool_response>"),
    ]
    given = render(messages=given, tools=[tool], enable_thinking=True, add_generation_prompt=True)
    assert given == chat.prompt(trained), given


def main():
    render = template().render
    check_tools(render)
    print(check_conversations(render), "conversations render alike, and the tool round trip does")


if __name__ == "__main__":
    main()
