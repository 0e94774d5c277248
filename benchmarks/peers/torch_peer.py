"""The PyTorch side of `nabla bench --vs torch`: stays alive and times the same workloads on request.

Lines in, one line out for each:
    time NAME THREADS STEPS   ->  time MICROSECONDS      median of one step
    memory                    ->  memory BYTES           the most this process had resident
    quit
The first line out is `peer` and a JSON object that says what answers; a request that fails answers `error MESSAGE`.
With --as-installed OpenBLAS chooses its kernels itself; else it is told the widest that the processor has.
"""
import json
import math
import os
import resource
import sys
import time


def widest_kernels():
    """OpenBLAS that does not know the processor's model falls back to SSE3 kernels; the processor's flags tell it better."""
    try:
        with open("/proc/cpuinfo") as file:
            flags = next((line.split() for line in file if line.startswith("flags")), [])
    except OSError:
        return None
    for flag, core in (("avx512_bf16", "COOPERLAKE"), ("avx512vl", "SKYLAKEX"), ("avx2", "HASWELL")):
        if flag in flags:
            return core
    return None


chosen_by = "environment" if "OPENBLAS_CORETYPE" in os.environ else "installed"
if chosen_by == "installed" and "--as-installed" not in sys.argv and widest_kernels():
    os.environ["OPENBLAS_CORETYPE"], chosen_by = widest_kernels(), "bench"

import ctypes

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

GROUPS = 50  # a median is taken over at most so many groups of steps


class Blas:
    """The matrix library that torch and numpy share, and its threads, which torch.set_num_threads does not reach."""

    def __init__(self):
        np.ones((2, 2)) @ np.ones((2, 2))
        torch.mm(torch.ones(2, 2), torch.ones(2, 2))
        self.name, self.core, self.library = "unknown", None, None
        try:
            with open("/proc/self/maps") as file:
                paths = sorted({line.split()[-1] for line in file if ".so" in line})
        except OSError:
            return
        for path in map(os.path.realpath, paths):
            base = os.path.basename(path).lower()
            if "openblas" in base:
                self.name, self.library = "openblas", ctypes.CDLL(path)
                self.library.openblas_get_corename.restype = ctypes.c_char_p
                self.core = self.library.openblas_get_corename().decode()
            elif "mkl_core" in base:
                self.name = "mkl"
            elif base.startswith("libblas.so") and "/blas/" in path and self.name == "unknown":
                self.name = "reference"

    def set_threads(self, count):
        if self.library is not None:
            self.library.openblas_set_num_threads(count)


# Each builder returns a function that makes one step.

def by_hand(batch=64, inputs=1000, hidden=100, outputs=10):
    random = np.random.default_rng(0)
    x, y = random.standard_normal((batch, inputs)), random.standard_normal((batch, outputs))
    w1, w2 = random.standard_normal((inputs, hidden)), random.standard_normal((hidden, outputs))

    def step():
        nonlocal w1, w2
        h = 1 / (1 + np.exp(-x.dot(w1)))
        error = h.dot(w2) - y
        np.square(error).sum()
        d_out = 2.0 * error
        d_h = d_out.dot(w2.T)
        d_w2, d_w1 = h.T.dot(d_out), x.T.dot(d_h * h * (1 - h))
        w1 -= 1e-4 * d_w1
        w2 -= 1e-4 * d_w2

    return step


def by_autograd(batch=64, inputs=1000, hidden=100, outputs=10):
    x, y = torch.randn(batch, inputs), torch.randn(batch, outputs)
    w1, w2 = torch.randn(inputs, hidden, requires_grad=True), torch.randn(hidden, outputs, requires_grad=True)

    def step():
        (torch.sigmoid(x @ w1) @ w2 - y).square().sum().backward()
        with torch.no_grad():
            for w in (w1, w2):
                w.sub_(1e-4 * w.grad)
                w.grad = None

    return step


def scalar():
    x = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    y = torch.tensor(5.0, dtype=torch.float64, requires_grad=True)
    return lambda: torch.autograd.grad(torch.log(x) + x * y - torch.sin(y), (x, y))


class LecturePerceptron(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1, self.w2 = nn.Parameter(torch.randn(1000, 100)), nn.Parameter(torch.randn(100, 10))

    def forward(self, x):
        return torch.sigmoid(x @ self.w1) @ self.w2


class Block(nn.Module):
    """Attention to the places before, then two linear layers, each behind a layer norm."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.joint, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, mask):
        n, t, width = x.shape
        q, k, v = self.joint(self.norm1(x)).view(n, t, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-1, -2) / math.sqrt(width // self.heads) + mask).softmax(-1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(n, t, width))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self, vocabulary=65, width=128, heads=4, layers=4, context=64):
        super().__init__()
        self.tokens, self.places = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary)
        self.register_buffer("mask", torch.full((context, context), float("-inf")).triu(1))

    def forward(self, tokens):
        x = self.tokens(tokens) + self.places(torch.arange(tokens.shape[1]))
        for block in self.blocks:
            x = block(x, self.mask)
        return self.head(self.norm(x)).flatten(0, 1)


class LastOfLstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(64, 128, 2, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


def stage(channels_in, channels_out):
    return nn.Sequential(nn.Conv2d(channels_in, channels_out, 3, padding=1, bias=False), nn.BatchNorm2d(channels_out), nn.ReLU(), nn.MaxPool2d(2))


# name: model, inputs of a batch, optimizer, batch of training, targets an example
NETWORKS = {
    "lecture_mlp": (LecturePerceptron, lambda n: torch.randn(n, 1000), None, 64, 1),
    "mnist_mlp": (lambda: nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)),
                  lambda n: torch.rand(n, 784), lambda p: torch.optim.SGD(p, 0.1), 64, 1),
    "mnist_mlp_adam": (lambda: nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)),
                       lambda n: torch.rand(n, 784), lambda p: torch.optim.Adam(p, 1e-3), 128, 1),
    "lenet": (lambda: nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)),
        lambda n: torch.rand(n, 1, 28, 28), lambda p: torch.optim.SGD(p, 0.05, momentum=0.9), 64, 1),
    "cnn": (lambda: nn.Sequential(stage(3, 32), stage(32, 64), stage(64, 128), nn.Flatten(), nn.Linear(2048, 10)),
            lambda n: torch.rand(n, 3, 32, 32), lambda p: torch.optim.SGD(p, 0.05, momentum=0.9), 64, 1),
    "gpt": (Gpt, lambda n: torch.randint(65, (n, 64)), lambda p: torch.optim.AdamW(p, 3e-4), 16, 64),
    "lstm": (LastOfLstm, lambda n: torch.rand(n, 64, 64), lambda p: torch.optim.Adam(p, 1e-3), 32, 1),
}
CLASSES = {"gpt": 65}
PLAIN = {"numpy_mlp": by_hand, "lecture_mlp": by_autograd, "scalar": scalar}


def training(name):
    make, inputs, optimizer, batch, targets = NETWORKS[name]
    model = make()
    x, y = inputs(batch), torch.randint(CLASSES.get(name, 10), (batch * targets,))
    update = optimizer(model.parameters())

    def step():
        update.zero_grad(set_to_none=True)
        F.cross_entropy(model(x), y).backward()
        update.step()

    return step


def inference(name, batch):
    make, inputs = NETWORKS[name][:2]
    model, x = make().eval(), inputs(batch)

    def step():
        with torch.no_grad():
            model(x)

    return step


def product(sizes):
    m, k, n = (sizes * 3)[:3]
    a, b = torch.rand(m, k) * 2 - 1, torch.rand(k, n) * 2 - 1
    return lambda: torch.mm(a, b)


def build(name):
    """`NAME` trains, `NAME-infer-BATCH` predicts, `matmul-N` and `matmul-MxKxN` multiply."""
    torch.manual_seed(0)
    head, *rest = name.split("-")
    if head == "matmul":
        return product([int(size) for size in rest[0].split("x")])
    if rest and rest[0] == "infer":
        return inference(head, int(rest[1]))
    return PLAIN[head]() if head in PLAIN else training(head)


def microseconds(step, count):
    """The median over groups of steps, so that a short step isn't lost in the clock."""
    for _ in range(max(1, min(10, count // 10))):
        step()
    size = max(1, count // GROUPS)
    samples = []
    for _ in range(max(1, count // size)):
        begun = time.perf_counter()
        for _ in range(size):
            step()
        samples.append((time.perf_counter() - begun) / size)
    return 1e6 * float(np.median(samples))


def serve():
    blas = Blas()
    print("peer", json.dumps({"name": "torch", "version": torch.__version__, "numpy": np.__version__, "blas": blas.name, "kernels": blas.core,
                              "kernelsChosenBy": chosen_by if blas.core else None}), flush=True)
    for line in sys.stdin:
        words = line.split()
        if words == ["quit"]:
            return
        try:
            if words == ["memory"]:
                # Kilobytes on Linux, bytes on macOS.
                unit = 1 if sys.platform == "darwin" else 1024
                print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, flush=True)
                continue
            verb, wanted, threads, count = words
            if verb != "time":
                raise ValueError(f"there is no request {verb!r}")
            torch.set_num_threads(int(threads))
            blas.set_threads(int(threads))
            # Anew each time: trained for long, gradients become subnormal numbers, for which processors take up to ten times as long.
            print("time", repr(microseconds(build(wanted), int(count))), flush=True)
        except Exception as failure:  # whatever it is, the other side says it
            print("error", type(failure).__name__ + ":", " ".join(str(failure).split()), flush=True)


if __name__ == "__main__":
    serve()
