#!/usr/bin/env python3
"""Compares a built nn with the PyTorch that is installed, on fresh seeds.

Needs torch==2.13.0 and numpy; `make conformance` installs them in a virtual environment and runs

    python conformance.py --nn PATH [--seed N] [--runs N]

Without --seed the clock chooses; the seed is printed, and the same seed and --runs give the same run. --runs is the
number of random trainings, each of them in both precisions.

Starts: weights that `init` draws against torch.nn.init after torch.manual_seed, bit for bit; `orthogonal` within 1e-5,
since PyTorch calls LAPACK in float32. In double precision nn has to draw the same float32 weights.
Functions: outputs and losses of random nets with every activation.
Trainings: the loss of every epoch, the rate of every epoch under a schedule, the loss after the last update and the
final weights. One generator serves all: it draws the weights, then each epoch its order (torch's DataLoader), then
dropout batch by batch.

A tolerance is ten times the spread of PyTorch with itself, as in make_vectors.py, and at least FLOOR. The spread is
that of its float64 result and three neighbors of it in the precision at hand: the rows of each batch in other orders;
the slope of the loss and gelu off by a rounding, where they are small differences of large numbers; for double, start
weights nudged by 1e-14. Epochs from which on PyTorch is so far from itself that nothing can be said (LIMIT) are not
compared; they are counted as `left out`.

Corners and line searches can part two ways of computing that three neighbors do not. So a training that is out gets a
second look: twelve more neighbors, and nn from twelve starts nudged by a rounding. It fails unless it is within the
wider spread now, or most of nn's nudged starts are. Every second look is listed.

Where PyTorch has no function of its own, the reference is put together from its tensors: hinge, half-sse, the
perceptron, l1, and l2 and decay where an optimizer has no such argument. PyTorch's slope of hard-sigmoid is 1/6
rounded to float32, in float64 too; here it is relu6(z + 3) / 6.

The starts are the bits of PyTorch on x86-64 with AVX2; on other processors they are compared within 1e-6.

The last line is `N passed, N failed`; the exit status is 1 if any failed. Mismatches come with the script that shows
them.
"""
import argparse, json, math, os, random, re, subprocess, sys, time, warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "NeuralCoreTests"))
import make_vectors as vectors  # before torch: it chooses the processor's instructions
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader

REAL = {"single": np.float32, "double": np.float64}
TYPE = {"single": torch.float32, "double": torch.float64}
FLOOR = {"single": (1e-6, 1e-6), "double": (1e-10, 1e-10)}  # the least tolerance: absolute and relative parts
LIMIT = {"single": (2e-5, 1e-2), "double": (1e-7, 1e-5)}  # beyond it a training says nothing any more
WEIGHT_LIMIT = {"single": 1e-2, "double": 1e-6}
FACTOR = 10
NUDGE = {"single": 1.2e-7, "double": 1e-14}  # of a start weight, relative
MORE = 12  # neighbors of a training at a second look

# --------------------------------------------------------------------------------------------------- nn and the report


def text(value):
    """The shortest decimal that reads back."""
    return str(value) if isinstance(value, np.floating) else repr(value)


def shares(got, expected, tolerance):
    """How much of its tolerance each number takes; nan equals nan."""
    got, expected = np.asarray(got, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    with np.errstate(all="ignore"):
        same = (got == expected) | (np.isnan(got) & np.isnan(expected))
        return np.where(same, 0.0, np.nan_to_num(np.abs(got - expected) / tolerance, nan=np.inf, posinf=np.inf))


class Report:
    """Runs nn and keeps count: for each group checks passed and failed, numbers compared and left out, worst share."""

    def __init__(self, command):
        self.command, self.groups, self.failures, self.looks = command, {}, [], []

    def run(self, group, script):
        """nn's events, or None if it does not take the script."""
        done = subprocess.run([self.command, "--json", "-"], input=script, capture_output=True, text=True)
        lines = done.stdout.splitlines()
        if done.returncode == 0: return [json.loads(line) for line in lines]
        return self.fail(group, "\n".join(["nn ends with status %d" % done.returncode, *lines[-1:], done.stderr]), script)

    def fail(self, group, message, script):
        self.groups.setdefault(group, [0, 0, 0, 0, 0.0])[1] += 1
        self.failures.append("%s: %s\n%s" % (group, message, script))

    def check(self, group, what, script, got, expected, tolerance, left_out=0):
        """Whether all numbers are within their tolerance; a missing number (null) is nan."""
        flat = lambda part: np.array(part, dtype=np.float64).ravel()
        got, expected = flat(got), flat(expected)
        line = self.groups.setdefault(group, [0, 0, 0, 0, 0.0])
        line[3] += left_out
        if got.shape != expected.shape:
            return self.fail(group, "%s: %d numbers instead of %d" % (what, got.size, expected.size), script)
        if not got.size: return
        share = shares(got, expected, tolerance)
        line[2] += got.size
        line[4] = max(line[4], share.max())
        if share.max() <= 1:
            line[0] += 1
            return
        worst = int((share > 1).argmax())  # the first one that is out
        limit = np.broadcast_to(tolerance, got.shape)[worst]
        self.fail(group, "%s, number %d of %d: nn %r, torch %r, tolerance %.3g (%d are out)" % (
            what, worst + 1, got.size, got[worst].item(), expected[worst].item(), limit, (share > 1).sum()), script)

    def table(self):
        """A line a group."""
        print("%-28s %7s %7s %9s %9s   %s" % ("", "passed", "failed", "numbers", "left out", "worst share"))
        for name, (passed, failed, numbers, left_out, share) in self.groups.items():
            print("%-28s %7d %7d %9d %9d   %.2g" % (name, passed, failed, numbers, left_out, share))


def dumps(events, sizes, bias):
    """The weights of every `dump`, layer by layer as [(weight, bias), ...]."""
    found, place = [event for event in events if event["event"] == "weight"], 0
    while place < len(found):
        params = [(np.full((o, i), np.nan), np.full(o if bias else 0, np.nan)) for i, o in zip(sizes, sizes[1:])]
        count = sum(w.size + b.size for w, b in params)
        for event in found[place:place + count]:
            layer, neuron = map(int, re.fullmatch(r"L(\d+)N(\d+)", event["to"]).groups())
            if event["from"].endswith("B"): params[layer - 1][1][neuron] = event["value"]
            else: params[layer - 1][0][neuron, int(event["from"].split("N")[1])] = event["value"]
        yield params
        place += count


def joined(params):
    """All parameters in one array."""
    parts = [part for pair in params for part in pair if part is not None]
    return np.concatenate([np.asarray(part, dtype=np.float64).ravel() for part in parts])


# ------------------------------------------------------------------------------------------------------------ drawing


class Deck:
    """Words in random order, every one of them before any comes again."""

    def __init__(self, chance, words): self.chance, self.words, self.left, self.seen = chance, list(words), [], set()

    def draw(self, allowed=lambda word: True):
        if not any(map(allowed, self.left)): self.left += self.chance.sample(self.words, len(self.words))
        word = next(filter(allowed, self.left))
        self.left.remove(word)
        self.seen.add(word)
        return word


class Chance(random.Random):
    def number(self, low, high):
        """A number with three digits, evenly on a logarithmic scale."""
        return float("%.3g" % math.exp(self.uniform(math.log(low), math.log(high))))

    def often(self, share): return self.random() < share

    def seed_of_64_bits(self):
        return self.choice([self.randrange(1000), self.randrange(2**64), -self.randrange(1, 2**63)])


# ------------------------------------------------------------------------------------------------------------- starts

STARTS = ["torch", "xavier", "he", "lecun", "normal", "uniform", "truncated", "orthogonal", "identity", "constant",
          "zeros", "ones"]


def start_of(chance, name):
    """nn's words and torch's scheme, None for torch's default."""
    form, gain, with_gain = chance.choice(["normal", "uniform"]), chance.number(0.2, 3), chance.often(0.5)
    words, plus_gain = name + ("" if form == "normal" and chance.often(0.5) else " " + form), " gain " + text(gain)
    if not with_gain: gain, plus_gain = 1.0, ""
    if name == "torch": return name, None
    if name == "xavier":
        return words + plus_gain, dict(scheme="xavier_" + form, gain=gain)
    if name in ("he", "lecun"):
        mode, slope = chance.choice(["fan_in", "fan_out"]) if name == "he" else "fan_in", chance.number(0.1, 3)
        kind = "leaky_relu" if with_gain else {"he": "relu", "lecun": "linear"}[name]
        words += with_gain * (" gain " + text(nn.init.calculate_gain(kind, slope))) + (mode == "fan_out") * " fan out"
        return words, dict(scheme="kaiming_" + form, mode=mode, nonlinearity=kind, negative_slope=slope, gain=0)
    mean, low, spread = round(chance.uniform(-1, 1), 3), round(chance.uniform(-1.5, 0.5), 3), chance.number(0.05, 2)
    high = round(low + chance.number(0.3, 3), 3)
    if name == "normal": return "normal %r %r" % (mean, spread), dict(scheme="normal", mean=mean, std=spread)
    if name == "uniform": return "uniform %r %r" % (low, high), dict(scheme="uniform", a=low, b=high)
    if name == "truncated":
        words = "truncated %r %r %r %r" % (mean, spread, low, high)
        return words, dict(scheme="trunc_normal", mean=mean, std=spread, a=low, b=high)
    if name == "orthogonal":
        return name + plus_gain, dict(scheme="orthogonal", gain=gain)
    if name == "identity": return name, dict(scheme="eye")
    if name == "constant": return "constant %r" % mean, dict(constant=mean)
    return name, dict(constant=0.0 if name == "zeros" else 1.0)


def torch_layer(inputs, outputs, bias, scheme):
    """Draws a layer's weights from torch's generator."""
    if scheme is None:
        layer = nn.Linear(inputs, outputs, bias=bias)
        return layer.weight.detach(), layer.bias.detach() if bias else None
    weight = torch.empty(outputs, inputs)
    if "constant" in scheme: nn.init.constant_(weight, scheme["constant"])
    else: vectors.start(weight, scheme)
    return weight, torch.zeros(outputs) if bias else None


def torch_start(sizes, bias, scheme, seed):
    torch.manual_seed(seed)
    return [torch_layer(i, o, bias, scheme) for i, o in zip(sizes, sizes[1:])]


def starts(report, chance, count=20):
    exact = 0.0 if torch.backends.cpu.get_cpu_capability() == "AVX2" else 1e-6
    for name in STARTS:
        tolerance = 1e-5 if name == "orthogonal" else exact
        for _ in range(count):
            sizes = [chance.choice([chance.randint(1, 6), chance.randint(1, 40)]) for _ in range(chance.randint(2, 4))]
            bias, seed, (words, scheme) = chance.often(0.8), chance.seed_of_64_bits(), start_of(chance, name)
            net = "net " + " ".join(map(str, sizes)) + ("" if bias else " without bias") + "\n"
            expected = joined(torch_start(sizes, bias, scheme, seed))
            once = "init %s seed %d\ndump\n" % (words, seed)
            script = net + once + "precision double\n" + once
            if events := report.run("start " + name, script):
                single, double = map(joined, dumps(events, sizes, bias))
                report.check("start " + name, "weights", script, np.float32(single), expected, tolerance)
                report.check("precision double, starts", "weights", script, double, np.float32(single), 0.0)
            layer, params = chance.randrange(1, len(sizes)), torch_start(sizes, bias, None, seed)
            params[layer - 1] = torch_layer(sizes[layer - 1], sizes[layer], bias, scheme)
            script = net + "init torch seed %d\ninit %s layer %d\ndump\n" % (seed, words, layer)
            if events := report.run("start of a layer", script):
                single = np.float32(joined(next(dumps(events, sizes, bias))))
                report.check("start of a layer", "weights", script, single, joined(params), tolerance)


# ----------------------------------------------------------------------------------------------- nets, data and losses



def hard_sigmoid(z):
    return nn.functional.hardsigmoid(z) if z.dtype == torch.float32 else nn.functional.relu6(z + 3) / 6


FUNCTIONS = {name.replace("_", "-"): function for name, function in vectors.ACTIVATIONS.items()}
FUNCTIONS.update({"step": lambda z: (z > 0).to(z.dtype), "hard-sigmoid": hard_sigmoid})
LOSSES = {"mse": "mse", "sse": "sse", "half-sse": "half_sse", "mae": "l1", "huber": "huber", "hinge": "hinge",
          "cross-entropy": "cross_entropy", "bce": "bce_logits", "errors": "errors"}
SUMS = ("sse", "half-sse")  # losses that are no means
OUTPUTS = {"cross-entropy": "softmax", "bce": "sigmoid", "errors": "step"}  # computed from their sums


def wrong_outputs(sums, targets):
    """The share of wrong outputs, and for a slope Rosenblatt's (output - target) times input."""
    errors = (sums > 0).to(sums.dtype) - targets
    rule = (errors.detach() * sums).sum()
    return errors.abs().mean() + rule - rule.detach()


class Case:
    """A random net with data and a loss."""

    def __init__(self, chance, activations, loss, depth):
        self.loss, self.seed, self.bias = loss, chance.seed_of_64_bits(), chance.often(0.9)
        other = activations.draw(lambda word: word not in ("step", "linear"))
        output = OUTPUTS[loss] if loss in OUTPUTS else chance.choice(["linear", other])
        self.activations = [activations.draw(lambda word: word != "step") for _ in range(depth)] + [output]
        least = [2 if word == "softmax" else 1 for word in self.activations]
        self.sizes = [chance.randint(1, 6), *(chance.randint(k, chance.choice([5, 12])) for k in least[:-1]),
                      chance.randint(least[-1], 4)]
        self.start, self.scheme = start_of(
            chance, chance.choice(["torch", "torch", "xavier", "he", "lecun", "truncated"]))
        self.words, self.case, of_classes = "loss " + loss, {"loss": LOSSES[loss]}, loss in ("bce", "cross-entropy")
        self.is_soft = of_classes and chance.often(0.15)
        if of_classes and not (self.is_soft and loss == "cross-entropy") and chance.often(0.4):
            weights = [chance.number(0.2, 4) for _ in range(self.sizes[-1])]
            self.words += " weights [%s]" % ", ".join(map(text, weights))
            self.case["pos_weight" if loss == "bce" else "class_weights"] = weights
        if of_classes and chance.often(0.4):
            self.case["label_smoothing"] = chance.number(0.02, 0.5)
            self.words += " smoothing " + text(self.case["label_smoothing"])
        numbers, rows, (inputs, outputs) = np.random.RandomState(chance.randrange(2**32)), chance.randint(3, 30), (
            self.sizes[0], self.sizes[-1])
        self.x = numbers.normal(size=(rows, inputs)) * chance.choice([0.3, 1, 1, 3])
        noise = 0.3 * numbers.normal(size=(rows, outputs))
        self.y = self.targets(numbers, self.x @ numbers.normal(size=(inputs, outputs)) + noise)

    def targets(self, numbers, sums):
        if self.loss == "hinge": return np.where(sums > 0, 1.0, -1.0)
        if self.loss not in OUTPUTS: return np.tanh(sums)
        single = self.loss == "cross-entropy"
        hard = np.eye(sums.shape[1])[sums.argmax(axis=1)] if single else (sums > 0) * 1.0
        if not self.is_soft: return hard
        return 0.7 * hard + 0.3 * (1 / sums.shape[1] if single else numbers.uniform(size=sums.shape))

    def opening(self, precision):
        """The script up to the start."""
        layers = " ".join("%d %s" % pair for pair in zip(self.sizes[1:], self.activations))
        lines = ["precision double"] * (precision == "double")
        lines += ["net %d %s%s" % (self.sizes[0], layers, "" if self.bias else " without bias"), "data"]
        row = lambda values: " ".join(text(value) for value in values.astype(REAL[precision]))
        lines += ["  %s -> %s" % (row(x), row(y)) for x, y in zip(self.x, self.y)] + ["end"]
        return "\n".join(lines + ["init %s seed %d" % (self.start, self.seed)]) + "\n"

    def tensors(self, precision, dtype):
        """Inputs, targets and weights: the numbers of this precision in a type, which may be wider."""
        x, y = (torch.tensor(part.astype(REAL[precision])).to(dtype) for part in (self.x, self.y))
        if self.loss == "cross-entropy" and not self.is_soft: y = y.argmax(dim=1)
        start = torch_start(self.sizes, self.bias, self.scheme, self.seed)
        return x, y, [(w.to(dtype), None if b is None else b.to(dtype)) for w, b in start]

    def functions(self):
        """The activations up to what the loss takes."""
        return [FUNCTIONS[name] for name in self.activations[:-1]] + [
            FUNCTIONS["linear" if self.loss in OUTPUTS else self.activations[-1]]]

    def share(self, targets):
        """What the loss of these rows counts for in that of an epoch: a sum once, a mean as much as it is divided by."""
        if self.loss in SUMS: return 1.0
        weights = self.case.get("class_weights")
        return torch.tensor(weights, dtype=torch.float64)[targets].sum().item() if weights else float(len(targets))

    def loss_function(self, dtype):
        return wrong_outputs if self.loss == "errors" else vectors.loss_function(self.case, dtype)


def functions(report, chance, count=40):
    activations, losses = Deck(chance, FUNCTIONS), Deck(chance, LOSSES)
    for _ in range(count):
        loss = losses.draw()
        case = Case(chance, activations, loss, 0 if loss == "errors" else chance.randint(0, 3))
        optimizer = "perceptron lr 1e-30 batch %d" % len(case.x) if loss == "errors" else "sgd lr 1e-30"
        for precision in ("single", "double"):
            script = case.opening(precision) + "eval data\ntrain %s %s epochs 1 log every 1\n" % (optimizer, case.words)
            if not (events := report.run("forward, " + precision, script)): continue
            found = {}
            for dtype in {torch.float64, TYPE[precision]}:
                x, y, params = case.tensors(precision, dtype)
                outputs = vectors.forward(params, [FUNCTIONS[name] for name in case.activations], x)
                loss = case.loss_function(dtype)(vectors.forward(params, case.functions(), x), y)
                found[dtype] = outputs.double().numpy(), loss.item()
            got = [event["outputs"] for event in events if event["event"] == "eval"]
            loss = [event["loss"] for event in events if event["event"] == "epoch"]
            exact, near = found[torch.float64], found[TYPE[precision]]
            for k, (group, what, values) in enumerate((("forward, ", "outputs", got), ("losses, ", "loss", loss))):
                spread = FACTOR * np.abs(exact[k] - near[k]).max()
                least = FLOOR[precision][0] + FLOOR[precision][1] * np.abs(exact[k])
                report.check(group + precision, what, script, values, exact[k], np.maximum(least, spread).ravel())


# ------------------------------------------------------------------------------------------------------------ trainings

ADAM = {"lr": (0.003, 0.05), "beta1": (0.5, 0.95), "beta2": (0.9, 0.999), "eps": (1e-8, 1e-3)}
OPTIMIZERS = {  # nn's settings and where to draw them from; None is a flag
    "sgd": {"lr": (0.01, 0.3), "momentum": (0.3, 0.95), "dampening": (0.05, 0.9), "nesterov": None},
    "adam": {**ADAM, "amsgrad": None}, "adamw": {**ADAM, "amsgrad": None},
    "nadam": {**ADAM, "momentumdecay": (0.001, 0.02)}, "radam": ADAM, "adamax": ADAM,
    "adagrad": {"lr": (0.02, 0.3), "eps": (1e-10, 1e-4), "lrdecay": (0.001, 0.1), "initial": (0.01, 0.5)},
    "adadelta": {"lr": (0.2, 2), "rho": (0.8, 0.98), "eps": (1e-6, 1e-3)},
    "rmsprop": {"lr": (0.001, 0.02), "alpha": (0.8, 0.99), "eps": (1e-8, 1e-3), "momentum": (0.3, 0.9),
                "centered": None},
    "rprop": {"lr": (0.003, 0.05), "etaminus": (0.3, 0.7), "etaplus": (1.05, 1.4), "stepmin": (1e-6, 1e-3),
              "stepmax": (0.1, 10)},
    "l-bfgs": {"lr": (0.3, 1), "moves": (1, 5), "looks": (2, 25), "history": (2, 20), "fixed": None},
    "perceptron": {"lr": (0.05, 1)},
}
WORDS = {"momentumdecay": "momentum_decay", "lrdecay": "lr_decay", "initial": "initial_accumulator_value",
         "moves": "max_iter", "looks": "max_eval", "history": "history_size"}
PAIRS = {"betas": ("beta1", 0.9, "beta2", 0.999), "etas": ("etaminus", 0.5, "etaplus", 1.2),
         "step_sizes": ("stepmin", 1e-6, "stepmax", 50)}
SCHEDULES = ["step", "exponential", "cosine", "one-cycle", "plateau"]


class Training(Case):
    """A random training: the case, nn's line and what torch does for it."""

    def __init__(self, chance, decks):
        self.name = name = decks["optimizer"].draw()
        loss = "errors" if name == "perceptron" else decks["loss"].draw(lambda word: word != "errors")
        depth = 0 if name == "perceptron" else chance.choice([0, 1, 1, 2, 2, 3])
        super().__init__(chance, decks["activation"], loss, depth)
        # PyTorch's slope of gelu-tanh is exactly 0 below -8, where the true one is small; rprop follows its sign alone.
        if name == "rprop": self.activations = ["silu" if word == "gelu-tanh" else word for word in self.activations]
        decks["loss"].seen.add(loss)
        decks["activation"].seen.update(self.activations)
        takes, rows = name not in ("l-bfgs", "perceptron"), len(self.x)
        self.settings = {word: self.setting(chance, word, range) for word, range in OPTIMIZERS[name].items()
                         if chance.often(0.9 if word == "lr" else 0.4)}
        given = self.settings
        if "nesterov" in given and "momentum" in given: given.pop("dampening", None)
        else: given.pop("nesterov", None)
        if loss in SUMS and name == "sgd":
            given["lr"] = float("%.3g" % (given.get("lr", 0.1) / self.y.size))
        searches = name == "l-bfgs"
        self.epochs = 5 if searches else 40
        self.batch = None if chance.often(0.8 if searches else 0.4) else chance.randint(max(1, rows // 5), rows)
        self.shuffle, self.warmup, self.schedule = chance.often(0.4), 0, None
        option = lambda share, low, high: chance.number(low, high) if takes and chance.often(share) else 0
        self.l2, self.l1, self.decay = (option(0.2, 1e-4, 2e-2) for _ in range(3))
        self.clip = chance.choice(["value", "norm"]) if takes and chance.often(0.2) else None
        self.clip_at, self.maxnorm = chance.number(0.01, 1), option(0.15, 0.3, 2)
        self.dropout = option(0.25, 0.05, 0.6) if len(self.sizes) > 2 else 0
        self.accumulate = chance.randint(2, 4) if takes and chance.often(0.25) else 1
        lines = [word if OPTIMIZERS[name][word] is None else word + " " + text(value) for word, value in given.items()]
        lines += [self.words]
        if self.batch: lines.append("batch %d" % self.batch)
        if self.shuffle: lines.append("shuffle")
        for word in ("l2", "l1", "decay", "maxnorm", "dropout"):
            if getattr(self, word): lines.append(word + " " + text(getattr(self, word)))
        if self.clip: lines.append("clip %s %s" % (self.clip, text(self.clip_at)))
        if self.accumulate > 1: lines.append("accumulate %d" % self.accumulate)
        if name == "perceptron" and not self.batch: self.batch = 1
        self.batch = self.batch or rows
        if name != "rprop" and chance.often(0.6): lines += self.draw_schedule(chance, decks["schedule"].draw())
        chance.shuffle(lines)
        self.line = "train %s %s epochs %d log every 1\ndump\n" % (name, " ".join(lines), self.epochs)

    def setting(self, chance, word, range):
        if range is None: return True
        number = chance.number(*range)
        return round(number) if word in ("moves", "looks", "history") else number

    def draw_schedule(self, chance, name):
        """nn's words; the schedule and the warm-up as make_vectors.py has them."""
        words, length = [], self.epochs
        if chance.often(0.35):
            self.warmup = chance.randint(2, 3 if self.name == "l-bfgs" else 8)
            words.append("warmup %d" % self.warmup)
        if name in ("cosine", "one-cycle") and chance.often(0.3):
            length += chance.randint(0, 30)
            words.append("over %d" % length)
        updates = math.ceil(math.ceil(len(self.x) / self.batch) / self.accumulate)
        every, factor, patience = chance.randint(2, 15), chance.number(0.2, 0.99), chance.randint(0, 4)
        self.schedule, numbers = {
            "step": (dict(vectors.STEP, step_size=every, gamma=factor), " %d %r" % (every, factor)),
            "exponential": (dict(vectors.EXPONENTIAL, gamma=factor), " %r" % factor),
            "cosine": (dict(vectors.COSINE, T_max=length - self.warmup), ""),
            "one-cycle": (dict(vectors.ONE_CYCLE, total_steps=(length - self.warmup) * updates), ""),
            "plateau": (dict(vectors.PLATEAU, patience=patience, factor=factor), " %d %r" % (patience, factor)),
        }[name]
        return words + ["schedule " + name + numbers]

    def torch_optimizer(self, params):
        """The optimizer, and what of l2 and decay it leaves to be done by hand."""
        given, l2, decay = dict(self.settings), self.l2, self.decay
        for key, (first, one, second, other) in PAIRS.items():
            if first in given or second in given: given[key] = given.pop(first, one), given.pop(second, other)
        given = {WORDS.get(word, word): value for word, value in given.items()}
        if self.name == "l-bfgs" and not given.pop("fixed", False): given["line_search_fn"] = "strong_wolfe"
        if self.name in ("adamw", "nadam", "radam") and decay:
            given["weight_decay"], decay = decay, 0
            if self.name != "adamw": given["decoupled_weight_decay"] = True
        elif l2 and not decay and self.name not in ("adamw", "rprop"):
            given["weight_decay"], l2 = l2, 0
        name = {"l-bfgs": "lbfgs", "perceptron": "sgd"}.get(self.name, self.name)
        if self.name == "perceptron": given.setdefault("lr", 1.0)
        return vectors.OPTIMIZERS[name][0](params, **given), l2, decay

    def batches(self):
        """The rows of each batch; a DataLoader draws their order."""
        rows = range(len(self.x))
        return DataLoader(rows, self.batch, shuffle=True) if self.shuffle else torch.tensor(rows).split(self.batch)

    def other_order(self, rows, order, epoch, place):
        """An order of a batch's rows; None for order 0."""
        if order == 0: return None
        if order == 1: return torch.arange(rows - 1, -1, -1)
        return torch.tensor(np.random.RandomState((1000 * order + epoch) * 1000 + place).permutation(rows))

    def reference(self, precision, dtype, nudge=0.0, order=0):
        """PyTorch's losses of all epochs and after the last, the rates, and the final weights. With an `order` it is a
        neighbor: rows in another order, roundings elsewhere; `nudge` changes the start weights by that part."""
        x, y, params = self.tensors(precision, dtype)
        torch.set_default_dtype(dtype)  # NAdam keeps one number of its state in the default type
        numbers = np.random.RandomState(1 + order)
        nudged = lambda p: p if p is None else (
            p.double() * (1 + nudge * torch.tensor(numbers.uniform(-1, 1, p.shape)))).to(dtype).requires_grad_()
        params = [(nudged(w), nudged(b)) for w, b in params]
        flat = [p for pair in params for p in pair if p is not None]
        optimizer, l2, decay = self.torch_optimizer(flat)
        group, loss_of = optimizer.param_groups[0], self.loss_function(dtype)
        functions = self.rough_functions(numbers) if order else self.functions()
        base, losses, rates, schedule = group["lr"], [], [], None
        if self.warmup: schedule = vectors.torch_schedule({"warmup": self.warmup}, optimizer)
        by_update = self.schedule is not None and self.schedule["name"] == "one_cycle"

        def update():
            if self.clip == "value": nn.utils.clip_grad_value_(flat, self.clip_at)
            if self.clip == "norm": nn.utils.clip_grad_norm_(flat, self.clip_at)
            for p in flat:
                old = p.detach().clone()
                if l2: p.grad.add_(old, alpha=l2)
                if self.l1: p.grad.add_(old.sign(), alpha=self.l1)
                if decay: p.data.mul_(1 - group["lr"] * decay)
            optimizer.step()
            if self.maxnorm:
                for w, _ in params: w.data = torch.renorm(w.data, 2, 0, self.maxnorm)

        for epoch in range(self.epochs):
            if self.schedule and epoch == self.warmup:
                group["lr"] = base
                schedule = vectors.torch_schedule(
                    {"schedule": dict(self.schedule, **({"max_lr": base} if by_update else {}))}, optimizer)
            total, whole, batches = 0.0, 0.0, self.batches()
            for place, rows in enumerate(batches):
                other = self.other_order(len(rows), order, epoch, place)
                if order: rows = rows[other]
                together = min(self.accumulate, len(batches) - place // self.accumulate * self.accumulate)

                def closure():
                    if self.name == "l-bfgs" or place % self.accumulate == 0: optimizer.zero_grad()
                    outputs = vectors.forward(params, functions, x[rows], self.dropout, other)
                    loss = loss_of(self.roughened(outputs, numbers) if order else outputs, y[rows])
                    (loss / together if together > 1 else loss).backward()
                    return loss

                rate = group["lr"]
                loss = optimizer.step(closure) if self.name == "l-bfgs" else closure()
                total, whole = total + loss.item() * self.share(y[rows]), whole + self.share(y[rows])
                if (place + 1) % self.accumulate and place < len(batches) - 1: continue
                if self.name != "l-bfgs": update()
                is_last = epoch == self.epochs - 1 and place == len(batches) - 1
                if by_update and epoch >= self.warmup and not is_last: schedule.step()
            losses.append(total if self.loss in SUMS else total / whole)
            rates.append(rate)
            if isinstance(schedule, torch.optim.lr_scheduler.ReduceLROnPlateau): schedule.step(losses[-1])
            elif schedule and not (by_update and epoch >= self.warmup): schedule.step()
        with torch.no_grad(): losses.append(loss_of(vectors.forward(params, self.functions(), x), y).item())
        torch.set_default_dtype(torch.float32)
        endless = lambda part: np.nan_to_num(part, nan=np.inf)
        with torch.no_grad(): return endless(losses), rates, endless(joined(params))

    def neighbors(self, precision, start, end):
        """PyTorch by slightly different ways; the first three of single precision have the same start."""
        nudge = lambda k: NUDGE[precision] if k > 2 or precision == "double" else 0.0
        return [self.reference(precision, TYPE[precision], nudge(k), k) for k in range(start, end)]

    def rough_functions(self, numbers):
        """The activations; both kinds of gelu off by a rounding of 1 + erf and 1 + tanh, which leave little below 0."""
        def rough(function):
            noise = lambda z: torch.tensor(numbers.uniform(-1, 1, z.shape)).to(z) * (torch.finfo(z.dtype).eps / 2)
            return lambda z: function(z) + noise(z) * z * (z.abs() < 10)
        return [rough(function) if name.startswith("gelu") else function
                for name, function in zip(self.activations, self.functions())]

    def roughened(self, outputs, numbers):
        """The outputs, whose slopes are off by a rounding of what they are the difference of, output and target."""
        count = {"sse": 1, "half-sse": 1, "cross-entropy": len(outputs)}.get(self.loss, outputs.numel())
        least = 2 * torch.finfo(outputs.dtype).eps / count
        noise = lambda slope: least * torch.tensor(numbers.uniform(-1, 1, slope.shape)).to(slope)
        if self.loss not in ("hinge", "mae", "errors"): outputs.register_hook(lambda slope: slope + noise(slope))
        return outputs

    def answer(self, events):
        """What reference() returns, from nn."""
        epochs = [event for event in events if event["event"] == "epoch"]
        after = [event["loss_after"] for event in events if event["event"] == "train"]
        return ([event["loss"] for event in epochs] + after, [event.get("lr") for event in epochs],
                joined(list(dumps(events, self.sizes, self.bias))[-1]))

    def nudged(self, precision, k):
        """The script with weight lines after the start."""
        numbers, lines = np.random.RandomState(k), []
        for layer, pair in enumerate(torch_start(self.sizes, self.bias, self.scheme, self.seed)):
            for part, name in zip(pair, ("L%dN{1}" % layer, "%dB" % layer)):
                if part is None: continue
                values = part.double().numpy() * (1 + NUDGE[precision] * numbers.uniform(-1, 1, part.shape))
                for place, value in np.ndenumerate(values.astype(REAL[precision])):
                    lines.append("%s -> L%dN%d = %s" % (name.format(*place), layer + 1, place[0], text(value)))
        return self.opening(precision) + "\n".join(lines) + "\n" + self.line

    def judged(self, precision, exact, neighbors, got):
        """For losses and weights: what it is, nn's numbers, torch's, their tolerances, and how many are left out."""
        gaps = np.max([np.abs(near[0] - exact[0]) for near in neighbors], axis=0)  # and those of two epochs around
        spread = FACTOR * np.max([np.roll(np.pad(gaps, 2), k)[2:-2] for k in range(-2, 3)], axis=0)
        sizes, (least, part), (most, share) = np.abs(exact[0]), FLOOR[precision], LIMIT[precision]
        out = spread > most + share * sizes
        upto = int(out.argmax()) if out.any() else len(out)
        tolerances = np.maximum(least + part * sizes, spread)[:upto]
        yield "epoch losses", got[0][:upto], exact[0][:upto], tolerances, len(out) - upto
        spread = FACTOR * max(np.abs(near[2] - exact[2]).max() for near in neighbors)
        upto = exact[2].size if spread <= WEIGHT_LIMIT[precision] else 0
        tolerances = np.maximum(least + part * np.abs(exact[2]), spread)[:upto]
        yield "final weights", got[2][:upto], exact[2][:upto], tolerances, exact[2].size - upto

    def compare(self, report, precision, exact, neighbors):
        group, script = "%s, %s" % (self.name, precision), self.opening(precision) + self.line
        if not (events := report.run(group, script)): return
        got = self.answer(events)
        judge = lambda got: list(self.judged(precision, exact, neighbors, got))
        fits = lambda got: all(shares(*row[1:4]).max(initial=0) <= 1 for row in judge(got))
        if not fits(got):  # the second look: a corner or a search may have parted nn and torch where none of the neighbors met it
            neighbors = neighbors + self.neighbors(precision, 3, 3 + MORE)
            kin = [report.run(group, self.nudged(precision, k)) for k in range(MORE)]
            fitting = [one for one in map(self.answer, filter(None, kin)) if fits(one)]
            if not fits(got) and 2 * len(fitting) > MORE: got = fitting[0]
            report.looks.append("%s: %d of %d nudged starts agree, seed %d, %s" % (
                group, len(fitting), MORE, self.seed, self.line.split("\n")[0]))
        for row in judge(got): report.check(group, row[0], script, *row[1:])
        if self.schedule or self.warmup:
            rates = np.array(exact[1])
            out = np.any([np.abs(near[1] - rates) > 1e-9 * rates for near in neighbors], axis=0)  # plateau's decisions
            upto = int(out.argmax()) if out.any() else len(out)
            report.check("rates of schedules", "rates", script, got[1][:upto], rates[:upto], 1e-9 * rates[:upto],
                         len(out) - upto)


def trainings(report, chance, count):
    """What has not occurred of any table, and how many trainings were left out."""
    words = {"optimizer": OPTIMIZERS, "loss": LOSSES, "activation": FUNCTIONS, "schedule": SCHEDULES}
    decks, unfit = {kind: Deck(chance, words[kind]) for kind in words}, 0
    for _ in range(count):
        training = Training(chance, decks)
        both = {precision: (training.reference(precision, torch.float64), training.neighbors(precision, 0, 3))
                for precision in TYPE}
        losses = np.array([run[0] for exact, neighbors in both.values() for run in [exact] + neighbors])
        if not np.isfinite(losses).all() or losses.max() > 1e4:  # an unlucky rate
            unfit += 1
            continue
        for precision, runs in both.items(): training.compare(report, precision, *runs)
    return sorted(set().union(*(set(deck.words) - deck.seen for deck in decks.values()))), unfit


def main():
    options = argparse.ArgumentParser(description="Compares nn with the installed PyTorch on fresh seeds.")
    options.add_argument("--nn", required=True, help="the command to test")
    options.add_argument("--seed", type=int, default=time.time_ns() // 1000 % 10**9, help="the clock's if left out")
    options.add_argument("--runs", type=int, default=300, help="random trainings (300)")
    given = options.parse_args()
    warnings.filterwarnings("ignore")
    print("torch %s, %s, seed %d, %d runs" % (
        torch.__version__, torch.backends.cpu.get_cpu_capability(), given.seed, given.runs), flush=True)
    if torch.__version__.split("+")[0] != "2.13.0": sys.exit("nn agrees with torch 2.13.0; this is another.")
    chance, report = Chance(given.seed), Report(given.nn)
    starts(report, chance)
    functions(report, chance)
    missing, unfit = trainings(report, chance, given.runs)
    report.table()
    print("\nTrainings left out because PyTorch diverges: %d. Second looks: %d." % (unfit, len(report.looks)))
    for look in report.looks: print("  " + look)
    print("Did not occur in so few runs: %s." % ", ".join(missing) if missing else
          "Every start, activation, loss, optimizer and schedule occurred.")
    for failure in report.failures: print("\n" + failure)
    print("\n%d passed, %d failed" % (sum(line[0] for line in report.groups.values()), len(report.failures)))
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
