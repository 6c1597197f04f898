#!/usr/bin/env python3
"""Writes Files/: nets as the clients themselves save them, and expected.json with the outputs that the clients compute.

    pip install torch==2.13.0+cpu safetensors onnx onnxscript scikit-learn skl2onnx keras; apt-get install libfann-dev gcc
    make_files.py PYTHON

PYTHON has tensorflow-cpu and tf2onnx, whose versions do not go with the others. FANN's files come from a program in C, which
this one writes, compiles and runs; those of SNNS, which runs nowhere any more, are laid out as it did, and computed as its
kernel does.

A case of expected.json: the file, what `import` is told besides it, rows, and the client's outputs of them.
"""
import io, json, os, subprocess, sys, tempfile, warnings
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"
warnings.filterwarnings("ignore")
import keras, numpy, onnx, skl2onnx, sklearn, torch
from safetensors.torch import save_file
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

FILES = Path(__file__).resolve().parent / "Files"
CASES = []
GENERATOR = numpy.random.default_rng(7)
ACTIVATIONS = {
    "linear": torch.nn.Identity(), "sigmoid": torch.nn.Sigmoid(), "tanh": torch.nn.Tanh(), "relu": torch.nn.ReLU(),
    "leaky-relu": torch.nn.LeakyReLU(), "elu": torch.nn.ELU(), "selu": torch.nn.SELU(), "gelu": torch.nn.GELU(),
    "gelu-tanh": torch.nn.GELU(approximate="tanh"), "softplus": torch.nn.Softplus(), "silu": torch.nn.SiLU(),
    "hard-sigmoid": torch.nn.Hardsigmoid(), "hard-tanh": torch.nn.Hardtanh(), "softsign": torch.nn.Softsign(),
    "softmax": torch.nn.Softmax(-1),
}


def rows(inputs, count=5):
    return GENERATOR.normal(size=(count, inputs)).round(3)


def case(name, outputs, given, activations=(), classes=(), tolerance=1e-6):
    CASES.append({
        "file": name, "activations": list(activations), "classes": list(classes), "tolerance": tolerance,
        "rows": numpy.asarray(given, float).tolist(), "outputs": numpy.asarray(outputs, float).tolist()})


def sequential(sizes, activations, seed, bias=True, dtype=torch.float32):
    torch.manual_seed(seed)
    parts = []
    for inputs, outputs, word in zip(sizes, sizes[1:], activations):
        parts.append(torch.nn.Linear(inputs, outputs, bias=bias))
        if word != "linear":
            parts.append(ACTIVATIONS[word])
    return torch.nn.Sequential(*parts).to(dtype)


def outputs(net, given, dtype=torch.float32):
    with torch.no_grad():
        return net(torch.tensor(given, dtype=dtype)).double().numpy()


def torch_files():
    for name, sizes, words, bias, dtype in [
        ("small", [2, 3, 1], ["tanh", "linear"], True, torch.float32),
        ("deep", [3, 4, 3, 4, 2], ["relu", "gelu", "silu", "softmax"], True, torch.float32),
        ("unbiased", [2, 2, 2], ["sigmoid", "linear"], False, torch.float32),
        ("double", [2, 3, 2], ["softplus", "softsign"], True, torch.float64),
    ]:
        net, given = sequential(sizes, words, len(name), bias, dtype), rows(sizes[0])
        save_file(net.state_dict(), FILES / f"{name}.safetensors")
        case(f"{name}.safetensors", outputs(net, given, dtype), given, words)
        torch.save(net.state_dict(), FILES / f"{name}.pt")
        case(f"{name}.pt", outputs(net, given, dtype), given, words)

    class Named(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden, self.out = torch.nn.Linear(2, 3), torch.nn.Linear(3, 1)

        def forward(self, x):
            return self.out(torch.relu(self.hidden(x)))

    net, given = Named(), rows(2)
    torch.save({"epoch": 3, "model_state_dict": net.state_dict(),
                "optimizer_state_dict": torch.optim.Adam(net.parameters()).state_dict(), "loss": 0.25},
               FILES / "checkpoint.pth")
    case("checkpoint.pth", outputs(net, given), given, ["relu", "linear"])
    for name, dtype in [("half", torch.float16), ("bfloat16", torch.bfloat16)]:
        net = sequential([2, 3, 1], ["tanh", "linear"], 3).to(dtype)
        torch.save(net.state_dict(), FILES / f"{name}.pt")
        save_file(net.state_dict(), FILES / f"{name}.safetensors")
        net = net.float()
        case(f"{name}.pt", outputs(net, given), given, ["tanh", "linear"])
        case(f"{name}.safetensors", outputs(net, given), given, ["tanh", "linear"])


def torch_onnx():
    for name, sizes, words, bias, opset in [
        ("torch-all-1", [2, 3, 3, 3, 3, 2], ["sigmoid", "gelu-tanh", "silu", "gelu", "softmax"], True, 20),
        ("torch-all-2", [2, 3, 3, 3, 3, 2], ["hard-tanh", "hard-sigmoid", "elu", "selu", "softplus"], True, 20),
        ("torch-all-3", [2, 3, 3, 3, 2], ["leaky-relu", "softsign", "relu", "tanh"], False, 20),
        ("torch-old", [2, 3, 3, 3, 2], ["gelu", "gelu-tanh", "silu", "hard-tanh"], True, 13),
    ]:
        net, given, target = sequential(sizes, words, 5, bias), rows(2), io.BytesIO()
        torch.onnx.export(net, torch.zeros(1, sizes[0]), target, dynamo=False, opset_version=opset)
        (FILES / f"{name}.onnx").write_bytes(target.getvalue())
        case(f"{name}.onnx", outputs(net, given), given)

    net, given = sequential([2, 3, 3, 2], ["gelu", "hard-tanh", "softmax"], 6), rows(2)
    torch.onnx.export(net.eval(), (torch.zeros(1, 2),), str(FILES / "torch-dynamo.onnx"), dynamo=True,
                      external_data=False, verbose=False)
    # Without the names of the source files and of this machine that the exporter notes.
    model = onnx.load(FILES / "torch-dynamo.onnx")
    for node in model.graph.node:
        del node.metadata_props[:]
    onnx.save(model, FILES / "torch-dynamo.onnx")
    case("torch-dynamo.onnx", outputs(net, given), given)

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.second = torch.nn.Linear(4, 3), torch.nn.Linear(3, 2)
            self.norm, self.dropout = torch.nn.BatchNorm1d(3), torch.nn.Dropout(0.5)

        def forward(self, x):
            x = self.dropout(self.norm(torch.relu(self.first(torch.flatten(x, 1)))))
            return self.second(x) * 3 + 1

    torch.manual_seed(9)
    net = Model()
    net(torch.randn(30, 4))
    net, given, target = net.eval(), rows(4), io.BytesIO()
    torch.onnx.export(net, torch.zeros(1, 4), target, dynamo=False, opset_version=17, dynamic_axes={"x": [0]},
                      input_names=["x"])
    (FILES / "torch-normalized.onnx").write_bytes(target.getvalue())
    case("torch-normalized.onnx", outputs(net, given), given)


def sklearn_files():
    x = GENERATOR.normal(size=(80, 2)).astype(numpy.float32)
    sums = x[:, 0] + x[:, 1]
    three = (x[:, 0] > 0).astype(int) + (x[:, 1] > 0)
    words = numpy.where(x[:, 0] > 0, "yes", "no")

    def net(kind, activation):
        return kind(hidden_layer_sizes=(3, 2), activation=activation, max_iter=40, random_state=1)

    for name, model, y, classes, options in [
        ("sk-scaled", make_pipeline(StandardScaler(), net(MLPRegressor, "relu")), sums, [], {}),
        ("sk-three", net(MLPClassifier, "tanh"), three, ["0", "1", "2"], {}),
        ("sk-two", make_pipeline(MinMaxScaler(), net(MLPClassifier, "logistic")), words, ["no", "yes"], {}),
        ("sk-plain", net(MLPClassifier, "identity"), three, ["0", "1", "2"], {"zipmap": False}),
    ]:
        model.fit(x, y)
        last = model[-1] if hasattr(model, "steps") else model
        options = {id(last): options} if options else None
        (FILES / f"{name}.onnx").write_bytes(skl2onnx.to_onnx(model, x[:1], options=options).SerializeToString())
        given = rows(2)
        result = model.predict_proba(given) if classes else model.predict(given)[:, None]
        case(f"{name}.onnx", result[:, 1:] if len(classes) == 2 else result, given, classes=classes)

    model = net(MLPRegressor, "tanh").fit(x, numpy.stack([sums, x[:, 0]], 1))
    given = rows(2)
    numpy.savez(FILES / "sk.npz", **{f"coefs_{k}": w for k, w in enumerate(model.coefs_)},
                **{f"intercepts_{k}": b for k, b in enumerate(model.intercepts_)})
    case("sk.npz", model.predict(given), given, ["tanh", "tanh", "linear"])
    numpy.savez_compressed(FILES / "sk-in-turn.npz",
                           *[a for pair in zip(model.coefs_, model.intercepts_) for a in pair])
    case("sk-in-turn.npz", model.predict(given), given, ["tanh", "tanh", "linear"])


def keras_files():
    keras.utils.set_random_seed(3)
    for name, layers, words in [
        ("keras", [("elu", 4, True), ("softmax", 3, True)], ["elu", "softmax"]),
        ("keras-square", [("relu", 3, True), ("relu", 3, False), ("linear", 3, True)], ["relu", "relu", "linear"]),
    ]:
        net = keras.Sequential([keras.Input((3,))] + [
            keras.layers.Dense(width, activation=word, use_bias=bias, bias_initializer="random_normal")
            for word, width, bias in layers])
        given = rows(3)
        expected = net.predict(given, verbose=0)
        numpy.savez(FILES / f"{name}.npz", *net.get_weights())
        net.export(str(FILES / f"{name}.onnx"), format="onnx", verbose=False)
        case(f"{name}.onnx", expected, given)
        case(f"{name}.npz", expected, given, words)


TENSORFLOW = """
import json, numpy, os, sys
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras, onnx, tensorflow as tf, tf2onnx
keras.utils.set_random_seed(1)
given = numpy.random.default_rng(2).normal(size=(4, 3)).round(3).astype("f4")
for name, words in [("tf-1", ["gelu", "hard_sigmoid", "softmax"]), ("tf-2", ["relu6", "silu", "selu"])]:
    net = keras.Sequential([keras.Input((3,))] + [
        keras.layers.Dense(3, activation=word, bias_initializer="random_normal") for word in words])
    signature = [tf.TensorSpec((None, 3), tf.float32, name="x")]
    model, _ = tf2onnx.convert.from_function(
        tf.function(lambda x: net(x), input_signature=signature), input_signature=signature, opset=17)
    onnx.save(model, os.path.join(sys.argv[1], name + ".onnx"))
    print("CASE", json.dumps([name, given.tolist(), net.predict(given, verbose=0).tolist()]))
"""


def tensorflow_files():
    done = subprocess.run([sys.argv[1], "-c", TENSORFLOW, FILES], capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        if line.startswith("CASE "):
            name, given, expected = json.loads(line[5:])
            case(f"{name}.onnx", expected, given)


def numpy_files():
    w0, b0, w1, b1 = (GENERATOR.normal(size=shape) for shape in [(2, 4), (1, 4), (4, 1), (1, 1)])
    given = rows(2)
    numpy.savez(FILES / "by-hand.npz", W0=w0, b0=b0, W1=w1, b1=b1)
    case("by-hand.npz", numpy.tanh(given @ w0 + b0) @ w1 + b1, given, ["tanh", "linear"])
    fortran = {"0.weight": numpy.asfortranarray(w0.T), "0.bias": b0[0].astype(">f4"), "2.weight": w1.T, "2.bias": b1[0]}
    numpy.savez(FILES / "fortran.npz", **fortran)
    case("fortran.npz", numpy.tanh(given @ w0 + b0[0].astype(">f4")) @ w1 + b1, given, ["tanh", "linear"])


FANN = r"""
#include <stdio.h>
#include <doublefann.h>
static void make(const char *name, unsigned hidden, unsigned output, double steepness, int scale) {
  struct fann *net = fann_create_standard(3, 2, 3, 2);
  fann_set_activation_function_hidden(net, hidden);
  fann_set_activation_function_output(net, output);
  fann_set_activation_steepness_hidden(net, steepness);
  fann_set_activation_steepness_output(net, 0.5);
  struct fann_connection *all = malloc(sizeof *all * fann_get_total_connections(net));
  fann_get_connection_array(net, all);
  unsigned long state = 12345;
  for (unsigned k = 0; k < fann_get_total_connections(net); k++) {
    state = state * 1103515245u + 12345u;
    all[k].weight = (double)((state >> 8) % 4001) / 1000.0 - 2.0;
  }
  fann_set_weight_array(net, all, fann_get_total_connections(net));
  struct fann_train_data *data = fann_create_train(5, 2, 2);
  for (unsigned k = 0; k < 10; k++) {
    state = state * 1103515245u + 12345u;
    data->input[k / 2][k % 2] = (double)((state >> 8) % 5000) / 1000.0 - 1.0;
    data->output[k / 2][k % 2] = (double)k;
  }
  if (scale) fann_set_scaling_params(net, data, -1, 1, 0, 1);
  char file[100];
  snprintf(file, sizeof file, "%s.net", name);
  fann_save(net, file);
  struct fann *read = fann_create_from_file(file);
  for (unsigned k = 0; k < 5; k++) {
    double row[2] = {data->input[k][0], data->input[k][1]};
    if (scale) fann_scale_input(read, row);
    double *y = fann_run(read, row), out[2] = {y[0], y[1]};
    if (scale) fann_descale_output(read, out);
    printf("%s %.17g %.17g %.17g %.17g\n", file, data->input[k][0], data->input[k][1], out[0], out[1]);
  }
}
int main(void) {
  make("fann-sigmoid", FANN_SIGMOID, FANN_LINEAR, 0.5, 0);
  make("fann-tanh", FANN_SIGMOID_SYMMETRIC, FANN_SIGMOID, 0.7, 0);
  make("fann-elliott", FANN_ELLIOT_SYMMETRIC, FANN_ELLIOT, 1.0, 0);
  make("fann-steps", FANN_THRESHOLD_SYMMETRIC, FANN_LINEAR_PIECE, 0.5, 0);
  make("fann-pieces", FANN_LINEAR_PIECE_SYMMETRIC, FANN_THRESHOLD, 0.25, 0);
  make("fann-scaled", FANN_SIGMOID_SYMMETRIC, FANN_LINEAR, 0.5, 1);
  return 0;
}
"""


def fann_files():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "make.c").write_text("#include <stdlib.h>\n" + FANN)
        subprocess.run(["cc", "make.c", "-o", "make", "-ldoublefann", "-lm"], cwd=folder, check=True)
        lines = subprocess.run(["./make"], cwd=folder, check=True, capture_output=True, text=True).stdout.splitlines()
        for file in Path(folder).glob("*.net"):
            (FILES / file.name).write_bytes(file.read_bytes())
    for name in dict.fromkeys(line.split()[0] for line in lines):
        numbers = [[float(x) for x in line.split()[1:]] for line in lines if line.split()[0] == name]
        case(name, [row[2:] for row in numbers], [row[:2] for row in numbers])


SNNS = """SNNS network definition file V1.4-3D
generated at Mon Apr 25 15:54:08 1994

network name : {name}
source files :
no. of units : {units}
no. of connections : {connections}
no. of unit types : 0
no. of site types : 0


learning function : Std_Backpropagation
update function   : Topological_Order


unit default section :

act      | bias     | st | subnet | layer | act func     | out func
---------|----------|----|--------|-------|--------------|-------------
 0.00000 |  0.00000 | h  |      0 |     1 | Act_Logistic | Out_Identity 
---------|----------|----|--------|-------|--------------|-------------


unit definition section :

no. | typeName | unitName | act      | bias     | st | position | act func     | out func | sites
----|----------|----------|----------|----------|----|----------|--------------|----------|-------
{rows}
----|----------|----------|----------|----------|----|----------|--------------|----------|-------


connection definition section :

target | site | source:weight
-------|------|---------------------------------------------------------------------------------------------------------------------
{links}
-------|------|---------------------------------------------------------------------------------------------------------------------
"""
# What the kernel of the simulator computes (trans_f.c), of the sum and the bias.
KERNEL = {
    "Act_Logistic": lambda s, b: 1 / (1 + numpy.exp(-s - b)), "Act_TanH": lambda s, b: numpy.tanh(s + b),
    "Act_TanH_Xdiv2": lambda s, b: numpy.tanh((s + b) / 2), "Act_Identity": lambda s, b: s,
    "Act_IdentityPlusBias": lambda s, b: s + b, "Act_Elliott": lambda s, b: (s + b) / (1 + abs(s + b)),
    "Act_Perceptron": lambda s, b: numpy.where(s >= b, 1.0, 0.0),
    "Act_Signum": lambda s, b: numpy.where(s > 0, 1.0, -1.0),
}


def snns_files():
    for name, sizes, functions in [
        ("snns-logistic", [2, 3, 1], ["Act_Logistic", "Act_Logistic"]),
        ("snns-many", [3, 8, 3, 2], ["Act_TanH_Xdiv2", "Act_Elliott", "Act_IdentityPlusBias"]),
        ("snns-steps", [2, 4, 2, 2], ["Act_Perceptron", "Act_TanH", "Act_Signum"]),
    ]:
        given, table, links = rows(sizes[0]), [], []
        values, first = given, 1
        for k in range(sizes[0]):
            table.append((k + 1, "i", 0.0, "Act_Identity"))
        for size, function in zip(sizes[1:], functions):
            before, first = first, len(table) + 1
            w = GENERATOR.normal(size=(size, first - before)).round(5)
            b = GENERATOR.normal(size=size).round(5)
            kind = "o" if function is functions[-1] and first + size - 1 == sum(sizes) else "h"
            for k in range(size):
                table.append((first + k, kind, b[k], function))
                # The simulator writes the last source first, five on a line.
                pairs = [f"{before + j:3d}:{w[k, j]:8.5f}" for j in range(first - before)][::-1]
                lines = [", ".join(pairs[i:i + 5]) for i in range(0, len(pairs), 5)]
                links.append(f"{first + k:6d} |      | " + ",\n                ".join(lines))
            values = KERNEL[function](values @ w.T, b)
        text = SNNS.format(
            name=name, units=len(table), connections=sum(a * b for a, b in zip(sizes, sizes[1:])),
            rows="\n".join(
                f"{n:3d} |          | u{n:<7d} |  0.00000 | {b:8.5f} | {st}  | {n:2d}, 0, 0 |"
                + (f"|| " if f == "Act_Logistic" else f" {f:<12s} | Out_Identity | ") for n, st, b, f in table),
            links="\n".join(links))
        (FILES / f"{name}.net").write_text(text)
        case(f"{name}.net", values, given)


def main():
    FILES.mkdir(exist_ok=True)
    for part in (torch_files, torch_onnx, sklearn_files, keras_files, tensorflow_files, numpy_files, fann_files, snns_files):
        part()
    versions = {"torch": torch.__version__, "onnx": onnx.__version__, "scikit-learn": sklearn.__version__,
                "skl2onnx": skl2onnx.__version__, "keras": keras.__version__, "numpy": numpy.__version__}
    text = ",\n".join(json.dumps(one) for one in CASES)
    (FILES / "expected.json").write_text(
        '{"versions": ' + json.dumps(versions) + ',\n"cases": [\n' + text + "\n]}\n")
    print(len(CASES), "cases,", sum(file.stat().st_size for file in FILES.iterdir()), "bytes", file=sys.stderr)


main()
