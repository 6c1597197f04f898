"""Runs what `export` wrote with the tools that it was written for.

A client is a function of a folder and of nets (Net). It returns the outputs by the name of the net; a net whose file is
not there was refused, and is left out. `available` says whether a client can run here, and its version.
"""
import csv, importlib.util, json, os, pathlib, re, shutil, subprocess, sys
import numpy as np

STRICT = ("-pedantic -Wall -Wextra -Wconversion -Wdouble-promotion -Wfloat-conversion -Wshadow -Werror").split()


class Net:
    """A net that was written.

    inputs: [rows, inputs], words as 0 and 1; cells: the same rows by column, words as words; outputs: nn's own.
    """

    def __init__(self, name, inputs, cells, outputs, precision="float32", classes=None):
        self.name, self.inputs, self.cells, self.outputs = name, np.array(inputs, dtype=np.float64), cells, outputs
        self.precision, self.classes = precision, classes
        self.type = np.float64 if precision == "float64" else np.float32


def run(command, **options):
    """Standard output; an error with all that it wrote if it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode: raise RuntimeError("%s\n%s%s" % (command, done.stdout[-2000:], done.stderr[-4000:]))
    return done.stdout


def version(*command):
    """The first line of what a command says about its version; None if there is none."""
    if not shutil.which(command[0]): return None
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip().splitlines()[0]


def module_version(*names):
    """Versions of Python packages; None if one is missing."""
    from importlib import metadata
    try: return ", ".join("%s %s" % (name, metadata.version(name)) for name in names)
    except metadata.PackageNotFoundError: return None


def files(folder, nets, suffix):
    """Nets with their files, where these were written."""
    pairs = [(net, pathlib.Path(folder) / (net.name + suffix)) for net in nets]
    return [(net, path) for net, path in pairs if path.exists()]


# ----------------------------------------------------------------------------------------------------------- programs


def c(folder, nets, type_="float", compiler=("cc", "-std=c99"), source="main.c"):
    """All headers in one program, compiled without a warning."""
    found = files(folder, nets, ".h")
    lines = ["#include <stdio.h>"] + ['#include "%s"' % path.name for _, path in found]
    for net, _ in found:
        rows = ", ".join("{%s}" % ", ".join("(%s)%r" % (type_, float(v)) for v in row) for row in net.inputs)
        lines.append("static const %s %s_rows[][%d] = {%s};" % (type_, net.name, net.inputs.shape[1], rows))
    lines += ["int main(void)", "{"]
    for net, _ in found:
        upper = net.name.upper()
        lines.append("    { %s y[%s_OUTPUTS]; unsigned int r; int k;" % (type_, upper))
        lines.append("    for (r = 0U; r < %dU; r++) { %s_run(%s_rows[r], y);" % (len(net.inputs), net.name, net.name))
        lines.append('    printf("%s"); for (k = 0; k < %s_OUTPUTS; k++) { printf(" %%.17g", (double)y[k]); }' % (net.name, upper))
        if net.classes: lines.append('    printf("\\t%%s", %s_class_names[%s_class(y)]);' % (net.name, net.name))
        lines.append('    printf("\\n"); } }')
    lines += ["    return 0;", "}"]
    path = pathlib.Path(folder) / source
    path.write_text("\n".join(lines) + "\n")
    run([*compiler, *STRICT, source, "-o", "program", "-lm"], cwd=folder)
    return printed(run(["./program"], cwd=folder), nets)


def printed(text, nets):
    """Lines `NAME y0 y1 …`, a tab and the class."""
    by_name, outputs = {net.name: net for net in nets}, {}
    for line in text.splitlines():
        numbers, _, word = line.partition("\t")
        name, *values = numbers.split(" ")
        rows = outputs.setdefault(name, [])
        if by_name[name].classes and word != by_name[name].classes[len(rows)]:
            raise AssertionError("%s, row %d: class %r, not %r" % (name, len(rows), word, by_name[name].classes[len(rows)]))
        rows.append([float(value) for value in values])
    return outputs


def cpp(folder, nets): return c(folder, nets, compiler=("g++", "-std=c++11"), source="main.cpp")


def load(path):
    spec = importlib.util.spec_from_file_location("net_" + path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_classes(net, got):
    if net.classes and [str(word) for word in got] != net.classes:
        raise AssertionError("%s: classes %s, not %s" % (net.name, got, net.classes))


def python(folder, nets):
    outputs = {}
    for net, path in files(folder, nets, ".py"):
        module = load(path)
        outputs[net.name] = [module.predict(row) for row in net.cells]
        if net.classes: check_classes(net, [module.class_of(row) for row in net.cells])
    scripts = files(folder, nets, ".py")
    if scripts: run([sys.executable, scripts[-1][1]])
    return outputs


def of_rows(folder, nets):
    """Programs whose predict takes rows."""
    outputs = {}
    for net, path in files(folder, nets, ".py"):
        module = load(path)
        outputs[net.name] = np.asarray(module.predict(net.cells))
        if net.classes and hasattr(module, "class_of"): check_classes(net, module.class_of(net.cells))
        if os.environ.get("ALL_SCRIPTS"): run([sys.executable, path])
    scripts = files(folder, nets, ".py")
    if scripts: run([sys.executable, scripts[-1][1]])
    return outputs


def javascript(folder, nets, suffix=".mjs"):
    found = files(folder, nets, suffix)
    lines = []
    for net, path in found:
        classes = "classOf" if net.classes else "() => ''"
        lines.append('{ const m = await import("./%s"); for (const row of %s) console.log("%s " + m.predict(row).join(" ") + '
                     '(m.classOf ? "\\t" + m.classOf(row) : "")); }' % (path.name, json.dumps(net.cells), net.name))
    (pathlib.Path(folder) / "main.mjs").write_text("\n".join(lines) + "\n")
    return printed(run(["node", "main.mjs"], cwd=folder), nets)


def swift(folder, nets):
    found = files(folder, nets, ".swift")
    lines = []
    for net, path in found:
        name = "".join(part[:1].upper() + part[1:] for part in net.name.split("_"))
        kind = "Double" if net.precision == "float64" else "Float"
        shown = ' + "\\t" + %s.className(row)' % name if net.classes else ""
        lines.append('for row in %s as [[%s]] { print("%s " + %s.predict(row).map { "\\($0)" }.joined(separator: " ")%s) }'
                     % (net.inputs.tolist(), kind, net.name, name, shown))
    (pathlib.Path(folder) / "main.swift").write_text("\n".join(lines) + "\n")
    run(["swiftc", "-o", "program", "main.swift", *[path.name for _, path in found]], cwd=folder)
    return printed(run(["./program"], cwd=folder), nets)


# ------------------------------------------------------------------------------------------------------ arrays, graphs


def onnx(folder, nets):
    import onnx as checker, onnxruntime
    outputs = {}
    for net, path in files(folder, nets, ".onnx"):
        model = checker.load(path)
        checker.checker.check_model(model, full_check=True)
        checker.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        inputs = {session.get_inputs()[0].name: net.inputs.astype(net.type)}
        outputs[net.name] = session.run(None, inputs)[0]
        # One row alone, whatever the size of a batch.
        one = session.run(None, {session.get_inputs()[0].name: net.inputs[:1].astype(net.type)})[0]
        assert one.shape == (1, outputs[net.name].shape[1])
        if net.classes:
            metadata = {entry.key: entry.value for entry in model.metadata_props}
            names = json.loads(metadata["nn.classes"])
            check_classes(net, [named(names, row) for row in outputs[net.name]])
    return outputs


def named(names, row): return names[int(row[0] > 0.5)] if len(row) == 1 else names[int(np.argmax(row))]


def torch_net(net, layers, activations, biases):
    """Torch's Sequential for what a file says of a net."""
    import torch
    from torch import nn
    class Of(nn.Module):
        def __init__(self, function):
            super().__init__()
            self.function = function
        def forward(self, s): return self.function(s)
    modules = {
        "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU, "leaky-relu": nn.LeakyReLU, "elu": nn.ELU,
        "selu": nn.SELU, "gelu": nn.GELU, "gelu-tanh": lambda: nn.GELU(approximate="tanh"), "softplus": nn.Softplus,
        "silu": nn.SiLU, "hard-sigmoid": lambda: Of(lambda s: nn.functional.relu6(s + 3) / 6), "hard-tanh": nn.Hardtanh,
        "softsign": nn.Softsign, "softmax": lambda: nn.Softmax(dim=-1), "step": lambda: Of(lambda s: (s > 0).to(s.dtype)),
        "heaviside": lambda: Of(lambda s: (s >= 0).to(s.dtype)),
    }
    parts = []
    for inputs, outputs, word, bias in zip(layers, layers[1:], activations, biases):
        parts.append(nn.Linear(inputs, outputs, bias=bias))
        if word != "linear": parts.append(modules[word]())
    model = nn.Sequential(*parts)
    return model.double() if net.precision == "float64" else model


def with_scaling(net, fields, forward):
    """The outputs, with what a file says of the scaling; `fields` are NumPy's arrays by name."""
    x = net.inputs.astype(net.type)
    if "nn.input_shift" in fields:
        x = (x - fields["nn.input_shift"].astype(net.type)) / fields["nn.input_scale"].astype(net.type)
        x = x + net.type(fields.get("nn.input_offset", 0))
    y = forward(x)
    if "nn.target_shift" in fields:
        y = (y - net.type(fields.get("nn.target_offset", 0))) * fields["nn.target_scale"].astype(net.type)
        y = y + fields["nn.target_shift"].astype(net.type)
    return y


def safetensors(folder, nets):
    import torch
    from safetensors import safe_open
    from safetensors.torch import load_file
    outputs = {}
    for net, path in files(folder, nets, ".safetensors"):
        with safe_open(path, "pt") as file: metadata = file.metadata()
        words = metadata["nn.activations"].split()
        layers = [int(size) for size in metadata["nn.layers"].split()]
        model = torch_net(net, layers, words, [word == "true" for word in metadata["nn.bias"].split()])
        model.load_state_dict(load_file(path), strict=True)
        fields = {key: np.array(json.loads(metadata[key])) for key in metadata if re.match(r"nn\.(input|target)_", key)}
        with torch.no_grad():
            outputs[net.name] = with_scaling(net, fields, lambda x: model(torch.from_numpy(x)).numpy())
        if net.classes: check_classes(net, [named(json.loads(metadata["nn.classes"]), row) for row in outputs[net.name]])
    return outputs


def npz(folder, nets):
    import torch
    outputs = {}
    for net, path in files(folder, nets, ".npz"):
        arrays = dict(np.load(path, allow_pickle=False))
        state = {key: torch.from_numpy(value) for key, value in arrays.items() if not key.startswith("nn.")}
        assert all(value.dtype == net.type for key, value in arrays.items() if not key.startswith("nn."))
        biases = [len([key for key in state if key == key_ + ".bias"]) == 1 for key_ in
                  dict.fromkeys(key.split(".")[0] for key in state)]
        model = torch_net(net, arrays["nn.layers"].tolist(), arrays["nn.activations"].tolist(), biases)
        model.load_state_dict(state, strict=True)
        with torch.no_grad():
            outputs[net.name] = with_scaling(net, arrays, lambda x: model(torch.from_numpy(x)).numpy())
        if net.classes: check_classes(net, [named(arrays["nn.classes"].tolist(), row) for row in outputs[net.name]])
    return outputs


# ------------------------------------------------------------------------------------------------ sheets and drawings


def excel(folder, nets):
    """LibreOffice computes the sheets; words of the last column are the classes."""
    import openpyxl
    found = files(folder, nets, ".xlsx")
    home = pathlib.Path(folder) / "office"
    if found:
        run(["soffice", "-env:UserInstallation=file://%s" % home.resolve(), "--headless", "--convert-to",
             "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", "--outdir", folder,
             *[path for _, path in found]])
    outputs = {}
    for net, path in found:
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["net", "weights"], book.sheetnames
        with open(pathlib.Path(folder) / (net.name + "-net.csv"), newline="", encoding="utf-8") as file:
            lines = list(csv.reader(file))
        width = len(net.outputs[0])
        tail = 1 if net.classes else 0
        rows = lines[-len(net.inputs):]
        outputs[net.name] = [[float(cell) for cell in row[len(row) - tail - width:len(row) - tail]] for row in rows]
        if net.classes: check_classes(net, [row[-1] for row in rows])
    shutil.rmtree(home, ignore_errors=True)
    return outputs


def formulas(folder, nets, most=3):
    """The package formulas, which takes seconds a sheet: the first nets."""
    import formulas as engine, logging
    logging.disable(logging.WARNING)
    outputs = {}
    for net, path in files(folder, nets, ".xlsx")[:most]:
        solution = engine.ExcelModel().loads(str(path)).finish().calculate()
        import openpyxl
        sheet = openpyxl.load_workbook(path)["net"]
        width, tail = len(net.outputs[0]), 1 if net.classes else 0
        last = sheet.max_column - tail
        rows = []
        for row in range(sheet.max_row - len(net.inputs) + 1, sheet.max_row + 1):
            names = ["'[%s]NET'!%s%d" % (path.name, openpyxl.utils.get_column_letter(col), row)
                     for col in range(last - width + 1, last + 1)]
            rows.append([float(solution[name].value[0, 0]) for name in names])
        outputs[net.name] = rows
    return outputs


def tikz(folder, nets, most=6):
    """LaTeX takes it without an error, and prints one page."""
    drawn = files(folder, nets, ".tex")
    for _, path in drawn[:most]:
        text = run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", path.name], cwd=folder)
        if "(1 page" not in text: raise AssertionError("%s has not one page" % path.name)
    return {}


def dot(folder, nets):
    """As many edges in the picture as lines were written."""
    for net, path in files(folder, nets, ".dot"):
        picture = run(["dot", "-Tsvg", path])
        edges = len(re.findall(r"^\s*\w+ -> \w+ \[", path.read_text(), re.M))
        if picture.count('class="edge"') != edges: raise AssertionError("%s: not %d edges" % (path.name, edges))
    return {}
