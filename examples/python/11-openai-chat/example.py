"""The official client: an answer in one piece, and one token by token."""

import os

from openai import OpenAI

client = OpenAI(
    base_url=os.environ.get("PARLANCE_URL", "http://127.0.0.1:5000") + "/v1",
    api_key=os.environ.get("PARLANCE_API_KEY", "sk-parlance-dev"),
)
model = os.environ.get("PARLANCE_MODEL", "default")

completion = client.chat.completions.create(
    model=model, messages=[{"role": "user", "content": "Hello, Parlance!"}]
)
print(completion.choices[0].message.content)

with client.chat.completions.create(
    model=model,
    messages=[{"role": "user", "content": "one two three"}],
    stream=True,
) as stream:
    for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            print(chunk.choices[0].delta.content, end="", flush=True)
print()
