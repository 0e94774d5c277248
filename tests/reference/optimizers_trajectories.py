#!/usr/bin/python3
"""Writes optimizers_trajectories.json: where each optimizer goes in twelve steps, in float64.

Run it as `/usr/bin/python3 tests/reference/optimizers_trajectories.py`. Optimizers that PyTorch 1.13 has are its own;
Lion, Adafactor, LAMB and Muon are written out below from their papers, in NumPy, one array at a time.
A record's inputs are the function's constants, then the starting points of its parameters (as many as `args.parameters` says);
its output `[12, n]` holds the parameters after each step, one after another.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

from generate import Draw, array, number, write

STEPS = 12


# ---- functions ----

def rosenbrock(p):
    """(1 − p₀)² + 100·(p₁ − p₀²)²."""
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


def logistic(x, y, w, b):
    """Mean cross-entropy of x·wᵀ + b; the columns of x are of sizes 1, 3, 0.3 and 10."""
    return F.cross_entropy(x @ w.T + b, y)


def bowl(targets, curvatures, *parameters):
    """½·Σ c·(p − target)² over parameters of several shapes."""
    total, at = 0, 0
    for p in parameters:
        n = p.numel()
        t, c = targets[at:at + n].reshape(p.shape), curvatures[at:at + n].reshape(p.shape)
        total, at = total + 0.5 * (c * (p - t) ** 2).sum(), at + n
    return total


def functions():
    draw = Draw("trajectories")
    x = draw.uniform(10, 4) * torch.tensor([1.0, 3.0, 0.3, 10.0])
    y = draw.integers(10, below=3)
    shapes = [(5, 3), (2, 4), (3, 2, 2), (4,)]
    count = sum(math.prod(s) for s in shapes)
    return {
        "rosenbrock": (rosenbrock, [], [torch.tensor([-1.2, 1.0])]),
        "logistic": (logistic, [x, y], [draw.uniform(3, 4, low=-0.5, high=0.5), draw.uniform(3, low=-0.5, high=0.5)]),
        "bowl": (bowl, [draw.uniform(count), draw.uniform(count, low=0.1, high=10.0)], [draw.uniform(*s) for s in shapes]),
    }


FUNCTIONS = functions()


# ---- PyTorch's ----

def loop(kind):
    """The loop over single tensors, which is the definition."""
    return lambda parameters, **args: kind(parameters, foreach=False, **args)


def nadam(parameters, **args):
    """The multi-tensor code of 1.13: its loop over single tensors multiplies μ once too often (see docs/design/010-optimizers.md)."""
    return torch.optim.NAdam(parameters, foreach=True, **args)


O = torch.optim
TORCH = [
    ("sgd", loop(O.SGD), [
        {"lr": 1e-5, "maximize": True}, {"lr": 1e-5, "momentum": 0.9, "weight_decay": 0.1, "maximize": True},
        {"lr": 1e-3, "momentum": 0.8, "nesterov": True, "weight_decay": 0.1}, {"lr": 1e-3, "momentum": 0.9, "dampening": 0.5, "halved": True}]),
    ("adam", loop(O.Adam), [
        {"lr": 0.05}, {"lr": 0.05, "amsgrad": True, "weight_decay": 0.1}, {"lr": 0.05, "betas": [0.7, 0.8], "amsgrad": True},
        {"lr": 0.01, "maximize": True, "weight_decay": 0.05}, {"lr": 0.05, "betas": [0.0, 0.0], "eps": 1e-3}, {"lr": 0.05, "halved": True}]),
    ("adamw", loop(O.AdamW), [
        {"lr": 0.05, "weight_decay": 0.3}, {"lr": 0.05, "betas": [0.7, 0.8], "amsgrad": True}, {"lr": 0.01, "maximize": True}, {"lr": 0.05, "halved": True}]),
    ("adagrad", loop(O.Adagrad), [
        {}, {"lr": 0.1, "lr_decay": 0.1, "weight_decay": 0.1}, {"lr": 0.1, "initial_accumulator_value": 0.5, "eps": 1e-3}, {"lr": 0.01, "maximize": True}]),
    ("adadelta", loop(O.Adadelta), [{}, {"rho": 0.7, "eps": 1e-3, "weight_decay": 0.1}, {"lr": 0.5, "maximize": True, "eps": 1e-4}]),
    ("adamax", loop(O.Adamax), [{}, {"lr": 0.05, "betas": [0.8, 0.9], "weight_decay": 0.1}, {"lr": 0.01, "eps": 1e-2, "maximize": True}]),
    ("nadam", nadam, [{}, {"lr": 0.05, "weight_decay": 0.1}, {"lr": 0.05, "betas": [0.8, 0.9], "momentum_decay": 0.1, "eps": 1e-3}, {"lr": 0.05, "halved": True}]),
    ("radam", loop(O.RAdam), [{}, {"lr": 5e-4, "weight_decay": 0.1}, {"lr": 2e-4, "betas": [0.8, 0.9], "eps": 1e-3}]),
    ("rmsprop", loop(O.RMSprop), [
        {}, {"lr": 0.02, "alpha": 0.9, "weight_decay": 0.1, "eps": 1e-3}, {"momentum": 0.9}, {"centered": True}, {"centered": True, "momentum": 0.5, "alpha": 0.8},
        {"maximize": True, "momentum": 0.3}]),
    ("rprop", loop(O.Rprop), [
        {}, {"lr": 0.1, "etas": [0.3, 1.5]}, {"lr": 0.05, "step_sizes": [0.04, 0.08]}, {"maximize": True}, {"lr": 0.1, "halved": True}]),
    ("asgd", loop(O.ASGD), [
        {"lr": 1e-3}, {"lr": 1e-3, "lambd": 0.5, "alpha": 0.6, "t0": 3}, {"lr": 1e-3, "weight_decay": 0.1, "t0": 0, "halved": True}, {"lr": 1e-5, "maximize": True}]),
]

LBFGS = [
    {"lr": 0.1, "max_iter": 2}, {"lr": 0.05, "max_iter": 5, "history_size": 2}, {"max_iter": 3, "line_search_fn": "strong_wolfe"},
    {"max_iter": 8, "max_eval": 4, "history_size": 2, "line_search_fn": "strong_wolfe"}, {"lr": 0.5, "line_search_fn": "strong_wolfe", "tolerance_grad": 1e-3, "tolerance_change": 1e-4},
    {"lr": 20, "max_iter": 2, "line_search_fn": "strong_wolfe"},
]


def halve(optimizer, args, step):
    if args.get("halved") and step == STEPS // 2:
        for group in optimizer.param_groups:
            group["lr"] *= 0.5


def options(args):
    return {k: v for k, v in args.items() if k != "halved"}


def trajectory(function, constants, start, make, args):
    parameters = [p.clone().requires_grad_() for p in start]
    optimizer = make(parameters, **options(args))
    path = []
    for step in range(STEPS):
        halve(optimizer, args, step)
        optimizer.zero_grad()
        function(*constants, *parameters).backward()
        optimizer.step()
        path.append(torch.cat([p.detach().reshape(-1) for p in parameters]))
    return torch.stack(path), {}


def steady(function, constants, start, args):
    """Quasi-Newton steps may multiply rounding a millionfold; a reference must not: it is checked by moving the start by one rounding."""
    path, found = closures(function, constants, start, args)
    moved, _ = closures(function, constants, [p * (1 + 1e-15) for p in start], args)
    assert (path - moved).abs().max() < 1e-10, f"{args} does not determine the steps"
    return path, found


def grouped(kind):
    """The second parameter in a group of its own."""
    def make(parameters, others, **args):
        return kind([{"params": parameters[:1]}, {"params": parameters[1:], **others}], foreach=False, **args)
    return make


def closures(function, constants, start, args):
    parameters = [p.clone().requires_grad_() for p in start]
    optimizer = torch.optim.LBFGS(parameters, **args)

    def closure():
        optimizer.zero_grad()
        value = function(*constants, *parameters)
        value.backward()
        return value

    path = []
    for _ in range(STEPS):
        optimizer.step(closure)
        path.append(torch.cat([p.detach().reshape(-1) for p in parameters]))
    state = optimizer.state[parameters[0]]
    return torch.stack(path), {"iterations": state["n_iter"], "evaluations": state["func_evals"]}


# ---- what PyTorch 1.13 lacks, after the papers ----

def lion(p, g, s, t, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
    m = s.setdefault("m", np.zeros_like(p))
    c = betas[0] * m + (1 - betas[0]) * g
    s["m"] = betas[1] * m + (1 - betas[1]) * g
    return p - lr * (np.sign(c) + weight_decay * p)


def rms(x):
    return math.sqrt((x * x).mean())


def adafactor(p, g, s, t, lr=1.0, eps=(1e-30, 1e-3), clip_threshold=1.0, decay_rate=0.8, beta1=None, weight_decay=0.0,
              scale_parameter=True, relative_step=True, warmup_init=False):
    if relative_step:
        lr *= min(1e-6 * t if warmup_init else 1e-2, 1 / math.sqrt(t))
    if scale_parameter:
        lr *= max(eps[1], rms(p))
    b = 1 - t ** -decay_rate
    square = g * g + eps[0]
    if p.ndim >= 2:
        s["r"] = b * s.get("r", 0) + (1 - b) * square.mean(axis=-1)
        s["c"] = b * s.get("c", 0) + (1 - b) * square.mean(axis=-2)
        v = s["r"][..., :, None] * s["c"][..., None, :] / s["r"].mean(axis=-1)[..., None, None]
    else:
        v = s["v"] = b * s.get("v", 0) + (1 - b) * square
    u = g / np.sqrt(v)
    u = lr * u / max(1, rms(u) / clip_threshold)
    if beta1 is not None:
        u = s["m"] = beta1 * s.get("m", 0) + (1 - beta1) * u
    return p - lr * weight_decay * p - u


def lamb(p, g, s, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.01, largest_norm=math.inf):
    m = s["m"] = betas[0] * s.get("m", 0) + (1 - betas[0]) * g
    v = s["v"] = betas[1] * s.get("v", 0) + (1 - betas[1]) * g * g
    r = (m / (1 - betas[0] ** t)) / (np.sqrt(v / (1 - betas[1] ** t)) + eps) + weight_decay * p
    size, length = min(np.linalg.norm(p.ravel()), largest_norm), np.linalg.norm(r.ravel())
    return p - lr * (size / length if size > 0 and length > 0 else 1) * r


def muon(p, g, s, t, lr=1e-3, weight_decay=0.1, momentum=0.95, nesterov=True, ns_steps=5, eps=1e-7, ns_coefficients=(3.4445, -4.775, 2.0315),
         match_adamw=False, adam_lr=3e-4, adam_betas=(0.9, 0.95), adam_eps=1e-10):
    if p.ndim < 2:
        m = s["m"] = adam_betas[0] * s.get("m", 0) + (1 - adam_betas[0]) * g
        v = s["v"] = adam_betas[1] * s.get("v", 0) + (1 - adam_betas[1]) * g * g
        step = (m / (1 - adam_betas[0] ** t)) / (np.sqrt(v / (1 - adam_betas[1] ** t)) + adam_eps)
        return p * (1 - adam_lr * weight_decay) - adam_lr * step
    b = s["b"] = momentum * s.get("b", 0) + (1 - momentum) * g
    d = (1 - momentum) * g + momentum * b if nesterov else b
    x = d.reshape(d.shape[0], -1)
    rows, columns = x.shape
    if rows > columns:
        x = x.T
    x = x / (np.linalg.norm(x) + eps)
    for _ in range(ns_steps):
        a = x @ x.T
        x = ns_coefficients[0] * x + (ns_coefficients[1] * a + ns_coefficients[2] * a @ a) @ x
    if rows > columns:
        x = x.T
    scale = 0.2 * math.sqrt(max(rows, columns)) if match_adamw else math.sqrt(max(1, rows / columns))
    return p * (1 - lr * weight_decay) - lr * scale * x.reshape(p.shape)


PAPERS = [
    ("lion", lion, ["rosenbrock", "logistic"], [{}, {"lr": 0.01, "weight_decay": 0.3}, {"lr": 0.02, "betas": [0.5, 0.7], "maximize": True}]),
    ("adafactor", adafactor, ["rosenbrock", "logistic", "bowl"], [
        {}, {"beta1": 0.8, "weight_decay": 0.1}, {"lr": 0.05, "relative_step": False, "scale_parameter": False}, {"warmup_init": True, "lr": 100.0},
        {"lr": 0.1, "relative_step": False, "clip_threshold": 0.5, "decay_rate": 0.5, "eps": [1e-3, 1e-1], "maximize": True}]),
    ("lamb", lamb, ["rosenbrock", "logistic", "bowl"], [{}, {"lr": 0.05, "weight_decay": 0.3, "betas": [0.8, 0.9]}, {"lr": 0.02, "largest_norm": 0.5, "eps": 1e-3, "maximize": True}]),
    ("muon", muon, ["logistic", "bowl"], [
        {}, {"lr": 0.05, "nesterov": False, "weight_decay": 0.0, "match_adamw": True}, {"lr": 0.02, "momentum": 0.7, "ns_steps": 2, "eps": 1e-2, "maximize": True},
        {"lr": 0.02, "ns_coefficients": [2.0, -1.5, 0.5], "adam_lr": 0.01, "adam_betas": [0.5, 0.7], "adam_eps": 1e-3}]),
]


def replay(function, constants, start, rule, args):
    parameters = [p.clone().requires_grad_() for p in start]
    states = [{} for _ in parameters]
    sign = -1 if args.get("maximize") else 1
    path = []
    for step in range(1, STEPS + 1):
        gradients = torch.autograd.grad(function(*constants, *parameters), parameters)
        kept = {k: v for k, v in args.items() if k != "maximize"}
        moved = [rule(p.detach().numpy(), sign * g.numpy(), s, step, **kept) for p, g, s in zip(parameters, gradients, states)]
        parameters = [torch.from_numpy(np.ascontiguousarray(m)).requires_grad_() for m in moved]
        path.append(torch.cat([p.detach().reshape(-1) for p in parameters]))
    return torch.stack(path), {}


# ---- records ----

def trajectories():
    out = []

    def add(name, label, args, run):
        function, constants, start = FUNCTIONS[label]
        path, found = run(function, constants, start)
        assert path.isfinite().all(), f"{name} {args} on {label} leaves the finite numbers"
        out.append({"name": name, "case": label, "args": {k: number(v) for k, v in args.items()} | {"parameters": len(start)} | found,
                    "inputs": [array(t) for t in (*constants, *start)], "output": array(path), "upstream": None, "gradients": None})

    for name, make, settings in TORCH:
        for label in ("rosenbrock", "logistic"):
            for args in settings:
                add(name, label, args, lambda f, c, s: trajectory(f, c, s, make, args))
    for name, kind, args, others in [
            ("sgd", O.SGD, {"lr": 1e-3, "momentum": 0.9, "weight_decay": 0.1}, {"lr": 0.05, "weight_decay": 0.0, "momentum": 0.5}),
            ("adamw", O.AdamW, {"lr": 0.01}, {"lr": 0.05, "weight_decay": 0.3}),
            ("rmsprop", O.RMSprop, {}, {"lr": 0.05, "weight_decay": 0.2, "momentum": 0.9})]:
        add(name, "logistic", args | {"others": others}, lambda f, c, s: trajectory(f, c, s, grouped(kind), args | {"others": others}))
    for label in ("rosenbrock", "logistic"):
        for args in LBFGS:
            add("lbfgs", label, args, lambda f, c, s: steady(f, c, s, args))
    for name, rule, labels, settings in PAPERS:
        for label in labels:
            for args in settings:
                add(name, label, args, lambda f, c, s: replay(f, c, s, rule, args))
    return out


if __name__ == "__main__":
    assert torch.__version__.startswith("1.13"), f"the reference version is PyTorch 1.13, this is {torch.__version__}"
    write("optimizers_trajectories.json", trajectories())
