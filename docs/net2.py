# net2: a net with 2 inputs and 1 output, written by nn.
# Layer 1: 3 relu neurons with biases.
# Layer 2: 1 linear neuron with a bias.
#
# predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.
# model.save("net2.keras") saves the model.

import keras
import numpy as np
from keras import layers

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


model = keras.Sequential([
    keras.Input((2,)),
    layers.Dense(3, "relu"),
    layers.Dense(1),
])
model.set_weights([
    np.array(W1).T,
    np.array(B1),
    np.array(W2).T,
    np.array(B2),
])


def predict(rows):
    """The outputs for rows, in the units of the data: [rows, outputs]."""
    inputs = rows
    return model.predict(np.array(inputs, "float32"), verbose=0)


if __name__ == "__main__":
    for row, y in zip(ROWS, predict(ROWS)):
        print(*row, "->", *y)
