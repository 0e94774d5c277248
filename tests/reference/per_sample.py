#!/usr/bin/python3
"""Writes per_sample.json: the loss and the gradients of every example of a batch, by a loop over the examples in PyTorch 1.13.

Run it as `/usr/bin/python3 tests/reference/per_sample.py`. A record is one example: its inputs are x (with a first axis of 1), the
target and the parameters, in the order of `args.parameters`; `args.example` of `args.examples` says which.
"""

import torch.nn.functional as F

from generate import Draw, record, write


def perceptron(x, t, w0, b0, g, b, w1, b1):
    h = F.layer_norm(F.linear(x, w0, b0).tanh(), (4,), g, b)
    return F.cross_entropy(F.linear(h, w1, b1), t)


def images(x, t, w0, b0, g, b, w1, b1, w2, b2):
    h = F.group_norm(F.conv2d(x, w0, b0, stride=2, padding=1, groups=2), 2, g, b).relu()
    h = F.conv_transpose2d(h, w1, b1, stride=2, padding=1).tanh()
    return F.mse_loss(F.linear(h.flatten(1), w2, b2), t)


def text(x, t, table, w0, b0, w1):
    h = F.linear(F.embedding(x, table, padding_idx=0), w0, b0).tanh()
    return F.cross_entropy(F.linear(h.mean(1), w1), t)


def batches():
    d = Draw("per_sample", "perceptron")
    yield ("perceptron", perceptron, d.uniform(4, 3), d.integers(4, below=3),
           {"0.weight": d.uniform(4, 3), "0.bias": d.uniform(4), "2.weight": d.uniform(4), "2.bias": d.uniform(4), "3.weight": d.uniform(3, 4), "3.bias": d.uniform(3)})
    d = Draw("per_sample", "images")
    yield ("images", images, d.uniform(3, 2, 5, 4), d.uniform(3, 3),
           {"0.weight": d.uniform(4, 1, 3, 3), "0.bias": d.uniform(4), "1.weight": d.uniform(4), "1.bias": d.uniform(4),
            "3.weight": d.uniform(4, 2, 2, 2), "3.bias": d.uniform(2), "6.weight": d.uniform(3, 16, low=-0.5, high=0.5), "6.bias": d.uniform(3)})
    d = Draw("per_sample", "text")
    yield ("text", text, d.integers(4, 5, below=6), d.integers(4, below=3),
           {"words.weight": d.uniform(6, 3), "each.weight": d.uniform(4, 3), "each.bias": d.uniform(4), "last.weight": d.uniform(3, 4)})


if __name__ == "__main__":
    write("per_sample.json", [
        record(name, function, [x[n:n + 1], t[n:n + 1], *parameters.values()],
               {"parameters": list(parameters), "example": n, "examples": len(x)}, fixed=(0, 1))
        for name, function, x, t, parameters in batches() for n in range(len(x))])
