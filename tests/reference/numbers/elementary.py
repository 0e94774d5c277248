"""Reference values of the elementary functions in 60 digits: python3 elementary.py > elementary.json (needs mpmath).

Each point is [x, high, low]: high is the double nearest to f(x), low the double nearest to what it misses.
"""
import json
import random

from mpmath import mp, mpf, atan, cos, erf, exp, expm1, log, log1p, sin, tanh

mp.dps = 60
random.seed(1)

FUNCTIONS = {
    "exp": (exp, lambda: random.choice([random.uniform(-2, 2), random.uniform(-745, 709)])),
    "expm1": (expm1, lambda: random.choice([random.uniform(-1, 1), 10 ** random.uniform(-18, 2), random.uniform(-40, 700)])),
    "log": (log, lambda: random.choice([random.uniform(0.5, 2), 10 ** random.uniform(-320, 308)])),
    "log1p": (log1p, lambda: random.choice([random.uniform(-0.9, 1), 10 ** random.uniform(-18, 300), -1 + 10 ** random.uniform(-15, -1)])),
    "sin": (sin, lambda: random.choice([random.uniform(-4, 4), random.uniform(-1e4, 1e4), random.uniform(-1e9, 1e9)])),
    "cos": (cos, lambda: random.choice([random.uniform(-4, 4), random.uniform(-1e4, 1e4), random.uniform(-1e9, 1e9)])),
    "atan": (atan, lambda: random.choice([random.uniform(-3, 3), 10 ** random.uniform(-8, 8)])),
    "tanh": (tanh, lambda: random.choice([random.uniform(-1, 1), random.uniform(-22, 22), 10 ** random.uniform(-18, 0)])),
    "erf": (erf, lambda: random.choice([random.uniform(-1, 1), random.uniform(-6, 6), 10 ** random.uniform(-18, 0)])),
}


def point(f, x):
    exact = f(mpf(x))
    high = float(exact)
    return [x, high, float(exact - mpf(high))]


rows = []
for name, (f, draw) in FUNCTIONS.items():
    rows.append('"%s": [\n%s\n]' % (name, ",\n".join(json.dumps(point(f, float(draw()))) for _ in range(64))))
print("{\n" + ",\n".join(rows) + "\n}")
