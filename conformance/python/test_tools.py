import json

import openai
import pytest
from pydantic import BaseModel

from conftest import MODEL, SCRIPTED, user

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}


class GetWeather(BaseModel):
    city: str


def strict_weather():
    tool = openai.pydantic_function_tool(GetWeather, name="get_weather")
    return [tool]


def test_calls_a_tool(scripted):
    answer = scripted.chat.completions.create(
        model=SCRIPTED, messages=user("What is the weather in Paris?"), tools=[WEATHER]
    )
    choice = answer.choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    (call,) = choice.message.tool_calls
    assert call.id
    assert call.type == "function"
    assert call.function.name == "get_weather"
    assert json.loads(call.function.arguments) == {"city": "Paris"}


def test_goes_on_after_the_tools_result(scripted):
    messages = user("What is the weather in Paris?")
    first = scripted.chat.completions.create(model=SCRIPTED, messages=messages, tools=[WEATHER])
    call = first.choices[0].message.tool_calls[0]
    messages.append(first.choices[0].message)
    messages.append({"role": "tool", "tool_call_id": call.id, "content": "sunny"})
    second = scripted.chat.completions.create(model=SCRIPTED, messages=messages, tools=[WEATHER])
    assert second.choices[0].finish_reason == "stop"
    assert "sunny" in second.choices[0].message.content


def test_calls_two_tools_at_once(scripted):
    answer = scripted.chat.completions.create(
        model=SCRIPTED, messages=user("The weather in Paris and Rome?"), tools=[WEATHER]
    )
    calls = answer.choices[0].message.tool_calls
    assert [json.loads(call.function.arguments)["city"] for call in calls] == ["Paris", "Rome"]
    assert len({call.id for call in calls}) == 2


def test_streams_tool_calls_in_order(scripted):
    chunks = list(
        scripted.chat.completions.create(
            model=SCRIPTED,
            messages=user("The weather in Paris and Rome?"),
            tools=[WEATHER],
            stream=True,
        )
    )
    calls = {}
    for chunk in chunks:
        for choice in chunk.choices:
            assert choice.delta.tool_calls != []
            for delta in choice.delta.tool_calls or []:
                if delta.index not in calls:
                    assert delta.index == len(calls)
                    assert delta.id
                    assert delta.type == "function"
                    assert delta.function.name == "get_weather"
                    calls[delta.index] = ""
                else:
                    assert not delta.id
                    assert not delta.function.name
                calls[delta.index] += delta.function.arguments or ""
    assert [json.loads(text) for text in calls.values()] == [{"city": "Paris"}, {"city": "Rome"}]
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


def test_suits_the_parsing_helper(scripted):
    answer = scripted.chat.completions.parse(
        model=SCRIPTED, messages=user("What is the weather in Paris?"), tools=strict_weather()
    )
    call = answer.choices[0].message.tool_calls[0]
    assert call.function.parsed_arguments == GetWeather(city="Paris")


def test_suits_the_streaming_helper(scripted):
    done = []
    with scripted.chat.completions.stream(
        model=SCRIPTED, messages=user("The weather in Paris and Rome?"), tools=strict_weather()
    ) as stream:
        for event in stream:
            if event.type == "tool_calls.function.arguments.done":
                done.append(event.parsed_arguments)
        final = stream.get_final_completion()
    assert done == [GetWeather(city="Paris"), GetWeather(city="Rome")]
    assert final.choices[0].finish_reason == "tool_calls"
    assert len(final.choices[0].message.tool_calls) == 2


def test_gives_a_broken_call_as_it_is(scripted):
    answer = scripted.chat.completions.create(
        model=SCRIPTED, messages=user("Call the tool badly."), tools=[WEATHER]
    )
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.choices[0].message.tool_calls[0].function.arguments)


def test_refuses_tools_where_the_model_has_none(scripted):
    with pytest.raises(openai.BadRequestError) as caught:
        scripted.chat.completions.create(
            model="rehearsal/plain", messages=user("Hello"), tools=[WEATHER]
        )
    assert caught.value.param == "tools"


def test_refuses_a_choice_without_tools(client):
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model=MODEL, messages=user("Hello"), tool_choice="required")
    assert caught.value.param == "tool_choice"
