"""Who answers during evaluation: a checkpoint in PyTorch, or a running OpenAI-style server."""

import json
import re
import urllib.request

import torch
from tokenizers import Tokenizer

import chat
from export_gguf import load_checkpoint
from special import CALL_HINT
from toolcalls import call

MOST_TOKENS = 160


class Checkpoint:
    """Greedy answers of a checkpoint, with the weights rounded as the GGUF rounds them."""

    def __init__(self, path, tokenizer, rounded=True):
        self.model = load_checkpoint(path)
        self.tokenizer = Tokenizer.from_file(tokenizer)
        self.stops = {self.tokenizer.token_to_id(t) for t in ("<|im_end|>", "<|endoftext|>")}
        if rounded:
            for p in self.model.parameters():
                if p.ndim == 2:
                    p.data = round_trip(p.data)

    def complete(self, text):
        """(answer, whether it ended its turn)"""
        ids = torch.tensor([self.tokenizer.encode(text).ids])
        out, past = [], None
        with torch.no_grad():
            for _ in range(MOST_TOKENS):
                hidden, past = self.model.hidden(ids, past)
                best = int(self.model.logits(hidden[0, -1]).argmax())
                if best in self.stops:
                    return self.tokenizer.decode(out, skip_special_tokens=False), True
                out.append(best)
                ids = torch.tensor([[best]])
        return self.tokenizer.decode(out, skip_special_tokens=False), False

    def answer(self, messages):
        return self.complete(chat.prompt(messages))


def round_trip(matrix):
    """What Q8_0 makes of a matrix: blocks of 32 share a half-precision scale."""
    blocks = matrix.reshape(-1, 32)
    scale = blocks.abs().amax(1, keepdim=True) / 127
    levels = (blocks / scale.clamp_min(1e-12)).round()
    return (levels * scale.half().float()).reshape(matrix.shape)


class Server:
    """Greedy answers of a running server; tools go to it as tools, and come back as calls."""

    def __init__(self, url, model):
        self.url, self.model = url.rstrip("/") + "/v1/chat/completions", model

    def answer(self, messages):
        messages, tools = apart(messages)
        body = {
            "model": self.model,
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "messages": [{"role": r, "content": c} for r, c in messages],
        }
        if tools:
            body["tools"] = tools
        request = urllib.request.Request(
            self.url, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            choice = json.load(reply)["choices"][0]
        message = choice["message"]
        calls = [c["function"] for c in message.get("tool_calls") or []]
        told = [made(c["name"], c["arguments"]) for c in calls]
        text = "\n".join([message["content"] or "", *told]).strip()
        return text, choice["finish_reason"] in ("stop", "tool_calls")


def made(name, arguments):
    """A call as the model writes it, also when its arguments are cut off."""
    try:
        return call(name, json.loads(arguments))
    except ValueError:
        return f"<tool_call>\n{name} {arguments}"


def apart(messages):
    """Messages without the tools that training writes into the system turn, and those tools."""
    if not messages or "Tools:\n{" not in messages[0][1] or messages[0][0] != "system":
        return messages, []
    before, told = messages[0][1].split("Tools:\n", 1)
    tools = [json.loads(line) for line in told.split("\n" + CALL_HINT)[0].splitlines()]
    tools = [t if "function" in t else {"type": "function", "function": t} for t in tools]
    system = [("system", before.strip())] if before.strip() else []
    return system + messages[1:], tools


def same(expected, given):
    """Equal but for case, spaces and the end mark."""
    plain = lambda s: re.sub(r"\s+", " ", s).strip().rstrip(".!").lower()
    return plain(expected) == plain(given)


def same_object(expected, given):
    """Equal as JSON, inside of the same marks."""
    mark = r"^\s*(<tool_call>)?\s*(\{.*\})\s*(</tool_call>)?\s*$"
    want, got = re.match(mark, expected, re.S), re.match(mark, given, re.S)
    try:
        return bool(got) and got[1] == want[1] and json.loads(want[2]) == json.loads(got[2])
    except ValueError:
        return False


def same_text(expected, given):
    """Equal to the letter, but for spaces around."""
    return expected.strip() == given.strip()
