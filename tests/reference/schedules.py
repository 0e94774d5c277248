#!/usr/bin/python3
"""Writes schedules.json and averages.json: learning rates over steps, clipped gradients, averaged weights; see generate.py.

What PyTorch 1.13 has is computed by its own schedulers, step by step; the rest by the formulas below, marked "formula".
The first input of a schedule is the initial rate of two parameter groups; its output is [steps, 2]. The record "momentum"
holds the momenta of the same run. A plateau's second input is what it observes.
"""

import copy
import math
import warnings

import torch
from torch.optim import lr_scheduler as L
from torch.optim.swa_utils import SWALR, AveragedModel, update_bn

from generate import Draw, array, number, write

warnings.simplefilter("ignore")
RATES = [0.1, 0.03]
FUNCTIONS = {
    "root": lambda t: 1 / math.sqrt(t + 1),
    "stairs": lambda t: 0.5 ** (t // 4),
    "ninety-five": lambda t: 0.95,
    "shrinking": lambda t: 1 - 0.5 / (t + 1),
    "thirds": lambda x: 3.0 ** (1 - x),
    "slow": lambda x: 1 / (1 + 0.1 * x),
}


def optimizer(kind="sgd"):
    groups = [{"params": [torch.zeros(1, requires_grad=True)], "lr": r} for r in RATES]
    return torch.optim.SGD(groups, lr=1, momentum=0.9) if kind == "sgd" else torch.optim.Adam(groups, lr=1)


def momentum(group):
    return group["betas"][0] if "betas" in group else group["momentum"]


def make(o, name, args):
    """A scheduler of PyTorch from a record's name and arguments."""
    args = dict(args)
    if name == "lambda":
        return L.LambdaLR(o, [FUNCTIONS[f] for f in args["functions"]] if len(args["functions"]) > 1 else FUNCTIONS[args["functions"][0]])
    if name == "multiplicative":
        return L.MultiplicativeLR(o, [FUNCTIONS[f] for f in args["functions"]] if len(args["functions"]) > 1 else FUNCTIONS[args["functions"][0]])
    if name == "chained":
        return L.ChainedScheduler([make(o, n, a) for n, a in args["parts"]])
    if name == "sequential":
        return L.SequentialLR(o, [make(o, n, a) for n, a in args["parts"]], args["milestones"])
    if name == "cyclic" and "scale_fn" in args:
        args["scale_fn"] = FUNCTIONS[args["scale_fn"]]
    kinds = {"constant": L.ConstantLR, "linear": L.LinearLR, "step": L.StepLR, "multistep": L.MultiStepLR, "exponential": L.ExponentialLR,
             "polynomial": L.PolynomialLR, "cosine": L.CosineAnnealingLR, "cosine_restarts": L.CosineAnnealingWarmRestarts, "cyclic": L.CyclicLR,
             "one_cycle": L.OneCycleLR, "plateau": L.ReduceLROnPlateau, "swa": SWALR}
    return kinds[name](o, **args)


def record(name, args, case, inputs, output):
    return {"name": name, "case": case, "args": {k: number(v) for k, v in args.items()}, "inputs": [array(torch.tensor(i)) for i in inputs],
            "output": array(torch.tensor(output)), "upstream": None, "gradients": None}


def sequence(out, name, args=None, steps=24, kind="sgd"):
    args = args or {}
    o = optimizer(kind)
    scheduler = make(o, name, args)
    rates, momenta = [], []
    for t in range(steps):
        rates.append([g["lr"] for g in o.param_groups])
        momenta.append([momentum(g) for g in o.param_groups])
        o.step()
        if t < steps - 1:
            scheduler.step()
    shown = args if kind == "sgd" else args | {"optimizer": kind}
    out.append(record(name, shown, "rates", [RATES], rates))
    if name in ("cyclic", "one_cycle"):
        out.append(record(name, shown, "momentum", [RATES], momenta))


def plateau(out, args, metrics):
    o = optimizer()
    scheduler = make(o, "plateau", args)
    rates = []
    for m in metrics:
        rates.append([g["lr"] for g in o.param_groups])
        scheduler.step(m)
    rates.append([g["lr"] for g in o.param_groups])
    out.append(record("plateau", args, "rates", [RATES, metrics], rates))


def annealed(out, start, args):
    """SWALR takes over from a cosine, as the example of PyTorch's documentation does."""
    o = optimizer()
    before = L.CosineAnnealingLR(o, 20)
    swa = SWALR(o, **args)
    for group, rate in zip(o.param_groups, RATES):
        group["lr"] = rate
    rates = []
    for i in range(24):
        rates.append([g["lr"] for g in o.param_groups])
        o.step()
        (swa if i >= start else before).step()
    out.append(record("swa", args | {"start": start, "cosine": 20}, "rates", [RATES], rates))


def formula(out, name, args, rate, steps=24):
    out.append(record(name, args, "rates", [RATES], [[rate(t, r) for r in RATES] for t in range(steps)]))


def schedules():
    out = []
    for args in [{}, {"factor": 0.5, "total_iters": 8}, {"factor": 1.0, "total_iters": 3}, {"factor": 0.25, "total_iters": 30}]:
        sequence(out, "constant", args)
    for args in [{}, {"start_factor": 0.1, "end_factor": 0.7, "total_iters": 10}, {"start_factor": 1.0, "end_factor": 0.0, "total_iters": 12}]:
        sequence(out, "linear", args)
    for args in [{"step_size": 5}, {"step_size": 1, "gamma": 0.9}, {"step_size": 7, "gamma": 0.5}]:
        sequence(out, "step", args)
    for args in [{"milestones": [3, 10, 15]}, {"milestones": [5, 5, 12], "gamma": 0.6}, {"milestones": [1], "gamma": 0.3}]:
        sequence(out, "multistep", args)
    for args in [{"gamma": 0.9}, {"gamma": 0.37}, {"gamma": 1.0}]:
        sequence(out, "exponential", args)
    for args in [{}, {"total_iters": 12, "power": 2.0}, {"total_iters": 20, "power": 0.5}, {"total_iters": 40, "power": 0.9}]:
        sequence(out, "polynomial", args)
    for args in [{"T_max": 10}, {"T_max": 7, "eta_min": 0.01}, {"T_max": 1}, {"T_max": 100, "eta_min": 0.05}]:
        sequence(out, "cosine", args, steps=60)
    for args in [{"T_0": 6}, {"T_0": 3, "T_mult": 2, "eta_min": 0.002}, {"T_0": 1, "T_mult": 3}, {"T_0": 50}]:
        sequence(out, "cosine_restarts", args, steps=50)
    for args in [
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 4},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 3, "step_size_down": 5, "mode": "triangular2", "base_momentum": 0.5, "max_momentum": 0.99},
        {"base_lr": [0.01, 0.002], "max_lr": [0.1, 0.05], "step_size_up": 5, "mode": "exp_range", "gamma": 0.97, "base_momentum": [0.7, 0.6], "max_momentum": [0.9, 0.95]},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 3, "scale_fn": "thirds"},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 3, "step_size_down": 1, "scale_fn": "slow", "scale_mode": "iterations"},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 1, "cycle_momentum": False},
        {"base_lr": 0.01, "max_lr": 0.1},
    ]:
        sequence(out, "cyclic", args, steps=30)
    for args in [
        {"max_lr": 0.5, "total_steps": 30},
        {"max_lr": 0.5, "total_steps": 30, "anneal_strategy": "linear"},
        {"max_lr": [0.5, 0.1], "total_steps": 30, "three_phase": True, "base_momentum": [0.8, 0.7], "max_momentum": [0.9, 0.99]},
        {"max_lr": 0.5, "total_steps": 30, "three_phase": True, "anneal_strategy": "linear", "pct_start": 0.45},
        {"max_lr": 0.5, "total_steps": 30, "pct_start": 0.61, "div_factor": 10.0, "final_div_factor": 100.0},
        {"max_lr": 0.5, "total_steps": 30, "pct_start": 0.0, "cycle_momentum": False},
        {"max_lr": 0.5, "total_steps": 30, "pct_start": 1.0},
        {"max_lr": 0.5, "total_steps": 30, "pct_start": 0.6, "three_phase": True},
    ]:
        sequence(out, "one_cycle", args, steps=30)
    sequence(out, "one_cycle", {"max_lr": 0.5, "total_steps": 30}, steps=30, kind="adam")
    for functions in [["root"], ["stairs"], ["root", "stairs"]]:
        sequence(out, "lambda", {"functions": functions})
    for functions in [["ninety-five"], ["shrinking", "ninety-five"]]:
        sequence(out, "multiplicative", {"functions": functions})
    for parts in [
        [["constant", {"factor": 0.1, "total_iters": 4}], ["exponential", {"gamma": 0.9}]],
        [["linear", {"start_factor": 0.2, "total_iters": 6}], ["cosine", {"T_max": 15}]],
        [["step", {"step_size": 4, "gamma": 0.5}], ["multistep", {"milestones": [3, 9], "gamma": 0.7}], ["multiplicative", {"functions": ["shrinking"]}]],
        [["polynomial", {"total_iters": 30, "power": 2.0}], ["exponential", {"gamma": 0.8}]],
    ]:
        sequence(out, "chained", {"parts": parts})
    for parts, milestones in [
        ([["constant", {"factor": 0.1, "total_iters": 2}], ["exponential", {"gamma": 0.9}]], [2]),
        ([["linear", {"start_factor": 0.2, "total_iters": 6}], ["cosine", {"T_max": 12, "eta_min": 0.001}]], [6]),
        ([["exponential", {"gamma": 0.7}], ["step", {"step_size": 3, "gamma": 0.5}], ["cosine_restarts", {"T_0": 4}]], [5, 12]),
        ([["constant", {"factor": 0.5, "total_iters": 20}], ["polynomial", {"total_iters": 8}]], [4]),
    ]:
        sequence(out, "sequential", {"parts": parts, "milestones": milestones})
    falling = [1.0, 0.8, 0.7, 0.7, 0.70001, 0.69999, 0.69995, 0.71, 0.6, 0.6, 0.6, 0.6, 0.59, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]
    rising = [1 - m for m in falling]
    for args in [
        {"patience": 2},
        {"patience": 0, "factor": 0.5, "cooldown": 2},
        {"patience": 1, "factor": 0.5, "threshold": 0.05, "threshold_mode": "abs"},
        {"patience": 1, "threshold": 0.1},
        {"patience": 0, "factor": 0.3, "min_lr": [0.02, 0.001]},
        {"patience": 0, "factor": 0.1, "eps": 1e-3},
        {"patience": 3, "cooldown": 3, "factor": 0.2, "threshold": 0.0},
    ]:
        plateau(out, args, falling)
        plateau(out, args | {"mode": "max"}, rising)
    plateau(out, {"patience": 1}, [1.0, float("nan"), float("nan"), 0.5, float("inf"), float("nan"), 0.4])
    for args in [{"swa_lr": 0.05}, {"swa_lr": [0.05, 0.001], "anneal_epochs": 5, "anneal_strategy": "linear"}, {"swa_lr": 0.5, "anneal_epochs": 1}, {"swa_lr": 0.05, "anneal_epochs": 0}]:
        sequence(out, "swa", args)
    for start, args in [(8, {"swa_lr": 0.05, "anneal_epochs": 6}), (12, {"swa_lr": [0.02, 0.01], "anneal_epochs": 4, "anneal_strategy": "linear"})]:
        annealed(out, start, args)

    # formula: "Attention is all you need", equation 3
    for d, w in [(512, 8), (64, 20), (1, 1)]:
        formula(out, "noam", {"model_size": d, "warm_up": w}, lambda t, r: r * d ** -0.5 * min((t + 1) ** -0.5, (t + 1) * w ** -1.5))
    # formula: fairseq's inverse_sqrt
    for w, s in [(8, 0.0), (5, 0.2), (1, 0.5)]:
        formula(out, "inverse_sqrt", {"warm_up": w, "start": s}, lambda t, r: r * (s + t * (1 - s) / w) if t < w else r * w ** 0.5 * t ** -0.5)
    # formula: a line or a constant up to the first rate of what follows
    after = {"exponential": lambda t, r: r * 0.9 ** t, "cosine": lambda t, r: r * (1 + math.cos(math.pi * t / 15)) / 2, "none": lambda t, r: r}
    for w, s, constant, then in [(6, 1 / 3, False, "exponential"), (4, 0.0, False, "cosine"), (5, 0.1, True, "none"), (0, 0.5, False, "exponential")]:
        def rate(t, r):
            return after[then](t - w, r) if t >= w else after[then](0, r) * (s if constant else s + (1 - s) * t / w)
        formula(out, "warm_up", {"steps": w, "start": s, "constant": constant, "then": then}, rate)
    write("schedules.json", out)


def clipped(out):
    shapes = [(3, 4), (5,), (2, 2, 2), ()]
    for args in [{"max_norm": 1.0}, {"max_norm": 1.0, "norm_type": 1.0}, {"max_norm": 0.5, "norm_type": math.inf}, {"max_norm": 2.0, "norm_type": 3.0},
                 {"max_norm": 1e3}, {"max_norm": 0.0}, {"max_norm": 1.0, "norm_type": 0.5}]:
        draw = Draw("clip_grad_norm", args)
        gradients = [draw.uniform(*s) for s in shapes]
        leaves = [torch.zeros_like(g).requires_grad_() for g in gradients]
        for leaf, g in zip(leaves, gradients):
            leaf.grad = g.clone()
        norm = torch.nn.utils.clip_grad_norm_(leaves, **args)
        flat = torch.cat([leaf.grad.reshape(-1) for leaf in leaves] + [norm.reshape(1)])
        out.append({"name": "clip_grad_norm", "case": "regular", "args": {k: number(v) for k, v in args.items()},
                    "inputs": [array(g) for g in gradients], "output": array(flat), "upstream": None, "gradients": None})
    for limit in [0.5, 1.25, 10.0, 0.0]:
        g = Draw("clip_grad_value", limit).uniform(4, 3)
        leaf = torch.zeros_like(g).requires_grad_()
        leaf.grad = g.clone()
        torch.nn.utils.clip_grad_value_([leaf], limit)
        out.append({"name": "clip_grad_value", "case": "regular", "args": {"clip_value": limit}, "inputs": [array(g)], "output": array(leaf.grad), "upstream": None, "gradients": None})


def averaged(out):
    """A network with batch normalisation under momentum: averages after every pass, and the statistics computed anew at the end."""
    for name, use_buffers, decay in [("swa", False, None), ("swa_buffers", True, None), ("ema", False, 0.7)]:
        draw = Draw("averages")
        x, y = draw.uniform(12, 3), draw.uniform(12, 2)
        model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Tanh(), torch.nn.Linear(4, 2))
        first = []
        for p in model.parameters():
            value = draw.uniform(*p.shape, low=-1, high=1)
            p.data.copy_(value)
            first.append(value)
        average = AveragedModel(model, avg_fn=None if decay is None else lambda a, w, n: decay * a + (1 - decay) * w, use_buffers=use_buffers)
        o = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        for epoch in range(6):
            for start in range(0, 12, 5):
                o.zero_grad()
                torch.nn.functional.mse_loss(model(x[start:start + 5]), y[start:start + 5]).backward()
                o.step()
            if epoch >= 2:
                average.update_parameters(model)
        args = {"lr": 0.1, "momentum": 0.9, "batch": 5, "epochs": 6, "from": 3, "decay": decay, "parameters": [n for n, _ in model.named_parameters()]}
        kept = {"average." + k: v.clone() for k, v in average.module.state_dict().items() if v.is_floating_point() and (use_buffers or "running" not in k)}
        update_bn([x[i:i + 5] for i in range(0, 12, 5)], average)
        kept |= {"updated." + k: v.clone() for k, v in average.module.state_dict().items() if "running" in k}
        average.eval()
        kept["output"] = average(x)
        for k, v in kept.items():
            out.append({"name": name, "case": k, "args": args, "inputs": [array(x), array(y)] + [array(p) for p in first], "output": array(v), "upstream": None, "gradients": None})


if __name__ == "__main__":
    schedules()
    found = []
    clipped(found)
    averaged(found)
    write("averages.json", found)
