"""The bytes of a stream, seen by clients that know nothing of OpenAI."""

import json

import httpx
import requests
import sseclient

from conftest import KEY, SCRIPTED, SCRIPTED_URL, user

URL = SCRIPTED_URL + "/v1/chat/completions"
HEADERS = {"Authorization": f"Bearer {KEY}"}


def body(text, **more):
    return {"model": SCRIPTED, "messages": user(text), "stream": True, **more}


def test_event_stream_parser_sees_every_frame(scripted):
    assert scripted
    with requests.post(URL, json=body("Say hello."), headers=HEADERS, stream=True) as reply:
        assert reply.headers["content-type"].split(";")[0] == "text/event-stream"
        assert "no-cache" in reply.headers.get("cache-control", "")
        events = [event.data for event in sseclient.SSEClient(reply).events()]
    assert events.count("[DONE]") == 1
    assert events[-1] == "[DONE]"
    frames = [json.loads(data) for data in events[:-1]]
    assert all(frame["object"] == "chat.completion.chunk" for frame in frames)
    assert frames[0]["choices"][0]["delta"]["role"] == "assistant"
    assert all("role" not in f["choices"][0]["delta"] for f in frames[1:] if f["choices"])
    assert all("finish_reason" in f["choices"][0] for f in frames if f["choices"])
    assert all("tool_calls" not in f["choices"][0]["delta"] for f in frames if f["choices"])


def test_lines_end_as_they_should(scripted):
    assert scripted
    reply = httpx.post(URL, json=body("Say hello."), headers=HEADERS)
    text = reply.content.decode("utf-8")
    assert "\r" not in text
    assert text.endswith("data: [DONE]\n\n")
    for frame in text.removesuffix("\n\n").split("\n\n"):
        assert frame.startswith(("data: ", ":"))
        assert "\n" not in frame


def test_usage_is_null_until_the_end(scripted):
    assert scripted
    reply = httpx.post(
        URL, json=body("Say hello.", stream_options={"include_usage": True}), headers=HEADERS
    )
    frames = [
        json.loads(line[6:])
        for line in reply.text.splitlines()
        if line.startswith("data: {")
    ]
    assert all(frame["usage"] is None for frame in frames[:-1])
    assert frames[-1]["choices"] == []
    assert frames[-1]["usage"]["total_tokens"] > 0


def test_error_in_mid_stream_is_the_last_event(scripted):
    assert scripted
    reply = httpx.post(URL, json=body("Break off after five tokens."), headers=HEADERS)
    events = [line[6:] for line in reply.text.splitlines() if line.startswith("data: ")]
    assert events.count("[DONE]") <= 1
    frames = [json.loads(event) for event in events if event != "[DONE]"]
    assert set(frames[-1]["error"]) >= {"message", "type", "code", "param"}
    assert all("error" not in frame for frame in frames[:-1])


def test_first_frame_does_not_wait_for_the_second(scripted):
    assert scripted
    with httpx.stream("POST", URL, json=body("Stall after three tokens."), headers=HEADERS) as reply:
        lines = reply.iter_lines()
        seen = 0
        while seen < 3:
            seen += next(lines).startswith("data: {")
    assert seen == 3


def test_silence_is_broken_by_comments(scripted):
    assert scripted
    with httpx.stream(
        "POST", URL, json=body("Stall after three tokens."), headers=HEADERS, timeout=10
    ) as reply:
        for line in reply.iter_lines():
            if line.startswith(":"):
                return
    raise AssertionError("no comment")
