"""Sets of wordings with some kept back for evaluation, and the pattern files that hold them."""

import re
from dataclasses import dataclass, field

from phrases import DATA, kept_back, spell_out

TRAINED, HELD_OUT, UNSEEN = "trained", "held_out", "unseen"


@dataclass
class Wordings:
    """Ways to say one thing; every set of three or more keeps at least one back."""

    trained: list = field(default_factory=list)
    held_out: list = field(default_factory=list)
    unseen: list = field(default_factory=list)

    def draw(self, rng, use):
        """One wording for this use; a set that has none for it gives a trained one."""
        return rng.choice(getattr(self, use) or self.trained)


def wordings(patterns, unseen=()):
    """Spells patterns out and keeps a fifth back by hash."""
    spelled = [re.sub(r" ([.,?:])", r"\1", w) for pattern in patterns for w in spell_out(pattern)]
    spelled = list(dict.fromkeys(spelled))
    held = [w for w in spelled if kept_back(w)]
    if len(held) == len(spelled) or not held and len(spelled) >= 3:
        held = spelled[-1:]
    trained = [w for w in spelled if w not in held] or spelled
    return Wordings(trained, held, list(unseen))


def lines(name):
    """(mark, rest) of each line of a pattern file: the first character and the text after it."""
    for line in (DATA / name).read_text().splitlines():
        if line and line[0] != "#":
            yield line[0], line[1:].strip()
