"""Texts given in the prompt and questions about them, for retrieval and document chat."""

from systems import sentence, system
from texts import CITIES, NAMES, WORDS, invented, one_word


def fact(rng):
    """(statement, question) that a reader of the statement can answer by quoting it."""
    thing = f"{rng.choice(WORDS)} {rng.choice(WORDS)}" if rng.random() < 0.6 else invented(rng).capitalize()
    name = rng.choice(NAMES) if rng.random() < 0.7 else invented(rng).capitalize()
    value, place, year = one_word(rng), rng.choice(CITIES + WORDS), rng.randint(1000, 2030)
    noun = rng.choice(
        "code color colour price owner password number name size age address capital author key "
        "weight title secret version port boss date goal".split()
    )
    return rng.choice(
        [
            (f"The {noun} of the {thing} is {value}.", f"What is the {noun} of the {thing}?"),
            (f"The {noun} of {name} is {value}.", f"What is the {noun} of {name}?"),
            (f"The {thing} {noun} is {value}.", f"What is the {thing} {noun}?"),
            (f"{name} lives in {place}.", f"Where does {name} live?"),
            (f"{name} works as a {rng.choice(WORDS)}.", f"What does {name} do?"),
            (f"The {thing} costs {rng.randint(1, 999)} euros.", f"How much does the {thing} cost?"),
            (f"The {thing} was built in {year}.", f"When was the {thing} built?"),
            (f"The {thing} is in {place}.", f"Where is the {thing}?"),
            (f"{name} likes {value}.", f"What does {name} like?"),
            (
                f"The {thing} opens at {rng.randint(0, 23)}:{rng.choice(['00', '15', '30'])}.",
                f"When does the {thing} open?",
            ),
            (f"{name} founded {thing} in {year}.", f"Who founded {thing}?"),
        ]
    )


FRAMES = [
    "{c}\n\n{q}",
    "Context:\n{c}\n\nQuestion: {q}",
    "{q}\n\n{c}",
    '"""\n{c}\n"""\n{q}',
    "Text: {c}\nQuestion: {q}\nAnswer:",
    "Use the text below to answer.\n\n{c}\n\n{q}",
    "Read this:\n{c}\n\nNow answer: {q}",
    "Documents:\n{c}\n\n{q}",
    "According to the following text, {q}\n\n{c}",
    "Here is a document.\n{c}\n\nUsing only this document, answer: {q}",
    "Question: {q}\n\nContext: {c}",
    "<context>\n{c}\n</context>\n\n{q}",
    'Given this information:\n"""\n{c}\n"""\n{q}',
]


def given_text(rng, sampler):
    """A question about a text in the prompt, answered by quoting the sentence that holds it."""
    facts = [fact(rng) for _ in range(rng.choice([1, 1, 2, 2, 3]))]
    statement, question = facts[0]
    asked = statement if rng.random() > 0.08 else None
    lines = [f[0] for f in facts if f[0] != statement or asked]
    lines += [sentence(rng) for _ in range(rng.choice([0, 0, 0, 1, 2, 4]))]
    rng.shuffle(lines)
    glue = rng.choice([" ", " ", "\n"])
    if rng.random() < 0.15:
        lines = [f"[{i + 1}] {line}" for i, line in enumerate(lines)]
    text = rng.choice(FRAMES).format(c=glue.join(lines), q=question)
    messages = [("system", system(rng))] if rng.random() < 0.4 else []
    return messages + [("user", text), ("assistant", asked or "The text does not say.")]
