# net: a net with 2 inputs and 1 output, written by nn.
# Layer 1: 3 relu neurons with biases.
# Layer 2: 1 linear neuron with a bias.
#
# predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.

import numpy as np
from sklearn.neural_network import MLPRegressor

W1 = [
    [0.66135216, 0.2669241],
    [0.06167726, 0.6213173],
    [-0.45190597, -0.16613023],
]
B1 = [0.0, 0.0, 0.0]
W2 = [
    [-1.2433352, 0.3116436, -0.8390389],
]
B2 = [0.0]
ROWS = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
]

net = MLPRegressor(hidden_layer_sizes=(3,), activation="relu")
net.coefs_ = [np.array(W1).T, np.array(W2).T]
net.intercepts_ = [np.array(B1), np.array(B2)]
net.out_activation_ = "identity"
net.n_layers_ = 3
net.n_outputs_ = 1
net.n_features_in_ = 2
net.n_iter_ = 0


def scaled(rows):
    """What the net takes for rows of the data."""
    x = np.array(rows, dtype=float)
    return x


def predict(rows):
    """The outputs for rows, in the units of the data: [rows, outputs]."""
    y = net.predict(scaled(rows)).reshape(len(rows), -1)
    return y


if __name__ == "__main__":
    for row, y in zip(ROWS, predict(ROWS)):
        print(*row, "->", *y)
