#!/bin/sh
# Errors are JSON with a status; a full or limited server says when to come back.
set -eu
ask() {
    curl -sS -D - "${PARLANCE_URL:-http://127.0.0.1:5000}/v1/chat/completions" \
        -H "Authorization: Bearer ${PARLANCE_API_KEY:-sk-parlance-dev}" \
        -H 'Content-Type: application/json' \
        -d @- | tr -d '\r'
}
echo '--- a model that does not exist'
echo '{"model": "no-such-model", "messages": [{"role": "user", "content": "hi"}]}' | ask
echo
echo '--- a server that is full'
echo '{"model": "'"${PARLANCE_MODEL:-default}"'", "messages": [{"role": "user", "content": "full"}]}' | ask
echo
