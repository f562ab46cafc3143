import openai
import pytest

from conftest import MODEL, SCRIPTED


def complete(client, prompt, model=MODEL, **more):
    return client.completions.create(model=model, prompt=prompt, **more)


def test_completes_a_prompt(client):
    reply = complete(client, "Hello", temperature=0, max_tokens=8)
    assert reply.object == "text_completion"
    (choice,) = reply.choices
    assert choice.index == 0
    assert choice.finish_reason in ("stop", "length")
    assert choice.logprobs is None
    assert reply.usage.completion_tokens <= 8


def test_stops_at_sixteen_tokens_unless_told(client):
    reply = complete(client, "Hello", temperature=0)
    assert reply.usage.completion_tokens <= 16


def test_completes_several_prompts(client):
    reply = complete(client, ["Hello", "Good morning"], n=2, max_tokens=2)
    assert [choice.index for choice in reply.choices] == [0, 1, 2, 3]


def test_echoes_the_prompt(client):
    reply = complete(client, "The colour", temperature=0, max_tokens=4, echo=True)
    assert reply.choices[0].text.startswith("The colour")


def test_scores_the_prompt_alone(client):
    reply = complete(client, "The colour of the sky", max_tokens=0, echo=True, logprobs=1)
    logprobs = reply.choices[0].logprobs
    assert reply.choices[0].text == "The colour of the sky"
    assert "".join(logprobs.tokens) == "The colour of the sky"
    assert logprobs.token_logprobs[0] is None
    assert all(value <= 0 for value in logprobs.token_logprobs[1:])
    assert logprobs.text_offset[0] == 0
    assert len(logprobs.tokens) == len(logprobs.token_logprobs) == len(logprobs.top_logprobs)


def test_gives_logprobs(client):
    reply = complete(client, "Hello", temperature=0, max_tokens=4, logprobs=2)
    logprobs = reply.choices[0].logprobs
    assert len(logprobs.tokens) == reply.usage.completion_tokens
    assert all(len(top) in (2, 3) for top in logprobs.top_logprobs)


def test_streams(client):
    whole = complete(client, "Hello", temperature=0, max_tokens=12)
    chunks = list(
        complete(
            client,
            "Hello",
            temperature=0,
            max_tokens=12,
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    assert len({chunk.id for chunk in chunks}) == 1
    text = "".join(choice.text for chunk in chunks for choice in chunk.choices)
    assert text == whole.choices[0].text
    assert chunks[-1].choices == []
    assert chunks[-1].usage.completion_tokens == whole.usage.completion_tokens
    reasons = [choice.finish_reason for chunk in chunks for choice in chunk.choices]
    assert reasons[-1] == whole.choices[0].finish_reason
    assert not any(reasons[:-1])


def test_plays_the_script(scripted):
    reply = complete(scripted, "Once upon a time", model=SCRIPTED, max_tokens=64)
    assert reply.choices[0].text == " there was a server."


def test_refuses_a_chat_field_of_the_wrong_kind(client):
    with pytest.raises(openai.BadRequestError) as caught:
        complete(client, "Hello", extra_body={"prompt": {"role": "user"}})
    assert caught.value.param == "prompt"
