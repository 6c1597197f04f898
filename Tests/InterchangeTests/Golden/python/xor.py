# xor: a net with 2 inputs and 1 output, written by nn.
# Layer 1: 2 sigmoid neurons with biases.
# Layer 2: 1 linear neuron with a bias.
#
# predict(row) gives the outputs for a row; as a program, those of the first rows of the data.

import math

W1 = [
    [-0.5625, -0.8125],
    [-1.0625, 1.25],
]
B1 = [1.0, 0.75]
W2 = [
    [0.5, 0.25],
]
B2 = [0.0]
ROWS = [
    [0.5, -1],
    [1, 0.25],
]


def sums(inputs, weights, biases):
    return [b + sum(w * x for w, x in zip(row, inputs)) for row, b in zip(weights, biases)]


def sigmoid(sums):
    return [1 / (1 + math.exp(-s)) if s >= 0 else math.exp(s) / (1 + math.exp(s)) for s in sums]


def predict(row):
    """The outputs for a row, in the units of the data."""
    x = row
    if len(x) != 2:
        raise ValueError(f"a row has 2 inputs, not {len(x)}")
    x = sigmoid(sums(x, W1, B1))
    x = sums(x, W2, B2)
    return x


if __name__ == "__main__":
    for row in ROWS:
        print(*row, "->", *predict(row))
