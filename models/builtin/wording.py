"""Bends a wording the way people type: case, marks, politeness, slips of the finger."""

BEFORE = [
    "Please ",
    "please ",
    "hi, ",
    "Hello! ",
    "hey, ",
    "can you tell me: ",
    "tell me, ",
    "I have a question: ",
    "Question: ",
    "so ",
    "ok, ",
    "Now: ",
    "well, ",
    "Hi! ",
    "quick question: ",
    "and ",
    "Hey Parlance, ",
    "one more thing: ",
    "please tell me: ",
    "I want to know: ",
    "um, ",
    "Dear model, ",
    "next: ",
]
AFTER = [
    " please",
    ", please",
    " Thanks!",
    " thanks",
    " Please answer.",
    "??",
    "!",
    "...",
    " :)",
    " please?",
    " Answer briefly.",
    "\n",
    " ",
    " Be brief.",
    " Thank you.",
    " now",
    "!!",
    " Answer in one sentence.",
]
KEYBOARD = "qwertyuiop asdfghjkl zxcvbnm"


def slip(rng, text):
    """One typing slip inside a word: a letter lost, doubled, swapped or hit next to its key."""
    spots = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if len(spots) < 3:
        return text
    i, kind = rng.choice(spots), rng.randrange(4)
    if kind == 0:
        return text[:i] + text[i + 1 :]
    if kind == 1:
        return text[:i] + text[i] + text[i:]
    if kind == 2:
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    k = KEYBOARD.find(text[i].lower())
    return text[:i] + (KEYBOARD[k - 1].strip() or "e") + text[i + 1 :]


def bend(rng, text, exact=False):
    """A variant of a wording; `exact` keeps the letters, for texts that have to be copied."""
    if exact:
        return text if rng.random() < 0.85 else rng.choice(BEFORE[:6]) + text[:1].lower() + text[1:]
    case = rng.random()
    if case < 0.3:
        text = text[:1].upper() + text[1:]
    elif case < 0.5:
        text = text.lower()
    elif case < 0.53:
        text = text.upper()
    marks = rng.random()
    if marks < 0.3:
        text = text.rstrip("?!. ") or text
    elif marks < 0.36 and text[-1:].isalnum():
        text += rng.choice("?.!")
    if rng.random() < 0.14:
        text = rng.choice(BEFORE) + (text[:1].lower() + text[1:] if rng.random() < 0.7 else text)
    if rng.random() < 0.1:
        text = text.rstrip("?!. ") + rng.choice(AFTER)
    while rng.random() < 0.13:
        text = slip(rng, text)
    return text
