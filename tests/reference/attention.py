#!/usr/bin/python3
"""Writes the reference values of attention, transformers and their positions: see generate.py.

PyTorch 1.13 computes its own layers. What it has none of (rotary positions, ALiBi, shared key heads, the language model) follows the
papers' formulas here, written another way than Nabla writes them: rotations as complex numbers, shared heads repeated, masks as numbers.
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from generate import Draw, array, record, write

HIDE = -math.inf


# ---- formulas ----

def rotate(x, offset=0, features=None, theta=10000.0, interleaved=False):
    """Pairs as complex numbers times exp(i·t·θ^(−2k/features))."""
    features = x.shape[-1] if features is None else features
    turned, rest = x[..., :features], x[..., features:]
    half = features // 2
    pairs = turned.reshape(*turned.shape[:-1], half, 2) if interleaved else torch.stack((turned[..., :half], turned[..., half:]), -1)
    places = torch.arange(offset, offset + x.shape[-2]).double()
    angles = torch.outer(places, theta ** (-2 * torch.arange(half).double() / features))
    result = torch.view_as_real(torch.view_as_complex(pairs.contiguous()) * torch.polar(torch.ones_like(angles), angles))
    result = result.reshape(turned.shape) if interleaved else torch.cat((result[..., 0], result[..., 1]), -1)
    return torch.cat((result, rest), -1)


def slopes(heads):
    """As in the authors' program."""
    def powers(n):
        start = 2 ** (-(2 ** -(math.log2(n) - 3)))
        return [start * start ** i for i in range(n)]
    if math.log2(heads).is_integer():
        return powers(heads)
    closest = 2 ** math.floor(math.log2(heads))
    return powers(closest) + slopes(2 * closest)[0::2][: heads - closest]


def alibi(heads, queries, keys):
    distance = (torch.arange(keys)[None, :] - torch.arange(keys - queries, keys)[:, None]).abs().double()
    return -torch.tensor(slopes(heads))[:, None, None] * distance


def later(queries, keys):
    return torch.ones(queries, keys).triu(1 + keys - queries).bool()


def additive(mask):
    return mask if mask.is_floating_point() else torch.zeros(mask.shape).masked_fill(mask, HIDE)


def weights(q, k, mask=None, causal=False, scale=None):
    scores = torch.einsum("...td,...sd->...ts", q, k) * (scale or 1 / math.sqrt(q.shape[-1]))
    if mask is not None:
        scores = scores + additive(mask)
    if causal:
        scores = scores + additive(later(*scores.shape[-2:]))
    shown = scores.exp().nan_to_num()  # small numbers: no shift is needed; a row with all keys hidden is 0/1
    total = shown.sum(-1, keepdim=True)
    return shown / torch.where(total == 0, torch.ones(()), total)


class SharedHeads(nn.Module):
    """Attention with fewer key heads, rotary positions or ALiBi; the batch is axis 0."""

    def __init__(self, width, heads, shared, rotary=None, alibi=False, bias=True, causal=False):
        super().__init__()
        self.heads, self.shared, self.rotary, self.alibi, self.causal, self.size = heads, shared, rotary, alibi, causal, width // heads
        self.in_proj_weight = nn.Parameter(torch.zeros(width + 2 * shared * self.size, width))
        self.in_proj_bias = nn.Parameter(torch.zeros(width + 2 * shared * self.size)) if bias else None
        self.out_proj = nn.Linear(width, width, bias)

    def forward(self, x):
        n, t, e = x.shape
        q, k, v = F.linear(x, self.in_proj_weight, self.in_proj_bias).split([e, self.shared * self.size, self.shared * self.size], -1)
        q, k, v = (y.reshape(n, t, -1, self.size).transpose(1, 2) for y in (q, k, v))
        if self.rotary is not None:
            q, k = rotate(q, **self.rotary), rotate(k, **self.rotary)
        k, v = (y.repeat_interleave(self.heads // self.shared, 1) for y in (k, v))
        p = weights(q, k, alibi(self.heads, t, t) if self.alibi else None, self.causal)
        return self.out_proj((p @ v).transpose(1, 2).reshape(n, t, e))


class Block(nn.Module):
    """A block with the norms first."""

    def __init__(self, width, heads, shared, between, activation, **attention):
        super().__init__()
        self.self_attn = SharedHeads(width, heads, shared, causal=True, **attention)
        self.linear1, self.linear2, self.f = nn.Linear(width, between), nn.Linear(between, width), activation
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x):
        x = x + self.self_attn(self.norm1(x))
        return x + self.linear2(self.f(self.linear1(self.norm2(x))))


def waves(places, features, theta=10000.0):
    rows = [[(math.sin if d % 2 == 0 else math.cos)(t / theta ** ((d - d % 2) / features)) for d in range(features)] for t in range(places)]
    return torch.tensor(rows)


class Rows(nn.Module):
    def __init__(self, count, features):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(count, features))


class Blocks(nn.Module):
    def __init__(self, layers, norm):
        super().__init__()
        self.layers, self.norm = nn.ModuleList(layers), norm


class LanguageModel(nn.Module):
    """Blocks are PyTorch's own where it has them (learned and sinusoidal positions, none), else those above."""

    def __init__(self, vocabulary, context, width, heads, layers, between, positions="learned", tied=False, shared=None, norm_first=True):
        super().__init__()
        self.scheme = positions
        self.tokens = nn.Embedding(vocabulary, width)
        if positions == "learned":
            self.places = Rows(context, width)
        own = positions in ("rotary", "alibi") or shared
        block = (lambda: Block(width, heads, shared or heads, between, F.gelu, rotary={} if positions == "rotary" else None, alibi=positions == "alibi")) if own else \
            (lambda: nn.TransformerEncoderLayer(width, heads, between, 0.0, F.gelu, batch_first=True, norm_first=norm_first))
        self.blocks = Blocks([block() for _ in range(layers)], nn.LayerNorm(width))
        self.own, self.head = own, None if tied else nn.Linear(width, vocabulary)

    def forward(self, x):
        y = self.tokens(x)
        if self.scheme == "learned":
            y = y + self.places.weight[: x.shape[1]]
        if self.scheme == "sinusoidal":
            y = y + waves(x.shape[1], y.shape[-1])
        for block in self.blocks.layers:
            y = block(y) if self.own else block(y, later(x.shape[1], x.shape[1]))
        y = self.blocks.norm(y)
        return self.head(y) if self.head else y @ self.tokens.weight.T


# ---- operations ----

def operations():
    out = []
    hidden = torch.tensor([[False, True, False, False], [True, False, False, True], [False, False, False, False]])
    nothing = torch.tensor([[False, True, False], [True, True, True]])

    def case(name, function, shapes, args=None, extra=(), **more):
        draw = Draw(name, args, shapes, *more)
        out.append(record(name, function, [draw.uniform(*s) for s in shapes] + list(extra), args, **more))

    def attend(args):
        return lambda q, k, v, *mask: weights(q, k, mask[0] if mask else None, args.get("causal", False), args.get("scale")) @ v

    for args in ({}, {"causal": True}, {"scale": 0.3}):
        case("attention", attend(args), [(2, 2, 3, 2), (2, 2, 4, 2), (2, 2, 4, 3)], args)
    case("attention", attend({"causal": True}), [(5, 3), (5, 3), (5, 3)], {"causal": True})
    case("attention", attend({}), [(2, 3, 2), (4, 2), (1, 4, 2)], {}, [hidden])
    case("attention", attend({}), [(2, 3, 2), (2, 4, 2), (2, 4, 3), (2, 1, 4)], {"mask": True})
    case("attention", attend({"causal": True}), [(2, 2, 3, 2), (2, 1, 4, 2), (2, 1, 4, 2), (3, 4)], {"causal": True, "mask": True})
    case("attention", attend({}), [(2, 2), (3, 2), (3, 2)], {}, [nothing], case="hidden")
    case("attention", attend({"causal": True}), [(3, 2), (2, 2), (2, 2)], {"causal": True}, case="hidden")
    for args in ({}, {"causal": True, "scale": 0.7}):
        case("attention_weights", lambda q, k: weights(q, k, None, args.get("causal", False), args.get("scale")), [(2, 3, 2), (2, 4, 2)], args)
    case("attention_weights", lambda q, k, m: weights(q, k, m), [(2, 3, 2), (2, 4, 2)], {}, [hidden])
    for shape, args in [((2, 3, 4), {}), ((3, 6), {"offset": 5, "theta": 100.0}), ((2, 2, 3, 4), {"interleaved": True}), ((4, 5), {"features": 2, "offset": 1})]:
        case("rotary", lambda x: rotate(x, **args), [shape], args)
    for heads in (1, 2, 6, 8):
        args = {"heads": heads, "queries": 2, "keys": 4}
        out.append(record("alibi", lambda: alibi(**args), [], args))
    return out


# ---- layers ----

def layers():
    """Inputs are named by args["inputs"], the parameters behind them by args["parameters"]."""
    out = []

    def layer(name, module, inputs, call=None, rename=None, case="regular", **args):
        module.double().train()
        draw = Draw("attention layer", name, args, [tuple(i.shape) for i in inputs.values()])
        names = [n for n, _ in module.named_parameters()]
        parameters = [draw.uniform(*p.shape, low=-0.8, high=0.8) for _, p in module.named_parameters()]
        given = [draw.uniform(*i.shape, low=-1.5, high=1.5) if i.is_floating_point() else i for i in inputs.values()]

        class Called(nn.Module):
            def __init__(self):
                super().__init__()
                self.inner = module

            def forward(self, *x):
                return (call or (lambda m, *y: m(*y)))(self.inner, *x)

        called = Called()

        def forward(*all):
            return nn.utils.stateless.functional_call(called, {"inner." + n: p for n, p in zip(names, all[len(given):])}, all[: len(given)])

        found = record(name, forward, [*given, *parameters], args | {"inputs": list(inputs), "parameters": [(rename or {}).get(n, n) for n in names]}, case=case)
        assert all(isinstance(v, float) for v in found["output"]["data"]), "not a number"
        out.append(found)

    x = torch.zeros
    hidden = torch.tensor([[False, True, False], [True, False, False]])
    padded = torch.tensor([[False, False, True], [False, False, False]])
    three = torch.tensor([[[False, True, False], [False, False, False]], [[True, False, False], [False, False, True]],
                          [[False, False, True], [False, True, False]], [[False, False, False], [True, True, False]]])

    def attend(m, query, key=None, value=None, attn_mask=None, key_padding_mask=None, need_weights=False, average=True):
        result = m(query, query if key is None else key, query if value is None else value, key_padding_mask=key_padding_mask, need_weights=need_weights, attn_mask=attn_mask, average_attn_weights=average)
        return result[1] if need_weights else result[0]

    def attention(inputs, which=(), weights_wanted=False, average=True, **args):
        torch_args = {k: v for k, v in args.items() if k not in ("embed", "heads", "causal")}
        order = ["query", "key", "value", "mask", "padding"]

        def call(m, *given):
            by = dict(zip(inputs, given))
            mask = later(by["query"].shape[-2 if args.get("batch_first") else 0], by["query"].shape[-2 if args.get("batch_first") else 0]) if args.get("causal") else by.get("mask")
            return attend(m, by["query"], by.get("key"), by.get("value"), mask, by.get("padding"), weights_wanted, average)

        assert list(inputs) == [n for n in order if n in inputs]
        shown = args | ({"weights": "mean" if average else "heads"} if weights_wanted else {})
        layer("MultiheadAttention", nn.MultiheadAttention(args["embed"], args["heads"], **torch_args), inputs, call, **shown)

    small = {"embed": 4, "heads": 2}
    one = {"query": x(3, 2, 4)}
    cross = {"query": x(2, 2, 4), "key": x(3, 2, 4), "value": x(3, 2, 4)}
    attention(one, **small)
    attention({"query": x(2, 3, 4)}, **small, batch_first=True, bias=False)
    attention({"query": x(3, 4)}, **small)
    attention({"query": x(2, 3, 4)}, **small, batch_first=True, causal=True)
    attention(cross, **small)
    attention(cross | {"mask": hidden}, **small)
    attention(cross | {"mask": hidden, "padding": padded}, **small)
    attention(cross | {"mask": x(2, 3), "padding": padded}, **small)
    attention(cross | {"mask": three}, **small)
    attention(cross | {"padding": x(2, 3)}, **small, batch_first=False)
    attention(cross | {"mask": hidden, "padding": padded}, **small, add_bias_kv=True, add_zero_attn=True)
    attention(cross | {"mask": x(4, 2, 3)}, **small, add_zero_attn=True)
    attention(cross, **small, add_bias_kv=True, bias=False)
    attention(one, **small, add_bias_kv=True, causal=True)
    attention({"query": x(2, 2, 4), "key": x(3, 2, 3), "value": x(3, 2, 5)}, **small, kdim=3, vdim=5)
    attention({"query": x(2, 2, 4), "key": x(2, 3, 3), "value": x(2, 3, 4)}, **small, kdim=3, batch_first=True, bias=False)
    attention(cross | {"padding": padded}, **small, weights_wanted=True)
    attention(cross | {"padding": padded}, **small, weights_wanted=True, average=False)
    attention({"query": x(3, 4)}, **small, weights_wanted=True, average=False)
    for args in ({"shared": 2}, {"shared": 1, "rotary": {}}, {"shared": 4, "rotary": {"theta": 50.0, "interleaved": True}}, {"shared": 2, "alibi": True, "bias": False},
                 {"shared": 2, "causal": True, "rotary": {}}):
        layer("MultiheadAttention", SharedHeads(8, 4, **args), {"query": x(2, 3, 8)},
              **{"embed": 8, "heads": 4, "batch_first": True, "key_value_heads": args["shared"]} | {k: v for k, v in args.items() if k in ("alibi", "bias", "causal")}
              | ({"theta": args["rotary"].get("theta", 10000.0), "interleaved": args["rotary"].get("interleaved", False)} if "rotary" in args else {}))

    activations = {"relu": F.relu, "gelu": F.gelu, "tanh": torch.tanh}
    square = torch.tensor([[False, True, False], [False, False, True], [False, False, False]])
    for inputs, args in [({"x": x(3, 2, 4)}, {}), ({"x": x(2, 3, 4)}, {"batch_first": True, "norm_first": True, "activation": "gelu"}),
                         ({"x": x(3, 2, 4), "mask": square, "padding": padded}, {"activation": "tanh", "layer_norm_eps": 0.1}),
                         ({"x": x(2, 3, 4), "mask": x(3, 3)}, {"batch_first": True, "norm_first": True}), ({"x": x(3, 4)}, {"norm_first": True})]:
        torch_args = args | {"activation": activations[args.get("activation", "relu")], "dropout": 0.0, "dim_feedforward": 3}
        layer("TransformerEncoderLayer", nn.TransformerEncoderLayer(4, 2, **torch_args), inputs, lambda m, y, *masks: m(y, *masks), **args)
    encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3, 0.0, F.gelu), 2, nn.LayerNorm(4), enable_nested_tensor=False)
    layer("TransformerEncoder", encoder, {"x": x(3, 2, 4), "mask": square, "padding": padded}, lambda m, y, *masks: m(y, *masks), norm=True)
    encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3, 0.0, F.gelu), 2, None, enable_nested_tensor=False)
    layer("TransformerEncoder", encoder, {"x": x(3, 2, 4)}, norm=False)

    pair = {"target": x(3, 2, 4), "memory": x(2, 2, 4)}
    short = torch.tensor([[False, True], [False, False]])
    seen = torch.tensor([[False, True], [False, False], [False, True]])  # together with short some key is left for every query
    for inputs, args in [(pair, {}), (pair, {"norm_first": True, "activation": "gelu"}),
                         (pair | {"mask": square, "memory_mask": seen, "padding": padded, "memory_padding": short}, {"layer_norm_eps": 0.01}),
                         ({"target": x(2, 3, 4), "memory": x(2, 2, 4), "mask": x(3, 3)}, {"batch_first": True, "norm_first": True, "activation": "tanh"})]:
        torch_args = args | {"activation": activations[args.get("activation", "relu")], "dropout": 0.0, "dim_feedforward": 3}
        layer("TransformerDecoderLayer", nn.TransformerDecoderLayer(4, 2, **torch_args), inputs, lambda m, *given: m(*given), **args)
    decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 3, 0.0, F.gelu), 2, nn.LayerNorm(4))
    layer("TransformerDecoder", decoder, pair | {"mask": square}, lambda m, *given: m(*given))
    both = {"source": x(2, 2, 4), "target": x(3, 2, 4)}
    for inputs, args in [(both, {}), (both | {"source_mask": short, "mask": square, "memory_mask": seen, "source_padding": short, "padding": padded, "memory_padding": short}, {"norm_first": True})]:
        module = nn.Transformer(4, 2, 2, 1, 3, 0.0, F.gelu, **args)
        layer("Transformer", module, inputs, lambda m, *given: m(*given), **args)

    layer("LearnedPositions", Learned(4, 3), {"x": x(2, 3, 3)}, context=4, features=3)
    layer("LearnedPositions", Learned(3, 2, False), {"x": x(3, 2, 2)}, context=3, features=2, batch_first=False)
    layer("SinusoidalEncoding", Formula(lambda y: y + waves(3, 5)), {"x": x(2, 3, 5)}, features=5)
    layer("SinusoidalEncoding", Formula(lambda y: y + waves(3, 4, 50.0)[:, None]), {"x": x(3, 2, 4)}, features=4, theta=50.0, batch_first=False)
    layer("RotaryEmbedding", Formula(rotate), {"x": x(2, 3, 4)})
    layer("RotaryEmbedding", Formula(lambda y: rotate(y, 0, 2, 20.0, True)), {"x": x(2, 3, 4)}, features=2, theta=20.0, interleaved=True)
    for args in ({}, {"tied": True}, {"positions": "sinusoidal", "norm_first": False}, {"positions": "rotary", "shared": 1}, {"positions": "alibi"}, {"positions": "none"}):
        layer("CausalLanguageModel", LanguageModel(5, 4, 4, 2, 2, 3, **args), {"x": torch.tensor([[0, 3, 1], [4, 2, 2]])}, **args)
    return out


class Learned(nn.Module):
    def __init__(self, count, features, batch_first=True):
        super().__init__()
        self.weight, self.batch_first = nn.Parameter(torch.zeros(count, features)), batch_first

    def forward(self, x):
        return x + self.weight[: x.shape[-2]] if self.batch_first else x + self.weight[: x.shape[0], None]


class Formula(nn.Module):
    def __init__(self, formula):
        super().__init__()
        self.formula = formula

    def forward(self, x):
        return self.formula(x)


# ---- a whole training ----

def training():
    """Twenty steps of Adam from given weights: the losses, then the parameters at the end."""
    draw = Draw("language model training")
    model = LanguageModel(7, 6, 8, 2, 2, 12)
    names = [n for n, _ in model.named_parameters()]
    model.double()
    with torch.no_grad():
        for n, p in model.named_parameters():
            p.copy_(draw.uniform(*p.shape, low=-0.4, high=0.4))
    start = [p.detach().clone() for p in model.parameters()]
    text = torch.tensor([[(i + j * (1 + i % 2)) % 7 for j in range(7)] for i in range(6)])
    x, y, batch, rate = text[:, :-1], text[:, 1:], 4, 0.03
    optimizer = torch.optim.Adam(model.parameters(), lr=rate, foreach=False)
    found = []
    for step in range(20):
        at = [(step * batch + i) % len(x) for i in range(batch)]
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x[at]).flatten(0, 1), y[at].flatten())
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    assert found[-1] < 0.8 * found[0], found
    args = {"batch": batch, "lr": rate, "parameters": names}

    def written(case, inputs, result):
        return {"name": "language_model", "case": case, "args": args, "inputs": [array(t) for t in inputs], "output": array(result), "upstream": None, "gradients": None}

    return [written("losses", [x, y, *start], torch.tensor(found))] + [written(n, [], p) for n, p in model.named_parameters()]


def check():
    """The formulas agree with what PyTorch has."""
    q, k, v = (Draw("check", i).uniform(2, 3, 4) for i in range(3))
    own = weights(q, k, None, True) @ v
    assert torch.allclose(own, F._scaled_dot_product_attention(q, k, v, is_causal=True)[0], atol=1e-14)
    shared, layer = SharedHeads(4, 2, 2).double(), nn.MultiheadAttention(4, 2, batch_first=True).double()
    shared.load_state_dict(layer.state_dict())
    assert torch.allclose(shared(q), layer(q, q, q)[0], atol=1e-14)


if __name__ == "__main__":
    check()
    write("attention.json", operations())
    write("transformers.json", layers())
    write("transformer_training.json", training())
