#!/usr/bin/python3
"""Writes the reference values of recurrent layers and cells, and of a training of an LSTM classifier: see generate.py.

A record of recurrent.json has as inputs x, the parameters that args.parameters names, and, where args.state says so, the first
states. Its output is everything the layer returns, flattened and joined: the outputs, then the last h, then the last c. Layers are
batch first unless args.batch_first says otherwise; args.lengths are the lengths of packed sequences.
"""

import torch
import torch.nn.functional as F

from generate import Draw, array, record, write

nn = torch.nn
KINDS = {"Rnn": nn.RNN, "Lstm": nn.LSTM, "Gru": nn.GRU}
CELLS = {"RnnCell": nn.RNNCell, "LstmCell": nn.LSTMCell, "GruCell": nn.GRUCell}
IN, HIDDEN, BATCH, STEPS = 2, 3, 3, 4


def joined(output, state):
    states = state if isinstance(state, tuple) else (state,)
    return torch.cat([t.reshape(-1) for t in (output, *states)])


def with_parameters(module, draw):
    names = [n for n, _ in module.named_parameters()]
    return names, [draw.uniform(*p.shape, low=-0.9, high=0.9) for _, p in module.named_parameters()]


def sequence(out, name, lengths=None, state=False, single=False, **args):
    """One layer: args are PyTorch's, with its defaults, except that the batch stands in front."""
    module = KINDS[name](IN, HIDDEN, **({"batch_first": True} | args)).double()
    draw = Draw("recurrent", name, args, lengths, state, single)
    names, parameters = with_parameters(module, draw)
    first = module.batch_first
    x = draw.uniform(STEPS, IN) if single else draw.uniform(*((BATCH, STEPS) if first else (STEPS, BATCH)), IN)
    number = module.num_layers * (2 if module.bidirectional else 1)
    size = args.get("proj_size", 0) or HIDDEN
    rows = () if single else (BATCH,)
    states = [draw.uniform(number, *rows, size, low=-1, high=1)] if state else []
    if state and name == "Lstm":
        states.append(draw.uniform(number, *rows, HIDDEN))

    def forward(x, *rest):
        ps, first_state = rest[:len(names)], rest[len(names):]
        module._flat_weights = [dict(zip(names, ps))[n] for n in module._flat_weights_names]  # what forward reads; functional_call changes the attributes alone
        given = None if not first_state else tuple(first_state) if name == "Lstm" else first_state[0]
        if lengths:
            packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor(lengths), batch_first=first, enforce_sorted=False)
            y, last = module(packed, given)
            y, _ = nn.utils.rnn.pad_packed_sequence(y, batch_first=first, total_length=STEPS)
        else:
            y, last = module(x, given)
        return joined(y, last)

    more = {"lengths": lengths} if lengths else {}
    out.append(record(name, forward, [x, *parameters, *states], {"in": IN, "hidden": HIDDEN, "parameters": names, "state": state} | more | args, case="single" if single else "regular"))


def cell(out, name, state=False, single=False, **args):
    module = CELLS[name](IN, HIDDEN, **args).double()
    draw = Draw("recurrent", name, args, state, single)
    names, parameters = with_parameters(module, draw)
    rows = () if single else (BATCH,)
    x = draw.uniform(*rows, IN)
    states = [draw.uniform(*rows, HIDDEN) for _ in range(2 if name == "LstmCell" else 1)] if state else []

    def forward(x, *rest):
        ps, first = rest[:len(names)], rest[len(names):]
        given = None if not first else tuple(first) if name == "LstmCell" else first[0]
        y = nn.utils.stateless.functional_call(module, dict(zip(names, ps)), (x, given))
        return torch.cat([t.reshape(-1) for t in (y if isinstance(y, tuple) else (y,))])

    out.append(record(name, forward, [x, *parameters, *states], {"in": IN, "hidden": HIDDEN, "parameters": names, "state": state} | args, case="single" if single else "regular"))


def recurrent():
    out = []
    for name in KINDS:
        more = [{"nonlinearity": "relu"}] if name == "Rnn" else [{"proj_size": 2}] if name == "Lstm" else []
        for args in ({}, {"bias": False}, {"num_layers": 2}, {"num_layers": 3, "bidirectional": True}, {"batch_first": False, "bidirectional": True}, *more,
                     *({"num_layers": 2, "bidirectional": True, "bias": False} | m for m in more)):
            for lengths, state in ((None, False), ([3, 4, 1], True)):
                sequence(out, name, lengths, state, **args)
        sequence(out, name, None, True)
        sequence(out, name, [3, 4, 1], False)
        for args in ({}, {"num_layers": 2, "bidirectional": True}, {"batch_first": False}, *more):
            sequence(out, name, None, bool(args), single=True, **args)
    for name in CELLS:
        for args in ({}, {"bias": False}, *([{"nonlinearity": "relu"}] if name == "RnnCell" else [])):
            for state in (False, True):
                for single in (False, True):
                    cell(out, name, state, single, **args)
    for args in ({}, {"batch_first": False}, {"lengths": [3, 1]}, {"lengths": [1, 3], "batch_first": False}):
        def last(x):
            rows = x if args.get("batch_first", True) else x.transpose(0, 1)
            return torch.stack([rows[n, length - 1] for n, length in enumerate(args.get("lengths", [rows.shape[1]] * rows.shape[0]))]).reshape(-1)
        x = Draw("recurrent", "LastStep", args).uniform(*((2, 3) if args.get("batch_first", True) else (3, 2)), 2)
        out.append(record("LastStep", last, [x], {"parameters": [], "state": False} | args))
    return out


# ---- a whole training ----

class Classifier(nn.Module):
    """Two LSTM layers along sequences of their own lengths, and a linear layer on the last state."""

    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(3, 5, 2, batch_first=True), nn.Linear(5, 2)

    def forward(self, x, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        return self.head(self.lstm(packed)[1][0][-1])


def recurrent_training():
    """Twenty steps under RMSprop and under Adam: the losses, then the parameters at the end."""
    out = []
    draw = Draw("recurrent training")
    x, lengths = draw.uniform(10, 6, 3), draw.integers(10, below=6) + 1
    y = torch.tensor([int(v[:n, 0].sum() > v[:n, 1].sum()) for v, n in zip(x, lengths)])
    for name, kind, args in (("rmsprop", torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.9, "momentum": 0.5, "centered": True}), ("adam", torch.optim.Adam, {"lr": 0.02})):
        model = Classifier().double()
        begin = Draw("recurrent training", name)
        with torch.no_grad():
            for p in model.parameters():
                p.copy_(begin.uniform(*p.shape, low=-0.6, high=0.6))
        names, start = [n for n, _ in model.named_parameters()], [p.detach().clone() for p in model.parameters()]
        optimizer = kind(model.parameters(), foreach=False, **args)
        losses = []
        for step in range(20):
            at = [(step * 4 + i) % len(x) for i in range(4)]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[at], lengths[at]), y[at])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        shown = {"batch": 4, "parameters": names} | args

        def write_down(case, inputs, result):
            out.append({"name": name, "case": case, "args": shown, "inputs": [array(t) for t in inputs], "output": array(result), "upstream": None, "gradients": None})

        write_down("losses", [x, lengths, y, *start], torch.tensor(losses))
        for n, p in model.named_parameters():
            write_down(n, [], p)
    return out


if __name__ == "__main__":
    write("recurrent.json", recurrent())
    write("recurrent-training.json", recurrent_training())
