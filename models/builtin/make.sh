#!/bin/sh
# Makes the built-in model: words, tokenizer, training, GGUF, evaluation.
#   ./make.sh                from nothing; about three hours on one processor core
#   ./make.sh --from GGUF    trains on from a released file, with its tokenizer
#   ./make.sh --smoke        every step in a few minutes, into build/smoke; the model is worthless
# Needs Python 3.11 or newer. MINUTES and SUMS_MINUTES bound the two stages, THREADS the cores.
set -eu
cd "$(dirname "$0")"

OUT=parlance-builtin.gguf BUILD=build QUESTIONS=questions.jsonl FROM= CONVERSATIONS=60000 SHARE=1 EACH=200 TOKENS=1000000000
MINUTES=${MINUTES:-160} SUMS_MINUTES=${SUMS_MINUTES:-20}
case "${1:-}" in
    "") ;;
    --from) FROM=$2 ;;
    --smoke)
        BUILD=build/smoke OUT=build/smoke/smoke.gguf QUESTIONS=build/smoke/questions.jsonl
        CONVERSATIONS=500 SHARE=150 EACH=1 TOKENS=30000
        ;;
    *)
        echo "make.sh: what is $1? Use --from GGUF, --smoke or nothing" >&2
        exit 2
        ;;
esac

PYTHON=${PYTHON:-build/venv/bin/python}
if [ ! -x "$PYTHON" ]; then
    mkdir -p build
    python3 -m venv build/venv
    build/venv/bin/pip install --quiet -r requirements.txt
    PYTHON=build/venv/bin/python
fi
WORDS=$BUILD/tokenizer.json WEIGHTS=$BUILD/model.pt

train() {
    "$PYTHON" train.py --tokenizer "$WORDS" --out "$WEIGHTS" --tokens "$TOKENS" --batch 3072 \
        --threads "${THREADS:-1}" "$@"
}

mkdir -p "$BUILD"
"$PYTHON" check.py
"$PYTHON" make_data.py questions "$QUESTIONS"
if [ -n "$FROM" ]; then
    "$PYTHON" import_gguf.py "$FROM" "$WEIGHTS" "$WORDS"
    train --resume "$WEIGHTS" --done 0.03 --rate 2e-3 --minutes "$MINUTES"
else
    "$PYTHON" make_data.py tokenizer "$WORDS" "$CONVERSATIONS"
    train --minutes "$MINUTES"
fi
# Sums need more practice than the rest: a last, gentler stage holds many of them.
train --resume "$WEIGHTS" --done 0.5 --rate 1e-3 --sums 40 --seed 2 --minutes "$SUMS_MINUTES"
"$PYTHON" export_gguf.py "$WEIGHTS" "$WORDS" "$OUT"
"$PYTHON" evaluate.py --tokenizer "$WORDS" --checkpoint "$WEIGHTS" --share "$SHARE" >"$BUILD/answers.md"
"$PYTHON" grade.py --tokenizer "$WORDS" --checkpoint "$WEIGHTS" --each "$EACH" >"$BUILD/grades.md"
cat "$BUILD/answers.md" "$BUILD/grades.md"
sha256sum "$OUT"
