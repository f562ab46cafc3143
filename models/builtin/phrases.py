"""Reads the question files in data/ and spells out their wordings."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).parent / "data"
KEPT_BACK_PERCENT = 20
CHOICE = re.compile(r"\{([^{}]*)\}")


@dataclass
class Question:
    """One thing that can be asked: its wordings by use, and the one answer to all of them."""

    category: str
    answer: str
    canonical: str = ""
    trained: list = field(default_factory=list)
    held_out: list = field(default_factory=list)
    unseen: list = field(default_factory=list)


def spell_out(pattern):
    """All wordings of a pattern with {a|b} choices, the first choices first."""
    match = CHOICE.search(pattern)
    if not match:
        return [re.sub(r"  +", " ", pattern).strip()]
    before, after = pattern[: match.start()], pattern[match.end() :]
    words = []
    for choice in match.group(1).split("|"):
        words += spell_out(before + choice + after)
    return words


def key(wording):
    """What makes two wordings the same question: letters, digits and signs of arithmetic."""
    return re.sub(r"[^\w+*/<>=-]+", " ", wording.lower()).strip()


def kept_back(wording):
    """A fixed fifth of all wordings, chosen by hash, is never trained on."""
    digest = hashlib.md5(key(wording).encode()).digest()
    return digest[0] * 256 + digest[1] < 65536 * KEPT_BACK_PERCENT // 100


def sort_wordings(question, wordings, unseen=()):
    """Spreads wordings over the uses; the canonical wording is always trained."""
    question.canonical = question.canonical or wordings[0]
    seen = {key(question.canonical)}
    question.trained.append(question.canonical)
    for wording in unseen:
        question.unseen.append(wording)
        seen.add(key(wording))
    for wording in wordings:
        if key(wording) not in seen:
            seen.add(key(wording))
            (question.held_out if kept_back(wording) else question.trained).append(wording)
    return question


def parse(path):
    """Questions of one file, in order."""
    questions, category, wordings, unseen, answer = [], "", [], [], None

    def finish():
        if answer is not None:
            question = Question(category, "\n".join(answer).rstrip())
            questions.append(sort_wordings(question, wordings, unseen))

    for line in path.read_text().splitlines() + ["? end"]:
        if line.startswith("# ") and answer is None or not line and answer is None:
            continue
        if line.startswith("[") and line.endswith("]") or line.startswith("? "):
            if answer is not None:
                finish()
                wordings, unseen, answer = [], [], None
            if line.startswith("["):
                category = line[1:-1]
            else:
                wordings += spell_out(line[2:])
        elif line.startswith("! "):
            unseen.append(line[2:])
        elif line.startswith("= "):
            answer = [line[2:]]
        elif answer is not None:
            answer.append(line)
        else:
            raise ValueError(f"{path}: what is this? {line!r}")
    return questions


def load():
    """Every question of every file. A wording may belong to one question only."""
    questions = [q for path in sorted(DATA.glob("*.questions")) for q in parse(path)]
    owner = {}
    for question in questions:
        for wording in question.trained + question.held_out + question.unseen:
            other = owner.setdefault(key(wording), question)
            if other is not question:
                raise ValueError(f"{wording!r}: {other.canonical!r} or {question.canonical!r}?")
    return questions
