#!/bin/sh
# Makes the built-in model from nothing: words, tokenizer, training, GGUF, evaluation.
# Needs Python 3.11 or newer; takes about an hour on one processor core. MINUTES=5 gives a rough model.
set -eu
cd "$(dirname "$0")"

PYTHON=${PYTHON:-build/venv/bin/python}
if [ ! -x "$PYTHON" ]; then
    mkdir -p build
    python3 -m venv build/venv
    build/venv/bin/pip install --quiet -r requirements.txt
    PYTHON=build/venv/bin/python
fi

"$PYTHON" check.py
"$PYTHON" make_data.py questions
"$PYTHON" make_data.py tokenizer build/tokenizer.json
"$PYTHON" train.py --tokens 40000000 --batch 3072 --minutes "${MINUTES:-51}" --threads "${THREADS:-1}"
# Sums need more practice than the rest: a last, gentler stage is made mostly of them.
"$PYTHON" train.py --resume build/model.pt --done 0.5 --rate 1.2e-3 --sums 75 --seed 2 \
    --tokens 40000000 --batch 3072 --minutes "${SUMS_MINUTES:-9}" --threads "${THREADS:-1}"
"$PYTHON" export_gguf.py build/model.pt build/tokenizer.json parlance-builtin.gguf
"$PYTHON" evaluate.py | tee build/evaluation.md
sha256sum parlance-builtin.gguf
