#!/usr/bin/env python3
"""Writes Arrays/: tables as numpy.save, savez and savez_compressed write them, and what numpy reads from them (arrays.json)."""
import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent / "Arrays"
X = np.array([[0.5, 1], [2, -3.25], [1e-3, 7]])
FILES = {  # name: (writer, arrays, columns, rows)
    "floats.npy": X, "singles.npy": X.astype("f4"), "big_endian.npy": X.astype(">f8"), "fortran.npy": np.asfortranarray(X),
    "half.npy": X.astype("f2"), "integers.npy": np.array([[1, -2], [300, 4]], "i2"), "bytes.npy": np.array([200, 3], "u1"),
    "truths.npy": np.array([[True, False], [False, False]]), "long.npy": np.array([3, -4, 5]),
    "pictures.npy": np.arange(12, dtype="u1").reshape(2, 2, 3), "pictures_fortran.npy": np.asfortranarray(
        np.arange(12, dtype="f4").reshape(2, 2, 3)), "missing.npy": np.array([[1.5, np.nan], [2, 3]]),
}


def main():
    FOLDER.mkdir(exist_ok=True)
    golden = {}
    for name, array in FILES.items():
        np.save(FOLDER / name, array)
        rows = np.asarray(array, float).reshape(len(array), -1)
        golden[name] = [[None if np.isnan(x) else x for x in row] for row in rows.tolist()]
    np.savez(FOLDER / "x_and_y.npz", X=X, y=np.array([1, 0, 2]))
    np.savez_compressed(FOLDER / "words.npz", y=np.array(["rose", "tulip", "rosé"]), X=X)
    np.savez(FOLDER / "columns.npz", length=X[:, 0], width=X[:, 1], kind=np.array([b"a", b"b", b"a"]))
    np.savez(FOLDER / "four.npz", x_train=X, y_train=X[:, 0], x_test=X, y_test=X[:, 0])
    np.save(FOLDER / "objects.npy", np.array([{}, 1], dtype=object), allow_pickle=True)
    np.save(FOLDER / "structured.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
    np.save(FOLDER / "complex.npy", np.zeros(2, dtype=complex))
    (FOLDER / "arrays.json").write_text(json.dumps(golden, indent=0).replace("\n", "") + "\n")


main()
