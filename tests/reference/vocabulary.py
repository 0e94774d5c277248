#!/usr/bin/python3
"""Writes the reference values of convolutions, pooling, padding, order, norms and further activations: see generate.py.

What PyTorch 1.13 has is computed by it; the rest (marked "formula") by the formula of its paper in PyTorch's arithmetic.
"""

import math

import torch
import torch.nn.functional as F

from generate import Draw, EDGES, record, write


def case(out, name, function, shapes, args=None, **more):
    """A record of inputs drawn apart from each other, so that no maximum is in doubt."""
    draw = Draw(name, args, shapes)
    out.append(record(name, function, [draw.uniform(*s) for s in shapes], args, **more))


def convolution():
    out = []
    conv = {3: F.conv1d, 4: F.conv2d, 5: F.conv3d}
    back = {3: F.conv_transpose1d, 4: F.conv_transpose2d, 5: F.conv_transpose3d}
    for x, w, b, stride, padding, dilation, groups in [
        ((2, 3, 7), (4, 3, 3), (4,), [1], [0], [1], 1),
        ((1, 4, 8), (6, 2, 3), None, [2], [2], [2], 2),
        ((2, 3, 6, 5), (4, 3, 3, 3), (4,), [1, 1], [1, 1], [1, 1], 1),
        ((1, 2, 7, 6), (2, 1, 2, 3), (2,), [2, 1], [1, 0], [1, 2], 2),
        ((2, 4, 3, 3), (5, 4, 1, 1), (5,), [1, 1], [0, 0], [1, 1], 1),
        ((1, 2, 4, 4, 3), (3, 2, 2, 3, 2), (3,), [1, 2, 1], [0, 1, 1], [1, 1, 1], 1),
    ]:
        args = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        case(out, "conv", lambda *t: conv[len(x)](*t, **args), [x, w] + ([b] if b else []), args)
    for x, w in [((1, 2, 6), (3, 2, 4)), ((1, 2, 5, 4), (2, 2, 3, 2))]:
        case(out, "conv_same", lambda *t: conv[len(x)](*t, padding="same"), [x, w])
    for x, w, b, stride, padding, extra, dilation, groups in [
        ((2, 3, 4), (3, 2, 3), (2,), [1], [0], [0], [1], 1),
        ((1, 4, 5), (4, 3, 3), None, [2], [1], [1], [1], 2),
        ((1, 2, 3, 4), (2, 3, 3, 2), (3,), [2, 1], [1, 0], [1, 0], [1, 2], 1),
        ((1, 2, 2, 3, 2), (2, 2, 2, 2, 2), None, [1, 2, 1], [0, 0, 1], [0, 1, 0], [1, 1, 1], 1),
    ]:
        args = {"stride": stride, "padding": padding, "output_padding": extra, "dilation": dilation, "groups": groups}
        case(out, "conv_transpose", lambda *t: back[len(x)](*t, **args), [x, w] + ([b] if b else []), args)
    return out


def pooling():
    out = []
    most = {3: F.max_pool1d, 4: F.max_pool2d, 5: F.max_pool3d}
    mean = {3: F.avg_pool1d, 4: F.avg_pool2d, 5: F.avg_pool3d}
    for x, k, s, p, d, up in [
        ((2, 2, 7), [3], [2], [1], [1], False), ((1, 2, 6, 5), [2, 3], [1, 2], [0, 1], [2, 1], False),
        ((1, 1, 5, 5), [2, 2], [2, 2], [0, 0], [1, 1], True), ((1, 1, 4, 4, 5), [2, 2, 3], [2, 1, 2], [0, 0, 0], [1, 1, 1], False),
        ((1, 2, 6), [3], [2], [1], [1], True),
    ]:
        args = {"size": k, "stride": s, "padding": p, "dilation": d, "up": up}
        case(out, "max_pool", lambda t: most[len(x)](t, k, s, p, d, up), [x], args)
    for x, k, s, p, up, inside in [
        ((2, 2, 7), [3], [2], [1], False, True), ((1, 2, 6, 5), [2, 3], [1, 2], [1, 1], False, False),
        ((1, 1, 5, 5), [2, 2], [2, 2], [0, 0], True, True), ((1, 2, 6), [3], [2], [1], True, True), ((1, 2, 6), [3], [2], [1], True, False),
        ((1, 1, 4, 4, 5), [2, 2, 3], [2, 1, 2], [0, 0, 0], False, True),
    ]:
        args = {"size": k, "stride": s, "padding": p, "up": up, "count": inside}
        case(out, "avg_pool", lambda t: mean[len(x)](t, k, s, p, up, inside), [x], args)
    case(out, "max_pool", lambda t: F.max_pool1d(torch.round(t), 2, 2), [(1, 1, 12)], {"size": [2], "stride": [2], "padding": [0], "dilation": [1], "up": False, "round": True}, case="ties", gradients=False)
    for x, n in [((2, 2, 7), [3]), ((1, 2, 5, 7), [2, 3]), ((1, 1, 3, 4, 5), [2, 4, 3])]:
        args = {"size": n}
        case(out, "adaptive_avg_pool", lambda t: {3: F.adaptive_avg_pool1d, 4: F.adaptive_avg_pool2d, 5: F.adaptive_avg_pool3d}[len(x)](t, n), [x], args)
        case(out, "adaptive_max_pool", lambda t: {3: F.adaptive_max_pool1d, 4: F.adaptive_max_pool2d, 5: F.adaptive_max_pool3d}[len(x)](t, n), [x], args)
    for x, k, s, p, d in [((2, 2, 4, 5), [2, 3], [1, 2], [1, 1], [1, 1]), ((1, 3, 5, 4), [2, 2], [2, 1], [0, 1], [1, 2])]:
        args = {"size": k, "stride": s, "padding": p, "dilation": d}
        case(out, "unfold", lambda t: F.unfold(t, k, d, p, s), [x], args)
        columns = F.unfold(torch.zeros(x), k, d, p, s).shape
        case(out, "fold", lambda t: F.fold(t, x[2:], k, d, p, s), [tuple(columns)], args | {"outputs": list(x[2:])})
    case(out, "global_avg_pool", lambda t: t.mean((2, 3), keepdim=True), [(2, 3, 4, 2)])
    case(out, "global_max_pool", lambda t: t.amax((2, 3), keepdim=True), [(2, 3, 4, 2)])
    for mode, corners in [("nearest", None), ("linear", False), ("linear", True)]:
        args = {"mode": mode, "corners": bool(corners), "size": [7]}
        case(out, "interpolate", lambda t: F.interpolate(t, size=7, mode=mode, align_corners=corners), [(1, 2, 4)], args)
    for mode, corners in [("nearest", None), ("bilinear", False), ("bilinear", True), ("bicubic", False), ("bicubic", True)]:
        for size in ([6, 3], [2, 7]):
            args = {"mode": mode, "corners": bool(corners), "size": size}
            case(out, "interpolate", lambda t: F.interpolate(t, size=size, mode=mode, align_corners=corners), [(1, 2, 4, 5)], args)
    return out


def axes():
    out = []
    for dim in (0, -1):
        case(out, "cumsum", lambda t: torch.cumsum(t, dim), [(3, 5)], {"dim": [dim]})
        case(out, "cumprod", lambda t: torch.cumprod(t, dim), [(3, 5)], {"dim": [dim]})
        for down in (False, True):
            case(out, "sort", lambda t: torch.sort(t, dim, descending=down)[0], [(4, 5)], {"dim": [dim], "descending": down})
            case(out, "argsort", lambda t: torch.sort(t, dim=dim, descending=down, stable=True)[1], [(4, 5)], {"dim": [dim], "descending": down})
            case(out, "topk", lambda t: torch.topk(t, 3, dim, largest=down)[0], [(4, 5)], {"dim": [dim], "k": [3], "largest": down})
    for p in (0.5, 1.0, 1.5, 2.0, 3.0, math.inf, -math.inf, 0.0):
        case(out, "norm", lambda t: torch.linalg.vector_norm(t, p, 1), [(3, 4)], {"p": p, "dim": [1]}, gradients=p != 0)
    out.append(record("norm", lambda t: torch.norm(t, 2.0, 1), [torch.zeros(2, 3)], {"p": 2.0, "dim": [1]}, case="zero"))
    case(out, "power_sum", lambda t: t.abs().pow(0.5).sum(0), [(3, 4)], {"p": 0.5, "dim": [0]})  # formula
    for mode in ("constant", "reflect", "replicate", "circular"):
        more = {"value": 0.5} if mode == "constant" else {}
        case(out, "pad", lambda t: F.pad(t, (3, 1), mode, **more), [(1, 2, 4)], {"mode": mode, "before": [3], "after": [1]})
    case(out, "split", lambda t: torch.cat(t.split([1, 3])[::-1]), [(4, 3)])
    case(out, "chunk", lambda t: torch.cat(t.chunk(2, 1)[::-1], 1), [(4, 3)])
    case(out, "flip_axes", lambda t: torch.flip(t, (0, 2)), [(2, 2, 3)], {"dim": [0, 2]})
    case(out, "roll", lambda t: torch.roll(t, 2, 1), [(2, 5)], {"shift": [2], "dim": [1]})
    case(out, "roll", lambda t: torch.roll(t, -7, 0), [(5, 2)], {"shift": [-7], "dim": [0]})
    case(out, "tile", lambda t: torch.tile(t, (2, 1, 3)), [(2, 3)], {"times": [2, 1, 3]})
    case(out, "windows", lambda t: t.unfold(1, 3, 2), [(2, 8)], {"dim": [1], "size": [3], "step": [2]})
    mask = torch.tensor([[True, False, True], [False, False, True]])
    out.append(record("masked_select", lambda t, m: torch.masked_select(t, m), [Draw("masked_select").uniform(2, 3), mask]))
    index = torch.tensor([[2, 0], [1, 2]])
    out.append(record("embedding", lambda i, w: F.embedding(i, w), [index, Draw("embedding").uniform(4, 3)]))
    out.append(record("one_hot", lambda i: F.one_hot(i, 4), [index], {"classes": [4]}))
    for equation, shapes in [("ij,jk->ik", [(2, 3), (3, 4)]), ("bij,bjk->bik", [(2, 2, 3), (2, 3, 2)]), ("i,j->ji", [(2,), (3,)]), ("ii->i", [(3, 3)]), ("ii", [(3, 3)]),
                             ("...ij,...jk->...ik", [(2, 2, 3), (3, 2)]), ("ijk,kl,lj->i", [(2, 3, 4), (4, 2), (2, 3)]), ("ij->ji", [(2, 3)]), ("bhqd,bhkd->bhqk", [(1, 2, 3, 2), (1, 2, 4, 2)])]:
        case(out, "einsum", lambda *t: torch.einsum(equation, *t), shapes, {"equation": equation})
    return out


def activations():
    out = []
    for name, function, low, high, kinks in [
        ("selu", F.selu, -3, 3, [0.0]), ("hardsigmoid", F.hardsigmoid, -5, 5, [-3.0, 3.0]), ("hardtanh", F.hardtanh, -2, 2, [-1.0, 1.0]), ("relu6", F.relu6, -2, 8, [0.0, 6.0]),
        ("hardswish", F.hardswish, -5, 5, [-3.0, 3.0]), ("softsign", F.softsign, -3, 3, [0.0]), ("tanhshrink", F.tanhshrink, -3, 3, []),
        ("step", lambda x: (x > 0).double() + 0 * x, -3, 3, [0.0]),
    ]:
        out.append(record(name, function, [Draw(name).uniform(11, low=low, high=high)]))
        if kinks:
            out.append(record(name, function, [torch.tensor(kinks)], case="kinks"))
        out.append(record(name, function, [torch.tensor([e for e in EDGES if math.isfinite(e) and abs(e) <= 1000])], case="edges", gradients=False))
    for alpha in (1.0, 0.6):
        case(out, "celu", lambda x: F.celu(x, alpha), [(9,)], {"alpha": alpha})
    case(out, "swish", lambda x, b: x * torch.sigmoid(b * x), [(3, 4), (4,)])  # formula
    case(out, "acon_a", lambda x, b: x * torch.sigmoid(b * x), [(3, 4), (4,)])  # formula
    case(out, "acon_b", lambda x, a, b: (1 - a) * x * torch.sigmoid(b * (1 - a) * x) + a * x, [(3, 4), (4,), (4,)])  # formula
    case(out, "acon_c", lambda x, p, q, b: (p - q) * x * torch.sigmoid(b * (p - q) * x) + q * x, [(3, 4), (4,), (4,), (4,)])  # formula
    case(out, "smooth_maximum", lambda x, b: (x * torch.exp(b * x)).sum(-1) / torch.exp(b * x).sum(-1), [(3, 4), (1,)])  # formula
    case(out, "glu", lambda x: F.glu(x, -1), [(3, 6)])
    case(out, "swiglu", lambda x: x[:, :3] * F.silu(x[:, 3:]), [(3, 6)])  # formula
    case(out, "maxout", lambda x: x.reshape(3, 2, 3).amax(2), [(3, 6)], {"pieces": [3]})  # formula
    case(out, "logaddexp", torch.logaddexp, [(3, 4), (4,)])
    case(out, "softmin", lambda x: F.softmin(x, -1), [(3, 4)])
    rate = lambda i: torch.where(2 * i + 0.1 > 1, 1 / (0.5 * torch.log((2 * i + 0.1 + 0.2) / torch.clamp(2 * i + 0.1 - 1, min=1e-30))), torch.zeros_like(i))
    out.append(record("firing_rate", rate, [Draw("firing_rate").uniform(6, low=0.6, high=3)]))  # formula
    out.append(record("firing_rate", rate, [Draw("firing_rate below").uniform(4, low=-2, high=0.4)], case="below", gradients=False))
    return out


if __name__ == "__main__":
    write("convolution.json", convolution())
    write("pooling.json", pooling())
    write("axes.json", axes())
    write("activations.json", activations())
