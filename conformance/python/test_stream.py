from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import BaseModel

from conftest import MODEL, SCRIPTED, user


def chunks_of(client, model, text, **more):
    return list(
        client.chat.completions.create(model=model, messages=user(text), stream=True, **more)
    )


def text_of(chunks, index=0):
    return "".join(
        choice.delta.content or ""
        for chunk in chunks
        for choice in chunk.choices
        if choice.index == index
    )


def check_order(chunks):
    """What strict clients rely on, whatever is said."""
    assert len({chunk.id for chunk in chunks}) == 1
    assert len({chunk.model for chunk in chunks}) == 1
    assert len({chunk.created for chunk in chunks}) == 1
    assert {chunk.object for chunk in chunks} == {"chat.completion.chunk"}
    by_index = {}
    for chunk in chunks:
        for choice in chunk.choices:
            by_index.setdefault(choice.index, []).append(choice)
    assert list(by_index) == sorted(by_index), "choices begin in the order of their index"
    for choices in by_index.values():
        assert choices[0].delta.role == "assistant"
        assert all(choice.delta.role is None for choice in choices[1:])
        assert all(choice.finish_reason is None for choice in choices[:-1])
        assert choices[-1].finish_reason is not None
        assert all(choice.delta.tool_calls != [] for choice in choices)


def test_streams_what_it_would_say(client):
    whole = client.chat.completions.create(
        model=MODEL, messages=user("Who are you?"), temperature=0
    )
    chunks = chunks_of(client, MODEL, "Who are you?", temperature=0)
    check_order(chunks)
    assert len(chunks) > 3
    assert text_of(chunks) == whole.choices[0].message.content
    assert all(chunk.usage is None for chunk in chunks)


def test_adds_usage_on_demand(client):
    chunks = chunks_of(
        client, MODEL, "Who are you?", temperature=0, stream_options={"include_usage": True}
    )
    check_order(chunks[:-1])
    assert chunks[-1].choices == []
    assert chunks[-1].id == chunks[0].id
    usage = chunks[-1].usage
    assert usage.prompt_tokens > 0
    assert usage.completion_tokens > 0
    assert all(chunk.usage is None for chunk in chunks[:-1])


def test_streams_several_choices(client):
    chunks = chunks_of(client, MODEL, "Hello", n=3, temperature=1, max_tokens=8)
    check_order(chunks)
    assert {choice.index for chunk in chunks for choice in chunk.choices} == {0, 1, 2}


def test_streams_logprobs(client):
    chunks = chunks_of(client, MODEL, "Hello", temperature=0, logprobs=True, top_logprobs=2)
    entries = [
        entry
        for chunk in chunks
        for choice in chunk.choices
        if choice.logprobs
        for entry in choice.logprobs.content or []
    ]
    assert entries
    assert all(len(entry.top_logprobs) == 2 for entry in entries)


def test_stops_a_stream_at_a_stop_string(client):
    whole = text_of(chunks_of(client, MODEL, "Who are you?", temperature=0))
    stop = whole[6:10]
    chunks = chunks_of(client, MODEL, "Who are you?", temperature=0, stop=stop)
    assert text_of(chunks) == whole[: whole.index(stop)]


def test_suits_the_accumulating_helper(client):
    with client.chat.completions.stream(
        model=MODEL,
        messages=user("Who are you?"),
        temperature=0,
        stream_options={"include_usage": True},
    ) as stream:
        kinds = [event.type for event in stream]
        final = stream.get_final_completion()
    assert kinds.count("content.done") == 1
    assert "Parlance" in final.choices[0].message.content
    assert final.choices[0].finish_reason == "stop"
    assert final.usage.completion_tokens > 0


def test_helper_keeps_choices_apart(scripted):
    with scripted.chat.completions.stream(
        model=SCRIPTED, messages=user("Heads or tails?"), n=2
    ) as stream:
        final = stream.get_final_completion()
    assert [choice.message.content for choice in final.choices] == ["Heads.", "Tails."]


def test_helper_keeps_logprobs(scripted):
    with scripted.chat.completions.stream(
        model=SCRIPTED, messages=user("Say hello."), logprobs=True, top_logprobs=1
    ) as stream:
        final = stream.get_final_completion()
    said = "".join(entry.token for entry in final.choices[0].logprobs.content)
    assert said == final.choices[0].message.content == "Hello there, friend."


class Person(BaseModel):
    name: str
    age: int


def test_helper_parses_into_a_class(scripted):
    with scripted.chat.completions.stream(
        model=SCRIPTED, messages=user("Describe Ada as JSON."), response_format=Person
    ) as stream:
        final = stream.get_final_completion()
    assert final.choices[0].message.parsed == Person(name="Ada", age=36)


def test_streams_reasoning_apart_from_text(scripted):
    chunks = chunks_of(scripted, SCRIPTED, "Think first.")
    check_order(chunks)
    thought = "".join(
        getattr(choice.delta, "reasoning_content", None) or ""
        for chunk in chunks
        for choice in chunk.choices
    )
    assert thought == "One and one make two."
    assert text_of(chunks) == "Two."


def test_carries_any_text(scripted):
    text = "Grüße, 世界! 👩‍👩‍👧 \u2028 \"quoted\" \\ back\tslash\nnext"
    chunks = chunks_of(scripted, SCRIPTED, text)
    check_order(chunks)
    assert text in text_of(chunks)


def test_serves_many_streams_at_once(scripted):
    def one(number):
        text = f"Echo number {number}, please."
        return text in text_of(chunks_of(scripted, SCRIPTED, text))

    with ThreadPoolExecutor(32) as pool:
        assert all(pool.map(one, range(128)))


def test_serves_many_real_streams_at_once(client):
    whole = text_of(chunks_of(client, MODEL, "Who are you?", temperature=0))

    def one(_):
        return text_of(chunks_of(client, MODEL, "Who are you?", temperature=0))

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(one, range(32)))
    # Batches of another size may round another way, so the wording is not compared.
    assert whole
    assert all(answers)


@pytest.mark.parametrize("model", ["client", "scripted"])
def test_reuses_the_connection_after_a_stream(model, request):
    client = request.getfixturevalue(model)
    name = SCRIPTED if model == "scripted" else MODEL
    for _ in range(5):
        assert chunks_of(client, name, "Hello", max_tokens=4)
