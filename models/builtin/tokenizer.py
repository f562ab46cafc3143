"""The byte-level BPE tokenizer: trained here, and written into the GGUF as llama.cpp expects it.

llama.cpp rebuilds the tokenizer from tokens, merges and the *name* of a pre-tokenizer. We name
"qwen2", which splits numbers into single digits (what small arithmetic needs) and which llama.cpp
has known since 2024; SPLIT below is that rule, so that training and inference cut text alike.
"""

import json
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, Sequence, Split
from tokenizers.trainers import BpeTrainer

VOCAB_SIZE = 2048
PRE_TOKENIZER = "qwen2"
SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
# Control tokens never render as text; the tool and think marks do, so that a server can parse them.
CONTROL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
VISIBLE = [
    "<tool_call>",
    "</tool_call>",
    "<tool_response>",
    "</tool_response>",
    "<think>",
    "</think>",
]


def dressed(bpe):
    """A tokenizer around the merges, cutting text as llama.cpp does."""
    tokenizer = Tokenizer(bpe)
    tokenizer.pre_tokenizer = Sequence(
        [Split(Regex(SPLIT), "isolated"), ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    tokenizer.decoder = ByteLevelDecoder()
    return tokenizer


def special_tokens():
    specials = [AddedToken(t, special=True, normalized=False) for t in CONTROL]
    return specials + [AddedToken(t, special=False, normalized=False) for t in VISIBLE]


def rebuilt(tokens, merges):
    """The tokenizer that a GGUF of ours holds."""
    vocabulary = {token: i for i, token in enumerate(tokens)}
    tokenizer = dressed(BPE(vocabulary, [tuple(m.split(" ")) for m in merges]))
    tokenizer.add_special_tokens([t for t in special_tokens() if t.special])
    tokenizer.add_tokens([t for t in special_tokens() if not t.special])
    return tokenizer


def train(texts, vocab_size=VOCAB_SIZE):
    """Learns merges from an iterable of texts; special tokens take the first ids."""
    tokenizer = dressed(BPE())
    trainer = BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=special_tokens(),
        initial_alphabet=ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def gguf_vocabulary(tokenizer):
    """Tokens in id order, their GGUF types (1 normal, 3 control, 4 user-defined), and merges."""
    by_id = sorted(tokenizer.get_vocab(with_added_tokens=True).items(), key=lambda item: item[1])
    tokens = [token for token, _ in by_id]
    kinds = [3 if t in CONTROL else 4 if t in VISIBLE else 1 for t in tokens]
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    merges = [m if isinstance(m, str) else " ".join(m) for m in merges]
    return tokens, kinds, merges


def main():
    """Usage: tokenizer.py OUT, reading the training text from standard input."""
    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    tokenizer = train(line.rstrip("\n") for line in sys.stdin)
    tokenizer.save(str(out))
    print(out, tokenizer.get_vocab_size(), "tokens")


if __name__ == "__main__":
    main()
