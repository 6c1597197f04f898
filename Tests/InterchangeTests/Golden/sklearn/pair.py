# pair: a net with 2 inputs and 1 output, written by nn.
# Layer 1: 3 tanh neurons with biases.
# Layer 2: 1 sigmoid neuron with a bias.
#
# y[0]: above 0.5 for "yes", else it is "no"
#
# predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import LabelBinarizer

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

net = MLPClassifier(hidden_layer_sizes=(3,), activation="tanh")
net.coefs_ = [np.array(W1).T, np.array(W2).T]
net.intercepts_ = [np.array(B1), np.array(B2)]
net.out_activation_ = "logistic"
net.n_layers_ = 3
net.n_outputs_ = 1
net.n_features_in_ = 2
net.n_iter_ = 0
net._label_binarizer = LabelBinarizer().fit(np.arange(2))
net._label_binarizer.classes_ = np.array(CLASSES)
net.classes_ = np.array(CLASSES)


def scaled(rows):
    """What the net takes for rows of the data."""
    x = np.array(rows, dtype=float)
    return x


def predict(rows):
    """The outputs for rows, in the units of the data: [rows, outputs]."""
    y = net.predict_proba(scaled(rows))[:, 1:]
    return y


def class_of(rows):
    """The name of the class of each row."""
    return list(net.predict(scaled(rows)))


if __name__ == "__main__":
    for row, y, class_name in zip(ROWS, predict(ROWS), class_of(ROWS)):
        print(*row, "->", *y, class_name)
