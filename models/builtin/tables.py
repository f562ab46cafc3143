"""Reads the fact tables in data/: a few wordings and an answer pattern, times many rows."""

from phrases import DATA, Question, sort_wordings, spell_out


def capitalised(text):
    return text[:1].upper() + text[1:]


def parse(path):
    """Questions of one table file: one per row, worded after the head of its section."""
    questions, category, asked, unseen, answer = [], "", [], [], ""
    for line in path.read_text().splitlines():
        if line.startswith("#") or not line:
            continue
        if line.startswith("["):
            category, asked, unseen, answer = line[1:-1], [], [], ""
        elif line.startswith("? "):
            asked += spell_out(line[2:])
        elif line.startswith("! "):
            unseen.append(line[2:])
        elif line.startswith("> "):
            answer = line[2:]
        else:
            questions.append(row(line, category, asked, unseen, answer))
    return questions


def row(line, category, asked, unseen, answer):
    """The question of one row; synonyms only add wordings, the answer uses the first name."""
    names, value = line.split(" = ")
    names = names.split("|")
    reply = capitalised(answer.replace("$", names[0]).replace("@", value))
    wordings = [pattern.replace("$", name) for name in names for pattern in asked]
    fresh = [pattern.replace("$", names[0]) for pattern in unseen]
    return sort_wordings(Question(category, reply), wordings, fresh)


def load():
    return [q for path in sorted(DATA.glob("*.tables")) for q in parse(path)]
