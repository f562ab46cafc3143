#!/bin/sh
# The answer token by token, as server-sent events; -N shows each as it comes.
set -eu
curl -sSN --fail-with-body "${PARLANCE_URL:-http://127.0.0.1:5000}/v1/chat/completions" \
    -H "Authorization: Bearer ${PARLANCE_API_KEY:-sk-parlance-dev}" \
    -H 'Content-Type: application/json' \
    -d @- <<JSON
{
  "model": "${PARLANCE_MODEL:-default}",
  "messages": [{"role": "user", "content": "one two"}],
  "stream": true,
  "stream_options": {"include_usage": true}
}
JSON
