# double: a net with 2 inputs and 2 outputs in float64, written by nn.
# Layer 1: 3 gelu neurons.
# Layer 2: 2 softplus neurons.
# Layer 3: 2 tanh neurons.
#
# y[0]: height
# y[1]: weight
#
# predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.
# model.save("double.keras") saves the model.

import keras
import numpy as np
from keras import layers

keras.config.set_floatx("float64")

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


model = keras.Sequential([
    keras.Input((2,)),
    layers.Dense(3, "gelu", use_bias=False),
    layers.Dense(2, "softplus", use_bias=False),
    layers.Dense(2, "tanh", use_bias=False),
    layers.Rescaling(1.0, 1.0),
    layers.Rescaling(TARGET_SCALE, TARGET_SHIFT),
])
model.set_weights([
    np.array(W1).T,
    np.array(W2).T,
    np.array(W3).T,
])


def predict(rows):
    """The outputs for rows, in the units of the data: [rows, outputs]."""
    inputs = rows
    return model.predict(np.array(inputs, "float64"), verbose=0)


if __name__ == "__main__":
    for row, y in zip(ROWS, predict(ROWS)):
        print(*row, "->", *y)
