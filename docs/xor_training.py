# xor_training: a net with 2 inputs and 1 output, written by nn.
# Layer 1: 2 sigmoid neurons with biases.
# Layer 2: 1 linear neuron with a bias.
#
# As a program it trains the net from the start that nn had, and prints the losses that nn printed.

import torch
from torch import nn

# The weights before the first epoch, layer by layer.
START_W1 = [
    [-0.8287639, -0.2778111],
    [0.3722772, 0.78242064],
]
START_B1 = [0.0, 0.0]
START_W2 = [
    [0.7571167, -1.4223865],
]
START_B2 = [0.0]
X = [
    [0.0, 0.0],
    [0.0, 1.0],
    [1.0, 0.0],
    [1.0, 1.0],
]
Y = [
    [0.0],
    [1.0],
    [1.0],
    [0.0],
]
EPOCHS = 1514
BELOW = 0.01


model = nn.Sequential(
    nn.Linear(2, 2),
    nn.Sigmoid(),
    nn.Linear(2, 1),
)
with torch.no_grad():
    model[0].weight.copy_(torch.tensor(START_W1, dtype=torch.float32))
    model[0].bias.copy_(torch.tensor(START_B1, dtype=torch.float32))
    model[2].weight.copy_(torch.tensor(START_W2, dtype=torch.float32))
    model[2].bias.copy_(torch.tensor(START_B2, dtype=torch.float32))

x = torch.tensor(X, dtype=torch.float32)
y = torch.tensor(Y, dtype=torch.float32)
loss_of = nn.MSELoss()
batches = [slice(None)]
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, eps=1e-08, amsgrad=False, betas=(0.9, 0.999))


def shown(number):
    """Five digits, as nn prints a loss."""
    digits = f"{number:.4e}"
    exponent = int(digits.split("e")[1]) if "e" in digits else 99
    return digits if exponent < -5 or exponent > 14 else f"{number:.{max(0, 4 - exponent)}f}"


for epoch in range(1, EPOCHS + 1):
    total = 0.0
    for rows in batches:
        optimizer.zero_grad()
        loss = loss_of(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x[rows])
    epoch_loss = total / len(x)
    if epoch in (1, 10, 100, 1000, EPOCHS) or epoch_loss < BELOW:
        print(f"epoch {epoch:6d}   loss {shown(epoch_loss)}")
    if epoch_loss < BELOW:
        break
