# birds: a net with 3 inputs and 3 outputs, written by nn.
# Layer 1: 4 relu neurons with biases.
# Layer 2: 3 softmax neurons with biases.
#
# x[0]: bill (mm); 44.5 where it is missing
# x[1]: 1 where sex is "f"x", else 0
# x[2]: 1 where sex is "möwe * / ? ?/", else 0
#
# y[0]: Adelie
# y[1]: Chin/strap "
# y[2]: 日本 * / ${x} /(y)
#
# predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.
# model.save("birds.keras") saves the model.

import keras
import numpy as np
from keras import layers

INPUT_SHIFT = [43.5, 0.0, 0.0]
INPUT_SCALE = [5.25, 1.0, 1.0]
W1 = [
    [-0.5625, -0.8125, -1.0625],
    [1.25, 1.0, 0.75],
    [0.5, 0.25, 0.0],
    [-0.25, -0.5, -0.75],
]
B1 = [-1.0, -1.25, 1.0625, 0.8125]
W2 = [
    [0.5625, 0.3125, 0.0625, -0.1875],
    [-0.4375, -0.6875, -0.9375, -1.1875],
    [1.125, 0.875, 0.625, 0.375],
]
B2 = [0.125, -0.125, -0.375]
CLASSES = ["Adelie", "Chin\\strap\u000a\"", "日本 */ ${x} \\(y)"]
ROWS = [
    [39.5, "möwe */ ??/"],
    [44.5, "f\"x"],
]

import unicodedata

# Columns of a row: name, words, and what is put where a value is missing (None).
COLUMNS = [
    ("bill (mm)", [], [44.5]),
    ("sex", ["f\"x", "möwe */ ??/"], []),
]


def composed(value):
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


COLUMNS = [(name, [composed(word) for word in words], means) for name, words, means in COLUMNS]


def encode(row):
    """Inputs for a row of columns: a word is 1 among zeros."""
    if len(row) != len(COLUMNS):
        raise ValueError(f"a row has {len(COLUMNS)} values, not {len(row)}")
    inputs = []
    for value, (name, words, means) in zip(row, COLUMNS):
        value = composed(value)
        if value is None and means:
            inputs += means
        elif words and value in words:
            inputs += [1 if value == word else 0 for word in words]
        elif words or value is None:
            raise ValueError(f"{name} cannot be {value!r}")
        else:
            inputs.append(value)
    return inputs


model = keras.Sequential([
    keras.Input((3,)),
    layers.Rescaling(1.0, [-shift for shift in INPUT_SHIFT]),
    layers.Rescaling([1 / scale for scale in INPUT_SCALE], 0.0),
    layers.Dense(4, "relu"),
    layers.Dense(3, "softmax"),
])
model.set_weights([
    np.array(W1).T,
    np.array(B1),
    np.array(W2).T,
    np.array(B2),
])


def predict(rows):
    """The outputs for rows, in the units of the data: [rows, outputs]."""
    inputs = [encode(row) for row in rows]
    return model.predict(np.array(inputs, "float32"), verbose=0)


if __name__ == "__main__":
    for row, y in zip(ROWS, predict(ROWS)):
        print(*row, "->", *y, CLASSES[list(y).index(max(y))])
