"""The official client: the model asks for a tool, this program runs it, the model goes on."""

import json
import os

from openai import OpenAI

client = OpenAI(
    base_url=os.environ.get("PARLANCE_URL", "http://127.0.0.1:5000") + "/v1",
    api_key=os.environ.get("PARLANCE_API_KEY", "sk-parlance-dev"),
)
model = os.environ.get("PARLANCE_MODEL", "default")
tools = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "The weather in a city",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"],
            },
        },
    }
]

messages = [{"role": "user", "content": "Rome"}]
message = (
    client.chat.completions.create(
        model=model, messages=messages, tools=tools, tool_choice="required"
    )
    .choices[0]
    .message
)
messages.append(message)
for call in message.tool_calls:
    city = json.loads(call.function.arguments)["city"]
    print("calling", call.function.name, "for", city)
    messages.append(
        {"role": "tool", "tool_call_id": call.id, "content": f"sunny in {city}"}
    )
completion = client.chat.completions.create(model=model, messages=messages, tools=tools)
print(completion.choices[0].message.content)
