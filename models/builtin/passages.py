"""Short texts about invented things, and what can be asked of them: questions, summaries, JSON."""

import json
import re
from dataclasses import dataclass, field

from systems import filler, sentence, system
from values import value
from wordings import HELD_OUT, TRAINED, UNSEEN, Wordings, lines, wordings

NOT_SAID = "The text does not say."


@dataclass
class Field:
    """One fact about a thing: its JSON key, how it is told and how it is asked for."""

    key: str
    kind: str
    said: Wordings
    asked: Wordings


@dataclass
class Domain:
    """A kind of thing that passages tell about."""

    name: str
    kind: str
    pronouns: list
    summary: str = ""
    fields: list = field(default_factory=list)

    def summary_keys(self):
        return re.findall(r"@(\w+)", self.summary)


def load_domains():
    domains, said, asked, unseen = [], [], [], []

    def finish():
        if said:
            last = domains[-1].fields[-1]
            last.said, last.asked = wordings(said), wordings(asked, unseen)
        said.clear(), asked.clear(), unseen.clear()

    for mark, rest in lines("domains.patterns"):
        if mark in "[+":
            finish()
        if mark == "[":
            name, about = rest.split("] ")
            kind, pronouns = about.split(": ")
            domains.append(Domain(name, kind, pronouns.split("|")))
        elif mark == "=":
            domains[-1].summary = rest
        elif mark == "+":
            domains[-1].fields.append(Field(*rest.split(), None, None))
        else:
            {".": said, "?": asked, "!": unseen}[mark].append(rest)
    finish()
    return domains


def load_asks():
    """{section: wordings of its orders}, with real line breaks."""
    asks, patterns, unseen, section = {}, [], [], None
    for mark, rest in [*lines("asks.patterns"), ("[", "end] ")]:
        if mark == "[":
            if section:
                asks[section] = wordings(patterns, unseen)
            section, patterns, unseen = rest.split("]")[0], [], []
        else:
            {"?": patterns, "!": unseen}[mark].append(rest.replace("\\n", "\n"))
    return asks


DOMAINS = load_domains()
ASKS = load_asks()


@dataclass
class Thing:
    """A made-up thing: its name, its values by key, and the sentences that tell some of them."""

    domain: Domain
    name: str
    values: dict
    told: dict = field(default_factory=dict)

    def answer(self, key):
        """The short answer to a question for a field."""
        return f"{self.values[key]}." if key in self.told else NOT_SAID

    def key_of_name(self):
        return "title" if self.domain.name == "book" else "name"


def thing(rng, domain, use, most=5, needed=()):
    """A thing with some fields told; `needed` ones are always among them."""
    made = Thing(domain, str(value(rng, domain.kind)), {})
    optional = [f for f in domain.fields if f.key not in needed]
    least = max(1, 2 - len(needed))
    count = rng.randint(min(least, len(optional)), min(len(optional), most - len(needed)))
    chosen = [f for f in domain.fields if f.key in needed] + rng.sample(optional, count)
    rng.shuffle(chosen)
    # Half of the texts name the thing in every sentence, the others go on with a pronoun.
    pronoun = rng.choice(domain.pronouns) if rng.random() < 0.5 else None
    for f in chosen:
        while True:
            v = value(rng, f.kind)
            if v not in made.values.values():
                break
        made.values[f.key] = v
        said = f.said.draw(rng, use).replace("@", str(v))
        made.told[f.key] = spoken(said, made, pronoun if made.told else None)
    return made


def spoken(said, made, pronoun):
    """The sentence with the name, or with a pronoun where the sentence opens with it."""
    if pronoun:
        for opening in ("$ ", "The $ ", 'The book "$" '):
            if said.startswith(opening) and not said.startswith("$ is a company"):
                return f"{pronoun} {said[len(opening):].replace('$', made.name)}"
    return capital(said.replace("$", made.name))


def capital(text):
    return text[:1].upper() + text[1:]


def uses(rng, use):
    """Which wordings the text and the order take: (said, asked)."""
    return (HELD_OUT if use == "strict" else TRAINED), (HELD_OUT if use == "strict" else use)


def text_of(rng, things, noise):
    """The passage: each thing's sentences together, now and then with lines of filler around."""
    parts = [list(t.told.values()) for t in things]
    rng.shuffle(parts)
    out = [s for part in parts for s in part]
    if rng.random() < noise:
        extra = [sentence(rng) for _ in range(rng.choice([1, 1, 2, 3]))]
        out = extra + out if rng.random() < 0.5 else out + extra
    return (" " if rng.random() < 0.85 else "\n").join(out)


def questions(rng, use="trained"):
    """A text and questions about it; the answer is what the text says, in its words."""
    said, asked = uses(rng, use)
    domain = rng.choice(DOMAINS)
    things = [thing(rng, domain, said, rng.choice([2, 3, 3, 4]))]
    if rng.random() < 0.12:
        things.append(thing(rng, rng.choice([domain, rng.choice(DOMAINS)]), said, 3))
    text = text_of(rng, things, 0.08)
    turns = rng.choice([1, 2, 3, 3, 4])
    pool = [(t, f) for t in things for f in t.domain.fields]
    told = [(t, f) for t, f in pool if f.key in t.told]
    missing = [(t, f) for t, f in pool if f.key not in t.told and len(things) == 1]
    picked = rng.sample(told, min(turns, len(told)))
    if missing and rng.random() < 0.12:
        picked[rng.randrange(len(picked))] = rng.choice(missing)
    messages = []
    for i, (t, f) in enumerate(picked):
        question = f.asked.draw(rng, asked).replace("$", t.name)
        ask = ASKS["question"].draw(rng, asked) if i == 0 else "@q"
        if "text, @q" in ask or "below, @q" in ask:
            question = question[:1].lower() + question[1:]
        messages += [
            ("user", ask.replace("@q", question).replace("@c", text)),
            ("assistant", t.answer(f.key)),
        ]
    if len(things) == 1 and rng.random() < 0.4:
        messages += further(rng, things[0])
    return with_system(rng, messages)


def further(rng, made):
    """More turns about a text that was given before."""
    messages = []
    if rng.random() < 0.5:
        messages += extracted(rng, made, ASKS["extract further"].draw(rng, TRAINED))
    if rng.random() < 0.5 and all(key in made.values for key in made.domain.summary_keys()):
        ask = ASKS["summary further"].draw(rng, TRAINED)
        messages += [("user", ask), ("assistant", summed_up(made))]
    if rng.random() < 0.3:
        f = rng.choice([f for f in made.domain.fields if f.key in made.told])
        question = f.asked.draw(rng, TRAINED).replace("$", made.name)
        messages += [("user", question), ("assistant", made.answer(f.key))]
    return messages


def summary(rng, use="trained"):
    """A text and its one-sentence summary: what matters most for its kind of thing."""
    said, asked = uses(rng, use)
    domain = rng.choice(DOMAINS)
    made = thing(rng, domain, said, 3, domain.summary_keys())
    text = text_of(rng, [made], 0.05)
    ask = ASKS["summary"].draw(rng, asked)
    messages = [("user", ask.replace("@c", text)), ("assistant", summed_up(made))]
    return with_system(rng, messages + further(rng, made))


def summed_up(made):
    told = made.domain.summary.replace("$", made.name)
    for key, v in made.values.items():
        told = re.sub(rf"@{key}\b", str(v), told)
    return told


def key_list(rng, keys):
    """The wanted keys as a user writes them."""
    style = rng.random()
    if style < 0.4:
        return ", ".join(keys)
    if style < 0.7 and len(keys) > 1:
        return ", ".join(keys[:-1]) + " and " + keys[-1]
    if style < 0.85:
        return ", ".join(json.dumps(k) for k in keys)
    return json.dumps({k: "..." for k in keys}) if style < 0.93 else json.dumps(keys)


def extraction(rng, use="trained"):
    """A text and a JSON object with the wanted values; null for what the text does not say."""
    said, asked = uses(rng, use)
    domain = rng.choice(DOMAINS)
    made = thing(rng, domain, said, rng.choice([2, 2, 3, 4]))
    order = ASKS["extract"].draw(rng, asked)
    messages = extracted(rng, made, order, text_of(rng, [made], 0.08))
    return with_system(rng, messages + further(rng, made))


def extracted(rng, made, order, text=""):
    found = {made.key_of_name(): made.name, **made.values}
    keys = rng.sample(list(found), rng.randint(1, min(3, len(found))))
    absent = [f.key for f in made.domain.fields if f.key not in found]
    if absent and rng.random() < 0.12:
        keys.insert(rng.randint(0, len(keys)), rng.choice(absent))
    reply = json.dumps({k: found.get(k) for k in keys}, ensure_ascii=False)
    order = order.replace("@k", key_list(rng, keys)).replace("@c", text)
    return [("user", order), ("assistant", reply)]


def with_system(rng, messages):
    return [("system", system(rng))] + messages if rng.random() < 0.1 else messages
