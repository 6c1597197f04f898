#!/usr/bin/env python3
"""Exports random nets with a built nn and runs them with the tools that they were written for.

    python interchange.py --nn PATH [--seed N] [--nets N] [--only FORMAT …] [--keep FOLDER]

A net has 1 to 4 layers of any activations, with or without biases, in float32 or float64; its inputs are numbers or words,
some scaled, some with missing values; its outputs are numbers, some scaled, or classes. Every format is written by
`export`, computed by its client (interchange_clients.py) for all rows of the data, and compared with `eval data`: the
outputs, and the classes where the client names them. Besides, nets are trained in PyTorch by the programs of `training`,
and have to print the losses that nn printed.

The largest difference is relative to the largest size that an output has over the rows, where that is above 1. It is at
most 1e-6. Clients that
are not installed are named and left out. The last line is `N passed, N failed`; the exit status is 1 if any failed.
Without --seed the clock chooses; the same seed gives the same nets.
"""
import argparse, csv, json, math, os, pathlib, random, re, subprocess, sys, tempfile, time

os.environ.setdefault("KERAS_BACKEND", "torch")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import interchange_clients as clients
import numpy as np

ACTIVATIONS = ("linear sigmoid tanh relu leaky-relu elu selu gelu gelu-tanh softplus silu hard-sigmoid hard-tanh softsign "
               "softmax step heaviside").split()
MOST = {"float32": 1e-6, "float64": 1e-6}
VERSIONS = {
    "cc": lambda: clients.version("cc", "--version"), "g++": lambda: clients.version("g++", "--version"),
    "python": lambda: "Python " + sys.version.split()[0],
    "torch": lambda: clients.module_version("torch"), "sklearn": lambda: clients.module_version("scikit-learn"),
    "keras": lambda: clients.module_version("keras", "torch"), "node": lambda: clients.version("node", "--version"),
    "swift": lambda: clients.version("swiftc", "--version"),
    "onnx": lambda: clients.module_version("onnx", "onnxruntime"),
    "safetensors": lambda: clients.module_version("safetensors", "torch"),
    "npz": lambda: clients.module_version("numpy", "torch"),
    "office": lambda: clients.version("soffice", "--version"), "formulas": lambda: clients.module_version("formulas"),
    "latex": lambda: clients.version("pdflatex", "--version"), "dot": lambda: clients.version("dot", "-V"),
}
# Format, options, ending, client, and the row of VERSIONS.
JOBS = [
    ("c", "", ".h", clients.c, "cc"), ("c", "", ".h", clients.cpp, "g++"),
    ("c", "double", ".h", lambda folder, nets: clients.c(folder, nets, "double"), "cc"),
    ("c", "flash", ".h", clients.c, "cc"), ("python", "", ".py", clients.python, "python"),
    ("pytorch", "", ".py", clients.of_rows, "torch"), ("sklearn", "", ".py", clients.of_rows, "sklearn"),
    ("keras", "", ".py", clients.of_rows, "keras"), ("javascript", "", ".mjs", clients.javascript, "node"),
    ("swift", "", ".swift", clients.swift, "swift"), ("onnx", "", ".onnx", clients.onnx, "onnx"),
    ("onnx", "matmul", ".onnx", clients.onnx, "onnx"),
    ("safetensors", "", ".safetensors", clients.safetensors, "safetensors"), ("npz", "", ".npz", clients.npz, "npz"),
    ("excel", "", ".xlsx", clients.excel, "office"), ("excel", "", ".xlsx", clients.formulas, "formulas"),
    ("tikz", "", ".tex", clients.tikz, "latex"), ("dot", "", ".dot", clients.dot, "dot"),
]


class Command:
    def __init__(self, path): self.path = path

    def run(self, script, folder):
        """nn's events; what cannot be written is an event `refused`, and the script goes on."""
        done = subprocess.run([self.path, "--json", "-"], input=script, capture_output=True, text=True, cwd=folder)
        events = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode: raise RuntimeError("\n".join([script, *done.stdout.splitlines()[-1:], done.stderr]))
        return events


def net_lines(chance, k):
    """The lines of a net, and the names of its activations."""
    depth = chance.randint(1, 4)
    if k % 3 == 0:
        inner = chance.choice(["linear", "sigmoid", "tanh", "relu"])
        words = [inner] * (depth - 1) + [chance.choice(["linear", "sigmoid", "tanh", "softmax"])]
    else:
        words = [ACTIVATIONS[(k + 5 * layer) % len(ACTIVATIONS)] for layer in range(depth)]
    return words


def data_of(chance, folder, name, output):
    """Writes a table; returns the line that reads it, its rows by column, and the number of targets (None for classes)."""
    rows, columns = 12, []
    for k in range(chance.randint(1, 4)):
        if chance.random() < 0.35:
            words = chance.sample(["red", "Red", "sky blue", 'c"q', "d\\e", "ü ö", "x<y&z", "日本", "a*/b", "??/"], chance.randint(2, 3))
            columns.append(("word %d" % k, [words[r % len(words)] for r in range(rows)]))
        else:
            columns.append(("x%d" % k, [float("%.4g" % chance.uniform(-4, 4)) for _ in range(rows)]))
    with_gaps = chance.random() < 0.3
    if with_gaps:
        name_of, values = chance.choice(columns)
        values[5] = None
    kind = chance.choice(["numbers", "numbers", "classes"]) if output != "softmax" else "classes"
    if kind == "numbers":
        targets = [("y%d" % k, [float("%.4g" % chance.uniform(-20, 50)) for _ in range(rows)]) for k in range(chance.randint(1, 3))]
    else:
        words = ["no", "yes"] if output != "softmax" else ["Adelie", 'Chin"strap', "Gen\\too"]
        targets = [("kind", [words[r % len(words)] for r in range(rows)])]
    with open(folder / (name + ".csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([title for title, _ in columns + targets])
        for r in range(rows): writer.writerow(["" if values[r] is None else values[r] for _, values in columns + targets])
    line = 'data "%s.csv" target %s' % (name, " ".join(title for title, _ in targets))
    opened = ['"%s"' % title for title, values in columns if any(isinstance(v, str) for v in values)]
    if opened: line += " onehot " + " ".join(opened)
    if with_gaps: line += " missing mean"
    cells = [[values[r] for _, values in columns] for r in range(rows)]
    width = sum(len(set(filter(None, values))) if title.startswith("word") else 1 for title, values in columns)
    outputs = len(targets) if kind == "numbers" else 1 if words == ["no", "yes"] else 3
    return line, cells, width, outputs, kind


def encoded(columns, cells):
    """Inputs of a row of columns, as the file of JSON says them."""
    row = []
    for column, value in zip(columns, cells):
        if value is None: row += column["means"]
        elif "words" in column: row += [float(word == value) for word in column["words"]]
        else: row.append(value)
    return row


def make(command, chance, folder, count):
    """Writes all nets in all formats into folders of their own; returns the nets and what was refused, by format."""
    nets, refused = [], {}
    for k in range(count):
        name, words = "n%d" % k, net_lines(chance, k)
        line, cells, width, outputs, kind = data_of(chance, folder, name, words[-1])
        sizes = [chance.randint(2 if word == "softmax" else 1, 6) for word in words[:-1]] + [outputs]
        precision = "float64" if chance.random() < 0.3 else "float32"
        script = (["precision double"] if precision == "float64" else []) + [line]
        script.append("net %d %s%s" % (width, " ".join("%d %s" % pair for pair in zip(sizes, words)),
                                       " without bias" if chance.random() < 0.3 else ""))
        if chance.random() < 0.6: script.append(chance.choice(["scale standard", "scale minmax", "scale minmax -1 1"]))
        if kind == "numbers" and chance.random() < 0.6:
            script.append(chance.choice(["scale targets standard", "scale targets minmax -1 1"]))
        script.append("init uniform -0.8 0.8 seed %d" % chance.randrange(10**6))
        if chance.random() < 0.7 and not {"step", "heaviside"} & set(words): script.append("train adam lr 0.01 epochs 20")
        events = command.run("\n".join(script + ["eval data", 'export "%s.json"' % name]), folder)
        evaluated = [event for event in events if event["event"] == "eval"]
        columns = json.loads((folder / (name + ".json")).read_text())["columns"]
        inputs = [encoded(columns, row) for row in cells]
        classes = [event["class"] for event in evaluated] if evaluated[0].get("class") else None
        nets.append(clients.Net(name, inputs, cells, [event["outputs"] for event in evaluated], precision, classes))
        for form, option, suffix, _, _ in {job[:3]: job for job in JOBS}.values():
            place = folder / (form + "-" + option if option else form)
            place.mkdir(exist_ok=True)
            export = 'export "%s/%s%s" as %s %s' % (place.name, name, suffix, form, option)
            try: command.run("\n".join(script + [export]), folder)
            except RuntimeError as error:
                refused.setdefault(form, []).append((name, str(error)))
    return nets, refused


def difference(net, got):
    """The largest, relative to the largest size that an output has over the rows, where that is above 1."""
    own, others = np.asarray(net.outputs, dtype=float), np.asarray(got, dtype=float)
    if own.shape != others.shape: return math.inf
    return float(np.max(np.abs(own - others) / np.maximum(1, np.abs(own).max(axis=0))))


TRAININGS = [
    "adam lr 0.05 until loss<0.01", "sgd lr 0.5 momentum 0.9 nesterov epochs 300",
    "sgd lr 0.5 momentum 0.5 dampening 0.2 l2 0.001 epochs 300", "adamw lr 0.02 epochs 200",
    "adam lr 0.02 amsgrad l2 0.001 epochs 200", "adagrad lr 0.1 epochs 200", "rmsprop lr 0.01 centered momentum 0.5 epochs 200",
    "adadelta epochs 200", "nadam lr 0.01 decay 0.01 epochs 200", "radam lr 0.01 epochs 200", "adamax lr 0.02 epochs 200",
    "rprop epochs 20", "sgd lr 0.5 loss bce epochs 300", "adam lr 0.01 loss mae l1 0.001 epochs 100",
    "adam lr 0.01 loss huber maxnorm 1 clip norm 0.1 epochs 100", "sgd lr 0.1 loss half-sse decay 0.01 clip value 0.05 epochs 100",
    "sgd lr 0.1 loss sse batch 1 epochs 100", "sgd lr 0.1 loss half-sse batch 3 until loss<0.2", "adam lr 0.01 loss sse epochs 100",
    "sgd lr 0.1 loss bce batch 3 epochs 100", "adam lr 0.02 dropout 0.3 epochs 100", "sgd lr 0.1 dropout 0.5 batch 3 epochs 30",
]
CLASS_TRAININGS = [
    "adam lr 0.01 batch 16 shuffle epochs 30", "adam lr 0.01 batch 40 epochs 30", "sgd lr 0.1 batch 10 shuffle until loss<0.1",
    "adam lr 0.01 weights [1, 2, 0.5] smoothing 0.1 epochs 30", "adam lr 0.01 schedule step 5 0.5 epochs 20",
    "sgd lr 0.1 schedule exponential 0.9 batch 30 epochs 20", "adam lr 0.1 schedule cosine epochs 20",
    "adam lr 0.1 schedule one-cycle batch 30 epochs 20", "adam lr 0.1 schedule plateau 2 0.5 epochs 40",
    "adam lr 0.01 weights [1, 2, 0.5] batch 10 epochs 30", "adam lr 0.01 weights [1, 2, 0.5] batch 16 shuffle epochs 30",
    "adam lr 0.1 weights [1, 3, 0.5] batch 30 smoothing 0.1 schedule plateau 1 0.5 epochs 40",
    "sgd lr 0.02 loss sse batch 20 schedule plateau 2 0.5 epochs 40", "adam lr 0.01 dropout 0.25 batch 16 shuffle epochs 30",
]


def trainings(command, chance, folder):
    """Programs that train: they print nn's losses, to all digits, and end at nn's epoch. Returns what passed and failed."""
    passed, failed = 0, []
    xor = "net 2 3 tanh 1 sigmoid\ndata xor\ninit xavier seed %d\n"
    iris = "net 4 5 relu 3 softmax\ndata iris\nscale standard\ninit he seed %d\n"
    cases = [(xor, line) for line in TRAININGS] + [(iris, line) for line in CLASS_TRAININGS]
    cases += [("precision double\n" + xor, TRAININGS[8]), ("precision double\n" + iris, CLASS_TRAININGS[0]),
              ("precision double\n" + iris, CLASS_TRAININGS[-1])]
    for k, (start, line) in enumerate(cases):
        script = start % chance.randrange(1000) + "train %s log every 1\nexport \"t%d.py\" as pytorch training" % (line, k)
        events = command.run(script, folder)
        losses = {event["epoch"]: event["loss"] for event in events if event["event"] == "epoch"}
        shown = dict(re.findall(r"epoch +(\d+) +loss (\S+)", clients.run([sys.executable, folder / ("t%d.py" % k)])))
        # A digit may fall on the other side of a half: the printed ones are compared as numbers of five digits.
        out = [epoch for epoch, text in shown.items() if abs(float(text) - losses[int(epoch)]) > 1.01e-4 * abs(losses[int(epoch)]) / 2]
        if out or str(max(losses)) not in shown: failed.append((line, shown, [losses[int(epoch)] for epoch in out], script))
        else: passed += 1
    return passed, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nn", required=True)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--nets", type=int, default=60)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--keep")
    given = parser.parse_args()
    print("seed %d" % given.seed)
    chance, command = random.Random(given.seed), Command(os.path.abspath(given.nn))
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(given.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"type": "module"}\n')
        nets, refused = make(command, chance, folder, given.nets)
        passed, failures = 0, []
        print("%-18s %5s %8s   %9s %9s   %s" % ("", "nets", "refused", "float32", "float64", "client"))
        for form, option, _, client, version in JOBS:
            if given.only and form not in given.only: continue
            name = form + (" " + option if option else "")
            if not (found := VERSIONS[version]()):
                print("%-18s not installed" % name)
                continue
            try: got = client(folder / (form + "-" + option if option else form), nets)
            except Exception as error:
                failures.append("%s: %s" % (name, error))
                print("%-18s failed" % name)
                continue
            worst = {"float32": 0.0, "float64": 0.0}
            for net in nets:
                if net.name not in got: continue
                size = difference(net, got[net.name])
                worst[net.precision] = max(worst[net.precision], size)
                if size > MOST[net.precision]: failures.append("%s: %s differs by %.3g" % (name, net.name, size))
            passed += 1
            sizes = tuple("%.1e" % size if got else "-" for size in worst.values())
            print("%-18s %5d %8d   %9s %9s   %s" % (name, len(got) or len(nets), len(refused.get(form, [])), *sizes, found))
        for form, cases in refused.items():
            if form != "sklearn": failures += ["%s refused %s: %s" % (form, *case) for case in cases]
        if not given.only or "training" in given.only:
            done, failed = trainings(command, chance, folder)
            print("pytorch training   %5d of %d print nn's losses" % (done, done + len(failed)))
            passed += done
            failures += ["training %s: printed %s, nn has %s\n%s" % case for case in failed]
        for failure in failures: print(failure)
        print("%d passed, %d failed" % (passed, len(failures)))
        sys.exit(1 if failures else 0)


if __name__ == "__main__": main()
