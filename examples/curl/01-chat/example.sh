#!/bin/sh
# One question, one answer.
set -eu
curl -sS --fail-with-body "${PARLANCE_URL:-http://127.0.0.1:5000}/v1/chat/completions" \
    -H "Authorization: Bearer ${PARLANCE_API_KEY:-sk-parlance-dev}" \
    -H 'Content-Type: application/json' \
    -d @- <<JSON
{
  "model": "${PARLANCE_MODEL:-default}",
  "messages": [{"role": "user", "content": "Hello, Parlance!"}]
}
JSON
