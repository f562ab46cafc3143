"""Instructor, Pydantic AI and Haystack: what is built on typed answers and on tools."""

from typing import Literal

import pytest
from openai import OpenAI

from conftest import DEADLINE, KEY, MODEL, SCRIPTED, SCRIPTED_URL, URL, user

pydantic = pytest.importorskip("pydantic")


class Person(pydantic.BaseModel):
    name: str
    age: int


class Paint(pydantic.BaseModel):
    """What even the smallest model fills in, since it has no choice but two."""

    colour: Literal["red", "blue"]


def get_weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


# ---- Instructor ------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["TOOLS", "JSON_SCHEMA"])
def test_instructor_fills_a_model(mode):
    instructor = pytest.importorskip("instructor")
    with OpenAI(base_url=URL + "/v1", api_key=KEY, max_retries=0, timeout=DEADLINE) as openai:
        client = instructor.from_openai(openai, mode=instructor.Mode[mode])
        paint = client.create(model=MODEL, messages=user("Paint it."), max_retries=0,
                              response_model=Paint)
    assert paint.colour in ("red", "blue")


def test_instructor_reads_json(scripted_url):
    instructor = pytest.importorskip("instructor")
    with OpenAI(base_url=scripted_url + "/v1", api_key=KEY, max_retries=0) as openai:
        client = instructor.from_openai(openai, mode=instructor.Mode.JSON)
        person = client.create(model=SCRIPTED, messages=user("Describe Ada as JSON."),
                               max_retries=0, response_model=Person)
    assert (person.name, person.age) == ("Ada", 36)


# ---- Pydantic AI -----------------------------------------------------------------------------


def agent(url, model, **more):
    pytest.importorskip("pydantic_ai")
    from pydantic_ai import Agent
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    provider = OpenAIProvider(base_url=url + "/v1", api_key=KEY)
    return Agent(OpenAIChatModel(model, provider=provider), retries=0, **more)


def test_pydantic_ai_answers():
    result = agent(URL, MODEL).run_sync("Who are you?", model_settings={"temperature": 0})
    assert "Parlance" in result.output
    assert result.all_messages()[-1].usage.output_tokens > 0


def test_pydantic_ai_streams():
    import asyncio

    async def read():
        async with agent(URL, MODEL).run_stream("Who are you?") as result:
            return [text async for text in result.stream_text(delta=True, debounce_by=None)]

    assert "Parlance" in "".join(asyncio.run(read()))


def test_pydantic_ai_runs_a_tool(scripted_url):
    assert scripted_url
    result = agent(SCRIPTED_URL, SCRIPTED, tools=[get_weather]).run_sync(
        "What is the weather in Paris?"
    )
    assert "sunny in Paris" in result.output


@pytest.mark.parametrize("way", ["NativeOutput", "ToolOutput"])
def test_pydantic_ai_fills_a_model(way):
    pydantic_ai = pytest.importorskip("pydantic_ai")
    typed = agent(URL, MODEL, output_type=getattr(pydantic_ai, way)(Paint))
    assert typed.run_sync("Paint it.").output.colour in ("red", "blue")


# ---- Haystack --------------------------------------------------------------------------------


def generator(url, model, **more):
    chat = pytest.importorskip("haystack.components.generators.chat")
    from haystack.utils import Secret

    return chat.OpenAIChatGenerator(
        api_key=Secret.from_token(KEY), api_base_url=url + "/v1", model=model, max_retries=0,
        timeout=DEADLINE, **more
    )


def test_haystack_answers_and_streams():
    pieces = []
    llm = generator(URL, MODEL, streaming_callback=lambda piece: pieces.append(piece.content))
    from haystack.dataclasses import ChatMessage

    replies = llm.run([ChatMessage.from_user("Who are you?")])["replies"]
    assert "Parlance" in replies[0].text
    assert "".join(pieces) == replies[0].text


def test_haystack_calls_tools(scripted_url):
    llm = generator(scripted_url, SCRIPTED)
    from haystack.dataclasses import ChatMessage
    from haystack.tools import Tool

    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    tool = Tool(name="get_weather", description="weather", parameters=schema, function=get_weather)
    asked = [ChatMessage.from_user("What is the weather in Paris?")]
    call = llm.run(asked, tools=[tool])["replies"][0].tool_calls[0]
    assert (call.tool_name, call.arguments) == ("get_weather", {"city": "Paris"})
