"""LangChain's client for OpenAI, which relies on streams that keep the rules."""

import pytest

from conftest import DEADLINE, KEY, SCRIPTED, SCRIPTED_URL

langchain_openai = pytest.importorskip("langchain_openai")


@pytest.fixture
def chat(scripted):
    assert scripted
    return langchain_openai.ChatOpenAI(
        model=SCRIPTED,
        base_url=SCRIPTED_URL + "/v1",
        api_key=KEY,
        max_retries=0,
        timeout=DEADLINE,
        stream_usage=True,
    )


def get_weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


def test_invokes(chat):
    answer = chat.invoke("Say hello.")
    assert answer.content == "Hello there, friend."
    assert answer.usage_metadata["total_tokens"] > 0


def test_streams(chat):
    parts = list(chat.stream("Say hello."))
    assert len(parts) > 2
    whole = parts[0]
    for part in parts[1:]:
        whole += part
    assert whole.content == "Hello there, friend."
    assert whole.usage_metadata["output_tokens"] > 0


def test_streams_tool_calls(chat):
    whole = None
    for part in chat.bind_tools([get_weather]).stream("The weather in Paris and Rome?"):
        whole = part if whole is None else whole + part
    assert [call["args"] for call in whole.tool_calls] == [{"city": "Paris"}, {"city": "Rome"}]


def test_parses_into_a_schema(chat):
    schema = {
        "title": "person",
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        "required": ["name", "age"],
        "additionalProperties": False,
    }
    parsed = chat.with_structured_output(schema, method="json_schema").invoke(
        "Describe Ada as JSON."
    )
    assert parsed == {"name": "Ada", "age": 36}


def test_embeds(scripted):
    assert scripted
    embeddings = langchain_openai.OpenAIEmbeddings(
        model=SCRIPTED,
        base_url=SCRIPTED_URL + "/v1",
        api_key=KEY,
        check_embedding_ctx_length=False,
    )
    vectors = embeddings.embed_documents(["one", "two"])
    assert len(vectors) == 2
    assert len(vectors[0]) == len(vectors[1]) > 4
