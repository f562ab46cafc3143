"""Reads a GGUF of ours back into a checkpoint and a tokenizer, to train on from released weights."""

import json
import struct
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from export_gguf import ALIGNMENT, ARRAY, BOOL, F32, I32, STRING, TENSOR_F32, U32
from model import Shape
from tokenizer import rebuilt

SCALARS = {U32: "<I", I32: "<i", F32: "<f", BOOL: "<?"}


class Reader:
    """A cursor over the bytes of the file."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values[0] if len(values) == 1 else values

    def text(self):
        size = self.take("<Q")
        self.at += size
        return self.data[self.at - size : self.at].decode()

    def value(self, kind):
        if kind == STRING:
            return self.text()
        if kind == ARRAY:
            kind, size = self.take("<IQ")
            return [self.value(kind) for _ in range(size)]
        return self.take(SCALARS[kind])


def weights(data, shape, kind):
    """One tensor as f32; Q8_0 blocks are a half-precision scale and 32 signed bytes."""
    count = int(np.prod(shape))
    if kind == TENSOR_F32:
        values = np.frombuffer(data, "<f4", count)
    else:
        blocks = np.frombuffer(data, np.uint8, count // 32 * 34).reshape(-1, 34)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        values = blocks[:, 2:].copy().view(np.int8).astype(np.float32) * scale
    return torch.from_numpy(values.reshape(shape).copy())


def read(path):
    """(key/value pairs, tensors by name) of the file."""
    reader = Reader(Path(path).read_bytes())
    magic, _, tensors, pairs = reader.take("<4sIQQ")
    if magic != b"GGUF":
        raise ValueError(f"{path} is not a GGUF file: it begins with {magic!r}")
    keys = {}
    for _ in range(pairs):
        key = reader.text()
        keys[key] = reader.value(reader.take("<I"))
    index = []
    for _ in range(tensors):
        name, rank = reader.text(), reader.take("<I")
        shape = [reader.take("<Q") for _ in range(rank)]
        index.append((name, shape[::-1], *reader.take("<IQ")))
    start = reader.at + -reader.at % ALIGNMENT
    return keys, {n: weights(reader.data[start + offset :], s, k) for n, s, k, offset in index}


def shape_of(keys):
    return Shape(
        vocab=keys["llama.vocab_size"],
        context=keys["llama.context_length"],
        width=keys["llama.embedding_length"],
        layers=keys["llama.block_count"],
        heads=keys["llama.attention.head_count"],
        kv_heads=keys["llama.attention.head_count_kv"],
        ffn=keys["llama.feed_forward_length"],
        rope_base=keys["llama.rope.freq_base"],
    )


def main():
    """Usage: import_gguf.py GGUF CHECKPOINT TOKENIZER"""
    source, checkpoint, tokenizer = sys.argv[1:4]
    keys, tensors = read(source)
    Path(checkpoint).parent.mkdir(parents=True, exist_ok=True)
    torch.save({"shape": asdict(shape_of(keys)), "weights": tensors}, checkpoint)
    tokens, merges = keys["tokenizer.ggml.tokens"], keys["tokenizer.ggml.merges"]
    rebuilt(tokens, merges).save(tokenizer)
    print(checkpoint, len(tensors), "tensors;", tokenizer, len(tokens), "tokens", len(json.dumps(merges)))


if __name__ == "__main__":
    main()
