"""Draws training conversations without end, and lists the questions for evaluation."""

import json
import random
import re
import sys
from pathlib import Path

import graded
import phrases
import special
import structured
import sums
import tables
import texts
from systems import filler, system
from wording import bend

HERE = Path(__file__).parent
# How often each kind of question is drawn, by weight.
LISTED_WEIGHT, TABLE_WEIGHT, SUMS_WEIGHT, TEXTS_WEIGHT = 30, 20, 20, 18
CONVERSATIONS = 60_000  # that the tokenizer learns from
COPIED = {"repeat", "letters", "json", "names"}


def weighted(rng, pairs):
    return rng.choices([p[0] for p in pairs], [p[1] for p in pairs])[0]


class Sampler:
    """Draws questions and conversations; the same seed draws the same ones."""

    def __init__(self, seed, sums_weight=SUMS_WEIGHT):
        self.rng = random.Random(seed)
        self.sums_weight = sums_weight
        self.listed = phrases.load()
        self.tables = tables.load()
        # More wordings need more draws. "unknown" has a thousand: 8 % of the listed draws or so,
        # enough to decline what is foreign without declining every unusual wording.
        self.listed_weights = [max(len(q.trained), 8) ** 0.5 for q in self.listed]
        self.listed_weights = [
            w * (3.5 if q.category == "unknown" else 1) for w, q in zip(self.listed_weights, self.listed)
        ]
        # The power keeps big tables from drowning small ones, yet gives them more.
        sizes = {}
        for q in self.tables:
            sizes[q.category] = sizes.get(q.category, 0) + 1
        self.table_weights = [sizes[q.category] ** -0.4 for q in self.tables]

    def made(self, makers):
        """A question from a maker, never one whose wording is kept back for evaluation."""
        while True:
            category, question, answer = weighted(self.rng, makers)(self.rng)
            if not phrases.kept_back(question):
                return category, question, answer

    def known(self, question):
        """A listed question in one of its trained wordings, the canonical one more often."""
        if self.rng.random() < 0.15:
            return question.category, question.canonical, question.answer
        return question.category, self.rng.choice(question.trained), question.answer

    def pair(self):
        """(category, wording as typed, answer)"""
        kind = weighted(
            self.rng,
            [
                ("listed", LISTED_WEIGHT),
                ("table", TABLE_WEIGHT),
                ("sums", self.sums_weight),
                ("texts", TEXTS_WEIGHT),
                ("structured", structured.WEIGHT),
            ],
        )
        if kind == "listed":
            category, question, answer = self.known(self.rng.choices(self.listed, self.listed_weights)[0])
        elif kind == "table":
            category, question, answer = self.known(self.rng.choices(self.tables, self.table_weights)[0])
        elif kind == "structured":
            category, question, answer = self.made(structured.MAKERS)
        else:
            category, question, answer = self.made(sums.MAKERS if kind == "sums" else texts.MAKERS)
        return category, bend(self.rng, question, exact=category in COPIED), answer

    def conversation(self):
        """Messages of one training example."""
        rng, pick = self.rng, self.rng.random()
        if pick < graded.SHARE:
            return graded.trained(rng)
        if pick < graded.SHARE + special.SHARE:
            return special.special(rng, self)
        messages = [("system", system(rng))] if rng.random() < 0.3 else []
        turns = 1 if rng.random() < 0.55 else rng.randint(2, 5)
        for _ in range(turns):
            _, question, answer = self.pair()
            messages += [("user", question), ("assistant", answer)]
        return messages


def evaluation(sampler, seed=1):
    """Rows of (use, category, question, answer) for evaluate.py."""
    rng = random.Random(seed)
    for question in sampler.listed + sampler.tables:
        yield "canonical", question.category, question.canonical, question.answer
        for use in ("trained", "held_out", "unseen"):
            wordings = [w for w in getattr(question, use) if w != question.canonical]
            # Small samples per question, so that every question counts alike.
            for wording in rng.sample(wordings, min(2, len(wordings))):
                yield use, question.category, wording, question.answer
    for makers in (sums.MAKERS, texts.MAKERS, structured.MAKERS):
        for maker, _ in makers:
            yield from maker_rows(maker, rng)


def maker_rows(maker, rng, each=40):
    """Up to forty questions of a maker for each use; the first plain ones are the canonical."""
    counts, seen = {"canonical": 0, "trained": 0, "held_out": 0}, set()
    for _ in range(20_000):
        category, question, answer = maker(rng)
        if phrases.key(question) in seen:
            continue
        seen.add(phrases.key(question))
        use = "held_out" if phrases.kept_back(question) else "trained"
        if use == "trained" and counts["canonical"] < each_canonical(category) and plain(category, question):
            use = "canonical"
        if counts[use] < each:
            counts[use] += 1
            yield use, category, question, answer


def each_canonical(category):
    return {"arithmetic": 32, "unknown": 0}.get(category, 8)


def plain(category, question):
    """Sums of the list are asked in the plainest way and stay small: What is 7 + 5?"""
    if category != "arithmetic":
        return True
    return question.startswith("What is ") and all(int(n) <= 20 for n in re.findall(r"\d+", question))


def tokenizer_text(sampler, conversations):
    """What the tokenizer learns its merges from: the conversations and some plain filler."""
    for _ in range(conversations):
        yield "\n".join(text for _, text in sampler.conversation())
    for _ in range(500):
        yield filler(sampler.rng, 40)


def write_questions(path):
    """questions.jsonl: what a test may ask, word by word, with the answer to expect."""
    with open(path, "w") as out:
        for use, category, question, answer in evaluation(Sampler(0)):
            if use == "canonical":
                row = {"category": category, "question": question, "answer": answer}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main():
    """Usage: make_data.py questions [OUT] | tokenizer OUT [CONVERSATIONS] | show N"""
    if sys.argv[1] == "questions":
        write_questions(Path(sys.argv[2]) if len(sys.argv) > 2 else HERE / "questions.jsonl")
    elif sys.argv[1] == "tokenizer":
        from tokenizer import train

        out = Path(sys.argv[2])
        out.parent.mkdir(parents=True, exist_ok=True)
        count = int(sys.argv[3]) if len(sys.argv) > 3 else CONVERSATIONS
        train(tokenizer_text(Sampler(7), count)).save(str(out))
    else:
        sampler = Sampler(random.randrange(10**9))
        for _ in range(int(sys.argv[2])):
            print(*sampler.conversation(), sep="\n", end="\n\n")


if __name__ == "__main__":
    main()
