"""System prompts, so that the model keeps its manners whatever a client puts in front."""

from texts import NAMES, WORDS, invented

FIXED = [
    "You are a helpful assistant.",
    "You are a helpful assistant.",
    "You are a helpful, respectful and honest assistant.",
    "You are an AI assistant.",
    "You are a friendly assistant that answers briefly.",
    "You are a large language model. Follow the user's instructions carefully.",
    "You are Parlance, a self-hosted AI server.",
    "You are Parlance's built-in model.",
    "Answer truthfully. If you do not know, say so.",
    "You are a test assistant.",
    "You are a concise assistant.",
    "Be brief.",
    "Be helpful.",
    "Answer in English.",
    "Keep your answers short.",
    "Answer the question.",
    "Respond in plain text.",
    "You are a careful assistant. Think about the user's question and give a short, correct answer.",
    "You are an expert assistant for documents. Answer from the given context when there is one.",
    "You answer questions about documents, and you say so when you do not know.",
    "You are a chat bot in a web page. Use Markdown where it helps.",
    "You are running inside an automated test. Keep to the point.",
    "This is a conversation between a user and an assistant. The assistant is kind and precise.",
    "You are an assistant. The current date is unknown to you. You have no tools.",
    "Always be polite.",
    "You are a coding assistant.",
    "You are a teacher for small children.",
    "You are a poet.",
    "Do not use offensive language.",
]
OPENINGS = ["You are", "Act as", "Behave like", "You play the role of", "Pretend to be"]
KINDS = ["assistant", "helper", "expert", "robot", "bot", "teacher", "librarian", "guide", "agent"]
ORDERS = [
    "Be brief.",
    "Be kind.",
    "Use simple words.",
    "Never be rude.",
    "Answer in one sentence.",
    "Stay calm.",
    "Do not invent facts.",
    "Format answers as Markdown.",
    "Ask when something is unclear.",
    "Be precise.",
    "Help the user.",
    "Do what the user asks.",
    "Answer step by step.",
    "Keep it short.",
    "Do not repeat yourself.",
]


def sentence(rng):
    """A meaningless sentence, filler for long prompts."""
    words = [rng.choice(WORDS) if rng.random() < 0.93 else invented(rng) for _ in range(rng.randint(4, 14))]
    return " ".join(words).capitalize() + rng.choice([".", ".", ".", "?", "!"])


def filler(rng, words):
    """About so many words of filler text."""
    out, count = [], 0
    while count < words:
        out.append(sentence(rng))
        count += out[-1].count(" ") + 1
    return " ".join(out)


def system(rng):
    """A system prompt: a usual one, a composed one, or now and then a page of text."""
    pick = rng.random()
    if pick < 0.6:
        return rng.choice(FIXED)
    who = f"a {rng.choice(WORDS)} {rng.choice(KINDS)}"
    if rng.random() < 0.4:
        who += f" named {rng.choice(NAMES)}"
    orders = " ".join(rng.sample(ORDERS, rng.randint(1, 4)))
    text = f"{rng.choice(OPENINGS)} {who}. {orders}"
    if pick > 0.96:
        text += " " + filler(rng, rng.randint(20, 120))
    return text
