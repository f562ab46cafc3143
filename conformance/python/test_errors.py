import time

import httpx
import openai
import pytest

from conftest import KEY, MODEL, SCRIPTED, SCRIPTED_URL, URL, user


# The script refuses each generation of the client once.
MAJOR = openai.__version__.split(".")[0]


def ask(client, text, model=MODEL, **more):
    return client.chat.completions.create(model=model, messages=user(text), **more)


def test_names_an_unknown_model(client):
    with pytest.raises(openai.NotFoundError) as caught:
        ask(client, "Hello", model="no-such-model")
    error = caught.value
    assert error.status_code == 404
    assert error.code == "model_not_found"
    assert error.type == "invalid_request_error"
    assert "no-such-model" in error.message
    assert error.request_id


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"temperature": -1}, "temperature"),
        ({"temperature": 2.5}, "temperature"),
        ({"top_p": 3}, "top_p"),
        ({"max_tokens": -5}, "max_tokens"),
        ({"n": 0}, "n"),
        ({"n": 1_000_000}, "n"),
        ({"top_logprobs": 3}, "top_logprobs"),
        ({"logprobs": True, "top_logprobs": 99}, "top_logprobs"),
        ({"presence_penalty": 9}, "presence_penalty"),
        ({"stop": ["a"] * 99}, "stop"),
        ({"response_format": {"type": "nonsense"}}, "response_format"),
        ({"extra_body": {"temperature": "hot"}}, "temperature"),
        ({"extra_body": {"messages": []}}, "messages"),
        ({"extra_body": {"messages": [{"role": "king", "content": "x"}]}}, "messages[0].role"),
        ({"extra_body": {"messages": [{"role": "user"}]}}, "messages[0].content"),
        ({"extra_body": {"messages": "hello"}}, "messages"),
        ({"extra_body": {"tools": [{"type": "function"}]}}, "tools[0].function"),
    ],
)
def test_names_the_field_that_is_wrong(client, fields, param):
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, "Hello", **fields)
    error = caught.value
    assert error.status_code == 400
    assert error.type == "invalid_request_error"
    assert error.param is not None
    assert error.param.startswith(param)
    assert error.message


def test_says_how_long_an_input_may_be(client):
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, "word " * 200_000)
    assert caught.value.code == "context_length_exceeded"
    assert "maximum context length" in caught.value.message


def test_refuses_a_wrong_key(scripted):
    with pytest.raises(openai.AuthenticationError) as caught:
        scripted.with_options(api_key="wrong").models.list()
    assert caught.value.status_code == 401
    assert caught.value.code == "invalid_api_key"
    assert "wrong" not in caught.value.message


def test_refuses_no_key(scripted):
    reply = httpx.get(SCRIPTED_URL + "/v1/models")
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert reply.json()["error"]["message"]


def test_takes_the_azure_clients_header(scripted):
    assert httpx.get(SCRIPTED_URL + "/v1/models", headers={"api-key": KEY}).status_code == 200


def test_refuses_what_a_key_may_not_use(scripted):
    limited = scripted.with_options(api_key="conformance-key-limited")
    assert [model.id for model in limited.models.list()] == ["rehearsal/plain"]
    with pytest.raises((openai.NotFoundError, openai.PermissionDeniedError)):
        ask(limited, "Hello", model=SCRIPTED)


def test_passes_a_rate_limit_on(scripted):
    with pytest.raises(openai.RateLimitError) as caught:
        ask(scripted, "Fail with a rate limit.", model=SCRIPTED)
    assert caught.value.status_code == 429
    assert caught.value.response.headers["retry-after"] == "7"
    assert caught.value.code == "rate_limit_exceeded"


def test_client_waits_as_told_and_tries_again(scripted):
    start = time.monotonic()
    answer = ask(
        scripted.with_options(max_retries=2), f"Fail once for Python {MAJOR}.", model=SCRIPTED
    )
    assert answer.choices[0].message.content == "Better now."
    assert time.monotonic() - start >= 1


def test_passes_a_server_error_on(scripted):
    with pytest.raises(openai.InternalServerError) as caught:
        ask(scripted, "Fail with a server error.", model=SCRIPTED)
    assert caught.value.status_code == 500
    assert caught.value.message


def test_passes_overload_on(scripted):
    with pytest.raises(openai.InternalServerError) as caught:
        ask(scripted, "Fail with an overload.", model=SCRIPTED)
    assert caught.value.status_code == 503
    assert int(caught.value.response.headers["retry-after"]) >= 1


def test_fails_before_the_stream_with_a_status(scripted):
    with pytest.raises(openai.RateLimitError):
        ask(scripted, "Fail with a rate limit.", model=SCRIPTED, stream=True)


def test_fails_within_the_stream_with_an_error(scripted):
    stream = ask(scripted, "Break off after five tokens.", model=SCRIPTED, stream=True)
    said = []
    with pytest.raises(openai.APIError) as caught:
        for chunk in stream:
            said.extend(choice.delta.content or "" for choice in chunk.choices)
    assert not isinstance(caught.value, openai.APIConnectionError)
    assert "".join(said)
    assert caught.value.message


def test_client_gives_up_on_a_slow_start(scripted):
    with pytest.raises(openai.APITimeoutError):
        ask(scripted, "Start slowly.", model=SCRIPTED, timeout=0.5)


def test_client_gives_up_on_a_stalled_stream(scripted):
    stream = ask(scripted, "Stall after three tokens.", model=SCRIPTED, stream=True, timeout=0.7)
    # Before its third generation the client lets httpx's exception through.
    with pytest.raises((openai.APITimeoutError, httpx.TimeoutException)):
        for _ in stream:
            pass


def test_knows_no_such_route(client):
    with pytest.raises(openai.NotFoundError) as caught:
        client.get("/no/such/route", cast_to=object)
    assert caught.value.message


def test_knows_no_such_method(client):
    reply = httpx.delete(URL + "/v1/chat/completions")
    assert client
    assert reply.status_code == 405
    assert "POST" in reply.headers["allow"]
    assert reply.json()["error"]["message"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"text"', b'{"model": 1}', b"\xff\xfe", b'{"a":1,"a":2}',
     b"[" * 100_000, b'{"model":"default","messages":[{"role":"user","content":"\\ud800"}]'],
)
def test_refuses_a_body_that_is_no_request(client, body):
    assert client
    reply = httpx.post(
        URL + "/v1/chat/completions", content=body, headers={"content-type": "application/json"}
    )
    assert reply.status_code == 400
    error = reply.json()["error"]
    assert error["message"]
    assert error["type"] == "invalid_request_error"
    assert set(error) >= {"message", "type", "param", "code"}


def test_refuses_a_body_over_the_limit(scripted):
    with pytest.raises(openai.APIStatusError) as caught:
        ask(scripted, "x" * 3_000_000, model=SCRIPTED)
    assert caught.value.status_code == 413
