"""Endless questions about texts: repeat, and letters of the alphabet. See sums.py for the makers' form."""

from phrases import DATA

WORDS = sorted(
    {w for line in (DATA / "words.txt").read_text().splitlines() if line[:1] != "#" for w in line.split()}
)
STARTS = "b c d f g h j k l m n p r s t v w z br ch dr fl gr kl pl pr sh sk st th tr".split()
MIDDLES = "a e i o u ai ea ee oo ou".split()
NAMES = (
    "Ada Alan Grace Linus Tim Anna Ben Clara David Emma Felix Hanna Ivan Julia Karl Lena Max Nina Oscar "
    "Paula Ravi Sara Tom Uma Victor Wendy Yusuf Zoe Alice Bob Carol Eve Mallory John Mary Peter Maria"
).split()
CITIES = (
    "Paris London Berlin Rome Madrid Vienna Tokyo Oslo Lisbon Prague Dublin Boston Chicago Sydney Cairo"
).split()


# Copying is learned on short texts first; long ones only need to be seen now and then.
LENGTHS = [1, 1, 2, 2, 3, 3, 4, 5, 6, 8]


def invented(rng):
    """A word that no list holds, so that copying has to be learned as copying."""
    return "".join(rng.choice(STARTS) + rng.choice(MIDDLES) for _ in range(rng.randint(1, 3)))


def one_word(rng):
    pick = rng.random()
    if pick < 0.74:
        return rng.choice(WORDS)
    if pick < 0.82:
        return rng.choice(NAMES)
    if pick < 0.9:
        return invented(rng)
    if pick < 0.96:
        return str(rng.randint(0, 999))
    return rng.choice(WORDS).upper()


def passage(rng, most=8):
    """A few words with now and then a capital, a comma or an end mark."""
    words = [one_word(rng) for _ in range(min(most, rng.choice(LENGTHS)))]
    if len(words) > 3 and rng.random() < 0.25:
        words[1] += ","
    text = " ".join(words)
    if rng.random() < 0.35:
        text = text[:1].upper() + text[1:]
    return text + rng.choice(["", "", "", "", "!", ".", "?"])


def quoted(rng, text):
    mark = rng.choice(['"', '"', "'"])
    return mark + text + mark


def repeat(rng):
    text = passage(rng)
    open_asks = [
        "Repeat after me: {}",
        "repeat after me: {}",
        "Repeat: {}",
        "repeat this: {}",
        "repeat the following: {}",
        "Please repeat: {}",
        "echo {}",
        "echo: {}",
        "say exactly: {}",
        "say exactly this: {}",
        "copy this: {}",
        "Repeat after me {}",
        "repeat the words: {}",
        "repeat this text: {}",
        "write exactly: {}",
        "copy: {}",
        "Reply with exactly: {}",
        "answer only with: {}",
        "respond with: {}",
        "reply with only: {}",
        "Please repeat after me: {}",
        "repeat the following text: {}",
        "repeat this sentence: {}",
        "say: {}",
        "Output only this: {}",
        "repeat what I say: {}",
        "Say the following: {}",
        "repeat exactly: {}",
        "Reply with this and nothing else: {}",
        "Answer with: {}",
        "can you repeat this: {}",
        "repeat\n{}",
    ]
    quoted_asks = [
        "Say {}",
        "say {}",
        "Repeat {}",
        "please say {}",
        "Write {}",
        "print {}",
        "can you say {}?",
        "Reply with {}",
        "answer with {}",
        "respond with {} only",
        "Repeat the text {}",
        "say the words {}",
        "reply with exactly {}",
        "Output {}",
        "type {}",
        "Respond with {}",
        "just say {}",
        "Reply only with {}",
    ]
    if rng.random() < 0.65:
        return "repeat", rng.choice(open_asks).format(text), text
    return "repeat", rng.choice(quoted_asks).format(quoted(rng, text)), text


def single_word(rng):
    word = one_word(rng)
    asks = [
        "Reply with the word {}",
        "Answer with the single word {}",
        "say the word {}",
        "Reply with one word: {}",
        "respond with only the word {}",
        "Reply with the word {} and nothing else",
        "write the word {}",
        "Answer only with the word {}",
        "just say the word {}",
        "Reply with just {}",
        "reply only {}",
        "repeat the word {}",
        "Say only {}",
        "Please answer with the word {}",
        "just answer {}",
        "Output the word {}",
        "respond with the single word {}",
        "Reply {}",
        "Your answer must be the word {}",
    ]
    return "repeat", rng.choice(asks).format(word), word


def repeat_times(rng):
    word, times = rng.choice(WORDS), rng.randint(2, 5)
    name = {2: "two", 3: "three", 4: "four", 5: "five"}[times]
    asks = [
        "Say {w} {n} times",
        "repeat {w} {n} times",
        "repeat the word {w} {n} times",
        "write {w} {n} times",
        "say the word {w} {n} times",
    ]
    count = name if rng.random() < 0.5 else times
    return "repeat", rng.choice(asks).format(w=word, n=count), " ".join([word] * times)


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def alphabet(rng):
    i = rng.randrange(25)
    if rng.random() < 0.5:
        asks = ["What letter comes after {}?", "which letter follows {}?", "what is the letter after {}?"]
        return (
            "letters",
            rng.choice(asks).format(ALPHABET[i]),
            f"{ALPHABET[i + 1]} comes after {ALPHABET[i]}.",
        )
    asks = ["What letter comes before {}?", "which letter is before {}?", "what is the letter before {}?"]
    return (
        "letters",
        rng.choice(asks).format(ALPHABET[i + 1]),
        f"{ALPHABET[i]} comes before {ALPHABET[i + 1]}.",
    )


MAKERS = [(repeat, 6), (single_word, 2), (repeat_times, 0.8), (alphabet, 0.6)]
