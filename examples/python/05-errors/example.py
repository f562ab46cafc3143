"""Errors are JSON with a status; a limited server says when to come back."""

import json
import os
import time
import urllib.error
import urllib.request

URL = os.environ.get("PARLANCE_URL", "http://127.0.0.1:5000")
KEY = os.environ.get("PARLANCE_API_KEY", "sk-parlance-dev")
MODEL = os.environ.get("PARLANCE_MODEL", "default")


def ask(model, text):
    request = urllib.request.Request(
        URL + "/v1/chat/completions",
        data=json.dumps(
            {"model": model, "messages": [{"role": "user", "content": text}]}
        ).encode(),
        headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)["choices"][0]["message"]["content"]


try:
    ask("no-such-model", "hi")
except urllib.error.HTTPError as error:
    print(error.code, json.load(error)["error"]["code"])

for attempt in range(1, 4):
    try:
        print("attempt", attempt, "answered:", ask(MODEL, "retry"))
        break
    except urllib.error.HTTPError as error:
        if error.code not in (429, 503):
            raise
        wait = int(error.headers.get("Retry-After", "1"))
        print("attempt", attempt, "failed with", error.code, "- again in", wait, "s")
        time.sleep(wait)
