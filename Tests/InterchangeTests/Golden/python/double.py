# double: a net with 2 inputs and 2 outputs in float64, written by nn.
# Layer 1: 3 gelu neurons.
# Layer 2: 2 softplus neurons.
# Layer 3: 2 tanh neurons.
#
# y[0]: height
# y[1]: weight
#
# predict(row) gives the outputs for a row; as a program, those of the first rows of the data.

import math

W1 = [
    [-0.5625, -0.8125],
    [-1.0625, 1.25],
    [1.0, 0.75],
]
W2 = [
    [0.5, 0.25, 0.0],
    [-0.25, -0.5, -0.75],
]
W3 = [
    [-1.0, -1.25],
    [1.0625, 0.8125],
]
TARGET_SHIFT = [0.1, -7.0]
TARGET_SCALE = [2.5, 3.0]
TARGET_OFFSET = -1.0
ROWS = [
    [0.5, -1],
    [1, 0.25],
]


def sums(inputs, weights, biases):
    return [b + sum(w * x for w, x in zip(row, inputs)) for row, b in zip(weights, biases)]


def gelu(sums):
    return [0.5 * s * (1 + math.erf(0.7071067811865475 * s)) for s in sums]


def softplus(sums):
    return [s if s > 20 else math.log1p(math.exp(s)) for s in sums]


def tanh(sums):
    return [math.tanh(s) for s in sums]


def predict(row):
    """The outputs for a row, in the units of the data."""
    x = row
    if len(x) != 2:
        raise ValueError(f"a row has 2 inputs, not {len(x)}")
    x = gelu(sums(x, W1, [0] * 3))
    x = softplus(sums(x, W2, [0] * 2))
    x = tanh(sums(x, W3, [0] * 2))
    return [(y - TARGET_OFFSET) * scale + shift for y, shift, scale in zip(x, TARGET_SHIFT, TARGET_SCALE)]


if __name__ == "__main__":
    for row in ROWS:
        print(*row, "->", *predict(row))
