"""Files that nn and its peers both read: made once, the same everywhere, from Python's generator with fixed seeds."""

import csv
import random
import subprocess

from .processes import ROOT, WORK, Broken

nn = str(ROOT.parent / ".build" / "release" / "nn")
before = ""
"""Another nn, that of before a change, which takes part in every row; or none."""


def path(name):
    return str(WORK / name)


def written(name, lines):
    """The file of these lines, whole or not at all."""
    WORK.mkdir(exist_ok=True)
    if not (WORK / name).exists():
        with open(WORK / f"{name}.part", "w") as file:
            file.writelines(line + "\n" for line in lines())
        (WORK / f"{name}.part").rename(WORK / name)
    return path(name)


def _classes(rows, columns, kinds, seed):
    """Clouds around one random picture a class."""

    def lines():
        generator = random.Random(seed)
        centers = [[generator.random() for _ in range(columns)] for _ in range(kinds)]
        yield ",".join([f"x{k}" for k in range(columns)] + ["kind"])
        for _ in range(rows):
            kind = generator.randrange(kinds)
            cells = [f"{0.3 * center + 0.7 * generator.random():.3f}" for center in centers[kind]]
            yield ",".join([*cells, str(kind)])

    return lines


def images():
    return written("images.csv", _classes(1024, 784, 10, 1))


def scans():
    return written("scans.csv", _classes(512, 1024, 10, 2))


def curve():
    """256 rows of eight numbers and a smooth function of five of them."""

    def lines():
        generator = random.Random(3)
        yield ",".join([*(f"x{k}" for k in range(8)), "y"])
        for _ in range(256):
            x = [generator.uniform(-1, 1) for _ in range(8)]
            y = x[0] * x[1] - x[2] + 0.5 * x[3] * x[4]
            yield ",".join(f"{value:.4f}" for value in [*x, y])

    return written("curve.csv", lines)


def million():
    """1,000,000 rows of three inputs and a target."""

    def lines():
        generator = random.Random(4)
        yield "a,b,c,y"
        for _ in range(1_000_000):
            a, b, c = (generator.uniform(-1, 1) for _ in range(3))
            yield f"{a:.5f},{b:.5f},{c:.5f},{a * b - c * c:.5f}"

    return written("million.csv", lines)


def xor():
    return written("xor.csv", lambda: ["a,b,y", "0,0,0", "0,1,1", "1,0,1", "1,1,0"])


def said(*arguments):
    """What nn prints, with the folder of these files as its own."""
    WORK.mkdir(exist_ok=True)
    done = subprocess.run([nn, "--quiet", *arguments], capture_output=True, text=True, cwd=WORK)
    if done.returncode != 0:
        raise Broken(f"nn {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def starts():
    """The first weights of the seeds 0 to 999 of `init torch`, as nn draws them: for C, FANN and JAX."""
    return written("starts.txt", lambda: said(str(ROOT / "scripts" / "starts.nn")).splitlines())


def iris():
    """Fisher's irises out of nn's own copy, their classes as 0, 1, 2."""

    def lines():
        said("-e", 'data iris ; net 4 3 softmax ; eval data to "iris-rows.csv" replace')
        with open(path("iris-rows.csv")) as file:
            rows = list(csv.DictReader(file))
        inputs = [name for name in rows[0] if name.startswith(("sepal", "petal"))]
        kinds = sorted({row["target"] for row in rows})
        yield ",".join([*inputs, "species"])
        for row in rows:
            yield ",".join([*(row[name] for name in inputs), str(kinds.index(row["target"]))])

    return written("iris.csv", lines)


def session():
    """10 MB of script, of lines as people write them; nothing in it is run."""

    def lines():
        generator, size = random.Random(5), 0
        while size < 10_000_000:
            part = "\n".join(_page(generator))
            size += len(part) + 1
            yield part

    return written("ten-megabytes.nn", lines)


def _page(generator):
    a, b, width, seed = generator.random(), generator.random(), generator.randrange(2, 64), generator.randrange(1000)
    return [
        f"# start {seed}, a hidden layer of {width}",
        f"net 2 {width} tanh 1 sigmoid",
        f"init xavier seed {seed}",
        f"let rate = {a:.4f} * 0.01 + {b:.3f} / (1 + {width})",
        f"train adam lr rate batch 2 until loss < {b:.3f} epochs {width * 10} log every 50",
        f"if loss > {a:.3f} and epoch >= {width}",
        f'  print "loss {{loss:.4}} after {{epoch}} epochs", {width} * {a:.3f}',
        "else",
        f"  let rate = max(rate, {b:.4f}) ^ 2",
        "end",
        f"L0N0 -> L1N1 = {a - b:.6f}",
        f"eval {a:.2f} {b:.2f}",
    ]


def session_lua():
    """10 MB of Lua, of lines like those."""

    def lines():
        generator, size = random.Random(5), 0
        while size < 10_000_000:
            part = "\n".join(_page_lua(generator))
            size += len(part) + 1
            yield part

    return written("ten-megabytes.lua", lines)


def _page_lua(generator):
    a, b, width, seed = generator.random(), generator.random(), generator.randrange(2, 64), generator.randrange(1000)
    return [
        f"-- start {seed}, a hidden layer of {width}",
        f'net(2, {width}, "tanh", 1, "sigmoid")',
        f'init("xavier", {{seed = {seed}}})',
        f"rate = {a:.4f} * 0.01 + {b:.3f} / (1 + {width})",
        f'train("adam", {{lr = rate, batch = 2, untilloss = {b:.3f}, epochs = {width * 10}, log = 50}})',
        f"if loss > {a:.3f} and epoch >= {width} then",
        f'  print("loss " .. loss .. " after " .. epoch .. " epochs", {width} * {a:.3f})',
        "else",
        f"  rate = math.max(rate, {b:.4f}) ^ 2",
        "end",
        f"L0N0_L1N1 = {a - b:.6f}",
        f"eval({a:.2f}, {b:.2f})",
    ]


def variables(count):
    """So many lines that give a variable each."""
    return written(f"variables-{count}.nn", lambda: [f"let v{k} = {k}" for k in range(count)])


def saved():
    """A session that holds the million rows."""
    if not (WORK / "million.nnet").exists():
        said("-e", f'data "{million()}" target y ; net 3 1 ; init torch seed 1 ; save "million.nnet"')
    return path("million.nnet")
