"""Nets from the irises to 2,048 units a layer: a step of training, a pass over a row."""

from .. import inputs
from ..case import Case, Lengths, Speed
from ..contenders import nn, torch


def cases():
    return [iris(), *pictures(), *widths(), *evaluations()]


def request(data, target, layers, **rest):
    return {"work": "train", "data": inputs.path(data), "target": target, "layers": layers, **rest}


def everybody(script, work, steps):
    """nn and PyTorch on one thread and on two, in steps."""
    sides = [nn(script, count, f"nn, {count} thread{'s'[: count - 1]}", units=steps) for count in (2, 1)]
    for fused in (True, False):
        sides += [torch(count, fused, work, units=steps) for count in (2, 1)]
    return tuple(sides)


def iris():
    work = request("iris.csv", "species", [4, 16, 3], classes=True, batch=32, lr=0.01)
    # PyTorch takes a thousand times as long: a tenth of the epochs is as many as there is time for.
    few = Lengths(0, 400, 200)
    return Case(
        "iris", "Iris 4-16-3, batch 32, Adam", "a step", Lengths(400, 20_400, 5_400),
        (nn("iris", units=5), *(torch(k, f, work, units=5, lengths=few, judged="fewer epochs")
                                for k, f in ((1, True), (2, True), (1, False)))),
        (Speed("nn", ("torch fused, 1 thread", "torch fused, 2 threads"), 100, 200),),
        tolerance=0.01, prepare=(inputs.iris,))


def pictures():
    """On two threads each. Where PyTorch is faster on one, it is measured by that: on a machine that is not quiet its two wait
    for each other."""
    rows = (
        ("layers-128", "images.csv", inputs.images, [784, 128, 10], 64, 16, Lengths(5, 65, 20), 1.8, 2.5, 7),
        ("layers-512", "images.csv", inputs.images, [784, 512, 512, 10], 128, 8, Lengths(1, 11, 4), 1.0, 1.3, 7),
        ("layers-2048", "scans.csv", inputs.scans, [1024, 2048, 2048, 10], 256, 2, Lengths(1, 5, 2), 0.9, 1.1, 5),
    )
    for script, data, make, layers, batch, steps, lengths, must, aim, rounds in rows:
        work = request(data, "kind", layers, classes=True, batch=batch)
        yield Case(
            script, f"{'-'.join(map(str, layers))}, batch {batch}, Adam", "a step", lengths,
            everybody(script, work, steps),
            (Speed("nn, 2 threads", ("torch fused, 2 threads", "torch fused, 1 thread"), must, aim),),
            tolerance=0.01, rounds=rounds, prepare=(make,))


def widths():
    for width, lengths, must, aim in ((128, Lengths(20, 420, 120), 1.5, 3), (2048, Lengths(1, 9, 3), 1.0, 1.2)):
        work = request("curve.csv", "y", [8, width, width, 1], activation="tanh", lr=0.0001)
        script = f"width-{width}"
        yield Case(
            script, f"8-{width}-{width}-1, 256 rows, Adam", "a step", lengths,
            everybody(script, work, 1), (Speed("nn, 1 thread", ("torch fused, 1 thread",), must, aim),),
            tolerance=0.01, rounds=7 if width == 128 else 5, prepare=(inputs.curve,))


def evaluations():
    rows = (
        ("eval-128", "images.csv", inputs.images, [784, 128, 10], 1024, Lengths(2, 82, 22)),
        ("eval-512", "images.csv", inputs.images, [784, 512, 512, 10], 1024, Lengths(1, 11, 4)),
        ("eval-2048", "scans.csv", inputs.scans, [1024, 2048, 2048, 10], 512, Lengths(1, 5, 2)),
    )
    for script, data, make, layers, count, lengths in rows:
        work = {**request(data, "kind", layers, classes=True), "work": "evaluate"}
        yield Case(
            script, f"{'-'.join(map(str, layers))}, evaluation", "a row", lengths,
            (nn(script, 1, "nn, 1 thread", units=count), nn(script, 2, "nn, 2 threads", units=count),
             torch(1, False, work, units=count), torch(2, False, work, units=count)),
            (Speed("nn, 1 thread", ("torch, 1 thread",), 1.0, 1.5),), tolerance=0.01, rounds=5, prepare=(make,))
