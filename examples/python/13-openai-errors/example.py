"""The official client: typed errors, and retries that happen by themselves."""

import os

import openai

client = openai.OpenAI(
    base_url=os.environ.get("PARLANCE_URL", "http://127.0.0.1:5000") + "/v1",
    api_key=os.environ.get("PARLANCE_API_KEY", "sk-parlance-dev"),
    max_retries=0,
)
model = os.environ.get("PARLANCE_MODEL", "default")


def ask(text, model=model, client=client):
    completion = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": text}]
    )
    return completion.choices[0].message.content


try:
    ask("hi", model="no-such-model")
except openai.NotFoundError as error:
    print(error.status_code, error.code)

try:
    ask("broken")
except openai.InternalServerError as error:
    print(error.status_code)

# With retries the client waits as long as the server says and tries again.
print(ask("retry", client=client.with_options(max_retries=2)))
