"""The client as it was before its first generation, with the settings that were printed for it."""

import pytest

from conftest import URL, user

openai = pytest.importorskip("openai")
if not hasattr(openai, "api_base"):
    pytest.skip("a client of the first generation or later", allow_module_level=True)


@pytest.fixture(params=["openai", "textgen-2023"])
def model(request, textgen_url):
    """Points the client at a server with either profile."""
    openai.api_key = "sk-" + "1" * 48
    openai.api_base = (URL if request.param == "openai" else textgen_url) + "/v1"
    openai.api_version = "2023-05-15"
    return "default"


def test_chats(model):
    reply = openai.ChatCompletion.create(model=model, messages=user("Who are you?"))
    assert "Parlance" in reply["choices"][0]["message"]["content"]
    assert reply["usage"]["total_tokens"] > 0


def test_streams_a_chat(model):
    chunks = list(
        openai.ChatCompletion.create(model=model, messages=user("Who are you?"), stream=True)
    )
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert "Parlance" in text


def test_completes(model):
    reply = openai.Completion.create(model=model, prompt="Once upon a time", temperature=0,
                                     max_tokens=5)
    assert reply["choices"][0]["text"]


def test_streams_a_completion(model):
    chunks = openai.Completion.create(model=model, prompt="Once upon a time", temperature=0,
                                      max_tokens=5, stream=True)
    assert "".join(chunk["choices"][0]["text"] for chunk in chunks)


def test_embeds(model):
    reply = openai.Embedding.create(model=model, input=["one", "two"])
    assert len(reply["data"]) == 2


def test_lists_models(model):
    assert openai.Model.list()["data"]
    assert openai.Model.retrieve(model)["object"] == "model"


def test_raises_what_it_raised_for_a_bad_request(model):
    with pytest.raises(openai.error.InvalidRequestError):
        openai.Completion.create(model=model, prompt="Once", max_tokens=-1)
