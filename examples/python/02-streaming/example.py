"""The answer token by token: server-sent events, one JSON object in each."""

import json
import os
import urllib.request

URL = os.environ.get("PARLANCE_URL", "http://127.0.0.1:5000")
KEY = os.environ.get("PARLANCE_API_KEY", "sk-parlance-dev")
MODEL = os.environ.get("PARLANCE_MODEL", "default")

request = urllib.request.Request(
    URL + "/v1/chat/completions",
    data=json.dumps(
        {
            "model": MODEL,
            "messages": [{"role": "user", "content": "one two three"}],
            "stream": True,
        }
    ).encode(),
    headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
)
tokens = 0
with urllib.request.urlopen(request, timeout=60) as response:
    for line in response:
        if not line.startswith(b"data: "):
            continue  # blank lines end events, and comments keep the connection alive
        data = line[len(b"data: ") :].strip()
        if data == b"[DONE]":
            break
        for choice in json.loads(data)["choices"]:
            text = choice["delta"].get("content")
            if text:
                tokens += 1
                print(text, end="", flush=True)
print()
print("deltas:", tokens)
