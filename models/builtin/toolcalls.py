"""Tool calls for given schemas: listed tools under many names, and tools made up on the spot."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from special import CALL_HINT
from systems import system
from texts import WORDS, invented
from values import value
from wordings import HELD_OUT, Wordings, lines, wordings

KINDS = "word word word person city small money day words path".split()
NOUNS = "item title color place code file group level mode order page size task unit level amount".split()
KEYS = (
    "name city key item value word query text title color topic id code place date user file subject limit "
    "count size level mode page group owner label tag type path format start end note source target"
).split()
VERBS = (
    "get find show read fetch lookup check load open count send move copy update create start stop".split()
)
# Requests for made-up tools: @w the words of the tool's name, @t the name itself, @p "key value" pairs.
PLAIN = wordings(
    [
        "@w {with|for|:} @p",
        "{Please|Now|I want to} @w with @p",
        "{Use|Call|Run|Start|Try} @t with @p",
        "{Call|Use} the {tool|function} @t with @p",
        "{Use|Run} the @t tool: @p",
        "I need @t{:| with} @p",
    ],
    ["@t should be given @p", "Have the function @t work on @p"],
)
JOINS = wordings(["@k @v", "@k = @v", "@k: @v", "@k=@v", "the @k @v", "@k is @v", "@v as @k", "@v as the @k"])


@dataclass
class Tool:
    """A tool as offered, and a source of requests for it."""

    name: str
    about: str
    parameters: dict  # name to JSON type
    ask: Callable  # from a use of wordings to a request and the arguments it means


@dataclass
class Known:
    """A listed tool: its names, and its parameters as (names, kind, type)."""

    names: list
    about: str
    parameters: list
    asked: Wordings


def load():
    tools, asked, unseen = [], [], []

    def finish():
        if tools:
            tools[-1].asked = wordings(asked, unseen)
        asked.clear(), unseen.clear()

    for mark, rest in lines("tools.patterns"):
        if mark == "[":
            finish()
            names, about = rest.split("] ")
            tools.append(Known(names.split("|"), about, [], None))
        elif mark == "+":
            names, kind, form = rest.split()
            tools[-1].parameters.append((names.split("|"), kind, form))
        else:
            {"?": asked, "!": unseen}[mark].append(rest)
    finish()
    return tools


KNOWN = load()


def listed(rng):
    """A listed tool under one of its names."""
    known = rng.choice(KNOWN)
    name = rng.choice(known.names) if rng.random() < 0.7 else known.names[0]
    keys = [rng.choice(names) if rng.random() < 0.6 else names[0] for names, _, _ in known.parameters]
    parameters = {key: form for key, (_, _, form) in zip(keys, known.parameters)}

    def ask(use):
        pattern, arguments = known.asked.draw(rng, use), {}
        request = pattern
        for i, (key, (_, kind, _)) in enumerate(zip(keys, known.parameters)):
            arguments[key] = value(rng, kind)
            request = request.replace(f"@{i + 1}", str(arguments[key]))
        return typed(rng, request, pattern), arguments

    return Tool(name, known.about, parameters, ask)


def made_up(rng):
    """A tool that no list holds; the request names its parameters."""
    verb, noun = rng.choice(VERBS), rng.choice(WORDS) if rng.random() < 0.93 else invented(rng)
    name = rng.choice([f"{verb}_{noun}", f"{verb}_{noun}", f"{verb}{noun.capitalize()}", f"{noun}_{verb}"])
    kinds = {key: rng.choice(KINDS) for key in rng.sample(KEYS, rng.choice([1, 1, 2]))}
    parameters = {k: "integer" if kind in ("small", "money") else "string" for k, kind in kinds.items()}

    def ask(use):
        arguments = {key: value(rng, kind) for key, kind in kinds.items()}
        join = JOINS.draw(rng, use)
        pairs = [join.replace("@k", k).replace("@v", str(v)) for k, v in arguments.items()]
        if len(pairs) == 1 and rng.random() < 0.5:
            pairs = [str(v) for v in arguments.values()]
        glued = ", ".join(pairs[:-1]) + rng.choice([" and ", ", "]) if len(pairs) > 1 else ""
        pattern = PLAIN.draw(rng, use).replace("@w", f"{verb} the {noun}")
        request = pattern.replace("@t", name).replace("@p", glued + pairs[-1])
        return typed(rng, request, pattern), arguments

    return Tool(name, f"{verb} the {noun}".capitalize(), parameters, ask)


def typed(rng, request, opening):
    """The request with a capital or without, with or without its mark; values keep their case."""
    request = " ".join(request.split())
    if rng.random() < 0.3 and opening[0] != "@":
        request = request[:1].lower() + request[1:]
    if rng.random() < 0.2:
        request = request.rstrip("?.")
    elif request[-1].isalnum() and rng.random() < 0.2:
        request += "."
    return request if rng.random() < 0.9 else f"please {request}"


def schema(rng, tool):
    """The tool as clients send it."""
    properties = {}
    for key, form in tool.parameters.items():
        properties[key] = {"type": form}
        if rng.random() < 0.3:
            properties[key]["description"] = f"The {key}"
    parameters = {"type": "object", "properties": properties}
    if rng.random() < 0.75:
        parameters["required"] = list(properties)
    if rng.random() < 0.1:
        parameters["additionalProperties"] = False
    function = {"name": tool.name, "description": tool.about, "parameters": parameters}
    if rng.random() < 0.12:
        function.pop("description")
    whole = {"type": "function", "function": function} if rng.random() < 0.9 else function
    if rng.random() < 0.1:
        whole = dict(reversed(whole.items()))
    return json.dumps(whole, separators=(",", ":") if rng.random() < 0.35 else None, ensure_ascii=False)


def call(name, arguments):
    body = f'{{"name": {json.dumps(name)}, "arguments": {json.dumps(arguments, ensure_ascii=False)}}}'
    return f"<tool_call>\n{body}\n</tool_call>"


def tool_call(rng, use="trained"):
    """Offered tools and requests; each reply calls the right one with the request's values."""
    use = HELD_OUT if use == "strict" else use
    drawn = [listed(rng) if rng.random() < 0.8 else made_up(rng) for _ in range(rng.choice([1, 1, 2]))]
    offered = list({t.about: t for t in {t.name: t for t in drawn}.values()}.values())
    text = "Tools:\n" + "".join(schema(rng, t) + "\n" for t in offered) + CALL_HINT
    if rng.random() < 0.1:
        text = system(rng) + "\n\n" + text
    messages = [("system", text)]
    for _ in range(rng.choice([1, 2, 3, 4, 5])):
        tool = rng.choice(offered)
        request, arguments = tool.ask(use)
        messages += [("user", request), ("assistant", call(tool.name, arguments))]
    return messages
