#!/bin/sh
# Two texts, two vectors of eight numbers.
set -eu
curl -sS --fail-with-body "${PARLANCE_URL:-http://127.0.0.1:5000}/v1/embeddings" \
    -H "Authorization: Bearer ${PARLANCE_API_KEY:-sk-parlance-dev}" \
    -H 'Content-Type: application/json' \
    -d @- <<JSON
{
  "model": "${PARLANCE_MODEL:-default}",
  "input": ["a red apple", "a green apple"],
  "dimensions": 8
}
JSON
