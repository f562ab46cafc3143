"""Grades a model kind by kind on what was kept back from training; the card claims from 90 % on."""

import argparse
import random
import sys
from collections import defaultdict

import torch

import graded
from answers import Checkpoint, Server, same, same_object, same_text
from make_data import Sampler, maker_rows
from structured import MAKERS as STRUCTURED
from sums import MAKERS as SUMS
from texts import MAKERS as TEXTS

CLAIMED_FROM = 90.0
USES = ["held_out", "strict", "unseen", "trained"]
# Kinds of the listed and endless questions, by their categories.
TOPICS = {
    "who it is, greetings, Parlance": "identity parlance greeting".split(),
    "things people type first": ["prompts"],
    "facts": "world capitals colours".split()
    + ["countries and continents", "languages of countries", "animal sounds", "young animals"],
    "days and months": ["days after", "days before", "months after", "months before", "month lengths"],
    "words and foreign words": ["opposites", "plurals", "hello in languages", "thank you in languages"]
    + ["words in French", "words in German", "words in Spanish"],
    "sums of the list's size": ["arithmetic"],
    "counting, comparing, other numbers": ["counting", "numbers"],
    "repeating": ["repeat"],
    "letters of the alphabet": ["letters"],
    "JSON and lists from nothing": ["json", "lists"],
    "greeting by name": ["names"],
    "declining what it does not know": ["unknown"],
}
SAME = {
    "JSON from a text": same_object,
    "tool call for given schemas": same_object,
    "a given format": same_text,
}


def topics(each, seed=23):
    """Rows like graded.evaluation's for the questions without a text."""
    sampler, pools = Sampler(0), defaultdict(list)
    for question in sampler.listed + sampler.tables:
        for use in ("held_out", "unseen", "trained"):
            pools[use, question.category] += [(w, question.answer) for w in getattr(question, use)]
    rng = random.Random(seed)
    for makers in (SUMS, TEXTS, STRUCTURED):
        for maker, _ in makers:
            for use, category, question, answer in maker_rows(maker, rng, each):
                pools["trained" if use == "canonical" else use, category].append((question, answer))
    for kind, categories in TOPICS.items():
        for use in ("held_out", "unseen", "trained"):
            rows = [row for category in categories for row in pools[use, category]]
            for question, answer in rng.sample(rows, min(each, len(rows))):
                yield kind, use, [("user", question), ("assistant", answer)]


def rows(each):
    yield from graded.evaluation(each)
    yield from topics(each)


def grade(engine, each, uses, only, show):
    """{kind: {use: [right, ended, asked]}}"""
    table = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for kind, use, messages in rows(each):
        if use not in uses or only and only not in kind:
            continue
        given, ended = engine.answer(messages[:-1])
        right = SAME.get(kind, same)(messages[-1][1], given)
        for i, value in enumerate((right, ended, 1)):
            table[kind][use][i] += value
        if show and not right:
            print(f"{kind}, {use}: {messages[-2][1]!r}\n  want {messages[-1][1]!r}\n  got  {given!r}")
    return table


def cell(counts):
    right, _, asked = counts
    return f"{100 * right / asked:.1f} ({asked})" if asked else "-"


def report(table, uses):
    """A Markdown table, and whether each kind may be claimed."""
    print("| Kind | " + " | ".join(uses) + " | claimed |")
    print("|---" * (len(uses) + 2) + "|")
    for kind, by_use in table.items():
        right, _, asked = by_use["held_out"]
        claimed = "yes" if asked >= 100 and 100 * right >= CLAIMED_FROM * asked else "no"
        print(f"| {kind} | " + " | ".join(cell(by_use[use]) for use in uses) + f" | {claimed} |")
    asked = sum(c[2] for by_use in table.values() for c in by_use.values())
    ended = sum(c[1] for by_use in table.values() for c in by_use.values())
    print(f"\nEnded its turn: {ended} of {asked}.", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", default="build/model.pt")
    parser.add_argument("--tokenizer", default="build/tokenizer.json")
    parser.add_argument("--url", help="base URL of a server to ask instead")
    parser.add_argument("--model", default="parlance-builtin")
    parser.add_argument("--each", type=int, default=200, help="tasks of a kind and a use")
    parser.add_argument("--uses", default="held_out,strict,unseen")
    parser.add_argument("--only", help="kinds whose name holds this")
    parser.add_argument("--show", action="store_true", help="print wrong answers")
    args = parser.parse_args()
    torch.set_num_threads(1)
    engine = Server(args.url, args.model) if args.url else Checkpoint(args.checkpoint, args.tokenizer)
    uses = args.uses.split(",")
    report(grade(engine, args.each, uses, args.only, args.show), uses)


if __name__ == "__main__":
    main()
