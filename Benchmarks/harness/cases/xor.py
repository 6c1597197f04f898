"""XOR 2-2-1, from 500 starts or 1,000: the overhead of an epoch, and how seeds go side by side."""

from .. import inputs
from ..case import Case, Lengths, Speed
from ..contenders import by_hand, fann, jax, nn, torch

lengths = Lengths(200, 2000, 2000)
another = "another rule"


def cases():
    return [adam(), rprop(), incremental(), seeds()]


def adam():
    table = {
        "work": "train", "data": inputs.path("xor.csv"), "target": "y", "layers": [2, 2, 1], "activation": "sigmoid",
        "lr": 0.01, "seed": 0}
    slow = Lengths(0, 2000, 800)
    return Case(
        "xor-adam", "XOR 2-2-1, Adam, 500 starts", "an epoch", lengths,
        (
            nn("xor-adam", units=500), by_hand(), fann("rprop", judged=another), jax("jit", 500),
            torch(1, True, table, lengths=slow, judged="first"), torch(1, False, table, lengths=slow, judged="first"),
        ),
        (Speed("nn", ("C by hand",), 0.7, 0.85), Speed("nn", ("JAX jit",), 4, 5)),
        tolerance=0.05, prepare=(inputs.starts, inputs.xor))


def rprop():
    return Case(
        "xor-rprop", "XOR 2-2-1, Rprop, 500 starts", "an epoch", lengths,
        (nn("xor-rprop", units=500), fann("rprop", judged=another)),
        (Speed("nn", ("FANN rprop",), 2, 3),), tolerance=0.05, prepare=(inputs.starts,))


def incremental():
    return Case(
        "xor-incremental", "XOR 2-2-1, an update a row, 500 starts", "an epoch", lengths,
        (nn("xor-incremental", units=500), fann("incremental")), tolerance=0.05, prepare=(inputs.starts,))


def seeds():
    sweep = {"options": ("--json",), "units": 1000, "judged": "loss"}
    return Case(
        "seeds", "XOR 2-2-1, Adam, a sweep of 1,000 seeds", "an epoch of a net", lengths,
        (nn("seeds", 2, "nn, 2 threads", **sweep), nn("seeds", 1, "nn, 1 thread", **sweep), jax("vmap", 1000)),
        (Speed("nn, 2 threads", ("JAX vmap",), 5, 8),), tolerance=0.05, prepare=(inputs.starts,))
