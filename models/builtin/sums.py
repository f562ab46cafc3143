"""Endless questions about numbers. Each maker returns (category, question, answer)."""

WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()

ASKS = [
    "What is {}?",
    "What is {}?",
    "what's {}?",
    "{}",
    "{} =",
    "{}=?",
    "{}?",
    "how much is {}?",
    "Calculate {}",
    "compute {}",
    "solve {}",
    "tell me what {} is",
    "work out {}",
    "evaluate {}",
    "can you calculate {}?",
    "Give me the result of {}",
    "do you know what {} is?",
    "What does {} make?",
    "{} equals",
    "What do you get for {}?",
    "what is the result of {}?",
    "and {}?",
]
PHRASES = {
    "+": ["add {a} and {b}", "what is the sum of {a} and {b}?", "{a} added to {b}", "sum {a} and {b}"],
    "-": ["subtract {b} from {a}", "take {b} away from {a}", "what is the difference between {a} and {b}?"],
    "*": ["multiply {a} by {b}", "multiply {a} and {b}", "what is the product of {a} and {b}?"],
    "/": ["divide {a} by {b}", "how often does {b} go into {a}?"],
}
SPOKEN = {
    "+": ["plus", "and", "added to"],
    "-": ["minus"],
    "*": ["times", "multiplied by"],
    "/": ["divided by", "over"],
}
SIGNS = {"+": ["+"], "-": ["-"], "*": ["*", "*", "x", "×"], "/": ["/", "/", "÷", ":"]}


def operands(rng, sign):
    """Two small numbers and the result; differences stay positive, quotients whole."""
    if sign in "+-":
        top = rng.choice([10, 10, 10, 20, 20, 99])
        a, b = rng.randint(0, top), rng.randint(0, top)
        if sign == "-":
            a, b = max(a, b), min(a, b)
        return a, b, a + b if sign == "+" else a - b
    a, b = rng.randint(0, 12), rng.randint(0, 12)
    if sign == "*":
        return a, b, a * b
    b = max(b, 1)
    return a * b, b, a


def written(rng, a, b, sign):
    """The sum as a user might type it: signs, spaces or none, words for signs, words for numbers."""
    style = rng.random()
    if style < 0.62:
        gap = " " if rng.random() < 0.6 else ""
        return f"{a}{gap}{rng.choice(SIGNS[sign])}{gap}{b}"
    if style < 0.85 or max(a, b) > 20:
        return f"{a} {rng.choice(SPOKEN[sign])} {b}"
    return f"{WORDS[a]} {rng.choice(SPOKEN[sign])} {WORDS[b]}"


def arithmetic(rng):
    sign = rng.choice("++--**/")
    a, b, result = operands(rng, sign)
    if rng.random() < 0.12:
        question = rng.choice(PHRASES[sign]).format(a=a, b=b)
        if "added to" in question:
            a, b = b, a
    else:
        question = rng.choice(ASKS).format(written(rng, a, b, sign))
        if "added to" in question:
            a, b = b, a
    return "arithmetic", question, f"{a} {sign} {b} = {result}."


def counting(rng):
    kind = rng.random()
    if kind < 0.55:
        last = rng.randint(2, 20)
        first = 1 if rng.random() < 0.8 else rng.randint(0, last - 1)
        if first == 1:
            ask = [
                "Count to {b}",
                "count from 1 to {b}",
                "count up to {b}",
                "list the numbers from 1 to {b}",
                "can you count to {b}?",
                "write the numbers 1 to {b}",
                "count from one to {b}",
                "print the numbers from 1 to {b}",
                "please count to {b}",
                "count 1 to {b}",
            ]
        else:
            ask = [
                "count from {a} to {b}",
                "list the numbers from {a} to {b}",
                "count {a} to {b}",
                "write the numbers from {a} to {b}",
            ]
        answer = ", ".join(str(n) for n in range(first, last + 1))
        return "counting", rng.choice(ask).format(a=first, b=last), answer
    first = rng.randint(2, 15)
    ask = [
        "Count down from {}",
        "count backwards from {}",
        "count down from {} to 1",
        "countdown from {}",
        "count back from {}",
        "count from {} down to 1",
        "count backwards from {} to 1",
    ]
    return "counting", rng.choice(ask).format(first), ", ".join(str(n) for n in range(first, 0, -1))


def neighbours(rng):
    n = rng.randint(0, 99)
    if rng.random() < 0.5:
        ask = [
            "What number comes after {}?",
            "which number follows {}?",
            "what comes after {}?",
            "what is the number after {}?",
            "what's the next number after {}?",
            "what is one more than {}?",
        ]
        return "numbers", rng.choice(ask).format(n), f"{n + 1} comes after {n}."
    ask = [
        "What number comes before {}?",
        "which number is before {}?",
        "what comes before {}?",
        "what is the number before {}?",
        "what is one less than {}?",
    ]
    return "numbers", rng.choice(ask).format(n + 1), f"{n} comes before {n + 1}."


def comparing(rng):
    a, b = rng.sample(range(100), 2)
    if rng.random() < 0.6:
        word = rng.choice(["bigger", "larger", "greater"])
        ask = [
            "Which is {w}, {a} or {b}?",
            "what is {w}: {a} or {b}?",
            "is {a} or {b} {w}?",
            "which number is {w}, {a} or {b}?",
        ]
        return "numbers", rng.choice(ask).format(w=word, a=a, b=b), f"{max(a, b)} is bigger."
    ask = [
        "Which is smaller, {a} or {b}?",
        "what is smaller: {a} or {b}?",
        "is {a} or {b} smaller?",
        "which number is smaller, {a} or {b}?",
    ]
    return "numbers", rng.choice(ask).format(a=a, b=b), f"{min(a, b)} is smaller."


def parity(rng):
    n = rng.randint(0, 99)
    ask = [
        "Is {} even or odd?",
        "is {} odd or even?",
        "is {} an even number?",
        "is the number {} even or odd?",
        "is {} an odd number?",
        "is {} even?",
        "is {} odd?",
    ]
    return "numbers", rng.choice(ask).format(n), f"{n} is {'odd' if n % 2 else 'even'}."


def scaling(rng):
    n = rng.randint(1, 25)
    if rng.random() < 0.5:
        ask = ["What is half of {}?", "what's half of {}?", "half of {}", "what is the half of {}?"]
        return "numbers", rng.choice(ask).format(2 * n), f"Half of {2 * n} is {n}."
    ask = ["What is twice {}?", "what is the double of {}?", "double {}", "what's {} doubled?", "twice {}"]
    return "numbers", rng.choice(ask).format(n), f"Twice {n} is {2 * n}."


def number_words(rng):
    n = rng.randint(0, 20)
    if rng.random() < 0.5:
        ask = [
            "Write {} in words",
            "write the number {} as a word",
            "how do you write {} in words?",
            "spell out the number {}",
            "what is {} in words?",
        ]
        return "numbers", rng.choice(ask).format(n), WORDS[n].capitalize() + "."
    ask = ["Write {} as a number", "write {} in digits", "what is {} in digits?", "write {} as digits"]
    return "numbers", rng.choice(ask).format(WORDS[n]), f"{n}"


MAKERS = [
    (arithmetic, 10),
    (counting, 2.5),
    (neighbours, 1),
    (comparing, 1),
    (parity, 1),
    (scaling, 1),
    (number_words, 0.7),
]
