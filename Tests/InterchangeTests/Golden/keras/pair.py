# pair: a net with 2 inputs and 1 output, written by nn.
# Layer 1: 3 tanh neurons with biases.
# Layer 2: 1 sigmoid neuron with a bias.
#
# y[0]: above 0.5 for "yes", else it is "no"
#
# predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.
# model.save("pair.keras") saves the model.

import keras
import numpy as np
from keras import layers

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


model = keras.Sequential([
    keras.Input((2,)),
    layers.Dense(3, "tanh"),
    layers.Dense(1, "sigmoid"),
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
        print(*row, "->", *y, CLASSES[int(y[0] > 0.5)])
