"""The model asks for a tool, this program runs it, the model goes on."""

import json
import os
import urllib.request

URL = os.environ.get("PARLANCE_URL", "http://127.0.0.1:5000")
KEY = os.environ.get("PARLANCE_API_KEY", "sk-parlance-dev")
MODEL = os.environ.get("PARLANCE_MODEL", "default")

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "add",
            "description": "Add two numbers",
            "parameters": {
                "type": "object",
                "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
                "required": ["a", "b"],
            },
        },
    }
]


def ask(messages):
    request = urllib.request.Request(
        URL + "/v1/chat/completions",
        data=json.dumps({"model": MODEL, "messages": messages, "tools": TOOLS}).encode(),
        headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)["choices"][0]["message"]


# The rehearsal model calls a tool when a line says so; a real model when it needs to.
messages = [{"role": "user", "content": 'What is 2 + 40?\ncall add {"a": 2, "b": 40}'}]
message = ask(messages)
while message.get("tool_calls"):
    messages.append(message)
    for call in message["tool_calls"]:
        arguments = json.loads(call["function"]["arguments"])
        print("calling", call["function"]["name"], arguments)
        result = str(arguments["a"] + arguments["b"])
        messages.append({"role": "tool", "tool_call_id": call["id"], "content": result})
    message = ask(messages)
print(message["content"])
