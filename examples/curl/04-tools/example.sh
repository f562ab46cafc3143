#!/bin/sh
# The model asks for a tool, the tool answers, the model goes on.
set -eu
ask() {
    curl -sS --fail-with-body "${PARLANCE_URL:-http://127.0.0.1:5000}/v1/chat/completions" \
        -H "Authorization: Bearer ${PARLANCE_API_KEY:-sk-parlance-dev}" \
        -H 'Content-Type: application/json' \
        -d @-
}
model=${PARLANCE_MODEL:-default}
tools='[{
  "type": "function",
  "function": {
    "name": "get_weather",
    "description": "The weather in a city",
    "parameters": {
      "type": "object",
      "properties": {"city": {"type": "string"}},
      "required": ["city"]
    }
  }
}]'

# The rehearsal model calls a tool when a line says so; a real model when it needs to.
question='{"role": "user", "content": "What is the weather?\ncall get_weather {\"city\": \"Rome\"}"}'
ask <<JSON
{"model": "$model", "tools": $tools, "messages": [$question]}
JSON
echo

# A program would take the call's id and arguments from the reply above.
ask <<JSON
{
  "model": "$model",
  "tools": $tools,
  "messages": [
    $question,
    {
      "role": "assistant",
      "tool_calls": [{
        "id": "call_1",
        "type": "function",
        "function": {"name": "get_weather", "arguments": "{\"city\": \"Rome\"}"}
      }]
    },
    {"role": "tool", "tool_call_id": "call_1", "content": "sunny, 24 degrees"}
  ]
}
JSON
