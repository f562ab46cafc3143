"""Conversations as token ids, exactly as the chat template in the GGUF writes them."""

from functools import lru_cache

ASSISTANT = "<|im_start|>assistant\n"
END = "<|im_end|>"


def turns(messages):
    """(text, learned) pieces of a rendered conversation; only assistant replies are learned."""
    pieces = []
    for role, text in messages:
        if role == "raw":  # a plain text for the completion API, outside any chat
            pieces.append((text, True))
            pieces.append(("<|endoftext|>", True))
        elif role == "prompt":  # its unlearned beginning
            pieces.append((text, False))
        elif role == "assistant":
            pieces += [(ASSISTANT, False), (text + END, True), ("\n", False)]
        else:
            pieces.append((f"<|im_start|>{role}\n{text}{END}\n", False))
    return pieces


def prompt(messages):
    """The text a model is asked to continue."""
    return "".join(text for text, _ in turns(messages)) + ASSISTANT


class Encoder:
    """Turns conversations into ids and a mask of the learned ones."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.piece = lru_cache(60_000)(self._piece)

    def _piece(self, text):
        return tuple(self.tokenizer.encode(text).ids)

    def encode(self, messages):
        ids, learned = [], []
        for text, learn in turns(messages):
            part = self.piece(text)
            ids += part
            learned += [learn] * len(part)
        return ids, learned
