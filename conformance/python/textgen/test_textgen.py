"""What programs written for text-generation-webui in November 2023 send, and what they read.

The server's own listener has the profile, since these programs send no header that asks for it.
"""

import json

import pytest
import requests
import sseclient

from conftest import DEADLINE, user

CAKE = {"prompt": "This is a cake recipe:\n\n1.", "max_tokens": 60, "temperature": 1,
        "top_p": 0.9, "seed": 12}


@pytest.fixture
def call(textgen_url):
    def send(path, body=None, **more):
        method = "GET" if body is None else "POST"
        return requests.request(
            method, textgen_url + path, json=body, timeout=DEADLINE, verify=False, **more
        )

    return send


def events(reply):
    # As the programs do it: every event is JSON, so a [DONE] would end them.
    return [json.loads(event.data) for event in sseclient.SSEClient(reply).events()]


def test_a_completion_streams_what_it_says_at_once(call):
    whole = call("/v1/completions", CAKE).json()
    streamed = events(call("/v1/completions", CAKE | {"stream": True}, stream=True))
    assert "".join(e["choices"][0]["text"] for e in streamed) == whole["choices"][0]["text"]
    assert streamed[-1]["choices"][0]["finish_reason"] in ("stop", "length")


def test_a_completion_takes_a_list_of_prompts(call):
    reply = call("/v1/completions", {"prompt": ["Once", "Twice"], "max_tokens": 4}).json()
    assert [choice["index"] for choice in reply["choices"]] == [0, 1]


@pytest.mark.parametrize(
    "more",
    [
        {"mode": "instruct", "instruction_template": "Alpaca"},
        {"mode": "chat", "character": "Example"},
        {"mode": "chat-instruct", "character": "Example"},
        {},
    ],
    ids=["instruct", "chat", "chat-instruct", "plain"],
)
def test_a_chat_goes_on_over_turns(call, more):
    history = []
    for said in ("Hello!", "Who are you?"):
        history.append({"role": "user", "content": said})
        reply = call("/v1/chat/completions",
                     {"messages": history, "max_tokens": 60, "temperature": 0, **more})
        assert reply.status_code == 200, reply.text
        choice = reply.json()["choices"][0]
        history.append({"role": "assistant", "content": choice["message"]["content"]})
    # In a template that it was not trained on, a small model may have no word to say.
    assert history[-1]["content"].strip() or (more and choice["finish_reason"] == "stop")


def test_a_streamed_chat_is_read_from_message(call):
    body = {"mode": "instruct", "stream": True, "messages": user("Who are you?"), "max_tokens": 60,
            "temperature": 0}
    streamed = events(call("/v1/chat/completions", body, stream=True))
    assert all(isinstance(e["choices"][0]["message"]["content"], str) for e in streamed)
    assert streamed[-1]["choices"][0]["finish_reason"] in ("stop", "length")
    assert streamed[-1]["usage"]["total_tokens"] > 0


def test_models_are_listed_and_any_name_is_known(call):
    assert call("/v1/models").json()["data"]
    assert call("/v1/models/gpt-3.5-turbo").json()["id"] == "gpt-3.5-turbo"


def test_tokens_go_both_ways(call):
    tokens = call("/v1/internal/encode", {"text": "Hello there"}).json()["tokens"]
    assert call("/v1/internal/decode", {"tokens": tokens}).json()["text"] == "Hello there"
    count = call("/v1/internal/token-count", {"text": "Hello there"}).json()["length"]
    assert count == len(tokens)


def test_the_model_tells_of_itself(call):
    assert call("/v1/internal/model/info").json()["model_name"]
    assert call("/v1/internal/health").json() == {"status": "ok"}


def test_generation_is_stopped_when_none_runs(call):
    assert call("/v1/internal/stop-generation", {}).json() == "OK"


@pytest.mark.parametrize("form", ["float", "base64"])
def test_embeddings_of_a_list(call, form):
    reply = call("/v1/embeddings", {"input": ["a", "bb"], "encoding_format": form,
                                    "model": "text-embedding-ada-002"})
    assert reply.status_code == 200, reply.text
    assert [item["index"] for item in reply.json()["data"]] == [0, 1]


# What SillyTavern sends to a server of the type text-generation-webui, shortened where one member
# stands for several of its kind.
TAVERN = {
    "prompt": "You: Hello!\nBot:", "model": "any", "stream": True, "api_type": "ooba",
    "max_new_tokens": 40, "max_tokens": 40, "temperature": 0.7, "top_p": 0.9, "typical": 1,
    "sampler_seed": -1, "seed": -1, "min_p": 0.05, "repetition_penalty": 1.1, "top_k": 40,
    "num_beams": 1, "length_penalty": 1, "early_stopping": False, "add_bos_token": True,
    "dry_multiplier": 0.8, "dry_sequence_breakers": '["\\n", ":", "*"]', "skew": 0,
    "sampler_priority": ["repetition_penalty", "dry", "temperature", "quadratic_sampling",
                         "top_n_sigma", "top_k", "top_p", "typical_p", "min_p", "mirostat", "xtc"],
    "stopping_strings": ["\nYou:"], "stop": ["\nYou:"], "truncation_length": 2048,
    "ban_eos_token": False, "skip_special_tokens": True, "custom_token_bans": "",
    "banned_strings": [], "mirostat_mode": 0, "xtc_threshold": 0.1, "xtc_probability": 0.5,
    "temperature_last": True, "dynamic_temperature": False, "dynatemp_low": 1,
    "dynatemp_high": 1, "do_sample": True, "penalty_alpha": 0, "no_repeat_ngram_size": 0,
    "encoder_repetition_penalty": 1, "guidance_scale": 1, "negative_prompt": "",
    "grammar_string": "", "logit_bias": {"5": -100}, "logprobs": 10,
}


def test_sillytavern_connects_and_streams(call):
    profile = {"X-Parlance-Profile": "textgen"}
    assert call("/v1/models", headers=profile).json()["data"]
    assert call("/v1/internal/model/info", headers=profile).json()["model_name"] != "None"
    reply = call("/v1/completions", TAVERN, headers=profile, stream=True)
    assert reply.status_code == 200, reply.text
    data = [event.data for event in sseclient.SSEClient(reply).events()]
    assert data[-1] == "[DONE]"
    assert json.loads(data[-2])["choices"][0]["finish_reason"] in ("stop", "length")
