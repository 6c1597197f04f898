# penguins: a net with 4 inputs and 3 outputs, written by nn.
# Layer 1: 6 tanh neurons with biases.
# Layer 2: 3 softmax neurons with biases.
#
# x[0]: bill_length_mm
# x[1]: bill_depth_mm
# x[2]: flipper_length_mm
# x[3]: body_mass_g
#
# y[0]: Adelie
# y[1]: Chinstrap
# y[2]: Gentoo
#
# predict(row) gives the outputs for a row; as a program, those of the first rows of the data.

import math

INPUT_SHIFT = [43.519344, 17.194525, 200.03285, 4141.606]
INPUT_SCALE = [5.3827066, 1.9354, 13.793671, 783.49347]
W1 = [
    [-0.089207955, -0.88536006, 0.38628995, 0.05412148],
    [0.19890085, -0.87367314, 0.26625466, -0.0034408919],
    [1.2680945, -0.11165101, -0.49790138, -0.66470015],
    [0.43757045, -1.1977794, 0.38486713, 0.41953444],
    [-1.2220078, 0.5865837, -0.12303976, 0.3262949],
    [-0.9595736, 0.53327143, -0.6909368, 0.7069068],
]
B1 = [-0.25984028, -0.2950075, -0.56700146, -0.77156216, -0.16016075, -0.09029184]
W2 = [
    [-0.47023383, -0.20079637, -1.555828, -1.4811077, 0.95380944, 1.2044251],
    [-0.8556128, -0.3401777, 1.2125205, -1.5969063, -0.81087506, -1.2037498],
    [-0.095685326, 0.4417676, -0.5954215, 1.7121813, -0.25480762, -0.34880626],
]
B2 = [0.12489033, -0.45528457, 0.31220922]
CLASSES = ["Adelie", "Chinstrap", "Gentoo"]
ROWS = [
    [39.1, 18.7, 181, 3750],
    [39.5, 17.4, 186, 3800],
    [40.3, 18, 195, 3250],
    [36.7, 19.3, 193, 3450],
    [39.3, 20.6, 190, 3650],
]


def sums(inputs, weights, biases):
    return [b + sum(w * x for w, x in zip(row, inputs)) for row, b in zip(weights, biases)]


def tanh(sums):
    return [math.tanh(s) for s in sums]


def softmax(sums):
    powers = [math.exp(s - max(sums)) for s in sums]
    total = sum(powers)
    return [power / total for power in powers]


def predict(row):
    """The outputs for a row, in the units of the data."""
    x = row
    if len(x) != 4:
        raise ValueError(f"a row has 4 inputs, not {len(x)}")
    x = [(v - shift) / scale for v, shift, scale in zip(x, INPUT_SHIFT, INPUT_SCALE)]
    x = tanh(sums(x, W1, B1))
    x = softmax(sums(x, W2, B2))
    return x


def class_of(row):
    """The name of the class of a row."""
    y = predict(row)
    return CLASSES[list(y).index(max(y))]


if __name__ == "__main__":
    for row in ROWS:
        print(*row, "->", *predict(row), class_of(row))
