"""Replies that must follow a format: lists, marks, JSON, CSV, tables, made of what the user gives."""

import json

from passages import with_system
from texts import WORDS, invented
from values import FIRST, GOODS, TOWNS, person, value
from wordings import HELD_OUT, lines, wordings

SIGNS = {
    "a semicolon": "; ",
    "semicolons": "; ",
    "a slash": " / ",
    "slashes": " / ",
    "a plus sign": " + ",
    "plus signs": " + ",
    "a vertical bar": " | ",
    "vertical bars": " | ",
    "an arrow": " -> ",
    "arrows": " -> ",
    "a dash": " - ",
    "dashes": " - ",
    '"and"': " and ",
    '"or"': " or ",
}
TAGS = "b i em code p q item name answer note title text result list value word data entry".split()
PREFIXES = "Answer Note Result Reply Text Warning Info Title Name Hint Output Message Error Done".split()
KEYS = "name city age colour price year job day id size count owner title port country pet food".split()
KINDS = {
    "name": "first",
    "city": "city",
    "age": "small",
    "colour": "colour",
    "price": "money",
    "year": "year",
    "job": "job",
    "day": "day",
    "id": "money",
    "size": "small",
    "count": "few",
    "owner": "first",
    "title": "words",
    "port": "port",
    "country": "word",
    "pet": "word",
    "food": "dish",
}


def load():
    """{format: wordings of its order}"""
    formats, patterns, unseen, section = {}, [], [], None
    for mark, rest in [*lines("formats.patterns"), ("[", "end]")]:
        if mark == "[":
            if section:
                formats[section] = wordings(patterns, unseen)
            section, patterns, unseen = rest.split("]")[0], [], []
        else:
            {"?": patterns, "!": unseen}[mark].append(rest.replace("\\n", "\n"))
    return formats


FORMATS = load()


def item(rng, pool):
    drawn = rng.choice(pool) if rng.random() < 0.95 else invented(rng)
    return item(rng, pool) if drawn in ("and", "or") else drawn


def items(rng):
    """Two to five different things of one sort."""
    pool = rng.choice([WORDS, WORDS, FIRST, TOWNS, GOODS, [str(n) for n in range(100)]])
    drawn = dict.fromkeys(item(rng, pool) for _ in range(rng.choice([2, 3, 3, 3, 4, 5])))
    return list(drawn) if len(drawn) > 1 else items(rng)


def shown(rng, parts):
    """Items as a user gives them."""
    style = rng.random()
    if style < 0.5:
        return ", ".join(parts)
    if style < 0.8:
        return ", ".join(parts[:-1]) + " and " + parts[-1]
    return "; ".join(parts)


def phrase(rng):
    """A short text of one to four words, or a name."""
    if rng.random() < 0.15:
        return person(rng)
    words = [item(rng, WORDS) for _ in range(rng.choice([1, 1, 2, 2, 3, 4]))]
    text = " ".join(words)
    return text.capitalize() if rng.random() < 0.3 else text


def pairs(rng):
    keys = rng.sample(KEYS, rng.choice([2, 2, 3]))
    return {k: value(rng, KINDS[k]) for k in keys}


def shown_pairs(rng, given):
    join = rng.choice([" ", " ", ": ", " = ", "="])
    return shown_parts([f"{k}{join}{v}" for k, v in given.items()], rng)


def shown_parts(parts, rng):
    return ", ".join(parts) if rng.random() < 0.6 else ", ".join(parts[:-1]) + " and " + parts[-1]


LISTED = {
    "bullets": lambda parts: "\n".join(f"- {p}" for p in parts),
    "numbered": lambda parts: "\n".join(f"{i + 1}. {p}" for i, p in enumerate(parts)),
    "lines": "\n".join,
    "commas": ", ".join,
    "array": lambda parts: json.dumps([int(p) if p.isdigit() else p for p in parts], ensure_ascii=False),
    "first": lambda parts: parts[0],
    "last": lambda parts: parts[-1],
}
MARKED = {
    "bold": "**{}**",
    "code": "`{}`",
    "heading": "# {}",
    "quotes": '"{}"',
    "brackets": "[{}]",
}
PAIRED = {
    "pairs": lambda given: "\n".join(f"{k}: {v}" for k, v in given.items()),
    "object": lambda given: json.dumps(given, ensure_ascii=False),
    "csv": lambda given: ",".join(given) + "\n" + ",".join(str(v) for v in given.values()),
    "table": lambda given: "\n".join(
        f"| {' | '.join(row)} |" for row in (given, ["---"] * len(given), [str(v) for v in given.values()])
    ),
}


def formatted(rng, use="trained"):
    """Orders to write something in a format, and the replies that follow them."""
    use = HELD_OUT if use == "strict" else use
    turns = rng.choice([1, 2, 3])
    return with_system(rng, [message for _ in range(turns) for message in turn(rng, use)])


def turn(rng, use):
    name = rng.choice(list(FORMATS))
    ask = FORMATS[name].draw(rng, use)
    opens_with_order = ask[0] != "@"
    if name in LISTED or name == "joined":
        parts = items(rng)
        sign = rng.choice(list(SIGNS))
        reply = SIGNS[sign].join(parts) if name == "joined" else LISTED[name](parts)
        ask = ask.replace("@s", sign).replace("@i", shown(rng, parts)).replace("@l", "\n".join(parts))
    elif name in PAIRED:
        given = pairs(rng)
        reply, ask = PAIRED[name](given), ask.replace("@j", shown_pairs(rng, given))
    else:
        text, label = phrase(rng), rng.choice(TAGS if name == "tagged" else PREFIXES)
        reply = {"tagged": "<{1}>{0}</{1}>", "prefixed": "{1}: {0}", **MARKED}[name].format(text, label)
        ask = ask.replace("@n", label).replace("@i", text)
    if opens_with_order and rng.random() < 0.2:
        ask = ask[:1].lower() + ask[1:]
    return [("user", ask), ("assistant", reply)]
