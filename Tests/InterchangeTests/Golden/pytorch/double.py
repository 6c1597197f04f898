# double: a net with 2 inputs and 2 outputs in float64, written by nn.
# Layer 1: 3 gelu neurons.
# Layer 2: 2 softplus neurons.
# Layer 3: 2 tanh neurons.
#
# y[0]: height
# y[1]: weight
#
# predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.
# `model` takes scaled inputs and gives scaled outputs, where there is a scaling.

import torch
from torch import nn

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


model = nn.Sequential(
    nn.Linear(2, 3, bias=False),
    nn.GELU(),
    nn.Linear(3, 2, bias=False),
    nn.Softplus(),
    nn.Linear(2, 2, bias=False),
    nn.Tanh(),
).double()
with torch.no_grad():
    model[0].weight.copy_(torch.tensor(W1, dtype=torch.float64))
    model[2].weight.copy_(torch.tensor(W2, dtype=torch.float64))
    model[4].weight.copy_(torch.tensor(W3, dtype=torch.float64))


def predict(rows):
    """The outputs for rows, in the units of the data: [rows, outputs]."""
    x = torch.tensor(rows, dtype=torch.float64)
    with torch.no_grad():
        y = model(x)
    y = (y - TARGET_OFFSET) * torch.tensor(TARGET_SCALE, dtype=torch.float64) + torch.tensor(TARGET_SHIFT, dtype=torch.float64)
    return y


if __name__ == "__main__":
    for row, y in zip(ROWS, predict(ROWS).tolist()):
        print(*row, "->", *y)
