"""LlamaIndex, by its class for servers that speak like OpenAI."""

import pytest

from conftest import DEADLINE, KEY, MODEL, SCRIPTED, SCRIPTED_URL, URL

openai_like = pytest.importorskip("llama_index.llms.openai_like")
from llama_index.core.llms import ChatMessage  # noqa: E402
from llama_index.core.tools import FunctionTool  # noqa: E402
from llama_index.embeddings.openai import OpenAIEmbedding  # noqa: E402


def model(url, name, **more):
    return openai_like.OpenAILike(
        model=name, api_base=url + "/v1", api_key=KEY, is_chat_model=True,
        context_window=4096, max_retries=0, timeout=DEADLINE, **more
    )


ASKED = [ChatMessage(role="user", content="Who are you?")]


def test_chats():
    assert "Parlance" in model(URL, MODEL, temperature=0).chat(ASKED).message.content


def test_streams():
    parts = list(model(URL, MODEL, temperature=0).stream_chat(ASKED))
    assert len(parts) > 1
    assert "Parlance" in parts[-1].message.content


def test_completes():
    llm = model(URL, MODEL, max_tokens=5)
    llm.is_chat_model = False
    assert llm.complete("Once upon a time").text
    assert "".join(part.delta for part in llm.stream_complete("Once upon a time"))


def test_calls_tools(scripted_url):
    assert scripted_url
    tool = FunctionTool.from_defaults(fn=lambda city: city, name="get_weather",
                                      description="The weather in a city.")
    llm = model(SCRIPTED_URL, SCRIPTED, is_function_calling_model=True)
    reply = llm.chat_with_tools([tool], user_msg="What is the weather in Paris?")
    calls = llm.get_tool_calls_from_response(reply)
    assert [(call.tool_name, call.tool_kwargs) for call in calls] == [
        ("get_weather", {"city": "Paris"})
    ]


def test_embeds():
    embedding = OpenAIEmbedding(model_name=MODEL, api_base=URL + "/v1", api_key=KEY,
                                max_retries=0)
    vectors = embedding.get_text_embedding_batch(["one", "two"])
    assert len(vectors) == 2
    assert len(vectors[0]) == len(vectors[1]) > 4
