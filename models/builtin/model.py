"""The network: a small llama-architecture decoder, laid out so that export needs no reshuffling."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass(frozen=True)
class Shape:
    """Sizes of the network. Every row length is a multiple of 32, the block size of Q8_0."""

    vocab: int = 2048
    context: int = 2048
    width: int = 256
    layers: int = 4
    heads: int = 4
    kv_heads: int = 2
    ffn: int = 704
    rope_base: float = 10000.0
    norm_eps: float = 1e-5

    @property
    def head_size(self):
        return self.width // self.heads


def rope_tables(shape):
    """Cosines and sines per position and pair, one row per position."""
    pairs = torch.arange(0, shape.head_size, 2).float() / shape.head_size
    angles = torch.outer(torch.arange(shape.context).float(), shape.rope_base**-pairs)
    return angles.cos(), angles.sin()


def rotate(x, cos, sin):
    """Turns neighbouring pairs (0,1), (2,3)...: the order llama.cpp calls "normal" RoPE."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


def grouped_attention(q, k, v):
    """Causal attention with shared key/value heads.

    Written out for short sequences, where PyTorch's fused CPU kernel took 44 % of a training
    step and this halves the step; long ones go to the fused kernel, which keeps memory small.
    """
    batch, heads, length, size = q.shape
    kv_heads, seen = k.shape[1], k.shape[2]
    if length > 192:
        group = heads // kv_heads
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    q = q.reshape(batch, kv_heads, -1, size) * size**-0.5
    scores = (q @ k.transpose(2, 3)).view(batch, heads, length, seen)
    if length > 1:
        future = torch.ones(length, seen, dtype=torch.bool).triu(1 + seen - length)
        scores = scores.masked_fill(future, float("-inf"))
    weights = scores.float().softmax(-1).to(v.dtype)
    return (weights.view(batch, kv_heads, -1, seen) @ v).view(batch, heads, length, size)


class Block(nn.Module):
    """One layer: attention with shared key/value heads, then a SwiGLU feed-forward."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        kv = shape.kv_heads * shape.head_size
        self.attn_norm = nn.RMSNorm(shape.width, eps=shape.norm_eps)
        self.attn_q = nn.Linear(shape.width, shape.width, bias=False)
        self.attn_k = nn.Linear(shape.width, kv, bias=False)
        self.attn_v = nn.Linear(shape.width, kv, bias=False)
        self.attn_output = nn.Linear(shape.width, shape.width, bias=False)
        self.ffn_norm = nn.RMSNorm(shape.width, eps=shape.norm_eps)
        self.ffn_gate = nn.Linear(shape.width, shape.ffn, bias=False)
        self.ffn_up = nn.Linear(shape.width, shape.ffn, bias=False)
        self.ffn_down = nn.Linear(shape.ffn, shape.width, bias=False)

    def attend(self, x, cos, sin, past):
        """Causal attention; `past` is a (keys, values) pair while generating, else None."""
        batch, length, _ = x.shape
        size = self.shape.head_size

        def heads(t):
            return t.view(batch, length, -1, size).transpose(1, 2)

        q = rotate(heads(self.attn_q(x)), cos, sin).to(x.dtype)
        k = rotate(heads(self.attn_k(x)), cos, sin).to(x.dtype)
        v = heads(self.attn_v(x))
        if past is not None:
            k, v = torch.cat((past[0], k), 2), torch.cat((past[1], v), 2)
        y = grouped_attention(q, k, v)
        return self.attn_output(y.transpose(1, 2).reshape(batch, length, -1)), (k, v)

    def forward(self, x, cos, sin, past=None):
        y, past = self.attend(self.attn_norm(x), cos, sin, past)
        x = x + y
        h = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(h)) * self.ffn_up(h)), past


class Model(nn.Module):
    """Embedding, blocks and a final norm; the output layer reuses the embedding."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.vocab, shape.width)
        self.blk = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.output_norm = nn.RMSNorm(shape.width, eps=shape.norm_eps)
        cos, sin = rope_tables(shape)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        nn.init.normal_(self.token_embd.weight, std=0.05)
        for name, p in self.named_parameters():
            if p.ndim == 2 and "embd" not in name:
                # Layers that add to the residual start smaller, so depth does not blow it up.
                scale = (2 * shape.layers) ** -0.5 if "output" in name or "down" in name else 1.0
                nn.init.normal_(p, std=scale * p.shape[1] ** -0.5)

    def hidden(self, ids, past=None):
        """Final hidden states, and the key/value pairs for the next call."""
        start = 0 if past is None else past[0][0].shape[2]
        cos = self.cos[start : start + ids.shape[1]]
        sin = self.sin[start : start + ids.shape[1]]
        x, kept = self.token_embd(ids), []
        for i, block in enumerate(self.blk):
            x, pair = block(x, cos, sin, None if past is None else past[i])
            kept.append(pair)
        return self.output_norm(x), kept

    def logits(self, hidden):
        return F.linear(hidden, self.token_embd.weight)
