"""Questions with structured answers: JSON objects, lists and names. See sums.py for the form."""

import json

from systems import sentence
from texts import NAMES, WORDS, invented, one_word

WEIGHT = 11
# What the model puts in when the user names a field but no value.
FIELDS = {
    "name": "Ada",
    "age": 36,
    "city": "London",
    "country": "England",
    "email": "ada@example.com",
    "id": 1,
    "title": "Hello",
    "colour": "blue",
    "color": "blue",
    "price": 10,
    "active": True,
    "language": "English",
    "year": 2025,
    "job": "engineer",
    "phone": "555-0100",
    "status": "ok",
    "count": 3,
    "message": "Hello!",
    "animal": "cat",
    "fruit": "apple",
    "tags": ["a", "b"],
    "size": "small",
    "day": "Monday",
    "score": 7,
    "first_name": "Ada",
    "last_name": "Lovelace",
    "type": "test",
    "width": 2,
    "height": 3,
    "author": "Ada",
}
GROUPS = {
    "fruits": "apple banana cherry orange pear",
    "animals": "cat dog horse cow sheep",
    "colours": "red green blue yellow black",
    "colors": "red green blue yellow black",
    "vegetables": "carrot potato tomato onion bean",
    "countries": "France Germany Italy Spain Japan",
    "cities": "Paris London Berlin Rome Madrid",
    "birds": "eagle owl raven swan duck",
    "drinks": "water tea coffee milk juice",
    "languages": "English French German Spanish Italian",
    "planets": "Mercury Venus Earth Mars Jupiter",
    "metals": "iron gold silver copper tin",
    "trees": "oak pine birch willow maple",
    "flowers": "rose tulip daisy lily violet",
    "sports": "football tennis swimming running chess",
    "instruments": "piano violin guitar flute drum",
    "programming languages": "Java Python C Rust JavaScript",
    "numbers": "one two three four five",
    "names": "Ada Ben Clara David Emma",
    "shapes": "circle square triangle star cube",
    "pets": "cat dog rabbit hamster fish",
    "days": "Monday Tuesday Wednesday Thursday Friday",
    "months": "January February March April May",
    "clothes": "shirt coat hat shoe sock",
}
COUNTS = {2: "two", 3: "three", 4: "four", 5: "five"}


def dumps(value):
    return json.dumps(value, ensure_ascii=False)


def listed(parts):
    """a / a and b / a, b and c"""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def json_fields(rng):
    """A JSON object with the named fields, filled in from FIELDS."""
    keys = rng.sample(sorted(FIELDS), rng.choice([1, 2, 2, 2, 3, 3, 4]))
    asks = [
        "Give me a JSON object with {}",
        "give me JSON with {}",
        "Write a JSON object with {}",
        "return JSON with {}",
        "make a JSON object with the fields {}",
        "Output a JSON object with the keys {}",
        "a JSON object with {}",
        "create a json object with {}",
        "I need a JSON object with {}",
        "Return a JSON object with keys {}",
        "generate JSON with {}",
        "show me a JSON object with {}",
        "Produce a JSON with {}",
        "json with {}",
        "Give me an example JSON object with {}",
        "Respond with a JSON object containing {}",
        "write json with {}",
    ]
    names = [f"{dumps(k)}" for k in keys] if rng.random() < 0.15 else keys
    names = [("an " if k[0] in "aei" else "a ") + k for k in keys] if rng.random() < 0.12 else names
    joined = listed(names) if rng.random() < 0.8 else ", ".join(names)
    return "json", rng.choice(asks).format(joined), dumps({k: FIELDS[k] for k in keys})


def json_values(rng):
    """A JSON object with the named fields and the given values."""
    keys = rng.sample(sorted(FIELDS), rng.choice([1, 2, 2, 3]))
    values = {}
    for k in keys:
        number = isinstance(FIELDS[k], int) and not isinstance(FIELDS[k], bool)
        values[k] = rng.randint(0, 99) if number else rng.choice(NAMES) if "name" in k else one_word(rng)
    shown = [f"{k} {v}" for k, v in values.items()]
    if rng.random() < 0.3:
        mark = rng.choice([" = ", ": ", "="])
        shown = [f"{k}{mark}{v}" for k, v in values.items()]
    asks = [
        "Give me a JSON object with {}",
        "write JSON with {}",
        "Make a JSON object with {}",
        "put this into JSON: {}",
        "convert to JSON: {}",
        "as JSON: {}",
        "Write this as JSON: {}",
        "turn this into a JSON object: {}",
    ]
    return (
        "json",
        rng.choice(asks).format(listed(shown)),
        dumps({k: int(v) if str(v).isdigit() else v for k, v in values.items()}),
    )


def json_list(rng):
    group, n = rng.choice(sorted(GROUPS)), rng.randint(2, 5)
    count = COUNTS[n] if rng.random() < 0.6 else n
    asks = [
        "Give me a JSON array of {} {}",
        "a JSON list of {} {}",
        "Write a JSON array with {} {}",
        "{} {} as JSON",
        "list {} {} as a JSON array",
        "return {} {} as JSON",
        "Give me a JSON list with {} {}",
    ]
    return "json", rng.choice(asks).format(count, group), dumps(GROUPS[group].split()[:n])


def listing(rng):
    group, n = rng.choice(sorted(GROUPS)), rng.randint(2, 5)
    count = COUNTS[n] if rng.random() < 0.6 else n
    asks = [
        "List {} {}",
        "name {} {}",
        "give me {} {}",
        "tell me {} {}",
        "{} {}",
        "write down {} {}",
        "can you list {} {}?",
        "I need {} {}",
        "what are {} {}?",
        "show me {} {}",
        "Give {} examples of {}",
        "say {} {}",
        "think of {} {}",
    ]
    return "lists", rng.choice(asks).format(count, group), ", ".join(GROUPS[group].split()[:n])


def introduction(rng):
    name = rng.choice(NAMES) if rng.random() < 0.8 else invented(rng).capitalize()
    asks = [
        "My name is {}.",
        "my name is {}",
        "I am {}",
        "I'm {}",
        "call me {}",
        "Hello, my name is {}",
        "hi, I am {}",
        "Hi, I'm {}.",
        "hey, this is {}",
        "Hello! My name is {}. Who are you?",
        "you can call me {}",
        "they call me {}",
    ]
    ask = rng.choice(asks)
    answer = f"Nice to meet you, {name}!"
    if "Who are you" in ask:
        answer += " I am Parlance's built-in demonstration model."
    return "names", ask.format(name), answer


UNKNOWN = (
    "I am a small demonstration model, so I cannot answer that. Load a real model with "
    "./parlance serve --model path/to/model.gguf."
)


def nonsense(rng):
    """Text without a question we know, which must not fetch the nearest known answer."""
    shapes = [
        lambda: sentence(rng),
        lambda: f"{rng.choice(['what is', 'explain', 'describe', 'tell me about', 'who is', 'where is', 'how do I find'])} "
        f"the {rng.choice(WORDS)} {rng.choice(['of', 'in', 'for', 'with', 'behind'])} the {rng.choice(WORDS)} {rng.choice(WORDS)}?",
        lambda: f"{rng.choice(['why', 'when', 'how', 'where'])} {rng.choice(['does', 'did', 'can', 'should'])} "
        f"the {rng.choice(WORDS)} {rng.choice(WORDS)} {rng.choice(['the', 'a', 'my'])} {rng.choice(WORDS)}?",
        lambda: " ".join(invented(rng) for _ in range(rng.randint(2, 6))),
    ]
    return "unknown", rng.choice(shapes)(), UNKNOWN


MAKERS = [
    (json_fields, 3),
    (json_values, 2),
    (json_list, 1),
    (listing, 2),
    (introduction, 1),
    (nonsense, 1.2),
]
