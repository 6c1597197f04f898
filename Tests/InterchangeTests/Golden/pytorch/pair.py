# pair: a net with 2 inputs and 1 output, written by nn.
# Layer 1: 3 tanh neurons with biases.
# Layer 2: 1 sigmoid neuron with a bias.
#
# y[0]: above 0.5 for "yes", else it is "no"
#
# predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.

import torch
from torch import nn

W1 = [
    [-0.5625, -0.8125],
    [-1.0625, 1.25],
    [1.0, 0.75],
]
B1 = [0.5, 0.25, 0.0]
W2 = [
    [-0.25, -0.5, -0.75],
]
B2 = [-1.0]
CLASSES = ["no", "yes"]
ROWS = [
    [0.5, -1],
    [1, 0.25],
]


model = nn.Sequential(
    nn.Linear(2, 3),
    nn.Tanh(),
    nn.Linear(3, 1),
    nn.Sigmoid(),
)
with torch.no_grad():
    model[0].weight.copy_(torch.tensor(W1, dtype=torch.float32))
    model[0].bias.copy_(torch.tensor(B1, dtype=torch.float32))
    model[2].weight.copy_(torch.tensor(W2, dtype=torch.float32))
    model[2].bias.copy_(torch.tensor(B2, dtype=torch.float32))


def predict(rows):
    """The outputs for rows, in the units of the data: [rows, outputs]."""
    x = torch.tensor(rows, dtype=torch.float32)
    with torch.no_grad():
        y = model(x)
    return y


if __name__ == "__main__":
    for row, y in zip(ROWS, predict(ROWS).tolist()):
        print(*row, "->", *y, CLASSES[y[0] > 0.5])
