"""Scores a model greedily on known, kept-back and never-trained wordings, per category.

Without a server it runs the checkpoint in PyTorch; with --url it asks a running OpenAI-style
server instead, which checks the GGUF, the tokenizer and the template in one go.
"""

import argparse
import random
from collections import defaultdict

import torch

import documents
import special
from answers import Checkpoint, Server, same
from make_data import Sampler, evaluation
from systems import system

USES = ["canonical", "trained", "held_out", "unseen"]
KINDS = [
    (special.with_tools, "tool call, or its result told"),
    (documents.given_text, "question about a given text"),
    (special.thinking, "thinks, then answers"),
    (special.json_mode, "answers in JSON when told to"),
    (special.name_kept, "remembers the user's name"),
]


def score(engine, share, show):
    """{use: {category: [right, ended, asked]}} over a fixed share of the questions."""
    table = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for i, (use, category, question, answer) in enumerate(evaluation(Sampler(0))):
        if i % share:
            continue
        given, ended = engine.answer([("user", question)])
        right = same(answer, given)
        cell = table[use][category]
        cell[0] += right
        cell[1] += ended
        cell[2] += 1
        if show and not right:
            print(f"{use}: {question!r}\n  want {answer!r}\n  got  {given!r}")
    return table


def dialogues(seed=5, each=60):
    """(kind, messages with the reply to expect last); freshly drawn values, so none was trained."""
    sampler, rng = Sampler(seed), random.Random(seed)
    canonical = [q for q in sampler.listed + sampler.tables]
    for _ in range(each):
        question = rng.choice(canonical)
        asked = [("user", question.canonical), ("assistant", question.answer)]
        yield "canonical question after a system prompt", [("system", system(rng))] + asked
        earlier = []
        for _ in range(3):
            _, other, answer = sampler.pair()
            earlier += [("user", other), ("assistant", answer)]
        yield "canonical question as fourth turn", earlier + asked
    for kind, name in KINDS:
        for _ in range(each):
            yield name, kind(rng, sampler)


def score_dialogues(engine, share, show):
    """{kind: [right, ended, asked]}"""
    table = defaultdict(lambda: [0, 0, 0])
    for i, (kind, messages) in enumerate(dialogues()):
        if i % share:
            continue
        given, ended = engine.answer(messages[:-1])
        right = same(messages[-1][1], given)
        for k, value in enumerate((right, ended, 1)):
            table[kind][k] += value
        if show and not right:
            print(f"{kind}: {messages[-2][1]!r}\n  want {messages[-1][1]!r}\n  got  {given!r}")
    return table


def report_dialogues(table):
    print("\n| Conversation | right | ends its turn |\n|---|---|---|")
    for kind, (right, ended, asked) in table.items():
        print(f"| {kind} | {percent(right, asked)} ({asked}) | {percent(ended, asked)} |")


def percent(part, whole):
    return f"{100 * part / whole:.1f}" if whole else "-"


def report(table):
    """A Markdown table: a row per category, a column per use."""
    print("| Category | " + " | ".join(USES) + " |")
    print("|---" * (len(USES) + 1) + "|")
    categories = list(dict.fromkeys(c for use in USES for c in table[use]))
    for category in categories:
        cells = [table[use].get(category, [0, 0, 0]) for use in USES]
        print(f"| {category} | " + " | ".join(f"{percent(c[0], c[2])} ({c[2]})" for c in cells) + " |")
    totals = [[sum(c[k] for c in table[use].values()) for k in range(3)] for use in USES]
    print("| **all** | " + " | ".join(f"**{percent(t[0], t[2])}** ({t[2]})" for t in totals) + " |")
    print("| ends its turn | " + " | ".join(percent(t[1], t[2]) for t in totals) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", default="build/model.pt")
    parser.add_argument("--tokenizer", default="build/tokenizer.json")
    parser.add_argument("--url", help="base URL of a server to ask instead")
    parser.add_argument("--model", default="parlance-builtin")
    parser.add_argument("--share", type=int, default=1, help="ask every n-th question only")
    parser.add_argument("--show", action="store_true", help="print wrong answers")
    args = parser.parse_args()
    torch.set_num_threads(1)
    engine = Server(args.url, args.model) if args.url else Checkpoint(args.checkpoint, args.tokenizer)
    report(score(engine, args.share, args.show))
    if not args.url:  # tools and thinking are told in text here, which a server would do itself
        report_dialogues(score_dialogues(engine, args.share, args.show))


if __name__ == "__main__":
    main()
