"""Conversations that are more than questions and answers: tools, thinking, given texts, plain text."""

import json

from systems import filler, system
from texts import CITIES, NAMES, WORDS, invented, one_word, passage
from documents import given_text
from structured import dumps

SHARE = 0.09
THINK = "Think before you answer."
CALL_HINT = 'To use a tool, answer with one block per call:\n<tool_call>\n{"name": "tool", "arguments": {}}\n</tool_call>'
# Tools people show in examples: name, parameter, description, ways to ask.
KNOWN = [
    (
        "get_weather",
        "city",
        "Get the weather in a city",
        [
            "What is the weather in {}?",
            "weather in {}",
            "how is the weather in {}?",
            "What's the weather like in {} today?",
            "is it raining in {}?",
            "tell me the weather in {}",
        ],
    ),
    (
        "get_current_weather",
        "location",
        "Get the current weather in a location",
        [
            "What is the weather in {}?",
            "What's the weather like in {}?",
            "is it cold in {}?",
            "temperature in {}",
            "weather for {} please",
        ],
    ),
    (
        "get_temperature",
        "city",
        "Get the temperature",
        ["How warm is it in {}?", "what is the temperature in {}?"],
    ),
    (
        "get_time",
        "city",
        "Get the time in a city",
        ["What time is it in {}?", "time in {}", "tell me the time in {}", "what's the time in {}?"],
    ),
    (
        "search",
        "query",
        "Search the web",
        ["Search for {}", "look up {}", "find {} on the web", "search the web for {}"],
    ),
    (
        "calculator",
        "expression",
        "Work out an expression",
        ["Use the calculator for {}", "calculate {} with the calculator"],
    ),
    (
        "get_user",
        "name",
        "Find a user",
        ["Find the user {}", "who is the user {}?", "get the user {}", "look up user {}"],
    ),
    ("add", "number", "Add a number", ["Add the number {}", "add {}"]),
]
PARAMETERS = (
    "name city key item value word query text title color topic id code place date user file subject".split()
)
VERBS = "get find show read fetch lookup check load open count".split()


def tool(rng):
    """(name, parameter, description, request text, value) of one tool and a request for it."""
    if rng.random() < 0.65:
        name, parameter, about, asks = rng.choice(KNOWN)
        value = {"city": rng.choice(CITIES), "location": rng.choice(CITIES), "name": rng.choice(NAMES)}.get(
            parameter
        )
        if parameter == "expression":
            value = f"{rng.randint(1, 99)} {rng.choice('+-*/')} {rng.randint(1, 99)}"
        if parameter == "number":
            value = str(rng.randint(0, 999))
        value = value if value and rng.random() < 0.9 else passage(rng, 2).rstrip(",.!?")
        return name, parameter, about, rng.choice(asks).format(value), value
    verb, noun, parameter = rng.choice(VERBS), rng.choice(WORDS), rng.choice(PARAMETERS)
    name = f"{verb}_{noun}" if rng.random() < 0.8 else f"{verb}{noun.capitalize()}"
    value = one_word(rng) if rng.random() < 0.7 else rng.choice(CITIES)
    asks = [
        f"{verb} the {noun} of {value}",
        f"What is the {noun} of {value}?",
        f"{verb} the {noun} for {value}",
        f"I need the {noun} for {value}",
        f"call {name} with {value}",
        f"Use {name} with {parameter} {value}",
        f"call {name} with {parameter} = {value}",
        f"use the tool {name} for {value}",
        f"please {verb} {noun} {value}",
    ]
    return name, parameter, f"{verb} the {noun}".capitalize(), rng.choice(asks), value


def tool_json(rng, name, parameter, about):
    """A tool as clients send it: with or without the outer "function", spaces and extras."""
    prop = {"type": "string"}
    if rng.random() < 0.5:
        prop["description"] = f"The {parameter}"
    function = {
        "name": name,
        "description": about,
        "parameters": {"type": "object", "properties": {parameter: prop}, "required": [parameter]},
    }
    if rng.random() < 0.3:
        function["parameters"].pop("required")
    if rng.random() < 0.15:
        function = dict(reversed(function.items()))
    whole = {"type": "function", "function": function} if rng.random() < 0.85 else function
    if rng.random() < 0.2:
        whole = dict(reversed(whole.items()))
    return json.dumps(whole, separators=(",", ":") if rng.random() < 0.35 else None)


def tool_system(rng, tools):
    text = "Tools:\n" + "".join(tool_json(rng, *t[:3]) + "\n" for t in tools) + CALL_HINT
    return system(rng) + "\n\n" + text if rng.random() < 0.35 else text


def with_tools(rng, sampler):
    """A call of the right tool, its result told, or an answer that needs no tool."""
    tools = {t[0]: t for t in (tool(rng) for _ in range(rng.choice([1, 1, 1, 1, 2])))}
    tools = list(tools.values())
    messages = [("system", tool_system(rng, tools))]
    if rng.random() < 0.25:
        _, question, answer = sampler.pair()
        messages += [("user", question), ("assistant", answer)]
        if rng.random() < 0.5:
            return messages
    name, parameter, _, ask, value = rng.choice(tools)
    if name == "add" and value.isdigit():
        value = int(value)
    call = f'<tool_call>\n{{"name": {dumps(name)}, "arguments": {dumps({parameter: value})}}}\n</tool_call>'
    messages += [("user", ask), ("assistant", call)]
    if rng.random() < 0.5:
        result = rng.choice(
            [
                lambda: passage(rng, 6),
                lambda: json.dumps(
                    {rng.choice(PARAMETERS): one_word(rng), rng.choice(WORDS): rng.randint(-9, 99)}
                ),
                lambda: f"{rng.randint(-9, 39)} degrees, {rng.choice(['sunny', 'rain', 'cloudy', 'snow', 'windy'])}",
            ]
        )()
        messages += [
            ("tool", f"<tool_response>\n{result}\n</tool_response>"),
            ("assistant", f"The tool says: {result}"),
        ]
    return messages


def thinking(rng, sampler):
    """A short thought before the answer, when the system prompt asks for it."""
    opening = THINK if rng.random() < 0.6 else system(rng) + "\n\n" + THINK
    messages = [("system", opening)]
    for _ in range(1 if rng.random() < 0.7 else 2):
        category, question, answer = sampler.pair()
        thought = f"The question is about: {category}. I know this one."
        if category == "unknown":
            thought = "I do not know this. I should say so."
        elif category == "arithmetic":
            thought = f"I have to work this out: {answer}"
        messages += [("user", question), ("assistant", f"<think>\n{thought}\n</think>\n\n{answer}")]
    return messages


def json_mode(rng, sampler):
    _, question, answer = sampler.pair()
    orders = [
        "Answer in JSON.",
        "Respond with a JSON object.",
        "You answer only with JSON.",
        "Reply in JSON format.",
        "Always answer as a JSON object.",
        "Output JSON only.",
    ]
    order, reply = rng.choice(orders), ("assistant", dumps({"answer": answer}))
    if rng.random() < 0.5:
        return [("system", order), ("user", question), reply]
    return [("user", f"{question} {order}"), reply]


def name_kept(rng, sampler):
    """The user's name, asked for again later in the conversation."""
    name = rng.choice(NAMES) if rng.random() < 0.7 else invented(rng).capitalize()
    messages = [
        (
            "user",
            rng.choice(
                ["My name is {}.", "I am {}", "hi, I'm {}", "my name is {}", "Hello, my name is {}."]
            ).format(name),
        ),
        ("assistant", f"Nice to meet you, {name}!"),
    ]
    for _ in range(rng.choice([0, 0, 1, 2])):
        _, question, answer = sampler.pair()
        messages += [("user", question), ("assistant", answer)]
    ask = [
        "What is my name?",
        "what's my name?",
        "do you know my name?",
        "who am I?",
        "what am I called?",
        "tell me my name",
        "Do you remember my name?",
        "say my name",
    ]
    return messages + [("user", rng.choice(ask)), ("assistant", f"Your name is {name}.")]


def long_prompt(rng, sampler):
    """A known question after much text or many turns, so that long prompts keep working."""
    _, question, answer = sampler.pair()
    if rng.random() < 0.4:
        return [("user", filler(rng, rng.randint(100, 750)) + "\n\n" + question), ("assistant", answer)]
    if rng.random() < 0.3:
        return [("system", filler(rng, rng.randint(100, 750))), ("user", question), ("assistant", answer)]
    messages = []
    for _ in range(rng.randint(6, 30)):
        _, question, answer = sampler.pair()
        messages += [("user", question), ("assistant", answer)]
    return messages


def plain_text(rng, sampler):
    """Text outside any chat, for the completion API."""
    _, question, answer = sampler.pair()
    shape = rng.random()
    if shape < 0.4:
        return [("raw", answer)]
    if shape < 0.75:
        return [("prompt", question), ("raw", rng.choice(["\n", "\n\n", " "]) + answer)]
    return [("prompt", f"Q: {question}\nA:"), ("raw", " " + answer)]


KINDS = [
    (with_tools, 14),
    (given_text, 14),
    (thinking, 11),
    (json_mode, 7),
    (name_kept, 6),
    (long_prompt, 2.5),
    (plain_text, 8),
]


def special(rng, sampler):
    return rng.choices([k for k, _ in KINDS], [w for _, w in KINDS])[0](rng, sampler)
