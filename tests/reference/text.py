#!/usr/bin/python3
"""Writes the reference values of losses of sequences: see generate.py."""

import torch
import torch.nn.functional as F

from generate import Draw, record, write


def sequence_losses():
    """Cross-entropy with the classes on the last axis: PyTorch takes them on axis 1."""
    out = []
    for reduction in ("mean", "sum", "none"):
        for shape, smoothing, ignoring in [((2, 3, 4), 0.0, False), ((2, 3, 4), 0.1, True), ((3, 2, 2, 5), 0.0, True), ((4, 3), 0.0, False), ((2, 3, 3), 0.0, True)]:
            args = {"reduction": reduction, "label_smoothing": smoothing} | ({"ignore_index": -100} if ignoring else {})
            draw = Draw("sequence_cross_entropy", reduction, shape, smoothing, ignoring)
            target = draw.integers(*shape[:-1], below=shape[-1])
            if ignoring:
                target[0, -1] = target[1, 0] = -100

            def loss(x, t):
                return F.cross_entropy(x.movedim(-1, 1), t, reduction=reduction, label_smoothing=smoothing)

            out.append(record("sequence_cross_entropy", loss, [draw.uniform(*shape, low=-4, high=4), target], args))
    return out


if __name__ == "__main__":
    assert torch.__version__.startswith("1.13"), f"the reference version is PyTorch 1.13, this is {torch.__version__}"
    write("sequence_losses.json", sequence_losses())
