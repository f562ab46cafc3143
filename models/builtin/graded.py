"""The kinds of tasks that the model card grades: drawn for training, and kept back for evaluation.

A task is kept back when the hash of its first user turn says so, which no training task's does; its
wording comes from the set that is never trained. See wordings.py for the uses.
"""

import random

from formats import formatted
from passages import extraction, questions, summary
from phrases import kept_back
from toolcalls import tool_call

SHARE = 0.5
KINDS = {
    "question about a given text": (questions, 42),
    "one-sentence summary": (summary, 9),
    "JSON from a text": (extraction, 18),
    "tool call for given schemas": (tool_call, 24),
    "a given format": (formatted, 12),
}
USES = ["trained", "held_out", "strict", "unseen"]


def task(messages):
    """The first user turn: the text and what is asked of it."""
    return next(text for role, text in messages if role == "user")


def trained(rng):
    maker = rng.choices([m for m, _ in KINDS.values()], [w for _, w in KINDS.values()])[0]
    while True:
        messages = maker(rng)
        if not kept_back(task(messages)):
            return messages


def single(messages):
    """The conversation up to its first reply."""
    end = next(i for i, (role, _) in enumerate(messages) if role == "assistant")
    return messages[: end + 1]


def kept(maker, use, seed, each):
    """So many first turns with texts and values that were never trained."""
    rng = random.Random(f"{seed} {use} {maker.__name__}")
    count = 0
    while count < each:
        messages = maker(rng, use)
        if kept_back(task(messages)):
            count += 1
            yield single(messages)


def evaluation(each, seed=17):
    """Rows of (kind, use, messages with the reply to expect last)."""
    for kind, (maker, _) in KINDS.items():
        for use in USES:
            for messages in kept(maker, use, seed, each):
                yield kind, use, messages
