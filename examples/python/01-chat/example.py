"""One question, one answer, with nothing but Python's own library."""

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
            "messages": [{"role": "user", "content": "Hello, Parlance!"}],
        }
    ).encode(),
    headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
)
with urllib.request.urlopen(request, timeout=60) as response:
    reply = json.load(response)

print(reply["choices"][0]["message"]["content"])
print("tokens:", reply["usage"]["total_tokens"])
