"""A million rows: memory, and files at the speed of the CSV reader."""

from .. import inputs
from ..case import Case, Lengths, Limit, Process, Speed
from ..contenders import nn, threads
from ..processes import WORK

whole = Lengths(0, 1, 1)


def cases():
    return [million(), *saving()]


def million():
    return Case(
        "million", "1M rows, 3-64-64-1: train batch 256, score", "a run", whole,
        (nn("million", 2, options=()),), (Limit("nn", "megabytes", 200, 120),), rounds=3, memory=True,
        prepare=(inputs.million,))


def typed(name, statements):
    """Statements on the command line, with the files' folder as its own."""
    return Process(
        name, lambda n: [inputs.nn, "--quiet", "-e", statements], environment=threads(2), folder=str(WORK), judged="", wall=True)


def saving():
    """Whole processes. Saving, and writing the rows, come after the reading of the CSV file, which is beside it."""
    read = 'data "million.csv" target y'
    line = "net 3 1 ; init torch seed 1"
    yield Case(
        "load", "1M rows out of a saved session", "a run", whole,
        (typed("nn, load", 'load "million.nnet"'), typed("nn, data of the CSV", read)),
        (Speed("nn, load", ("nn, data of the CSV",), 1, None),), rounds=3, memory=True,
        prepare=(inputs.million, inputs.saved))
    yield Case(
        "save", "1M rows read, and saved as a session", "a run", whole,
        (typed("nn, save", f'{read} ; {line} ; save "again.nnet" replace'), typed("nn, only read", f"{read} ; {line}")),
        (Speed("nn, save", ("nn, only read",), 0.5, None),), rounds=3, memory=True, prepare=(inputs.million,))
    yield Case(
        "eval-to", "1M rows read, and written with their outputs", "a run", whole,
        (typed("nn, eval to", f'{read} ; {line} ; eval data to "again.csv" replace'), typed("nn, only read", f"{read} ; {line}")),
        (Speed("nn, eval to", ("nn, only read",), 0.5, None),), rounds=3, memory=True, prepare=(inputs.million,))
