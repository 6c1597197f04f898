import NeuralCore

/// A program for PyTorch: the net as a `Sequential`.
extension FileFormat {
  /// PyTorch: a Sequential with the weights; `training`: the program that trains it.
  public static let pyTorch = FileFormat(
    "pytorch", [".py"], tool: "PyTorch",
    "a Sequential with the weights; `training`: the program that trains it",
    limits: ["`training` writes what PyTorch has a counterpart for, and says what it has none for."],
    choices: [.training],
    mark: .headline(behind: "#", line: "import torch"),
    writer: { (net, request) throws(ExchangeFault) in
      try net.requireFinite()
      if let training = request.training {
        return .text(try PyTorchTraining(net, training).text(request.stop))
      }
      return .text(try PyTorchProgram(net).text(request.rows, request.stop))
    }, proof: PythonText.proof)
}

struct PyTorchProgram {
  let net: ExchangedNet

  init(_ net: ExchangedNet) { self.net = net }

  var isDouble: Bool { net.network.precision == .double }
  var type: String { isDouble ? "torch.float64" : "torch.float32" }

  func text(_ rows: ExchangedRows?, _ stop: StopSignal) throws(ExchangeFault) -> String {
    let usage = [
      "predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.",
      "`model` takes scaled inputs and gives scaled outputs, where there is a scaling.",
    ]
    var lines = PythonText.comments(net.header(Array(usage.prefix(isScaled ? 2 : 1))))
    lines += ["", "import torch", "from torch import nn", ""]
    lines += try PythonText.constants(net, stop) + PythonText.rows(net, rows)
    let encoding = PythonText.encoding(net)
    if !encoding.isEmpty { lines += [""] + encoding }
    lines += try classes(net.network) + ["", ""] + model(net.network)
    lines += load(net.network)
    lines += predict
    let shown = net.namesClasses ? "*y, CLASSES[\(best)]" : "*y"
    lines += [
      "", "", "if __name__ == \"__main__\":", "    for row, y in zip(ROWS, predict(ROWS).tolist()):",
      "        print(*row, \"->\", \(shown))",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private var best: String { net.hasOneOutputForTwoClasses ? "y[0] > 0.5" : "y.index(max(y))" }
  private var isScaled: Bool { net.inputScaling != nil || net.targetScaling != nil }

  // MARK: The model

  /// Modules that torch.nn does not have.
  func classes(_ network: Network) throws(ExchangeFault) -> [String] {
    let bodies = [
      "Step()": "(s > 0).to(s.dtype)", "Heaviside()": "(s >= 0).to(s.dtype)",
      // Torch's own has 1/6 in single precision.
      "HardSigmoid()": "nn.functional.relu6(s + 3) / 6",
    ]
    var lines: [String] = []
    for activation in network.activations {
      let module = try module(activation)
      guard let body = bodies[module] else { continue }
      lines += [
        "", "", "class \(module.dropLast(2))(nn.Module):", "    def forward(self, s):",
        "        return " + body,
      ]
    }
    return lines
  }

  private func module(_ activation: Activation) throws(ExchangeFault) -> String {
    activation == .hardSigmoid && isDouble ? "HardSigmoid()" : try ActivationCode.of(activation).torch
  }

  /// `model`, with the numbers that the constructor of its layers draws.
  ///
  /// - Parameters:
  ///   - withOutput: with the activation of the last layer.
  ///   - hasDropout: a module `Dropout` follows every hidden layer.
  func model(
    _ network: Network, withOutput: Bool = true, hasDropout: Bool = false
  ) throws(ExchangeFault) -> [String] {
    var lines = ["model = nn.Sequential("]
    for (k, layer) in network.layers.enumerated() {
      let bias = layer.hasBias ? "" : ", bias=False"
      lines.append("    nn.Linear(\(layer.inputs), \(layer.outputs)\(bias)),")
      let isLast = k == network.layers.count - 1
      if layer.activation != .linear, withOutput || !isLast {
        lines.append("    " + (try module(layer.activation)) + ",")
      }
      if hasDropout, !isLast { lines.append("    Dropout(),") }
    }
    return lines + [isDouble ? ").double()" : ")"]
  }

  /// Puts the weights of the constants into it.
  ///
  /// - Parameters:
  ///   - prefix: of the names of the constants.
  ///   - hasDropout: as `model` has it.
  func load(_ network: Network, prefix: String = "", hasDropout: Bool = false) -> [String] {
    var (lines, place) = (["with torch.no_grad():"], 0)
    for (k, layer) in network.layers.enumerated() {
      lines.append("    model[\(place)].weight.copy_(torch.tensor(\(prefix)W\(k + 1), dtype=\(type)))")
      if layer.hasBias {
        lines.append("    model[\(place)].bias.copy_(torch.tensor(\(prefix)B\(k + 1), dtype=\(type)))")
      }
      place += (layer.activation == .linear ? 1 : 2) + (hasDropout ? 1 : 0)
    }
    return lines
  }

  private var predict: [String] {
    var lines = [
      "", "", "def predict(rows):",
      "    \"\"\"The outputs for rows, in the units of the data: [rows, outputs].\"\"\"",
      "    x = torch.tensor(\(net.hasWords ? "[encode(row) for row in rows]" : "rows"), dtype=\(type))",
    ]
    if let scaling = net.inputScaling {
      let offset = scaling.offset == 0 ? "" : " + INPUT_OFFSET"
      lines.append("    x = (x - \(tensor("INPUT_SHIFT"))) / \(tensor("INPUT_SCALE"))\(offset)")
    }
    lines += ["    with torch.no_grad():", "        y = model(x)"]
    if let scaling = net.targetScaling {
      let value = scaling.offset == 0 ? "y" : "(y - TARGET_OFFSET)"
      lines.append("    y = \(value) * \(tensor("TARGET_SCALE")) + \(tensor("TARGET_SHIFT"))")
    }
    return lines + ["    return y"]
  }

  private func tensor(_ name: String) -> String { "torch.tensor(\(name), dtype=\(type))" }
}
