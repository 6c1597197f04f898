#!/usr/bin/env python3
"""Writes the tables of `data penguins` and `data wine` (Sources/NeuralCore/Data) out of the packages palmerpenguins and
scikit-learn. The tests compare sums of the columns, which this prints, with those of the built-in sets."""
import os

import palmerpenguins
from sklearn.datasets import load_wine

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Sources/NeuralCore/Data")


def shortest(x):
    text = f"{x:g}"
    return text


def write(name, rows, per_line):
    lines = []
    for start in range(0, len(rows), per_line):
        lines.append("    " + ", ".join(" ".join(shortest(x) for x in row) for row in rows[start:start + per_line]))
    path = os.path.join(FOLDER, name)
    source = open(path).read()
    head, rest = source.split('"""\n', 1)
    tail = rest.split('    """', 1)[1]
    with open(path, "w") as file:
        file.write(head + '"""\n' + ",\n".join(lines) + '\n    """' + tail)


penguins = palmerpenguins.load_penguins()
columns = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
complete = penguins.dropna(subset=columns).sort_values("species", kind="stable")
print("penguins", complete.species.value_counts(sort=False).to_dict(), complete[columns].sum().round(6).tolist())
write("Penguins.swift", complete[columns].values.tolist(), 5)

wine = load_wine()
print("wine", [int((wine.target == k).sum()) for k in range(3)], wine.data.sum(axis=0).round(6).tolist(), wine.feature_names)
write("Wine.swift", wine.data.tolist(), 1)
