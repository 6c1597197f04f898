# xor: a net with 2 inputs and 1 output, written by nn.
# Layer 1: 2 sigmoid neurons with biases.
# Layer 2: 1 linear neuron with a bias.
#
# predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.

import torch
from torch import nn

W1 = [
    [4.086905, 4.0618486],
    [1.509477, 1.5069932],
]
B1 = [-0.97197, -1.8397828]
W2 = [
    [2.2764533, -2.499743],
]
B2 = [-0.22387236]
ROWS = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
]


model = nn.Sequential(
    nn.Linear(2, 2),
    nn.Sigmoid(),
    nn.Linear(2, 1),
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
        print(*row, "->", *y)
