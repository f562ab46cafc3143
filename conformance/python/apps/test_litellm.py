"""LiteLLM, alone and as what other programs call models with."""

import pytest

from conftest import DEADLINE, KEY, MODEL, SCRIPTED, SCRIPTED_URL, URL, user

litellm = pytest.importorskip("litellm")
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


def options(url, model, provider="openai"):
    return {"model": f"{provider}/{model}", "api_base": url, "api_key": KEY,
            "timeout": DEADLINE, "max_retries": 0}


REAL = options(URL + "/v1", MODEL)
PLAYED = options(SCRIPTED_URL + "/v1", SCRIPTED)


def test_chats():
    reply = litellm.completion(messages=user("Who are you?"), temperature=0, **REAL)
    assert "Parlance" in reply.choices[0].message.content
    assert reply.usage.total_tokens > 0


def test_streams():
    parts = list(
        litellm.completion(
            messages=user("Who are you?"),
            stream=True,
            stream_options={"include_usage": True},
            **REAL,
        )
    )
    text = "".join(p.choices[0].delta.content or "" for p in parts if p.choices)
    assert "Parlance" in text
    assert parts[-1].usage.total_tokens > 0


def test_chats_as_the_provider_oobabooga(textgen_url):
    reply = litellm.completion(
        messages=user("Who are you?"), **options(textgen_url, MODEL, provider="oobabooga")
    )
    assert reply.choices[0].message.content


def test_completes_a_text():
    reply = litellm.text_completion(
        prompt="Once upon a time", max_tokens=5, **options(URL + "/v1", MODEL,
                                                           "text-completion-openai")
    )
    assert reply.choices[0].text


def test_embeds():
    reply = litellm.embedding(input=["one", "two"], **REAL)
    assert len(reply.data) == 2


def test_calls_tools(scripted_url):
    assert scripted_url
    reply = litellm.completion(
        messages=user("What is the weather in Paris?"), tools=[WEATHER], **PLAYED
    )
    assert reply.choices[0].finish_reason == "tool_calls"
    assert reply.choices[0].message.tool_calls[0].function.name == "get_weather"


def test_raises_the_error_that_it_was(scripted_url):
    assert scripted_url
    with pytest.raises(litellm.RateLimitError):
        litellm.completion(messages=user("Fail with a rate limit."), **PLAYED)


def test_reads_reasoning(scripted_url):
    assert scripted_url
    message = litellm.completion(messages=user("Think first."), **PLAYED).choices[0].message
    assert message.content == "Two."
    assert message.reasoning_content == "One and one make two."
