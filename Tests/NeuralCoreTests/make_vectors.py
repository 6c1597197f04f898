#!/usr/bin/env python3
"""PyTorch's numbers for what the first set of vectors (init.json, train.json, ...) leaves out.

Needs torch==2.13.0 and numpy, on x86-64 with AVX2:

    python3 -m venv env && env/bin/pip install torch==2.13.0 numpy
    env/bin/python make_vectors.py

writes Vectors/forward_more.json, Vectors/train_more.json, Vectors/starts_more.json and Vectors/hessians.json beside
this file, in about two minutes; with the argument `hessians` the last one alone, in seconds. Two runs give the same
bytes. (Vectors/forward.json and Vectors/grad.json are not made here.)

A key that ends in _f32 (_f64) holds 8 (16) hexadecimal digits a number: its IEEE bits, row-major, a weight as
weight[out][in]. Each file's `about` explains its other keys.
"""
import json, math, os, platform, subprocess, sys, warnings

os.environ.setdefault("ATEN_CPU_CAPABILITY", "avx2")  # before torch is loaded; see `neighbor_build`
os.environ.setdefault("ONEDNN_MAX_CPU_ISA", "AVX2")  # gelu is oneDNN's
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.optim import lr_scheduler

torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = [1, 2, 3, 5, 10, 50, 100, 500]
WIDTHS = ((torch.float32, "_f32"), (torch.float64, "_f64"))

# ---------------------------------------------------------------------------------------------------------- writing


def bits(values, suffix):
    """The numbers' IEEE bits as hexadecimal digits."""
    values = values.detach().numpy() if isinstance(values, torch.Tensor) else values
    real, word = (np.float32, np.uint32) if suffix == "_f32" else (np.float64, np.uint64)
    array = np.ascontiguousarray(values, dtype=real).ravel()
    return "".join("%0*x" % (8 if real is np.float32 else 16, number) for number in array.view(word))


def layers_of(params, suffix):
    return [{"w" + suffix: bits(w, suffix), "b" + suffix: bits(b, suffix)} for w, b in params]


def write(name, about, cases, **more):
    head = dict(about=" ".join(about.split()), set="more", torch=torch.__version__, numpy=np.__version__,
                cpu_capability=torch.backends.cpu.get_cpu_capability(), machine=platform.machine(), **more)
    dump = lambda value: json.dumps(value, separators=(",", ":"))
    with open(os.path.join(HERE, "Vectors", name), "w") as file:
        file.write(dump(head)[:-1] + ',"cases":[\n' + ",\n".join(map(dump, cases)) + "\n]}\n")
    print("wrote", name, len(cases), "cases")


# ---------------------------------------------------------------------------------------------- activations and losses

ACTIVATIONS = {
    "linear": lambda z: z, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": F.relu, "silu": F.silu, "elu": F.elu,
    "leaky_relu": F.leaky_relu, "gelu": F.gelu, "gelu_tanh": lambda z: F.gelu(z, approximate="tanh"),
    "softplus": F.softplus, "selu": F.selu, "hard_sigmoid": nn.Hardsigmoid(), "hard_tanh": nn.Hardtanh(),
    "softsign": F.softsign, "softmax": nn.Softmax(dim=1),
}


def smoothed(target, amount):
    """Targets 0 and 1, each `amount` / 2 nearer to the other."""
    return target * (1 - amount) + amount / 2


def loss_function(case, dtype):
    """The loss that a case names, with the class weights and the label smoothing it may have."""
    tensor = lambda key: torch.tensor(case[key], dtype=dtype) if key in case else None
    weight, pos_weight = tensor("weight" if "weight" in case else "class_weights"), tensor("pos_weight")
    smoothing = case.get("label_smoothing", 0.0)
    return {
        "mse": F.mse_loss, "l1": F.l1_loss, "huber": F.huber_loss,
        "sse": lambda a, y: F.mse_loss(a, y, reduction="sum"),
        "half_sse": lambda a, y: 0.5 * F.mse_loss(a, y, reduction="sum"),
        "hinge": lambda a, y: F.relu(1 - y * a).mean(),
        "cross_entropy": lambda a, y: F.cross_entropy(a, y, weight=weight, label_smoothing=smoothing),
        "bce_logits": lambda a, y: F.binary_cross_entropy_with_logits(
            a, smoothed(y, smoothing) if smoothing else y, pos_weight=pos_weight),
    }[case["loss"]]


# ------------------------------------------------------------------------------------------------------- forward_more


def value_and_slope(case, function, inputs, value_key, slope_key, upstream=None):
    """`function` of the inputs and, backwards from ones (or `upstream`), its derivative, in both precisions."""
    for dtype, suffix in WIDTHS:
        x = torch.tensor(inputs, dtype=dtype, requires_grad=True)
        y = function(x, dtype)
        y.backward(torch.ones_like(y) if upstream is None else torch.tensor(upstream, dtype=dtype))
        case[value_key + suffix], case[slope_key + suffix] = bits(y, suffix), bits(x.grad, suffix)
    return case


def forward_cases():
    random, cases = np.random.RandomState(61), []
    single = lambda rows: np.array(rows, dtype=np.float64).astype(np.float32)
    largest = float(np.finfo(np.float32).max)
    grid = [0.0, 2.0**-149, 1e-42, 2.0**-126, 1e-30, 1e-10, 1e-7, 1e-4, 0.01, 0.5, 0.75, 1 - 2.0**-24, 1.0, 1 + 2.0**-23]
    grid += [2.0, 2.9999998, 3.0, 3.0000002, 5.0, 8.0, 10.0, 15.0, 16.7, 20.0, 50.0, 87.0, 88.0, 88.7, 89.0, 100.0, 104.5]
    grid += [200.0, 750.0, 1e4, 1e10, 1e20, 3e38, largest, math.inf]
    ordinary = np.round(random.normal(size=24) * 3, 3).tolist()
    grid = single([sign * x for x in grid for sign in (1, -1)] + ordinary + [math.nan])
    for name in ("selu", "hard_sigmoid", "hard_tanh", "softsign"):
        case = {"kind": "activation", "activation": name, "x_f32": bits(grid, "_f32")}
        cases.append(value_and_slope(case, lambda x, _: ACTIVATIONS[name](x), grid, "y", "dy"))

    outputs = [0.0, -0.0, 1.0, -1.0, 0.999, 1.001, -0.999, -1.001, 2.0, -5.0, 1e-20, 1e4, -1e4, 1e15, -1e15, 0.3]
    a, y = single([a for a in outputs for _ in (1, -1)]), single([y for _ in outputs for y in (1, -1)])
    case = {"kind": "loss_elementwise", "loss": "hinge", "pred_f32": bits(a, "_f32"), "target_f32": bits(y, "_f32")}
    value_and_slope(case, lambda x, t: F.relu(1 - torch.tensor(y, dtype=t) * x), a, "value", "grad")
    for dtype, suffix in WIDTHS:
        mean = loss_function(case, dtype)(torch.tensor(a, dtype=dtype), torch.tensor(y, dtype=dtype))
        case["mean" + suffix] = bits(mean, suffix)
    cases.append(case)

    extremes = [0.0, -0.0, 1e4, -1e4, 104.0, -104.0, 3e38, -3e38, 1e-30, 88.0, -math.inf]
    for width in range(1, 6):
        rows = [[v] * width for v in (0.0, 5.0, -1e4, 3e38)] + np.round(random.normal(size=(4, width)) * 4, 3).tolist()
        rows += [[extremes[k] for k in random.permutation(len(extremes))[:width]] for _ in range(6)]
        rows += [[math.inf] + [0.0] * (width - 1), [float(k) for k in range(width)]]
        logits, upstream = single(rows), single(np.round(random.normal(size=(len(rows), width)), 3))
        case = {"kind": "softmax_rows", "columns": width, "logits_f32": bits(logits, "_f32")}
        case["upstream_f32"] = bits(upstream, "_f32")
        cases.append(value_and_slope(case, lambda x, _: torch.softmax(x, 1), logits, "y", "dx", upstream))

    def batch(kind, loss, inputs, targets, target_key, input_key="logits_f32", **more):
        """A loss of a whole batch; settings that are None or 0 are left out."""
        case = {"kind": kind, "loss": loss, "columns": inputs.shape[1], input_key: bits(inputs, "_f32")}
        case[target_key] = targets if target_key == "classes" else bits(targets, "_f32")
        case.update({key: value for key, value in more.items() if value})
        target = lambda dtype: torch.tensor(targets, dtype=None if target_key == "classes" else dtype)
        mean = lambda x, dtype: loss_function(case, dtype)(x, target(dtype))
        cases.append(value_and_slope(case, mean, inputs, "value", "grad"))

    for classes, weight, smoothing in (
        (3, [0.5, 1.0, 2.5], 0), (3, None, 0.1), (3, [3.0, 0.2, 1.0], 0.3), (2, [1.0, 4.0], 0.05),
        (5, [1.0, 2.0, 0.0, 0.5, 1.5], 0.2), (4, None, 1.0), (3, [1.0, 1.0, 1.0], 0)):
        logits = np.round(random.normal(size=(9, classes)) * 3, 3)
        logits[0], logits[1, 0], logits[2, -1], logits[3] = 2.0, 90.0, -200.0, np.arange(classes) * 30
        batch("cross_entropy_rows", "cross_entropy", single(logits), [k % classes for k in range(9)], "classes",
              weight=weight, label_smoothing=smoothing)

    for columns, weight, smoothing in (
        (1, [3.0], 0), (2, [0.25, 4.0], 0), (1, None, 0.1), (2, None, 0.3), (2, [2.0, 0.5], 0.2), (1, [1.0], 1.0)):
        logits = np.round(random.normal(size=(10, columns)) * 3, 3)
        logits[:6, 0] = [0.0, 104.0, -104.0, 1e4, -1e4, 1e-30]
        batch("bce_rows", "bce_logits", single(logits), single(random.randint(0, 2, size=(10, columns))), "target_f32",
              pos_weight=weight, label_smoothing=smoothing)

    for loss in ("sse", "half_sse", "hinge"):
        for shape in ((1, 1), (5, 3), (8, 2)):
            outputs = single(np.round(random.normal(size=shape) * 2, 3))
            targets = np.round(random.normal(size=shape), 3)
            targets = single(np.sign(targets) if loss == "hinge" else targets)
            batch("loss_batch", loss, outputs, targets, "target_f32", "pred_f32")
    return cases


FORWARD_ABOUT = """
kind=activation: y and dy/dx element by element; softsign and its slope are NaN at +-inf in torch (inf / inf), and that
slope is the difference 1/(1+|x|) - |x|/(1+|x|)^2. At a kink the slope is 0 for hard_tanh (+-1) and hard_sigmoid (+-3).
hard_sigmoid's slope is 1/6 rounded to float32, in float64 too (torch's constant).
loss_elementwise: each (pred,target) on its own, value and d value/d pred, and the mean of all; hinge = relu(1 -
target*pred), slope 0 at the kink.
softmax_rows: y = softmax of each row of `columns` logits, dx = its vector-Jacobian product with `upstream`.
cross_entropy_rows: a batch of rows with their `classes`; value = torch's mean, grad = d value/d logits. With weight w
(one a class): sum over rows of w[class] * -log p[class], divided by the sum of w[class]. With label_smoothing e:
(1-e) times that, plus e/columns times sum over rows and classes c of w[c] * -log p[c], divided by the same sum of
w[class] (w = 1 without weights: the number of rows).
bce_rows: BCEWithLogitsLoss, mean over all elements, of y*(1-e)+e/2 if there is label_smoothing e; pos_weight (one a
column) multiplies the term of y: pw*y*softplus(-z) + (1-y)*softplus(z).
loss_batch: value and d value/d pred of a batch: sse = sum of squares, half_sse = half of it, hinge = mean over all
elements.
float64 results are for the float32 inputs widened (weights and smoothing are exact in double and rounded to float32
there). float32: |a-b| <= 1e-6 |b| + 5e-7; float64: 1e-12 |b| + 1e-14. NaN equals NaN; dy at x = NaN is not checked.
"""

# -------------------------------------------------------------------------------------------------------- starts_more


def start_cases():
    gain = lambda name, slope=None: nn.init.calculate_gain(name, slope)
    schemes = [{"scheme": "trunc_normal", "mean": m, "std": s, "a": a, "b": b} for m, s, a, b in (
        (0.0, 0.02, -2.0, 2.0), (0.0, 0.5, -1.0, 1.0), (0.3, 1.0, -1.0, 1.0), (0.0, 1.0, 1.5, 3.0), (-0.2, 0.7, -0.5, 0.1))]
    schemes += [{"scheme": "orthogonal", "gain": g} for g in (gain("tanh"), gain("relu"), 0.5)]
    schemes += [{"scheme": "eye"}, {"scheme": "ones"}]
    schemes += [{"scheme": "xavier_" + form, "gain": g} for form in ("normal", "uniform")
                for g in (gain("relu"), gain("leaky_relu", 0.2))]
    for form, mode, name, slope in (
        ("normal", "fan_in", "leaky_relu", 0.2), ("uniform", "fan_out", "leaky_relu", 0.01), ("normal", "fan_out", "tanh", 0.0),
        ("uniform", "fan_in", "linear", 0.0), ("normal", "fan_in", "selu", 0.0), ("uniform", "fan_in", "sigmoid", 0.0)):
        schemes.append({"scheme": "kaiming_" + form, "mode": mode, "nonlinearity": name, "negative_slope": slope,
                        "gain": gain(name, slope)})
    cases = []
    for scheme in schemes:
        for sizes in ([2, 2, 1], [4, 16, 3], [8, 3, 8]):
            for seed in (0, 1000) if scheme["scheme"] not in ("eye", "ones") else (0,):
                weights = [torch.empty(o, i) for i, o in zip(sizes, sizes[1:])]
                torch.manual_seed(seed)
                for weight in weights: start(weight, scheme)
                params = [(w, torch.zeros(len(w))) for w in weights]
                cases.append(dict(scheme, layers=sizes, seed=seed, exact=scheme["scheme"] != "orthogonal",
                                  params=layers_of(params, "_f32")))
    return cases


def start(weight, scheme):
    function = getattr(nn.init, scheme["scheme"] + "_")
    keys = [key for key in ("mean", "std", "a", "b", "mode", "nonlinearity", "gain") if key in scheme]
    given = {key: scheme[key] for key in keys}
    if "nonlinearity" in scheme:
        given.pop("gain")
        given["a"] = scheme["negative_slope"]
    function(weight, **given)


STARTS_ABOUT = """
manual_seed(seed); then layer by layer from the input the weight is drawn by torch.nn.init.<scheme>_ and the bias set
to zero. One generator for the whole net, the cached normal of small tensors included. kaiming: gain is what torch
computes from nonlinearity and negative_slope (its argument a); std = gain/sqrt(fan). eye and ones draw nothing.
exact=false: compare within 1e-5.
"""

# -------------------------------------------------------------------------------------------------------- training data


def datasets():
    """Inputs and targets; classes are integers."""
    random = np.random.RandomState(4107)
    single = lambda a: np.round(a, 3).astype(np.float32)
    classes = np.arange(30) % 3
    centres = np.array([[1.2, 0.0, -0.8, 0.3], [-0.6, 1.0, 0.2, -0.5], [-0.4, -1.1, 0.7, 0.4]])
    blobs = single(centres[classes] + 0.7 * random.normal(size=(30, 4)))
    x, matrix, noise = random.normal(size=(20, 3)), random.normal(size=(3, 2)), random.normal(size=(20, 2))
    sides = np.where((x @ matrix + 0.6 * noise)[:, :1] > 0, 1.0, -1.0)
    return {
        "xor": (np.float32([[0, 0], [0, 1], [1, 0], [1, 1]]), np.float32([[0], [1], [1], [0]])),
        "blobs": (blobs, classes),
        "rand": (single(x), single(np.tanh(x @ matrix) + 0.1 * noise)),
        "randbin": (single(x), (x @ matrix + 0.5 * noise > 0).astype(np.float32)),
        "signed": (single(x), sides.astype(np.float32)),
    }


NETS = {"xor": ([2, 3, 1], [2, 2, 1]), "blobs": ([4, 5, 3], [4, 4, 4, 3], [4, 3]), "rand": ([3, 6, 2], [3, 4, 3, 2]),
        "randbin": ([3, 5, 2], [3, 4, 3, 2]), "signed": ([3, 5, 1], [3, 4, 3, 1])}
BATCH = {"xor": 2, "blobs": 8, "rand": 6, "randbin": 6, "signed": 6}
ADAM = dict(lr=0.01, betas=[0.9, 0.999], eps=1e-8, weight_decay=0.0)
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, dict(lr=0.1, momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=False)),
    "adam": (torch.optim.Adam, dict(ADAM, amsgrad=False)),
    "adamw": (torch.optim.AdamW, dict(ADAM, weight_decay=0.01, amsgrad=False)),
    "nadam": (torch.optim.NAdam, dict(ADAM, momentum_decay=0.004, decoupled_weight_decay=False)),
    "radam": (torch.optim.RAdam, dict(ADAM, decoupled_weight_decay=False)),
    "adamax": (torch.optim.Adamax, dict(ADAM)),
    "adagrad": (torch.optim.Adagrad, dict(
        lr=0.1, lr_decay=0.0, weight_decay=0.0, initial_accumulator_value=0.0, eps=1e-10)),
    "adadelta": (torch.optim.Adadelta, dict(lr=1.0, rho=0.9, eps=1e-6, weight_decay=0.0)),
    "rmsprop": (torch.optim.RMSprop, dict(
        lr=0.005, alpha=0.99, eps=1e-8, weight_decay=0.0, momentum=0.0, centered=False)),
    "rprop": (torch.optim.Rprop, dict(lr=0.01, etas=[0.5, 1.2], step_sizes=[1e-6, 50.0])),
    "lbfgs": (torch.optim.LBFGS, dict(
        lr=1.0, max_iter=20, max_eval=25, tolerance_grad=1e-7, tolerance_change=1e-9, history_size=100,
        line_search_fn="strong_wolfe")),
}
STEP = dict(name="step", step_size=40, gamma=0.5)
EXPONENTIAL = dict(name="exponential", gamma=0.99)
COSINE = dict(name="cosine", T_max=500, eta_min=0.0)
ONE_CYCLE = dict(name="one_cycle", max_lr=0.1, total_steps=500, pct_start=0.3, anneal_strategy="cos",
                 cycle_momentum=False, div_factor=25.0, final_div_factor=1e4, three_phase=False)
PLATEAU = dict(name="plateau", mode="min", factor=0.5, patience=2, threshold=1e-4, threshold_mode="rel", cooldown=0,
               min_lr=0.0, eps=1e-8)


def run_list():
    """The training runs. A keyword of `add` that torch's optimizer has is the optimizer's, any other is the run's."""
    runs = []

    def add(data, net, hidden, loss, optimizer, batched=0, output="linear", **more):
        k, settings = len(runs) + 1, dict(OPTIMIZERS[optimizer][1])
        settings.update({key: value for key, value in more.items() if key in settings})
        sizes = NETS[data][net]
        weights = [nn.Linear(i, o) for i, o in zip(sizes, sizes[1:])]
        torch.manual_seed(300 + k)
        for layer in weights:
            if k % 3: layer.reset_parameters()
            else: nn.init.xavier_normal_(layer.weight), nn.init.zeros_(layer.bias)
        batch = BATCH[data] if batched else None
        runs.append(dict(id="m%02d" % k, data=data, layers=sizes, hidden=hidden, output=output, loss=loss,
                         optimizer=dict(name=optimizer, **settings), batch=batch,
                         **{key: value for key, value in more.items() if key not in settings},
                         init=layers_of([(layer.weight, layer.bias) for layer in weights], "_f32")))

    # Optimizers
    add("xor", 0, "tanh", "mse", "radam", lr=0.02)
    add("blobs", 0, "silu", "cross_entropy", "radam", 1, weight_decay=0.01)
    add("rand", 0, "softsign", "huber", "radam", 1, weight_decay=0.02, decoupled_weight_decay=True)
    add("randbin", 0, "selu", "bce_logits", "radam", betas=[0.8, 0.95])
    add("rand", 1, "gelu", "mse", "radam", lr=0.002, betas=[0.9, 0.6])  # never rectified: rho stays at or below 5
    add("rand", 0, "gelu", "mse", "adamax")
    add("blobs", 1, "softplus", "cross_entropy", "adamax", 1)
    add("signed", 0, "tanh", "hinge", "adamax", 1)
    add("randbin", 1, "hard_tanh", "bce_logits", "adamax", weight_decay=0.01, betas=[0.7, 0.99])
    add("rand", 1, "elu", "sse", "adam", amsgrad=True)
    add("blobs", 0, "hard_sigmoid", "cross_entropy", "adam", 1, amsgrad=True, weight_decay=0.005)
    add("xor", 0, "softsign", "half_sse", "adam", amsgrad=True)
    add("signed", 1, "silu", "hinge", "adamw", weight_decay=0.05)
    add("randbin", 0, "gelu_tanh", "bce_logits", "adamw", 1)
    add("rand", 0, "selu", "l1", "adamw", amsgrad=True, lr=0.002)
    add("blobs", 1, "leaky_relu", "cross_entropy", "adamw", 1, amsgrad=True, weight_decay=0.1)
    add("xor", 0, "hard_tanh", "mse", "nadam")
    add("rand", 0, "softplus", "huber", "nadam", 1, momentum_decay=0.01)
    add("blobs", 0, "softsign", "mse", "nadam", output="softmax", weight_decay=0.01, decoupled_weight_decay=True)
    add("rand", 0, "hard_sigmoid", "mse", "adagrad", lr_decay=0.01)
    add("randbin", 1, "silu", "bce_logits", "adagrad", 1, lr_decay=0.001, initial_accumulator_value=0.1)
    add("blobs", 0, "gelu", "cross_entropy", "adagrad", 1, lr_decay=0.05, weight_decay=0.01)
    add("rand", 1, "tanh", "half_sse", "adadelta")
    add("blobs", 0, "selu", "mse", "adadelta", 1, output="softmax", rho=0.95)
    add("signed", 0, "gelu_tanh", "hinge", "adadelta", lr=0.5, weight_decay=0.01)
    add("xor", 0, "softplus", "mse", "rmsprop")
    add("blobs", 0, "elu", "cross_entropy", "rmsprop", 1, centered=True, lr=0.002, eps=1e-4)
    add("rand", 0, "leaky_relu", "huber", "rmsprop", momentum=0.9, lr=0.0005)
    add("randbin", 0, "softsign", "bce_logits", "rmsprop", 1, momentum=0.5, centered=True, lr=0.001, alpha=0.9,
        eps=1e-4)
    add("rand", 0, "tanh", "mse", "rprop")
    add("blobs", 2, "linear", "cross_entropy", "rprop", label_smoothing=0.1)
    add("randbin", 0, "sigmoid", "bce_logits", "rprop", etas=[0.6, 1.1], step_sizes=[1e-5, 1.0], label_smoothing=0.2)
    add("rand", 0, "gelu", "sse", "sgd", lr=0.005, momentum=0.9)
    add("signed", 0, "hard_tanh", "hinge", "sgd", 1, momentum=0.8, dampening=0.3)
    add("blobs", 0, "selu", "cross_entropy", "sgd", 1, momentum=0.9, nesterov=True, lr=0.02)
    add("rand", 1, "softplus", "l1", "sgd", 1, lr=0.02)
    add("xor", 0, "elu", "half_sse", "sgd", lr=0.05, weight_decay=0.001)

    # LBFGS with the strong Wolfe line search
    add("xor", 0, "tanh", "mse", "lbfgs", max_iter=4, max_eval=5, history_size=5)
    add("xor", 0, "gelu", "half_sse", "lbfgs", max_iter=5, max_eval=6, history_size=8, lr=0.8)
    add("rand", 0, "sigmoid", "mse", "lbfgs", max_iter=4, max_eval=20, history_size=10)
    add("rand", 0, "softplus", "huber", "lbfgs", max_iter=4, max_eval=20, history_size=10)
    add("rand", 0, "elu", "sse", "lbfgs", max_iter=4, max_eval=20, history_size=5)
    add("rand", 1, "tanh", "mse", "lbfgs", max_iter=10, max_eval=12, history_size=20)
    add("blobs", 2, "linear", "cross_entropy", "lbfgs", label_smoothing=0.1)
    add("blobs", 0, "tanh", "cross_entropy", "lbfgs", max_iter=4, max_eval=5, class_weights=[1.0, 2.0, 0.5],
        label_smoothing=0.2)
    add("randbin", 0, "tanh", "bce_logits", "lbfgs", max_iter=10, max_eval=12, history_size=10,
        pos_weight=[2.0, 0.5], label_smoothing=0.3)
    add("blobs", 0, "silu", "mse", "lbfgs", output="softmax", max_iter=4, max_eval=20, history_size=10, lr=0.5)
    add("blobs", 2, "linear", "cross_entropy", "lbfgs", 1, max_iter=4, max_eval=5, history_size=5, label_smoothing=0.1)

    # Losses
    add("blobs", 0, "tanh", "cross_entropy", "adam", 1, class_weights=[0.5, 1.0, 3.0])
    add("blobs", 1, "elu", "cross_entropy", "sgd", 1, label_smoothing=0.1)
    add("blobs", 0, "gelu_tanh", "cross_entropy", "adamw", class_weights=[2.0, 0.3, 1.0], label_smoothing=0.2)
    add("randbin", 0, "tanh", "bce_logits", "adam", 1, pos_weight=[3.0, 0.5])
    add("randbin", 1, "leaky_relu", "bce_logits", "sgd", pos_weight=[0.4, 2.0], label_smoothing=0.1)
    add("blobs", 1, "hard_tanh", "mse", "adam", 1, output="softmax")
    add("signed", 0, "softplus", "hinge", "sgd", output="tanh")

    # Schedules
    add("rand", 0, "tanh", "mse", "sgd", schedule=STEP, epochs=500)
    add("blobs", 0, "silu", "cross_entropy", "adam", 1, schedule=STEP, epochs=125)
    add("rand", 0, "gelu", "huber", "sgd", 1, schedule=EXPONENTIAL, epochs=125)
    add("xor", 0, "tanh", "mse", "adam", lr=0.05, schedule=EXPONENTIAL, epochs=500)
    add("signed", 1, "softplus", "hinge", "sgd", schedule=COSINE, epochs=500, momentum=0.9, lr=0.05)
    add("blobs", 0, "selu", "cross_entropy", "adam", 1, schedule=dict(COSINE, T_max=125), epochs=125)
    add("rand", 1, "softsign", "mse", "sgd", 1, lr=0.3, schedule=dict(ONE_CYCLE, max_lr=0.3), epochs=125)
    add("randbin", 0, "silu", "bce_logits", "adam", lr=0.05,
        schedule=dict(ONE_CYCLE, max_lr=0.05), epochs=500)
    add("rand", 0, "gelu", "mse", "sgd", 1, lr=0.2, momentum=0.8, schedule=PLATEAU,
        epochs=125)
    add("xor", 0, "tanh", "mse", "adam", 1, lr=0.1, schedule=PLATEAU, epochs=250)
    add("rand", 0, "elu", "mse", "sgd", 1, warmup=10, lr=0.2)
    add("blobs", 0, "tanh", "cross_entropy", "adam", warmup=50)
    add("rand", 0, "selu", "huber", "sgd", 1, warmup=5, schedule=dict(COSINE, T_max=120), epochs=125)
    add("randbin", 0, "gelu_tanh", "bce_logits", "adam", warmup=20, schedule=dict(COSINE, T_max=480),
        epochs=500)
    add("xor", 0, "silu", "mse", "sgd", warmup=30, schedule=dict(STEP, step_size=100, gamma=0.3), epochs=500, lr=0.5,
        momentum=0.5)
    add("rand", 1, "tanh", "mse", "adam", 1, warmup=8, schedule=dict(EXPONENTIAL, gamma=0.98), epochs=125, lr=0.02)

    # Clipping, dropout, accumulation, maxnorm, l1
    add("rand", 0, "leaky_relu", "sse", "sgd", lr=0.01, clip_value=0.5)
    add("blobs", 0, "softplus", "cross_entropy", "adam", 1, clip_value=0.05)
    add("rand", 0, "tanh", "sse", "sgd", 1, lr=0.05, clip_norm=1.0)
    add("signed", 0, "elu", "hinge", "adam", clip_norm=0.1)
    add("rand", 0, "tanh", "mse", "sgd", dropout=0.2, dropout_seed=11)
    add("blobs", 1, "silu", "cross_entropy", "adam", 1, dropout=0.2, dropout_seed=2**32 + 5)
    add("randbin", 0, "softplus", "bce_logits", "adam", dropout=0.5, dropout_seed=3)
    add("rand", 1, "selu", "huber", "sgd", 1, dropout=0.5, dropout_seed=1, lr=0.05)
    add("rand", 0, "gelu", "mse", "sgd", 1, accumulate=2, momentum=0.9, lr=0.05)
    add("blobs", 0, "tanh", "cross_entropy", "adam", 1, accumulate=3, class_weights=[1.0, 0.5, 2.0])
    add("randbin", 1, "elu", "bce_logits", "radam", 1, accumulate=2)
    add("rand", 0, "tanh", "mse", "sgd", 1, maxnorm=0.8)
    add("blobs", 0, "softplus", "cross_entropy", "adam", maxnorm=1.5)
    add("rand", 0, "softsign", "mse", "sgd", l1=0.002)
    add("randbin", 0, "tanh", "bce_logits", "adam", 1, l1=0.001, lr=0.003)

    # Several at once
    add("blobs", 0, "gelu", "cross_entropy", "adamw", 1, clip_norm=0.5, warmup=5,
        schedule=dict(COSINE, T_max=120), epochs=125, label_smoothing=0.1)
    add("rand", 0, "silu", "huber", "sgd", 1, momentum=0.9, nesterov=True, lr=0.05, dropout=0.2, dropout_seed=42,
        maxnorm=2.0, schedule=STEP, epochs=125)
    add("rand", 1, "tanh", "sse", "nadam", 1, accumulate=3, clip_value=1.0, schedule=dict(EXPONENTIAL, gamma=0.97),
        epochs=125)
    add("blobs", 1, "tanh", "cross_entropy", "adam", 1, accumulate=2, lr=0.03,
        schedule=dict(ONE_CYCLE, max_lr=0.03, total_steps=250), epochs=125, clip_norm=1.0, class_weights=[1.0, 1.5, 0.7])
    add("signed", 0, "gelu", "hinge", "adamax", 1, maxnorm=1.5, dropout=0.5, dropout_seed=-1, accumulate=2)
    return runs


# ------------------------------------------------------------------------------------------------------------ schedules


def torch_schedule(run, optimizer):
    """torch's scheduler of a run, or None; all but plateau and one_cycle may follow a warmup."""
    given = {key: value for key, value in run.get("schedule", {}).items() if key != "name"}
    classes = {"step": lr_scheduler.StepLR, "exponential": lr_scheduler.ExponentialLR,
               "cosine": lr_scheduler.CosineAnnealingLR, "one_cycle": lr_scheduler.OneCycleLR, "plateau": lr_scheduler.ReduceLROnPlateau}
    count = run.get("warmup")
    if count:
        warmup = lr_scheduler.LinearLR(optimizer, start_factor=1 / count, total_iters=count - 1)
        if not given: return warmup
    if not given: return None
    main = classes[run["schedule"]["name"]](optimizer, **given)
    return lr_scheduler.SequentialLR(optimizer, [warmup, main], [count]) if count else main


def closed_rate(run, k):
    """The rate of epoch k (one_cycle: of update k), counted from 0, by formula; checked against torch's at every step."""
    rate, count, s = run["optimizer"]["lr"], run.get("warmup", 0), run.get("schedule", {"name": None})
    if k < count: return rate * (k + 1) / count
    k -= count
    if s["name"] == "step": return rate * s["gamma"] ** (k // s["step_size"])
    if s["name"] == "exponential": return rate * s["gamma"] ** k
    if s["name"] == "cosine": return s["eta_min"] + (rate - s["eta_min"]) * (1 + math.cos(math.pi * k / s["T_max"])) / 2
    if s["name"] != "one_cycle": return rate
    first, last = s["pct_start"] * s["total_steps"] - 1, s["total_steps"] - 1
    low, high = s["max_lr"] / s["div_factor"], s["max_lr"]
    lowest = low / s["final_div_factor"]
    start, end, part = (low, high, k / first) if k <= first else (high, lowest, (k - first) / (last - first))
    return start + (end - start) * (part if s["anneal_strategy"] == "linear" else (1 - math.cos(math.pi * part)) / 2)


# ------------------------------------------------------------------------------------------------------------- training


def forward(params, functions, a, dropout=0.0, rows=None):
    """The outputs; `rows` is the batch's other order, or None: the dropout masks go with their rows."""
    for k, ((w, b), function) in enumerate(zip(params, functions)):
        a = function(F.linear(a, w, b))
        if dropout and k < len(params) - 1:
            masks = lambda: F.dropout(torch.ones_like(a, requires_grad=True), dropout)[rows]
            a = F.dropout(a, dropout) if rows is None else a * masks()
    return a


def train(run, data, dtype, nudge=0.0, order=0):
    """The losses at STEPS and the parameters after the last. Neighbours of a run, to see how far rounding carries it:
    `nudge` changes the start weights by that part, `order` 1 and 2 sum the rows of each batch in another order."""
    torch.set_default_dtype(dtype)  # NAdam keeps one number of its state in the default type
    x, y = (torch.tensor(part) for part in data[run["data"]])
    if y.dtype == torch.int64 and run["loss"] != "cross_entropy": y = F.one_hot(y)
    x, y = x.to(dtype), y if run["loss"] == "cross_entropy" else y.to(dtype)
    random = np.random.RandomState(1)

    def parameter(digits, *shape):
        words = [int(digits[i:i + 8], 16) for i in range(0, len(digits), 8)]
        values = np.array(words, dtype=np.uint32).view(np.float32).astype(np.float64)
        values = values * (1 + nudge * random.uniform(-1, 1, size=len(values)))
        return torch.tensor(values, dtype=dtype).reshape(shape).requires_grad_()

    params = [(parameter(layer["w_f32"], o, i), parameter(layer["b_f32"], o))
              for layer, i, o in zip(run["init"], run["layers"], run["layers"][1:])]
    flat = [tensor for pair in params for tensor in pair]
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in run["optimizer"].items()}
    optimizer = OPTIMIZERS[given.pop("name")][0](flat, **given)
    schedule, by_update = torch_schedule(run, optimizer), run.get("schedule", {}).get("name") == "one_cycle"
    plateau = isinstance(schedule, lr_scheduler.ReduceLROnPlateau)
    loss_of, dropout = loss_function(run, dtype), run.get("dropout", 0.0)
    size, together = run["batch"] or len(x), run.get("accumulate", 1)
    starts, losses, epoch_loss, updates = range(0, len(x), size), [], 0.0, 0
    functions = [ACTIVATIONS[run["hidden"]]] * (len(params) - 1) + [ACTIVATIONS[run["output"]]]
    if dropout: torch.manual_seed(run["dropout_seed"])

    for step in range(1, STEPS[-1] + 1):
        place = (step - 1) % len(starts)
        group = min(together, len(starts) - place // together * together)  # batches of this update
        xs, ys, rows = x[starts[place]:][:size], y[starts[place]:][:size], None
        if order:
            rows = np.arange(len(xs))[::-1] if order == 1 else np.random.RandomState(step).permutation(len(xs))
            rows = torch.tensor(rows.copy())
            xs, ys = xs[rows], ys[rows]
        if place % together == 0: optimizer.zero_grad()
        if schedule and not plateau:
            rate = closed_rate(run, updates if by_update else (step - 1) // len(starts))
            assert abs(rate - optimizer.param_groups[0]["lr"]) < 1e-12 * run["optimizer"]["lr"], (run["id"], step, rate)

        def closure():
            if run["optimizer"]["name"] == "lbfgs": optimizer.zero_grad()
            loss = loss_of(forward(params, functions, xs, dropout, rows), ys)
            (loss / group if group > 1 else loss).backward()
            return loss

        if run["optimizer"]["name"] == "lbfgs":
            loss = optimizer.step(closure)
        else:
            loss = closure()
            if (place + 1) % together == 0 or place == len(starts) - 1:
                if "l1" in run:
                    for p in flat: p.grad.add_(p.detach().sign(), alpha=run["l1"])
                if "clip_value" in run: nn.utils.clip_grad_value_(flat, run["clip_value"])
                if "clip_norm" in run: nn.utils.clip_grad_norm_(flat, run["clip_norm"])
                optimizer.step()
                updates += 1
                if "maxnorm" in run:
                    for w, _ in params: w.data = torch.renorm(w.data, 2, 0, run["maxnorm"])
                if by_update and step < STEPS[-1]: schedule.step()
        epoch_loss += float(loss) * len(xs)
        if place == len(starts) - 1:
            if plateau: schedule.step(epoch_loss / len(x))
            elif schedule and not by_update: schedule.step()
            epoch_loss = 0.0
        if step in STEPS: losses.append(float(loss))
    torch.set_default_dtype(torch.float32)
    return losses, [(w.detach().numpy(), b.detach().numpy()) for w, b in params]


# ----------------------------------------------------------------------------------------------------------- tolerances


def judge(neighbors, reference, floor, limit, factor):
    """A tolerance per step, `factor` times the spread of the neighbors' losses and at least the floor, and the last step
    up to which it stays below the limit. Floor and limit are absolute and relative parts."""
    tolerances, upto, sound = [], 0, True
    for k, value in enumerate(reference):
        spread = max(abs(losses[k] - value) for losses in neighbors)
        tolerance = max(floor[0] + floor[1] * abs(value), factor * spread)
        tolerances.append(float("%.3g" % tolerance))
        sound = sound and tolerance <= limit[0] + limit[1] * abs(value)
        if sound: upto = STEPS[k]
    return tolerances, upto


def distance(some, others):
    gap = lambda a, b: np.abs(a.ravel().astype(np.float64) - b.ravel()).max()
    return max(gap(a, b) for p, q in zip(some, others) for a, b in zip(p, q))


def neighbor_build():
    """Every float32 run by the same torch without AVX2, in a process of its own."""
    environment = dict(os.environ, ATEN_CPU_CAPABILITY="default", ONEDNN_MAX_CPU_ISA="SSE41",
                       MKL_CBWR="COMPATIBLE")
    done = subprocess.run([sys.executable, os.path.abspath(__file__), "--without-avx2"], env=environment,
                          input=json.dumps(run_list()), stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout)


def train_cases(data):
    cases = []
    for run, (loss_alt, final_alt) in zip(run_list(), neighbor_build()):
        loss32, final32 = train(run, data, torch.float32)
        loss64, final64 = train(run, data, torch.float64)
        assert np.isfinite(loss32).all() and np.isfinite(loss64).all(), run["id"]
        near32 = [train(run, data, torch.float32, order=k) for k in (1, 2)]
        near64 = [train(run, data, torch.float64, nudge=1e-14, order=k) for k in (1, 2)]
        tol, upto = judge([loss32, loss_alt] + [near[0] for near in near32], loss64, (1e-6, 4e-6), (2e-5, 1e-2), 10)
        tol64, upto64 = judge([near[0] for near in near64], loss64, (1e-13, 1e-11), (1e-7, 1e-5), 20)
        final_alt = [tuple(np.array(part) for part in pair) for pair in final_alt]
        finals = [final32, final_alt] + [near[1] for near in near32]
        final_tol = max(2e-6, 10 * max(distance(final, final64) for final in finals))
        final_tol64 = max(1e-12, 20 * max(distance(near[1], final64) for near in near64))
        cases.append(dict(
            run, loss_f32=bits(loss32, "_f32"), loss_alt_f32=bits(loss_alt, "_f32"), loss_f64=bits(loss64, "_f64"),
            tol=tol, compare_upto=upto, tol64=tol64, compare_upto64=upto64,
            final_f32=layers_of(final32, "_f32"), final_f64=layers_of(final64, "_f64"),
            final_tol=float("%.3g" % final_tol) if final_tol < 1e-2 else None,
            final_tol64=float("%.3g" % final_tol64) if final_tol64 < 1e-6 else None))
    return cases


TRAIN_ABOUT = """
Losses at the given steps: the loss of step k is that of the k-th (micro-)batch's forward pass, before the update that
follows it (LBFGS: the value step() returns, its first evaluation). batch=null: full batch; else consecutive slices in
order, last short one kept, then from the start again. final_*: parameters after step 500. f64 runs start from the
same float32 numbers. loss_alt_f32: the same torch without AVX2/FMA. tol: absolute, per step, 10 x the spread of those
three and of two runs with the rows of each batch in another order (at least 1e-6 + 4e-6 |loss|); compare float32
losses only up to step compare_upto (later the run is chaotic; 0: not at all) and final weights only if final_tol is
not null. tol64, compare_upto64, final_tol64: the same for a float64 implementation, from two float64 runs with start
weights nudged by 1e-14 and rows in another order.
Outputs: torch's cross_entropy and bce_logits take logits, so those runs have output `linear` here; nn has a softmax
(sigmoid) output layer whose sums are those logits, with the loss cross-entropy (bce), and the same weights.
output=softmax with mse is a softmax layer in torch too.
Losses: mse, l1, huber (delta 1), hinge = mean relu(1 - y*a), bce_logits: means over all elements; sse: the sum of
squares over the batch, half_sse half of it; a set with `classes` and another loss than cross_entropy has one-hot
targets. class_weights: cross_entropy's weight (mean divided by the sum of the weights of the batch's classes).
pos_weight: bce_logits' weight of the targets 1, one an output. label_smoothing e: cross_entropy's argument; for
bce_logits the targets become y*(1-e)+e/2. Formulas of both with weights: forward_more.json. hard_sigmoid's slope is 1/6
rounded to float32, in float64 too.
optimizer: torch's own keywords. An update: gradients (each micro-batch's loss divided by the number of batches in its
group of `accumulate`; groups do not cross epochs, the last of an epoch may be smaller), then l1*sign(p) added to
every gradient (sign(0)=0, biases too), then clip_value (each number into +-clip_value) or clip_norm (all gradients
times min(1, clip_norm/(norm+1e-6)), norm over all parameters), then the optimizer with its weight_decay, then
maxnorm: each row of a weight with a 2-norm above maxnorm times maxnorm/(norm+1e-7), biases untouched. No run has both
l1 and clipping.
dropout p: after every hidden layer's activation, layer by layer and row by row from manual_seed(dropout_seed) on, by one
53-bit uniform a number: kept and times 1/(1-p) if it is below 1-p; the losses are those of training mode, with dropout.
schedule: torch's class and arguments (step StepLR, exponential ExponentialLR, cosine CosineAnnealingLR, plateau
ReduceLROnPlateau, all stepped after an epoch; one_cycle OneCycleLR, stepped after an update, sets the rate to
max_lr/div_factor first; total_steps counts updates). plateau gets the epoch's mean loss, sum of loss*rows / rows.
warmup N: epoch k < N (from 0) has the rate lr*(k+1)/N; at epoch N the schedule begins with its own epoch 0. epochs:
500 steps in epochs, where there is a schedule.
"""


# ----------------------------------------------------------------------------------------------------------- hessians

HESSIANS_ABOUT = """Second derivatives of a loss by all parameters, by torch.func.hessian in float64, and their eigenvalues,
ascending, by torch.linalg.eigvalsh. `activations`: one a layer; cross_entropy and bce_logits are computed from what the
last one, which is then linear, gives. `params_f64`: flat, layer by layer, weights [out][in] before biases. `hessian_f64`:
its upper triangle, row by row. `y_f64`: the targets; of cross_entropy `classes`."""


def hessian_list():
    """Sizes, activations of the layers, loss, rows, and what else."""
    smooth = [name for name in ACTIVATIONS if name != "softmax"]
    cases = [((3, 3, 2), (name, "linear"), "mse", 5, {}) for name in smooth]
    cases += [((2, 3, 2), ("tanh", name), "mse", 4, {}) for name in ACTIVATIONS if name not in ("relu", "linear")]
    cases += [((2, 4, 1), ("sigmoid", "sigmoid"), loss, 6, {}) for loss in ("mse", "sse", "half_sse", "l1", "huber")]
    cases += [((3, 3, 2), ("silu", "linear"), loss, 7, {}) for loss in ("sse", "half_sse", "l1", "huber", "hinge")]
    for more in ({}, {"pos_weight": [0.5, 3.0]}, {"label_smoothing": 0.2}, {"pos_weight": [2.0, 0.3], "label_smoothing": 0.1}):
        cases.append(((3, 3, 2), ("tanh", "linear"), "bce_logits", 6, more))
    for more in ({}, {"weight": [0.5, 1.0, 2.5]}, {"label_smoothing": 0.2}, {"weight": [3.0, 0.2, 1.0], "label_smoothing": 0.1}):
        cases.append(((2, 3, 3), ("tanh", "linear"), "cross_entropy", 6, more))
    cases += [
        ((2, 3, 2), ("softmax", "linear"), "mse", 5, {}), ((2, 2, 3, 2), ("tanh", "softmax", "sigmoid"), "sse", 5, {}),
        ((2, 3, 2), ("softplus", "softmax"), "huber", 5, {}), ((2, 3), ("linear",), "cross_entropy", 8, {}),
        ((4, 1), ("linear",), "mse", 3, {}), ((1, 1), ("sigmoid",), "mse", 1, {}),
        ((2, 3, 2, 3, 1), ("tanh", "gelu", "elu", "softsign"), "half_sse", 9, {}),
        ((2, 4, 3, 2), ("selu", "gelu_tanh", "linear"), "bce_logits", 5, {"pos_weight": [1.5, 0.5]}),
        ((3, 3, 2), ("tanh", "sigmoid"), "mse", 6, {"bias": [False, False]}),
        ((2, 3, 3, 1), ("silu", "tanh", "linear"), "mse", 6, {"bias": [True, False, True]}),
        ((3, 4, 3), ("relu", "linear"), "cross_entropy", 12, {"bias": [False, True]}),
        ((5, 6, 2), ("tanh", "linear"), "mse", 40, {}),
    ]
    return cases


def hessian_cases():
    random, cases = np.random.RandomState(83), []
    # Hardsigmoid has no forward derivative, and its float64 slope is 1/6 rounded to float32.
    functions = {**ACTIVATIONS, "hard_sigmoid": lambda z: torch.clamp(z + 3, 0, 6) / 6}
    for sizes, activations, loss, rows, more in hessian_list():
        bias = more.get("bias", [True] * len(activations))
        shapes = [((o, i), bias[k]) for k, (i, o) in enumerate(zip(sizes, sizes[1:]))]
        count = sum(o * i + (o if with_bias else 0) for (o, i), with_bias in shapes)
        params = torch.tensor(random.normal(size=count) * 0.9, dtype=torch.float64)
        x = torch.tensor(random.normal(size=(rows, sizes[0])) * 1.5, dtype=torch.float64)
        case = {"layers": sizes, "activations": activations, "loss": loss, "rows": rows, **more}
        if loss == "cross_entropy":
            case["classes"] = random.randint(sizes[-1], size=rows).tolist()
            y = torch.tensor(case["classes"])
        else:
            y = random.normal(size=(rows, sizes[-1]))
            y = np.sign(y) if loss == "hinge" else (y > 0) * 1.0 if loss == "bce_logits" else y
            y = torch.tensor(y, dtype=torch.float64)
            case["y_f64"] = bits(y, "_f64")
        function = loss_function(case, torch.float64)

        def objective(flat):
            a, start = x, 0
            for ((o, i), with_bias), name in zip(shapes, activations):
                w, start = flat[start:start + o * i].view(o, i), start + o * i
                b, start = (flat[start:start + o], start + o) if with_bias else (0, start)
                a = functions[name](a @ w.T + b)
            return function(a, y)

        matrix = torch.func.hessian(objective)(params)
        case.update(x_f64=bits(x, "_f64"), params_f64=bits(params, "_f64"), value_f64=bits(objective(params), "_f64"))
        case["grad_f64"] = bits(torch.func.grad(objective)(params), "_f64")
        case["hessian_f64"] = bits(matrix[tuple(torch.triu_indices(count, count))], "_f64")
        case["eigenvalues_f64"] = bits(torch.linalg.eigvalsh((matrix + matrix.T) / 2), "_f64")
        cases.append(case)
    return cases


def main():
    warnings.filterwarnings("ignore")
    os.makedirs(os.path.join(HERE, "Vectors"), exist_ok=True)
    if sys.argv[1:] == ["hessians"]:
        return write("hessians.json", HESSIANS_ABOUT, hessian_cases())
    if sys.argv[1:] == ["--without-avx2"]:
        results = [train(run, datasets(), torch.float32) for run in json.load(sys.stdin)]
        flat = lambda final: [[part.astype(float).ravel().tolist() for part in pair] for pair in final]
        return print(json.dumps([(losses, flat(final)) for losses, final in results]))
    if torch.__version__.split("+")[0] != "2.13.0" or torch.backends.cpu.get_cpu_capability() != "AVX2":
        sys.exit("This needs torch 2.13.0 and a processor with AVX2.")
    write("forward_more.json", FORWARD_ABOUT, forward_cases())
    write("starts_more.json", STARTS_ABOUT, start_cases())
    write("hessians.json", HESSIANS_ABOUT, hessian_cases())
    data = datasets()
    targets = lambda y: {"classes": y.tolist()} if y.dtype == np.int64 else {"y_f32": bits(y, "_f32")}
    sets = {name: {"n": len(x), "x_f32": bits(x, "_f32"), **targets(y)} for name, (x, y) in data.items()}
    write("train_more.json", TRAIN_ABOUT, train_cases(data), steps=STEPS, data=sets)


if __name__ == "__main__":
    main()
