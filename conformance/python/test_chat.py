import json

import openai
import pytest
from pydantic import BaseModel

from conftest import MODEL, SCRIPTED, user


def ask(client, text, **more):
    return client.chat.completions.create(model=MODEL, messages=user(text), **more)


def test_answers(client):
    answer = ask(client, "Who are you?", temperature=0)
    assert answer.object == "chat.completion"
    assert answer.id
    assert answer.created > 1_700_000_000
    (choice,) = answer.choices
    assert choice.index == 0
    assert choice.finish_reason == "stop"
    assert choice.message.role == "assistant"
    assert "Parlance" in choice.message.content
    assert choice.message.tool_calls is None
    assert choice.message.refusal is None
    usage = answer.usage
    assert usage.prompt_tokens > 0
    assert usage.completion_tokens > 0
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_gives_the_request_id(client):
    answer = ask(client, "Hello", max_tokens=2)
    assert answer._request_id


def test_takes_a_system_message_and_history(client):
    answer = client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "system", "content": "You are a friendly assistant."},
            {"role": "user", "content": "Hello"},
            {"role": "assistant", "content": "Hello!"},
            {"role": "user", "content": [{"type": "text", "text": "What is 2 + 2?"}]},
        ],
        temperature=0,
    )
    assert answer.choices[0].message.content


def test_takes_developer_messages_and_names(client):
    answer = client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "content": "Hello", "name": "ada"},
        ],
        max_completion_tokens=8,
    )
    assert answer.choices[0].finish_reason in ("stop", "length")


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
def test_stops_at_the_length(client, field):
    answer = ask(client, "Who are you?", temperature=0, **{field: 2})
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage.completion_tokens == 2


def test_repeats_itself_with_a_seed(client):
    answers = {
        ask(client, "Tell me a joke.", temperature=1.5, seed=7, max_tokens=16)
        .choices[0]
        .message.content
        for _ in range(3)
    }
    assert len(answers) == 1


def test_repeats_itself_without_temperature(client):
    answers = {ask(client, "Who are you?", temperature=0).choices[0].message.content for _ in "12"}
    assert len(answers) == 1


def test_stops_at_a_stop_string(client):
    whole = ask(client, "Who are you?", temperature=0).choices[0].message.content
    assert len(whole) > 12
    stop = whole[6:10]
    cut = ask(client, "Who are you?", temperature=0, stop=[stop, "never said"]).choices[0]
    assert cut.message.content == whole[: whole.index(stop)]
    assert cut.finish_reason == "stop"


def test_gives_several_choices(client):
    answer = ask(client, "Hello", n=3, temperature=1, max_tokens=8)
    assert [choice.index for choice in answer.choices] == [0, 1, 2]
    assert all(choice.finish_reason for choice in answer.choices)


def test_gives_logprobs(client):
    answer = ask(client, "Who are you?", temperature=0, max_tokens=5, logprobs=True, top_logprobs=3)
    content = answer.choices[0].logprobs.content
    assert len(content) == answer.usage.completion_tokens
    for entry in content:
        assert entry.logprob <= 0
        assert len(entry.top_logprobs) == 3
        assert bytes(entry.bytes).decode("utf-8", "replace")
        ranked = [top.logprob for top in entry.top_logprobs]
        assert ranked == sorted(ranked, reverse=True)
        assert entry.logprob == pytest.approx(ranked[0], abs=1e-4)
    said = b"".join(bytes(entry.bytes) for entry in content).decode("utf-8", "replace")
    assert said.strip() == answer.choices[0].message.content.strip()


def test_says_what_it_ignored(client):
    reply = client.chat.completions.with_raw_response.create(
        model=MODEL, messages=user("Hello"), max_tokens=2, service_tier="flex", store=True
    )
    assert reply.parse().choices
    assert "service_tier" in reply.headers["x-parlance-disposition"]


def test_is_strict_on_demand(client):
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(
            model=MODEL,
            messages=user("Hello"),
            service_tier="flex",
            extra_headers={"X-Parlance-Strict": "1"},
        )
    assert "service_tier" in caught.value.message


def test_takes_fields_that_it_does_not_know(client):
    answer = client.chat.completions.create(
        model=MODEL, messages=user("Hello"), max_tokens=2, extra_body={"frobnicate": {"by": [1]}}
    )
    assert answer.choices


class Person(BaseModel):
    name: str
    age: int


SCHEMA = {
    "type": "object",
    "properties": {"adult": {"type": "boolean"}},
    "required": ["adult"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    "response_format",
    [
        {"type": "json_object"},
        {
            "type": "json_schema",
            "json_schema": {"name": "person", "strict": True, "schema": SCHEMA},
        },
    ],
    ids=["json_object", "json_schema"],
)
def test_keeps_to_a_format_or_says_that_it_cannot(client, response_format):
    try:
        answer = ask(
            client,
            "Name a person, as JSON.",
            temperature=0,
            max_tokens=200,
            response_format=response_format,
        )
    except openai.BadRequestError as refused:
        assert refused.param == "response_format"
        assert "JSON" in refused.message
    else:
        value = json.loads(answer.choices[0].message.content)
        assert isinstance(value, dict)
        assert response_format["type"] == "json_object" or value["adult"] in (True, False)


def test_parses_into_a_class(scripted):
    answer = scripted.chat.completions.parse(
        model=SCRIPTED, messages=user("Describe Ada as JSON."), response_format=Person
    )
    assert answer.choices[0].message.parsed == Person(name="Ada", age=36)


def test_does_not_parse_half_an_answer(scripted):
    with pytest.raises(openai.LengthFinishReasonError):
        scripted.chat.completions.parse(
            model=SCRIPTED,
            messages=user("Describe Ada as JSON."),
            response_format=Person,
            max_tokens=2,
        )


def test_speaks_json(scripted):
    answer = scripted.chat.completions.create(
        model=SCRIPTED,
        messages=user("Describe Ada as JSON."),
        response_format={"type": "json_object"},
    )
    assert json.loads(answer.choices[0].message.content) == {"name": "Ada", "age": 36}


def test_shows_reasoning_as_the_extra_field(scripted):
    answer = scripted.chat.completions.create(
        model=SCRIPTED, messages=user("Think first."), reasoning_effort="low"
    )
    message = answer.choices[0].message
    assert message.reasoning_content == "One and one make two."
    assert message.content == "Two."
    assert answer.usage.completion_tokens_details.reasoning_tokens > 0


def test_gives_different_choices(scripted):
    answer = scripted.chat.completions.create(
        model=SCRIPTED, messages=user("Heads or tails?"), n=2
    )
    assert [choice.message.content for choice in answer.choices] == ["Heads.", "Tails."]


def test_carries_any_text(scripted):
    text = "Grüße, 世界! 👩‍👩‍👧 \u2028 \"quoted\" \\ back\tslash\nnext"
    answer = scripted.chat.completions.create(model=SCRIPTED, messages=user(text))
    assert text in answer.choices[0].message.content
