#!/usr/bin/python3
"""Writes the reference values that Nabla's tests compare with, computed by PyTorch 1.13 in float64.

Run it as `/usr/bin/python3 tests/reference/generate.py`; README.md beside it says what a record holds.
Every record draws its numbers from a generator seeded by the record's own name, arguments and case,
so adding a record changes no other.
"""

import json
import math
import pathlib
import random

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


# ---- how a record is written ----

def number(x):
    if isinstance(x, float) and not math.isfinite(x):
        return "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"
    return x


def array(t):
    if t is None:
        return None
    kind = str(t.dtype).removeprefix("torch.")
    return {"dtype": kind, "shape": list(t.shape), "data": [number(x) for x in t.detach().reshape(-1).tolist()]}


def write(file, records):
    lines = ",\n".join(json.dumps(r, ensure_ascii=False, separators=(",", ":"), allow_nan=False) for r in records)
    path = HERE / file
    path.write_text("[\n" + lines + "\n]\n", encoding="utf-8")
    print(f"{file}: {len(records)} records, {path.stat().st_size / 1024:.0f} KB")


# ---- how inputs are drawn ----

class Draw:
    """Numbers with at most three decimals (they read well and keep the files small), seeded by a text."""

    def __init__(self, *seed):
        self.random = random.Random("/".join(str(s) for s in seed))

    def uniform(self, *shape, low=-2.0, high=2.0):
        count = math.prod(shape)
        data = [round(self.random.uniform(low, high), 3) for _ in range(count)]
        return torch.tensor(data).reshape(shape)

    def integers(self, *shape, below):
        return torch.tensor([self.random.randrange(below) for _ in range(math.prod(shape))], dtype=torch.int64).reshape(shape)


def record(name, function, inputs, args=None, case="regular", gradients=True, fixed=()):
    """Runs the function on the inputs and pulls a random upstream gradient back through it.

    Inputs of integer or boolean type, and the positions in `fixed`, get no gradient.
    """
    args = args or {}
    leaves = []
    for i, x in enumerate(inputs):
        x = x.clone()
        if gradients and x.is_floating_point() and i not in fixed:
            x.requires_grad_()
        leaves.append(x)
    y = function(*leaves)
    result = {"name": name, "case": case, "args": {k: number(v) for k, v in args.items()},
              "inputs": [array(x) for x in inputs], "output": array(y)}
    if not y.requires_grad:
        return result | {"upstream": None, "gradients": None}
    upstream = Draw(name, args, case, "upstream").uniform(*y.shape, low=-1.5, high=1.5)
    wanted = [x for x in leaves if x.requires_grad]
    found = dict(zip(map(id, wanted), torch.autograd.grad(y, wanted, upstream, allow_unused=True)))
    return result | {"upstream": array(upstream), "gradients": [array(found.get(id(x))) for x in leaves]}


# ---- one element at a time ----

INF, NAN = math.inf, math.nan
EDGES = [0.0, -0.0, INF, -INF, NAN, 1e-300, -1e-300, 1e-9, -1e-9, 1e300, -1e300, 50.0, -50.0, 1000.0, -1000.0]

UNARY = {
    # name: (function, low, high, points where the derivative jumps)
    "exp": (torch.exp, -3, 3, []),
    "expm1": (torch.expm1, -3, 3, []),
    "log": (torch.log, 0.1, 5, []),
    "log1p": (torch.log1p, -0.9, 5, []),
    "sqrt": (torch.sqrt, 0.1, 5, []),
    "rsqrt": (torch.rsqrt, 0.1, 5, []),
    "abs": (torch.abs, -3, 3, [0]),
    "sign": (torch.sign, -3, 3, [0]),
    "floor": (torch.floor, -3, 3, [-2, -1, 0, 1, 2]),
    "ceil": (torch.ceil, -3, 3, [-2, -1, 0, 1, 2]),
    "round": (torch.round, -3, 3, [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]),
    "sin": (torch.sin, -6, 6, []),
    "cos": (torch.cos, -6, 6, []),
    "tan": (torch.tan, -1.4, 1.4, []),
    "asin": (torch.asin, -0.95, 0.95, []),
    "acos": (torch.acos, -0.95, 0.95, []),
    "atan": (torch.atan, -5, 5, []),
    "sinh": (torch.sinh, -3, 3, []),
    "cosh": (torch.cosh, -3, 3, []),
    "tanh": (torch.tanh, -3, 3, []),
    "erf": (torch.erf, -3, 3, []),
    "sigmoid": (torch.sigmoid, -6, 6, []),
    "softplus": (F.softplus, -6, 6, []),
    "relu": (torch.relu, -3, 3, [0]),
    "elu": (F.elu, -3, 3, [0]),
    "silu": (F.silu, -6, 6, []),
    "mish": (F.mish, -6, 6, []),
    "logsigmoid": (F.logsigmoid, -6, 6, []),
    "neg": (torch.neg, -3, 3, []),
    "reciprocal": (torch.reciprocal, 0.2, 3, []),
    "square": (torch.square, -3, 3, []),
}

UNARY_WITH_ARGS = [
    # name, args, function, low, high, kinks
    ("leaky_relu", {"negative_slope": 0.01}, lambda x: F.leaky_relu(x, 0.01), -3, 3, [0]),
    ("elu", {"alpha": 0.7}, lambda x: F.elu(x, 0.7), -3, 3, [0]),
    ("softplus", {"beta": 2.0, "threshold": 20.0}, lambda x: F.softplus(x, 2.0), -12, 12, []),
    ("gelu", {"approximate": "none"}, lambda x: F.gelu(x), -4, 4, []),
    ("gelu", {"approximate": "tanh"}, lambda x: F.gelu(x, approximate="tanh"), -4, 4, []),
    ("clamp", {"min": -0.5, "max": 1.25}, lambda x: torch.clamp(x, -0.5, 1.25), -3, 3, [-0.5, 1.25]),
    ("clamp", {"min": 0.25}, lambda x: torch.clamp(x, min=0.25), -3, 3, [0.25]),
    ("clamp", {"max": 0.25}, lambda x: torch.clamp(x, max=0.25), -3, 3, [0.25]),
    ("pow", {"exponent": 2.0}, lambda x: torch.pow(x, 2.0), -3, 3, []),
    ("pow", {"exponent": 3.0}, lambda x: torch.pow(x, 3.0), -3, 3, []),
    ("pow", {"exponent": 0.0}, lambda x: torch.pow(x, 0.0), -3, 3, []),
    ("pow", {"exponent": 0.5}, lambda x: torch.pow(x, 0.5), 0.1, 5, []),
    ("pow", {"exponent": -1.0}, lambda x: torch.pow(x, -1.0), 0.2, 3, []),
    ("pow", {"exponent": 2.7}, lambda x: torch.pow(x, 2.7), 0.1, 4, []),
]

BINARY = {
    # name: (function, range of a, range of b)
    "add": (torch.add, (-3, 3), (-3, 3)),
    "sub": (torch.sub, (-3, 3), (-3, 3)),
    "mul": (torch.mul, (-3, 3), (-3, 3)),
    "div": (torch.div, (-3, 3), (0.4, 3)),
    "pow": (torch.pow, (0.2, 3), (-2, 3)),
    "atan2": (torch.atan2, (-3, 3), (-3, 3)),
    "maximum": (torch.maximum, (-3, 3), (-3, 3)),
    "minimum": (torch.minimum, (-3, 3), (-3, 3)),
}

BROADCASTS = [((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 1), (1, 3)), ((), (2, 2)), ((2, 1, 2), (3, 1)), ((1,), (4,))]


def elementwise():
    out = []

    def one(name, args, function, low, high, kinks):
        out.append(record(name, function, [Draw(name, args).uniform(11, low=low, high=high)], args))
        if kinks:
            out.append(record(name, function, [torch.tensor(kinks, dtype=torch.float64)], args, case="kinks"))
        out.append(record(name, function, [torch.tensor(EDGES)], args, case="edges", gradients=False))

    for name, (function, low, high, kinks) in UNARY.items():
        one(name, {}, function, low, high, kinks)
    for name, args, function, low, high, kinks in UNARY_WITH_ARGS:
        one(name, args, function, low, high, kinks)
    return out


def broadcasting():
    out = []
    for name, (function, a, b) in BINARY.items():
        for left, right in BROADCASTS:
            draw = Draw(name, left, right)
            x, y = draw.uniform(*left, low=a[0], high=a[1]), draw.uniform(*right, low=b[0], high=b[1])
            out.append(record(name, function, [x, y]))
    for name in ("maximum", "minimum"):
        tied = torch.tensor([1.0, 2.0, -1.0, 0.0]), torch.tensor([1.0, 2.0, 3.0, 0.0])
        out.append(record(name, BINARY[name][0], list(tied), case="kinks"))
    edges = [0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 3.0, INF, -INF, NAN]
    grid = torch.tensor([[a] * len(edges) for a in edges]), torch.tensor([edges] * len(edges))
    for name in ("div", "pow", "atan2", "maximum", "minimum"):
        out.append(record(name, BINARY[name][0], [g.reshape(-1) for g in grid], case="edges", gradients=False))
    zero = [torch.tensor([0.0, 0.0, 0.0, 2.0]), torch.tensor([2.0, 1.0, 0.0, 0.0])]
    out.append(record("pow", torch.pow, zero, case="kinks"))
    for shapes in [((4,), (4,), (4,)), ((2, 3), (3,), ()), ((2, 1), (2, 3), (1, 3))]:
        draw = Draw("where", shapes)
        condition = draw.integers(*shapes[0], below=2).bool()
        x, y = draw.uniform(*shapes[1]), draw.uniform(*shapes[2])
        out.append(record("where", torch.where, [condition, x, y]))
    draw = Draw("masked_fill")
    pair = [draw.uniform(2, 3), draw.integers(2, 3, below=2).bool()]
    out.append(record("masked_fill", lambda x, m: x.masked_fill(m, -2.5), pair, {"value": -2.5}))
    draw = Draw("prelu")
    out.append(record("prelu", F.prelu, [draw.uniform(4, 3), draw.uniform(3, low=0.1, high=0.5)]))
    draw = Draw("clamp")
    bounds = [draw.uniform(3, 4, low=-3, high=3), draw.uniform(4, low=-2, high=-0.5), draw.uniform(3, 1, low=0.5, high=2)]
    out.append(record("clamp", lambda x, low, high: torch.clamp(x, low, high), bounds))
    return out


# ---- structured ----

def matmul():
    shapes = [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((1, 1), (1, 1)),
              ((2, 3, 2), (2, 2, 3)), ((2, 3, 2), (2, 4)), ((3, 2), (2, 2, 3)), ((2, 1, 2, 3), (3, 3, 2)),
              ((2, 2, 3), (3,)), ((3,), (2, 3, 2))]
    out = []
    for a, b in shapes:
        draw = Draw("matmul", a, b)
        out.append(record("matmul", torch.matmul, [draw.uniform(*a), draw.uniform(*b)]))
    return out


def reductions():
    out = []
    plain = {
        "sum": lambda x, dim, keep: torch.sum(x, dim, keepdim=keep),
        "mean": lambda x, dim, keep: torch.mean(x, dim, keepdim=keep),
        "amax": lambda x, dim, keep: torch.amax(x, dim, keepdim=keep),
        "amin": lambda x, dim, keep: torch.amin(x, dim, keepdim=keep),
        "logsumexp": lambda x, dim, keep: torch.logsumexp(x, dim, keepdim=keep),
    }
    axes = [[0], [1], [-1], [0, 2], [0, 1, 2]]
    for name, function in plain.items():
        for dim in axes:
            for keep in (False, True):
                args = {"dim": dim, "keepdim": keep}
                x = Draw(name, dim).uniform(2, 3, 2)
                out.append(record(name, lambda x: function(x, dim, keep), [x], args))
    for name in ("var", "std"):
        for dim in axes:
            for unbiased in (True, False):
                args = {"dim": dim, "unbiased": unbiased, "keepdim": False}
                x = Draw(name, dim).uniform(3, 2, 2)
                if name == "var":
                    out.append(record(name, lambda x: torch.var(x, dim, unbiased=unbiased), [x], args))
                else:
                    out.append(record(name, lambda x: torch.std(x, dim, unbiased=unbiased), [x], args))
        args = {"dim": [1], "unbiased": True, "keepdim": True}
        function = getattr(torch, name)
        out.append(record(name, lambda x: function(x, 1, unbiased=True, keepdim=True), [Draw(name, "keep").uniform(2, 4)], args))
    for dim in (0, 1, -1):
        for keep in (False, True):
            args = {"dim": [dim], "keepdim": keep}
            out.append(record("prod", lambda x: torch.prod(x, dim, keepdim=keep), [Draw("prod", dim).uniform(2, 3, 2)], args))
            ties = torch.tensor([[1.0, 3.0, 3.0], [2.0, 3.0, 0.0], [1.0, 0.0, 0.0]])
            for name in ("argmax", "argmin"):
                function = getattr(torch, name)
                out.append(record(name, lambda x: function(x, dim, keepdim=keep), [ties], args, case="kinks", gradients=False))
                out.append(record(name, lambda x: function(x, dim, keepdim=keep), [Draw(name, dim).uniform(2, 3, 2)], args, gradients=False))
    for zeros in ([[2.0, 0.0, 3.0]], [[0.0, 0.0, 3.0]]):
        args = {"dim": [1], "keepdim": False}
        out.append(record("prod", lambda x: torch.prod(x, 1), [torch.tensor(zeros)], args, case="kinks"))
    ties = torch.tensor([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]])
    for name in ("amax", "amin"):
        function = getattr(torch, name)
        for dim in ([0], [1], [0, 1]):
            args = {"dim": dim, "keepdim": False}
            out.append(record(name, lambda x: function(x, dim), [ties], args, case="kinks"))
    large = torch.tensor([[1000.0, 1000.5], [-1000.0, -1001.0], [0.0, 700.0]])
    out.append(record("logsumexp", lambda x: torch.logsumexp(x, [1]), [large], {"dim": [1], "keepdim": False}, case="large"))
    infinite = torch.tensor([[-INF, 0.0], [-INF, -INF], [INF, 0.0], [NAN, 0.0]])
    out.append(record("logsumexp", lambda x: torch.logsumexp(x, [1]), [infinite], {"dim": [1], "keepdim": False}, case="edges", gradients=False))
    shifted = torch.tensor([[1e8 + 1.0, 1e8 + 2.0, 1e8 + 4.0]])
    out.append(record("var", lambda x: torch.var(x, [1], unbiased=True), [shifted], {"dim": [1], "unbiased": True, "keepdim": False}, case="large"))
    return out


def shapes():
    out = []
    for dim, sizes in ((0, [(2, 3), (1, 3)]), (1, [(2, 1), (2, 2), (2, 3)]), (-1, [(2, 2, 1), (2, 2, 2)])):
        draw = Draw("cat", dim)
        out.append(record("cat", lambda *xs: torch.cat(xs, dim), [draw.uniform(*s) for s in sizes], {"dim": dim}))
    for dim in (0, 1, 2, -1):
        draw = Draw("stack", dim)
        out.append(record("stack", lambda *xs: torch.stack(xs, dim), [draw.uniform(2, 3) for _ in range(3)], {"dim": dim}))
    for dim, size, taken in ((0, (3, 2), (4, 2)), (1, (2, 4), (2, 3)), (-1, (2, 2, 3), (2, 2, 2))):
        draw = Draw("gather", dim)
        index = draw.integers(*taken, below=size[dim])
        out.append(record("gather", lambda x, i: torch.gather(x, dim, i), [draw.uniform(*size), index], {"dim": dim}))
    for dim, size, added in ((0, (3, 2), (4, 2)), (1, (2, 3), (2, 5))):
        draw = Draw("scatter_add", dim)
        index = draw.integers(*added, below=size[dim])
        out.append(record("scatter_add", lambda x, i, s: x.scatter_add(dim, i, s),
                          [draw.uniform(*size), index, draw.uniform(*added)], {"dim": dim}))
    for dim, size in ((0, (4, 2)), (1, (2, 4)), (-1, (2, 2, 3))):
        draw = Draw("index_select", dim)
        index = draw.integers(5, below=size[dim])
        out.append(record("index_select", lambda x, i: torch.index_select(x, dim, i), [draw.uniform(*size), index], {"dim": dim}))
    for order in ([1, 0, 2], [2, 0, 1], [0, 2, 1]):
        out.append(record("permute", lambda x: x.permute(order), [Draw("permute", order).uniform(2, 3, 2)], {"dims": order}))
    for source, target in (((3,), [2, 3]), ((2, 1), [2, 4]), ((1, 3, 1), [2, 2, 3, 2]), ((), [3])):
        out.append(record("expand", lambda x: x.expand(target), [Draw("expand", source).uniform(*source)], {"shape": target}))
    for dim, start, stop, step in ((0, 1, 3, 1), (1, 0, 4, 2), (1, -3, -1, 1), (0, 2, 2, 1)):
        args = {"dim": dim, "start": start, "stop": stop, "step": step}
        cut = slice(start, stop, step)
        out.append(record("slice", lambda x: x[cut] if dim == 0 else x[:, cut], [Draw("slice", *args.values()).uniform(4, 5)], args))

    def look(name, size, function, args):
        out.append(record(name, function, [Draw(name, size).uniform(*size)], args))

    look("transpose", (2, 3, 2), lambda x: x.transpose(0, -1), {"dims": [0, -1]})
    look("reshape", (2, 3), lambda x: x.reshape(3, 2), {"shape": [3, 2]})
    look("flatten", (2, 3, 2), lambda x: x.flatten(1, 2), {"dims": [1, 2]})
    look("squeeze", (2, 1, 3), lambda x: x.squeeze(1), {"dim": 1})
    look("unsqueeze", (2, 3), lambda x: x.unsqueeze(-1), {"dim": -1})
    look("flip", (2, 3), lambda x: x.flip(1), {"dim": 1})
    look("narrow", (3, 4), lambda x: x.narrow(1, 1, 2), {"dim": 1, "start": 1, "length": 2})
    look("sum_to_size", (2, 3, 4), lambda x: x.sum_to_size(3, 1), {"shape": [3, 1]})
    return out


def softmax():
    out = []
    for name in ("softmax", "log_softmax"):
        function = getattr(F, name)
        for dim, size in ((0, (3,)), (1, (2, 4)), (0, (3, 2)), (-1, (2, 2, 3))):
            out.append(record(name, lambda x: function(x, dim), [Draw(name, dim, size).uniform(*size, low=-4, high=4)], {"dim": dim}))
        large = torch.tensor([[1000.0, 1001.0, 999.0], [-1000.0, 0.0, 1000.0]])
        out.append(record(name, lambda x: function(x, 1), [large], {"dim": 1}, case="large"))
        masked = torch.tensor([[0.5, -INF, 1.0]])
        out.append(record(name, lambda x: function(x, 1), [masked], {"dim": 1}, case="edges", gradients=False))
    return out


# ---- losses, layers ----

def hinge(scores, target):
    """Sum over the wrong classes of max(0, 1 + s_j - s_target), not divided by the number of classes."""
    margin = 1 + scores - scores.gather(1, target[:, None])
    wrong = torch.ones_like(scores).scatter(1, target[:, None], 0.0)
    return (torch.relu(margin) * wrong).sum(1)


def focal(x, y, gamma=2.0, alpha=0.25):
    """torchvision 0.14's sigmoid_focal_loss."""
    p = torch.sigmoid(x)
    right = p * y + (1 - p) * (1 - y)
    loss = F.binary_cross_entropy_with_logits(x, y, reduction="none") * (1 - right) ** gamma
    return loss if alpha is None else (alpha * y + (1 - alpha) * (1 - y)) * loss


def dice(p, y, smooth=1.0):
    """1 - (2 sum py + s)/(sum p + sum y + s) of each example."""
    p, y = p.flatten(1), y.flatten(1)
    return 1 - (2 * (p * y).sum(1) + smooth) / (p.sum(1) + y.sum(1) + smooth)


def perceptron(s, y):
    """-ys where ys <= 0."""
    return torch.where(s * y <= 0, -s * y, torch.zeros_like(s))


def more_losses(reduction, reduce):
    out = []
    weights = torch.tensor([0.5, 2.0, 1.25])

    def loss(name, function, inputs, fixed=(), **args):
        out.append(record(name, lambda *xs: function(*xs, **args, reduction=reduction), inputs, args | {"reduction": reduction}, fixed=fixed))

    def own(name, function, inputs, fixed=(), **args):
        out.append(record(name, lambda *xs: reduce(function(*xs, **args)), inputs, args | {"reduction": reduction}, fixed=fixed))

    draw = Draw("more losses", reduction)
    pair = [draw.uniform(3, 2), draw.uniform(3, 2)]
    loss("l1_loss", F.l1_loss, pair)
    loss("smooth_l1_loss", F.smooth_l1_loss, pair)
    loss("smooth_l1_loss", F.smooth_l1_loss, pair, beta=0.4)
    loss("huber_loss", F.huber_loss, pair)
    loss("huber_loss", F.huber_loss, pair, delta=0.6)
    scores, labels = draw.uniform(4, 3, low=-4, high=4), torch.tensor([2, 0, 1, 2])
    spread, places = draw.uniform(2, 3, 2), torch.tensor([[2, 0], [1, 2]])
    loss("cross_entropy", lambda x, t, w, **a: F.cross_entropy(x, t, weight=w, **a), [scores, labels, weights], fixed=(2,))
    loss("cross_entropy", lambda x, t, w, **a: F.cross_entropy(x, t, weight=w, **a), [spread, places, weights], fixed=(2,), ignore_index=0)
    loss("cross_entropy", F.cross_entropy, [spread, places], ignore_index=2)
    loss("cross_entropy", F.cross_entropy, [scores, labels], label_smoothing=0.1)
    loss("cross_entropy", lambda x, t, w, **a: F.cross_entropy(x, t, weight=w, **a), [scores, labels, weights], fixed=(2,), label_smoothing=0.3)
    loss("cross_entropy", F.cross_entropy, [spread, draw.uniform(2, 3, 2, low=0, high=1)], label_smoothing=0.2)
    loss("cross_entropy", lambda x, t, w, **a: F.cross_entropy(x, t, weight=w, **a), [scores, draw.uniform(4, 3, low=0, high=1), weights], fixed=(2,))
    loss("nll_loss", F.nll_loss, [scores, labels])
    loss("nll_loss", lambda x, t, w, **a: F.nll_loss(x, t, weight=w, **a), [spread, places, weights], fixed=(2,), ignore_index=1)
    p, y = draw.uniform(4, 3, low=0.05, high=0.95), draw.uniform(4, 3, low=0, high=1)
    loss("binary_cross_entropy", F.binary_cross_entropy, [p, y])
    loss("binary_cross_entropy", lambda x, t, w, **a: F.binary_cross_entropy(x, t, weight=w, **a), [p, y, weights], fixed=(2,))
    loss("binary_cross_entropy_with_logits", lambda x, t, w, q, **a: F.binary_cross_entropy_with_logits(x, t, weight=w, pos_weight=q, **a),
         [scores, y, weights, torch.tensor([3.0, 0.5, 1.0])], fixed=(1, 2, 3))
    logarithms = F.log_softmax(scores, 1)
    loss("kl_div", F.kl_div, [logarithms, y])
    loss("kl_div", F.kl_div, [logarithms, F.log_softmax(y, 1)], log_target=True)
    counts = torch.tensor([[0.0, 1.0, 2.0], [5.0, 3.0, 1.0], [0.0, 0.0, 2.0], [7.0, 1.0, 1.0]])
    loss("poisson_nll_loss", F.poisson_nll_loss, [scores, counts], fixed=(1,))
    loss("poisson_nll_loss", F.poisson_nll_loss, [p, counts], fixed=(1,), log_input=False, full=True)
    loss("gaussian_nll_loss", lambda x, t, v, **a: F.gaussian_nll_loss(x, t, v, **a), [scores, y, p])
    loss("gaussian_nll_loss", lambda x, t, v, **a: F.gaussian_nll_loss(x, t, v, **a), [scores, y, torch.tensor([0.5, 1.5, 1e-9, 2.0])], full=True)
    signs = torch.tensor([[1.0, -1.0, 1.0], [-1.0, -1.0, 1.0], [1.0, 1.0, -1.0], [-1.0, 1.0, 1.0]])
    loss("hinge_embedding_loss", F.hinge_embedding_loss, [scores, signs], fixed=(1,))
    loss("hinge_embedding_loss", F.hinge_embedding_loss, [scores, signs], fixed=(1,), margin=2.5)
    loss("soft_margin_loss", F.soft_margin_loss, [scores, signs], fixed=(1,))
    yes = (signs + 1) / 2
    loss("multilabel_soft_margin_loss", F.multilabel_soft_margin_loss, [scores, yes], fixed=(1,))
    loss("multilabel_soft_margin_loss", lambda x, t, w, **a: F.multilabel_soft_margin_loss(x, t, weight=w, **a), [scores, yes, weights], fixed=(1, 2))
    loss("multi_margin_loss", lambda x, t, w, **a: F.multi_margin_loss(x, t, weight=w, **a), [scores, labels, weights], fixed=(2,), p=2, margin=0.7)
    loss("margin_ranking_loss", F.margin_ranking_loss, [scores, draw.uniform(4, 3), signs], fixed=(2,))
    loss("margin_ranking_loss", F.margin_ranking_loss, [scores, draw.uniform(4, 3), signs], fixed=(2,), margin=0.5)
    loss("cosine_embedding_loss", F.cosine_embedding_loss, [scores, draw.uniform(4, 3), signs[:, 0]], fixed=(2,))
    loss("cosine_embedding_loss", F.cosine_embedding_loss, [scores, draw.uniform(4, 3), signs[:, 0]], fixed=(2,), margin=-0.5)
    triplet = [scores, draw.uniform(4, 3), draw.uniform(4, 3)]
    loss("triplet_margin_loss", F.triplet_margin_loss, triplet)
    loss("triplet_margin_loss", F.triplet_margin_loss, triplet, margin=3.0, p=1.0, swap=True)
    spelled = torch.tensor([[1, 1, 2], [3, 0, 0], [2, 1, 2]]), torch.tensor([6, 4, 5]), torch.tensor([3, 1, 3])
    def ctc(x, *rest, **args):
        return F.ctc_loss(F.log_softmax(x, 2), *rest, **args)
    loss("ctc_loss", ctc, [draw.uniform(6, 3, 4), *spelled])
    loss("ctc_loss", ctc, [draw.uniform(4, 3, 4), torch.tensor([[1, 1, 2], [3, 0, 0], [2, 1, 2]]), torch.tensor([4, 2, 4]), torch.tensor([3, 0, 3])])
    loss("ctc_loss", ctc, [draw.uniform(4, 2, 3), torch.tensor([[1, 1, 2], [2, 1, 2]]), torch.tensor([3, 4]), torch.tensor([3, 3])], zero_infinity=True)
    own("focal", focal, [scores, yes], fixed=(1,))
    own("focal", focal, [scores, y], gamma=3.0, alpha=None)
    own("dice", dice, [p, yes])
    own("dice", dice, [p, yes], smooth=0.1)
    own("perceptron", perceptron, [scores, signs], fixed=(1,))
    return out


def losses():
    out = []
    for reduction in ("mean", "sum", "none"):
        args = {"reduction": reduction}
        reduce = {"mean": torch.mean, "sum": torch.sum, "none": lambda x: x}[reduction]
        draw = Draw("mse", reduction)
        out.append(record("mse_loss", lambda x, t: F.mse_loss(x, t, reduction=reduction), [draw.uniform(3, 2), draw.uniform(3, 2)], args))
        draw = Draw("cross_entropy", reduction)
        pair = [draw.uniform(4, 3, low=-4, high=4), draw.integers(4, below=3)]
        out.append(record("cross_entropy", lambda x, t: F.cross_entropy(x, t, reduction=reduction), pair, args))
        draw = Draw("bce", reduction)
        pair = [draw.uniform(6, low=-6, high=6), draw.integers(6, below=2).double()]
        out.append(record("binary_cross_entropy_with_logits",
                          lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction=reduction), pair, args, fixed=(1,)))
        draw = Draw("multi_margin", reduction)
        pair = [draw.uniform(4, 3), draw.integers(4, below=3)]
        out.append(record("multi_margin_loss", lambda x, t: F.multi_margin_loss(x, t, reduction=reduction), pair, args))
        out.append(record("hinge", lambda x, t: reduce(hinge(x, t)), pair, args))
        if reduction != "sum":
            out.extend(more_losses(reduction, reduce))
    args = {"reduction": "mean"}
    large = [torch.tensor([[1000.0, 0.0, -1000.0], [0.0, 1000.0, 0.0]]), torch.tensor([0, 2])]
    out.append(record("cross_entropy", F.cross_entropy, large, args, case="large"))
    large = [torch.tensor([1000.0, -1000.0, 1000.0, -1000.0, 0.0]), torch.tensor([1.0, 0.0, 0.0, 1.0, 0.5])]
    out.append(record("binary_cross_entropy_with_logits", F.binary_cross_entropy_with_logits, large, args, case="large", fixed=(1,)))
    tied = [torch.tensor([[2.0, 1.0, 1.0], [0.0, -1.0, 3.0]]), torch.tensor([0, 0])]
    out.append(record("multi_margin_loss", F.multi_margin_loss, tied, args, case="kinks"))
    out.append(record("hinge", lambda x, t: hinge(x, t).mean(), tied, args, case="kinks"))
    return out


def layers():
    out = []
    for batch in ((3,), (2, 3), (2, 2, 3)):
        for bias in (True, False):
            draw = Draw("linear", batch, bias)
            inputs = [draw.uniform(*batch), draw.uniform(4, 3, low=-0.6, high=0.6)]
            if bias:
                inputs.append(draw.uniform(4, low=-0.6, high=0.6))
            out.append(record("linear", F.linear, inputs, {"bias": bias}))
    return out


class Activation(torch.nn.Module):
    """A formula of the literature that PyTorch has no module for."""

    def __init__(self, formula, **parameters):
        super().__init__()
        self.formula, self.names = formula, list(parameters)
        for name, shape in parameters.items():
            self.register_parameter(name, torch.nn.Parameter(torch.zeros(shape)))

    def forward(self, x):
        return self.formula(x, **{name: getattr(self, name) for name in self.names})


def along(p):
    return p.reshape(-1, 1)


def acon(x, a, b, beta):
    return (a - b) * x * torch.sigmoid(beta * (a - b) * x) + b * x


def meta(x, first, second, **rest):
    squeeze = F.linear(x.mean(2), rest["squeeze"], rest["squeeze_bias"])
    beta = torch.sigmoid(F.linear(squeeze, rest["excite"], rest["excite_bias"]))
    return acon(x, along(first), along(second), beta[:, :, None])


def halves(x, gate):
    a, b = x.chunk(2, -1)
    return a * gate(b)


class Residual(torch.nn.Module):
    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x):
        return self.body(x) + (x if self.shortcut is None else self.shortcut(x))


class Branches(torch.nn.ModuleList):
    def __init__(self, join, *layers):
        super().__init__(layers)
        self.join = join

    def forward(self, x):
        outputs = [layer(x) for layer in self]
        return torch.cat(outputs, 1) if self.join == "cat" else sum(outputs)


class WeightNorm(torch.nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.layer = torch.nn.utils.weight_norm(layer)

    def forward(self, x):
        return self.layer(x)


class BilinearOfOne(torch.nn.Bilinear):
    def forward(self, x):
        return super().forward(x[..., :self.in1_features], x[..., self.in1_features:])


def modules():
    """Layers with parameters of their own: args["parameters"] names inputs 1 and up."""
    nn = torch.nn
    out = []

    def layer(name, module, size, x=None, train=True, values=(-0.8, 0.8), buffers=None, rename=None, **args):
        draw = Draw("module", name, args, size, train)
        module.double()
        module.train(train)
        for buffer, value in (buffers or {}).items():
            getattr(module, buffer).copy_(torch.tensor(value))
        names = [n for n, _ in module.named_parameters()]
        parameters = [draw.uniform(*p.shape, low=values[0], high=values[1]) for _, p in module.named_parameters()]
        x = draw.uniform(*size) if x is None else x

        def forward(x, *ps):
            return nn.utils.stateless.functional_call(module, dict(zip(names, ps)), x)

        shown = [(rename or {}).get(n, n) for n in names]
        out.append(record(name, forward, [x, *parameters], args | {"train": train, "parameters": shown} | ({"buffers": buffers} if buffers else {})))

    def activation(name, formula, size=(2, 3, 2), args=None, **parameters):
        layer(name, Activation(formula, **parameters), size, **(args or {}))

    for axes, (in1, size) in enumerate([((4,), (2, 4, 5)), ((4,), (1, 4, 4, 3)), ((2,), (1, 2, 3, 3, 3))], 1):
        conv, transposed = getattr(nn, f"Conv{axes}d"), getattr(nn, f"ConvTranspose{axes}d")
        channels = in1[0]
        for args in ({}, {"stride": 2, "padding": 1}, {"bias": False, "groups": 2, "dilation": [2] + [1] * (axes - 1)},
                     {"padding": "same"}, {"padding": 1, "padding_mode": "replicate"}, {"padding": 1, "padding_mode": "circular"},
                     {"padding": "same", "padding_mode": "reflect"}):
            if axes == 3 and "padding" in args:
                continue  # volumes make long records
            shape = {k: tuple(v) if isinstance(v, list) else v for k, v in args.items()}
            layer(f"Conv{axes}d", conv(channels, 2, 2, **shape), size, **args, **{"in": channels, "out": 2, "kernel": 2})
        small = (1, channels) + (2,) * axes
        for args in ({}, {"stride": 2, "padding": 1, "output_padding": 1}, {"bias": False, "groups": 2, "dilation": 2}):
            layer(f"ConvTranspose{axes}d", transposed(channels, 2, 4 - (axes + 1) // 2, **args), small, **args, **{"in": channels, "out": 2, "kernel": 4 - (axes + 1) // 2})
        for args in ({"kernel": 2}, {"kernel": 3, "stride": 2, "padding": 1}, {"kernel": 2, "stride": 2, "roundUp": True}):
            def given(extra):
                names = {"kernel": "kernel_size", "roundUp": "ceil_mode", "countPadding": "count_include_pad"}
                return {names.get(k, k): v for k, v in (args | extra).items()}
            layer(f"MaxPool{axes}d", getattr(nn, f"MaxPool{axes}d")(**given({})), size, **args)
            if axes < 3:
                layer(f"AvgPool{axes}d", getattr(nn, f"AvgPool{axes}d")(**given({})), size, **args)
            layer(f"AvgPool{axes}d", getattr(nn, f"AvgPool{axes}d")(**given({"countPadding": False})), size, **args, countPadding=False)
        layer(f"MaxPool{axes}d", getattr(nn, f"MaxPool{axes}d")(2, 1, 0, 2), size, kernel=2, stride=1, dilation=2)
        layer(f"AdaptiveAvgPool{axes}d", getattr(nn, f"AdaptiveAvgPool{axes}d")(2), size, outputs=2)
        layer(f"AdaptiveMaxPool{axes}d", getattr(nn, f"AdaptiveMaxPool{axes}d")(2), size, outputs=2)
        norm = getattr(nn, f"BatchNorm{axes}d")
        size = (2, channels) + (2,) * axes
        layer(f"BatchNorm{axes}d", norm(channels), size, channels=channels)
        running = {"running_mean": [0.5, -0.25, 1.0, 0.0][:channels], "running_var": [0.5, 2.0, 1.0, 1.5][:channels]}
        layer(f"BatchNorm{axes}d", norm(channels), size, train=False, buffers=running, channels=channels)
        layer(f"BatchNorm{axes}d", norm(channels, eps=0.1, affine=False), size, channels=channels, eps=0.1, affine=False)
        layer(f"InstanceNorm{axes}d", getattr(nn, f"InstanceNorm{axes}d")(channels), size, channels=channels)
        layer(f"InstanceNorm{axes}d", getattr(nn, f"InstanceNorm{axes}d")(channels, affine=True, eps=0.1), size, channels=channels, eps=0.1, affine=True)
        layer(f"Dropout{axes}d", getattr(nn, f"Dropout{axes}d")(0.4), size[:2] + (1,) * axes, train=False)
        for name, module, more in (("ReflectionPad", getattr(nn, f"ReflectionPad{axes}d")(1), {}), ("ReplicationPad", getattr(nn, f"ReplicationPad{axes}d")(1), {}),
                                   ("ConstantPad", getattr(nn, f"ConstantPad{axes}d")(1, 2.5), {"value": 2.5})):
            layer(name, module, (1, 1) + (2,) * axes, padding=1, **more)
    layer("ZeroPad", nn.ZeroPad2d((1, 0, 2, 1)), (1, 1, 2, 2), before=[2, 1], after=[1, 0])
    layer("CircularPad", Activation(lambda x: F.pad(x, (1, 1, 2, 0), mode="circular")), (1, 1, 2, 3), before=[2, 1], after=[0, 1])
    layer("GlobalAvgPool", nn.AdaptiveAvgPool2d(1), (2, 2, 3, 2))
    layer("GlobalMaxPool", nn.AdaptiveMaxPool2d(1), (2, 2, 3, 2))
    layer("BatchNorm1d", nn.BatchNorm1d(3), (4, 3), channels=3)
    layer("LayerNorm", nn.LayerNorm(3), (2, 2, 3), normalized=[3])
    layer("LayerNorm", nn.LayerNorm((2, 3), eps=0.1), (2, 2, 3), normalized=[2, 3], eps=0.1)
    layer("LayerNorm", nn.LayerNorm(3, elementwise_affine=False), (2, 3), normalized=[3], affine=False)
    layer("RmsNorm", Activation(lambda x, weight: weight * x / (x.square().mean(-1, keepdim=True) + 1e-6).sqrt(), weight=(3,)), (2, 3), normalized=[3])
    layer("GroupNorm", nn.GroupNorm(2, 4), (2, 4, 3), groups=2, channels=4)
    layer("GroupNorm", nn.GroupNorm(4, 4, eps=0.1, affine=False), (2, 4, 2, 2), groups=4, channels=4, eps=0.1, affine=False)
    layer("Linear", nn.Linear(3, 2), (2, 2, 3), **{"in": 3, "out": 2})
    layer("Bilinear", BilinearOfOne(2, 3, 2), (4, 5), **{"in": 2, "in2": 3, "out": 2})
    layer("Bilinear", BilinearOfOne(2, 1, 3, bias=False), (2, 2, 3), **{"in": 2, "in2": 1, "out": 3, "bias": False})
    layer("Embedding", nn.Embedding(4, 3), None, x=torch.tensor([[0, 2, 2], [3, 1, 0]]), count=4, features=3)
    layer("Embedding", nn.Embedding(4, 2, padding_idx=2), None, x=torch.tensor([0, 2, 2, 1]), count=4, features=2, padding_idx=2)
    layer("PixelShuffle", nn.PixelShuffle(2), (1, 8, 2, 3), factor=2)
    layer("PixelUnshuffle", nn.PixelUnshuffle(2), (1, 2, 4, 2), factor=2)
    for args, size in (({"factor": 2}, (1, 2, 3)), ({"factor": [2, 3]}, (1, 1, 2, 2)), ({"factor": 2}, (1, 1, 2, 2, 1)), ({"factor": 2, "mode": "linear"}, (1, 2, 3)),
                       ({"factor": [2, 3], "mode": "bilinear"}, (1, 1, 2, 3)), ({"factor": 2, "mode": "bilinear", "align_corners": True}, (1, 1, 2, 3)),
                       ({"factor": 2, "mode": "trilinear"}, (1, 1, 2, 2, 2)), ({"factor": 2, "mode": "bicubic"}, (1, 1, 3, 2))):
        factor = tuple(args["factor"]) if isinstance(args["factor"], list) else args["factor"]
        given = {k: v for k, v in args.items() if k != "factor"}
        layer("Upsample", nn.Upsample(scale_factor=factor, **given), size, **args)
    layer("Flatten", nn.Flatten(), (2, 2, 3))
    layer("Unflatten", nn.Unflatten(1, (2, 3)), (2, 6), axis=1, sizes=[2, 3])
    layer("Identity", nn.Identity(), (2, 2))
    layer("Dropout", nn.Dropout(0.3), (2, 3), train=False)
    layer("AlphaDropout", nn.AlphaDropout(0.3), (2, 3), train=False)
    for name, module in (("Relu", nn.ReLU()), ("LeakyRelu", nn.LeakyReLU()), ("Elu", nn.ELU()), ("Selu", nn.SELU()), ("Celu", nn.CELU()), ("Gelu", nn.GELU()),
                         ("Sigmoid", nn.Sigmoid()), ("Tanh", nn.Tanh()), ("Softplus", nn.Softplus()), ("Silu", nn.SiLU()), ("Mish", nn.Mish()), ("LogSigmoid", nn.LogSigmoid()),
                         ("Softmax", nn.Softmax(-1)), ("LogSoftmax", nn.LogSoftmax(-1)), ("Softmin", nn.Softmin(-1)), ("HardSigmoid", nn.Hardsigmoid()),
                         ("HardTanh", nn.Hardtanh()), ("HardSwish", nn.Hardswish()), ("Relu6", nn.ReLU6()), ("Softsign", nn.Softsign()),
                         ("Tanhshrink", nn.Tanhshrink()), ("Glu", nn.GLU())):
        layer(name, module, None, x=Draw(name).uniform(3, 6, low=-4.5, high=7))
    layer("RRelu", nn.RReLU(), (3, 3), train=False)
    layer("PRelu", nn.PReLU(3), (2, 3, 2), channels=3)
    layer("PRelu", nn.PReLU(), (2, 3))
    activation("Step", lambda x: torch.heaviside(x, torch.zeros(1)).detach() + 0 * x, (3, 3))
    activation("SwiGlu", lambda x: halves(x, F.silu), (2, 6))
    activation("Swish", lambda x: x * torch.sigmoid(1.7 * x), args={"beta": 1.7})
    activation("Swish", lambda x, weight: x * torch.sigmoid(along(weight) * x), args={"channels": 3}, weight=(3,))
    activation("AconA", lambda x, beta: x * torch.sigmoid(along(beta) * x), args={"channels": 3}, beta=(3,))
    activation("AconB", lambda x, slope, beta: acon(x, 1, along(slope), along(beta)), args={"channels": 3}, slope=(3,), beta=(3,))
    activation("AconC", lambda x, first, second, beta: acon(x, along(first), along(second), along(beta)), args={"channels": 3}, first=(3,), second=(3,), beta=(3,))
    names = {"squeeze": "squeeze.weight", "squeeze_bias": "squeeze.bias", "excite": "excite.weight", "excite_bias": "excite.bias"}
    layer("MetaAcon", Activation(meta, first=(3,), second=(3,), squeeze=(2, 3), squeeze_bias=(2,), excite=(3, 2), excite_bias=(3,)), (2, 3, 4), rename=names, channels=3, reduction=2)
    activation("SmoothMaximum", lambda x, beta: (x * F.softmax(beta * x, -1)).sum(-1), (2, 4), beta=(1,))
    activation("Maxout", lambda x: x.reshape(2, 3, 2).amax(-1), (2, 6), {"pieces": 2})
    activation("GumbelSoftmax", lambda x: F.softmax(x / 0.7, -1), (2, 3), {"train": False, "temperature": 0.7})
    layer("FiringRate", Activation(lambda x: 1 / (0.5 * torch.log((0.2 + 1.5 * x + 0.1) / (0.2 + 1.5 * x - 1)))), None, x=Draw("rate").uniform(2, 3, low=0.7, high=3),
          tau=0.5, resistance=1.5, rest=0.2, reset=-0.1, threshold=1.0)
    layer("WeightNorm", WeightNorm(nn.Linear(3, 2)), (2, 3), rename={"layer.weight_g": "length", "layer.weight_v": "layer.weight"}, of="Linear")
    layer("WeightNorm", WeightNorm(nn.Conv1d(2, 3, 2)), (1, 2, 4), rename={"layer.weight_g": "length", "layer.weight_v": "layer.weight"}, of="Conv1d")
    layer("Sequential", nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)), (2, 3))
    layer("Residual", Residual(nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3))), (2, 3))
    layer("Residual", Residual(nn.Linear(3, 2), nn.Linear(3, 2, bias=False)), (2, 3), shortcut=True)
    layer("Branches", Branches("cat", nn.Linear(3, 4), nn.Linear(3, 2)), (2, 3), join="cat")
    layer("Branches", Branches("sum", nn.Linear(3, 2), nn.Linear(3, 2)), (2, 3), join="sum")
    return out


# ---- whole trainings ----

def training():
    """Twenty steps from given weights: the losses, then the running statistics and the parameters at the end."""
    nn = torch.nn
    out = []

    def run(name, model, x, y, batch, optimizer=torch.optim.SGD, **settings):
        draw = Draw("training", name)
        names = [n for n, _ in model.named_parameters()]
        with torch.no_grad():
            for p in model.parameters():
                p.copy_(draw.uniform(*p.shape, low=-0.6, high=0.6))
        start = [p.detach().clone() for p in model.parameters()]
        optimizer = optimizer(model.parameters(), foreach=False, **settings)
        found, tracked = [], {n: [] for n, b in model.named_buffers()}
        for step in range(20):
            at = [(step * batch + i) % len(x) for i in range(batch)]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[at]), y[at])
            loss.backward()
            optimizer.step()
            found.append(loss.item())
            for n, b in model.named_buffers():
                tracked[n].append(b.detach().clone().double())
        args = {"batch": batch, "parameters": names} | settings

        def write_down(case, inputs, result):
            out.append({"name": name, "case": case, "args": args, "inputs": [array(t) for t in inputs], "output": array(result), "upstream": None, "gradients": None})

        write_down("losses", [x, y, *start], torch.tensor(found))
        for n, values in tracked.items():
            write_down(n, [], torch.stack(values))
        for n, p in model.named_parameters():
            write_down(n, [], p)

    draw = Draw("training data")
    x = draw.uniform(12, 4)
    y = torch.tensor([int(v) for v in (x[:, 0] > 0).long() + (x[:, 1] > x[:, 2]).long()])
    run("mlp", nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3)).double(), x, y, 4, lr=0.3)
    run("mlp adam", nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 5), nn.ReLU(), nn.Linear(5, 3)).double(), x, y, 4, torch.optim.Adam, lr=0.05)
    x = draw.uniform(8, 1, 6, 6)
    y = torch.tensor([int(v) for v in x[:, 0, :3].sum((1, 2)) > x[:, 0, 3:].sum((1, 2))])
    run("cnn", nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(27, 2)).double(), x, y, 4, lr=0.1, momentum=0.9)
    return out


# ---- optimizers ----

def quadratic(p):
    """½·Σ cᵢ·pᵢ² with c = 1, 10, 100."""
    return 0.5 * (torch.tensor([1.0, 10.0, 100.0]) * p * p).sum()


def rosenbrock(p):
    """(1 − p₀)² + 100·(p₁ − p₀²)²."""
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


FUNCTIONS = {
    "quadratic": (quadratic, [1.0, -0.8, 0.5]),
    "rosenbrock": (rosenbrock, [-1.2, 1.0]),
}

OPTIMIZERS = [
    ("sgd", torch.optim.SGD, {"lr": 1e-3}),
    ("sgd", torch.optim.SGD, {"lr": 1e-3, "momentum": 0.9}),
    ("sgd", torch.optim.SGD, {"lr": 1e-3, "momentum": 0.9, "nesterov": True}),
    ("sgd", torch.optim.SGD, {"lr": 1e-3, "weight_decay": 0.1}),
    ("sgd", torch.optim.SGD, {"lr": 1e-3, "momentum": 0.9, "dampening": 0.3}),
    ("sgd", torch.optim.SGD, {"lr": 1e-3, "momentum": 0.8, "dampening": 0.1, "weight_decay": 0.05}),
    ("adam", torch.optim.Adam, {}),
    ("adam", torch.optim.Adam, {"lr": 0.05, "weight_decay": 0.1}),
    ("adam", torch.optim.Adam, {"lr": 0.05, "amsgrad": True}),
    ("adam", torch.optim.Adam, {"lr": 0.02, "betas": [0.8, 0.95], "eps": 1e-6}),
    ("adamw", torch.optim.AdamW, {}),
    ("adamw", torch.optim.AdamW, {"lr": 0.05, "weight_decay": 0.1}),
    ("adamw", torch.optim.AdamW, {"lr": 0.05, "amsgrad": True}),
]

STEPS = 12


def optimizers():
    out = []
    for label, (function, start) in FUNCTIONS.items():
        for name, kind, args in OPTIMIZERS:
            p = torch.tensor(start, requires_grad=True)
            optimizer = kind([p], foreach=False, **args)
            path, slopes = [], []
            for _ in range(STEPS):
                optimizer.zero_grad()
                function(p).backward()
                slopes.append(p.grad.clone())
                optimizer.step()
                path.append(p.detach().clone())
            out.append({"name": name, "case": label, "args": args, "inputs": [array(torch.tensor(start))],
                        "output": array(torch.stack(path)), "upstream": None, "gradients": [array(torch.stack(slopes))]})
    return out


if __name__ == "__main__":
    assert torch.__version__.startswith("1.13"), f"the reference version is PyTorch 1.13, this is {torch.__version__}"
    for section in (elementwise, broadcasting, matmul, reductions, shapes, softmax, losses, layers, modules, training, optimizers):
        write(f"{section.__name__}.json", section())
