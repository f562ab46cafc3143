"""Trains the network on conversations drawn as it goes; needs about an hour on one CPU core."""

import argparse
import math
import time
from dataclasses import asdict
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from chat import Encoder
from export_gguf import load_checkpoint
from make_data import SUMS_WEIGHT, Sampler
from model import Model, Shape

GENTLE_STEPS = 20
POOL = 2000  # conversations sorted by length together, so that batches need little padding


def batches(sampler, encoder, tokens):
    """Padded (ids, learned) batches of about so many tokens, conversations of like length."""
    rng = sampler.rng
    while True:
        pool = [encoder.encode(sampler.conversation()) for _ in range(POOL)]
        pool = sorted((p for p in pool if len(p[0]) <= Shape.context), key=lambda p: len(p[0]))
        groups, group = [], []
        for example in pool:
            if group and (len(group) + 1) * len(example[0]) > tokens:
                groups.append(group)
                group = []
            group.append(example)
        # The last, longest group is often short of tokens, but long examples are rare: keep it.
        groups.append(group)
        rng.shuffle(groups)
        yield from map(padded, groups)


def padded(group):
    length = max(len(ids) for ids, _ in group)
    ids = torch.zeros(len(group), length, dtype=torch.long)
    learned = torch.zeros(len(group), length, dtype=torch.bool)
    for i, (example, mask) in enumerate(group):
        ids[i, : len(example)] = torch.tensor(example)
        learned[i, : len(mask)] = torch.tensor(mask)
    return ids, learned


def loss_of(model, ids, learned):
    """Cross-entropy on the learned tokens; bfloat16 multiplies, float32 sums."""
    targets = learned[:, 1:]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden, _ = model.hidden(ids[:, :-1])
        logits = model.logits(hidden[targets])
    return F.cross_entropy(logits.float(), ids[:, 1:][targets])


def optimizers(model, rate):
    """Muon for the matrices, which halves the steps needed; AdamW for embedding and norms."""
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and "embd" not in n]
    others = [p for n, p in model.named_parameters() if p.ndim != 2 or "embd" in n]
    return [
        torch.optim.Muon(matrices, lr=rate, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def schedule(done):
    """Share of the learning rate after a share of the time: warm up, hold, then fall to zero."""
    if done < 0.02:
        return done / 0.02
    return 1.0 if done < 0.5 else 0.5 * (1 + math.cos(math.pi * (done - 0.5) / 0.5))


def save(path, model):
    weights = {k: v.clone() for k, v in model.state_dict().items()}
    torch.save({"shape": asdict(model.shape), "weights": weights}, f"{path}.part")
    Path(f"{path}.part").replace(path)


def train(args):
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    model = load_checkpoint(args.resume).train() if args.resume else Model(Shape())
    opts = optimizers(model, args.rate)
    encoder = Encoder(Tokenizer.from_file(args.tokenizer))
    stream = batches(Sampler(args.seed, args.sums), encoder, args.batch)
    seen, step, done, mean, start = 0, 0, args.done, None, time.time()
    while done < 1:
        ids, learned = next(stream)
        for opt in opts:
            for group in opt.param_groups:
                # The optimizers start without memory, also when resuming: a few gentle steps first.
                group["lr"] = args.rate * max(schedule(done), 1e-3) * min(1, (step + 1) / GENTLE_STEPS)
        loss = loss_of(model, ids, learned)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for opt in opts:
            opt.step()
            opt.zero_grad(set_to_none=True)
        seen += ids.numel()
        step += 1
        elapsed = time.time() - start
        spent = max(seen / args.tokens, elapsed / 60 / args.minutes)
        done = args.done + (1 - args.done) * spent
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if step % 25 == 0:
            print(f"{done:.1%} step {step} tokens {seen} loss {mean:.4f} {seen / elapsed:.0f}/s", flush=True)
        if step % 100 == 0:
            save(args.out, model)
    save(args.out, model)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokenizer", default="build/tokenizer.json")
    parser.add_argument("--out", default="build/model.pt")
    parser.add_argument("--tokens", type=int, default=24_000_000, help="training tokens in all")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after this time instead")
    parser.add_argument("--resume", help="a checkpoint to go on from")
    parser.add_argument("--done", type=float, default=0.0, help="share of the schedule that it had done")
    parser.add_argument("--batch", type=int, default=4096, help="tokens in a batch")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--sums", type=float, default=SUMS_WEIGHT, help="weight of the sums in the mix")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    Path(args.out).parent.mkdir(parents=True, exist_ok=True)
    train(args)


if __name__ == "__main__":
    main()
