"""The SAFR training step in PyTorch, written from its definition, for comparison. Debian's python3-torch is sufficient.

Reads lines of JSON from standard input. For {"rows": 32, "lengths": [41, 37], "threads": 2} it runs a step for each length, with so many rows padded to
that length, on that number of threads (on the GPU they have no effect), and prints the mean seconds of a step. For {"peak": N} it prints the FLOP/s of a
product of two [N, N] float32 matrices. Arguments: "cuda" to compute on the GPU, "compile" to use torch.compile.
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

DEVICE = "cuda" if "cuda" in sys.argv else "cpu"
VOCABULARY, WIDTH, HEADS, FEED_FORWARD, MASK_HIDDEN = 7398, 256, 8, 1024, 1024


class Safr(nn.Module):
    """One block, as in the paper; all rows have the same length."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, WIDTH)
        self.mask_hidden = nn.Linear(WIDTH, MASK_HIDDEN)
        self.mask_logits = nn.Linear(MASK_HIDDEN, 2)
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.feed, self.back = nn.Linear(WIDTH, FEED_FORWARD), nn.Linear(FEED_FORWARD, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.classify = nn.Linear(WIDTH, 2)
        self.drop = nn.Dropout(0.1)

    def forward(self, ids, positions):
        batch, length = ids.shape
        x = self.embedding(ids) * math.sqrt(WIDTH)
        logits = self.mask_logits(torch.tanh(self.mask_hidden(x)))
        masked = F.gumbel_softmax(logits, hard=True)[..., 1:] * x
        x = self.drop(masked + positions)
        split = lambda t: t.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(WIDTH // HEADS), -1)
        context = (weights @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.drop(self.out(context)))
        x = self.norm2(x + self.drop(self.back(F.relu(self.feed(x)))))
        return self.classify(x.mean(1)), masked, weights


def importance(x):
    unit = x / (1e-5 + x.norm(dim=-1, keepdim=True))
    others = 1 - torch.eye(x.shape[1], device=x.device)
    return (unit @ x.transpose(1, 2) * others).norm(dim=-1).mean() / math.sqrt(WIDTH)


def interaction(weights):
    others = 1 - torch.eye(weights.shape[-1], device=weights.device)
    return (weights * (1 - others * (weights @ weights.transpose(2, 3)))).mean()


def loss_of(model, ids, positions, labels):
    logits, masked, weights = model(ids, positions)
    return F.cross_entropy(logits, labels) + importance(masked) + interaction(weights)


def synchronize():
    if DEVICE == "cuda":
        torch.cuda.synchronize()


def seconds_of(works):
    synchronize()
    start = time.perf_counter()
    for work in works:
        work()
    synchronize()
    return (time.perf_counter() - start) / len(works)


def peak(size):
    a, b = torch.randn(size, size, device=DEVICE), torch.randn(size, size, device=DEVICE)
    seconds_of([lambda: a @ b] * 3)
    return 2 * size**3 / seconds_of([lambda: a @ b] * 10)


def main():
    torch.manual_seed(0)
    torch.empty(1, device=DEVICE)
    model = Safr().to(DEVICE)
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    objective = torch.compile(loss_of) if "compile" in sys.argv else loss_of
    name = torch.cuda.get_device_name().replace(" ", "_") if DEVICE == "cuda" else "CPU"
    print("ready", torch.__version__, name, flush=True)

    def step_of(rows, length):
        ids = torch.randint(0, VOCABULARY, (rows, length)).to(DEVICE)
        labels = torch.randint(0, 2, (rows,)).to(DEVICE)
        positions = torch.randn(length, WIDTH).to(DEVICE)

        def step():
            optimizer.zero_grad()
            loss = objective(model, ids, positions, labels)
            loss.backward()
            optimizer.step()
            loss.item()

        return step

    for line in sys.stdin:
        request = json.loads(line)
        if "peak" in request:
            print(peak(request["peak"]), flush=True)
            continue
        torch.set_num_threads(request["threads"])
        print(seconds_of([step_of(request["rows"], length) for length in request["lengths"]]), flush=True)


main()
