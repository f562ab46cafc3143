"""Writes a trained checkpoint as one GGUF file: Q8_0 matrices, f32 norms, tokenizer, template."""

import struct
import sys
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from model import Model, Shape
from tokenizer import PRE_TOKENIZER, gguf_vocabulary

HERE = Path(__file__).parent
# Value types of the GGUF key/value list, then the tensor types we use.
U32, I32, F32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
TENSOR_F32, TENSOR_Q8_0 = 0, 8
FILE_TYPE_MOSTLY_Q8_0 = 7
ALIGNMENT = 32


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def pair(key, kind, value):
    """One key/value entry with a scalar or string value."""
    head = text(key) + struct.pack("<I", kind)
    if kind == STRING:
        return head + text(value)
    return head + struct.pack({U32: "<I", F32: "<f", BOOL: "<?"}[kind], value)


def array(key, kind, values):
    """One key/value entry with an array of strings or 32-bit integers."""
    head = text(key) + struct.pack("<IIQ", ARRAY, kind, len(values))
    body = (text(v) for v in values) if kind == STRING else (struct.pack("<i", v) for v in values)
    return head + b"".join(body)


def general_pairs():
    about = (
        "A demonstration model of a few million parameters, made by the Parlance project so that "
        "a fresh install answers for real. Not for real work: load a real model."
    )
    return [
        pair("general.architecture", STRING, "llama"),
        pair("general.type", STRING, "model"),
        pair("general.name", STRING, "Parlance built-in"),
        pair("general.basename", STRING, "parlance-builtin"),
        pair("general.author", STRING, "The Parlance authors"),
        pair("general.license", STRING, "apache-2.0"),
        pair("general.description", STRING, about),
        array("general.languages", STRING, ["en"]),
        pair("general.file_type", U32, FILE_TYPE_MOSTLY_Q8_0),
        pair("general.quantization_version", U32, 2),
        pair("general.alignment", U32, ALIGNMENT),
    ]


def shape_pairs(shape):
    return [
        pair("llama.context_length", U32, shape.context),
        pair("llama.embedding_length", U32, shape.width),
        pair("llama.block_count", U32, shape.layers),
        pair("llama.feed_forward_length", U32, shape.ffn),
        pair("llama.attention.head_count", U32, shape.heads),
        pair("llama.attention.head_count_kv", U32, shape.kv_heads),
        pair("llama.attention.layer_norm_rms_epsilon", F32, shape.norm_eps),
        pair("llama.rope.dimension_count", U32, shape.head_size),
        pair("llama.rope.freq_base", F32, shape.rope_base),
        pair("llama.vocab_size", U32, shape.vocab),
    ]


def tokenizer_pairs(tokenizer):
    tokens, kinds, merges = gguf_vocabulary(tokenizer)
    end_of_turn = tokens.index("<|im_end|>")
    end_of_text = tokens.index("<|endoftext|>")
    return [
        pair("tokenizer.ggml.model", STRING, "gpt2"),
        pair("tokenizer.ggml.pre", STRING, PRE_TOKENIZER),
        array("tokenizer.ggml.tokens", STRING, tokens),
        array("tokenizer.ggml.token_type", I32, kinds),
        array("tokenizer.ggml.merges", STRING, merges),
        pair("tokenizer.ggml.bos_token_id", U32, end_of_text),
        pair("tokenizer.ggml.eos_token_id", U32, end_of_turn),
        pair("tokenizer.ggml.eot_token_id", U32, end_of_turn),
        pair("tokenizer.ggml.padding_token_id", U32, end_of_text),
        # The template writes every mark itself; a BOS in front would be a token never trained on.
        pair("tokenizer.ggml.add_bos_token", BOOL, False),
        pair("tokenizer.ggml.add_eos_token", BOOL, False),
        pair("tokenizer.chat_template", STRING, (HERE / "chat_template.jinja").read_text().strip()),
    ]


def q8_0(matrix):
    """Blocks of 32 weights: one half-precision scale, then 32 signed bytes."""
    blocks = matrix.reshape(-1, 32)
    scale = np.abs(blocks).max(1) / 127
    inverse = np.where(scale > 0, 1 / np.where(scale > 0, scale, 1), 0)
    out = np.empty((len(blocks), 34), np.uint8)
    out[:, :2] = scale.astype("<f2").view(np.uint8).reshape(-1, 2)
    out[:, 2:] = np.rint(blocks * inverse[:, None]).astype(np.int8).view(np.uint8)
    return out.tobytes()


def encoded_tensors(model):
    """(name, shape, type, bytes) of each tensor; vectors stay f32, as llama.cpp wants for norms."""
    for name, weight in model.state_dict().items():
        values = weight.float().numpy()
        if values.ndim == 1:
            yield name, values.shape, TENSOR_F32, values.astype("<f4").tobytes()
        else:
            yield name, values.shape, TENSOR_Q8_0, q8_0(values)


def write(path, model, tokenizer):
    pairs = general_pairs() + shape_pairs(model.shape) + tokenizer_pairs(tokenizer)
    tensors = list(encoded_tensors(model))
    index, offset = b"", 0
    for name, shape, kind, data in tensors:
        index += text(name) + struct.pack("<I", len(shape))
        index += b"".join(struct.pack("<Q", n) for n in reversed(shape))
        index += struct.pack("<IQ", kind, offset)
        offset += len(data) + -len(data) % ALIGNMENT
    with open(path, "wb") as out:
        out.write(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(pairs)))
        out.write(b"".join(pairs) + index)
        out.write(b"\0" * (-out.tell() % ALIGNMENT))
        for _, _, _, data in tensors:
            out.write(data + b"\0" * (-len(data) % ALIGNMENT))


def load_checkpoint(path):
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model = Model(Shape(**saved["shape"]))
    model.load_state_dict(saved["weights"])
    return model.eval()


def main():
    """Usage: export_gguf.py CHECKPOINT TOKENIZER OUT"""
    checkpoint, tokenizer, out = sys.argv[1:4]
    model = load_checkpoint(checkpoint)
    write(out, model, Tokenizer.from_file(tokenizer))
    print(out, Path(out).stat().st_size, "bytes", sum(p.numel() for p in model.parameters()), "parameters")


if __name__ == "__main__":
    main()
