import NeuralCore

/// A program for scikit-learn that makes a fitted estimator.
extension FileFormat {
  /// scikit-learn: a fitted MLPRegressor or MLPClassifier.
  public static let sklearn = FileFormat(
    "sklearn", [".py"], tool: "scikit-learn", "a fitted MLPRegressor or MLPClassifier",
    limits: [
      "Hidden layers are all linear, sigmoid, tanh or relu, the output is one of these or softmax.",
      "Layers without biases get biases of 0. It computes in float64.",
    ],
    mark: .headline(behind: "#", line: "from sklearn."),
    writer: { (net, request) throws(ExchangeFault) in
      try net.requireFinite()
      return .text(try SklearnProgram(net).text(request.rows, request.stop))
    }, proof: PythonText.proof)
}

private struct SklearnProgram {
  let net: ExchangedNet
  private let hidden: String
  private let output: String

  private static let names = ["linear": "identity", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu"]

  init(_ net: ExchangedNet) throws(ExchangeFault) {
    self.net = net
    let inner = net.network.layers.dropLast().map(\.activation.name)
    let advice = ["The same in PyTorch: export \"net.py\" as pytorch"]
    guard let first = inner.first ?? Self.names.keys.sorted().first, let hidden = Self.names[first] else {
      throw ExchangeFault(
        "scikit-learn has no \(inner[0]): its hidden layers are linear, sigmoid, tanh or relu", advice: advice
      )
    }
    if let other = inner.first(where: { $0 != first }) {
      throw ExchangeFault(
        "scikit-learn has one activation for all hidden layers, and these have \(first) and \(other)",
        advice: advice)
    }
    let last = net.network.output.name
    guard let output = last == "softmax" ? "softmax" : Self.names[last] else {
      throw ExchangeFault("scikit-learn has no output of \(last)", advice: advice)
    }
    (self.hidden, self.output) = (hidden, output)
  }

  /// Whether the classifier says what the net says: by the largest probability, or by a single one above ½.
  private var isClassifier: Bool {
    guard net.namesClasses, net.targetScaling == nil else { return false }
    return net.hasOneOutputForTwoClasses ? output == "logistic" : output == "softmax"
  }

  func text(_ rows: ExchangedRows?, _ stop: StopSignal) throws(ExchangeFault) -> String {
    let usage = [
      "predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data."
    ]
    let kind = isClassifier ? "MLPClassifier" : "MLPRegressor"
    var lines = PythonText.comments(net.header(usage)) + ["", "import numpy as np"]
    lines += ["from sklearn.neural_network import \(kind)"]
    if isClassifier { lines.append("from sklearn.preprocessing import LabelBinarizer") }
    lines += [""] + (try PythonText.constants(net, stop)) + PythonText.rows(net, rows)
    let encoding = PythonText.encoding(net)
    lines += encoding.isEmpty ? [""] : [""] + encoding + ["", ""]
    lines += estimator(kind) + predict
    if net.namesClasses { lines += classOf }
    let shown = net.namesClasses ? "*y, class_name" : "*y"
    let names = net.namesClasses ? ("row, y, class_name", ", class_of(ROWS)") : ("row, y", "")
    lines += [
      "", "", "if __name__ == \"__main__\":",
      "    for \(names.0) in zip(ROWS, predict(ROWS)\(names.1)):", "        print(*row, \"->\", \(shown))",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private func estimator(_ kind: String) -> [String] {
    let layers = net.network.layers
    let sizes = layers.dropLast().map { "\($0.outputs)" }
    let tuple = sizes.count == 1 ? sizes[0] + "," : sizes.joined(separator: ", ")
    let weights = layers.indices.map { "np.array(W\($0 + 1)).T" }
    let biases = layers.enumerated().map { k, layer in
      layer.hasBias ? "np.array(B\(k + 1))" : "np.zeros(\(layer.outputs))"
    }
    var lines = [
      "net = \(kind)(hidden_layer_sizes=(\(tuple)), activation=\"\(hidden)\")",
      "net.coefs_ = [\(weights.joined(separator: ", "))]",
      "net.intercepts_ = [\(biases.joined(separator: ", "))]", "net.out_activation_ = \"\(output)\"",
      "net.n_layers_ = \(layers.count + 1)", "net.n_outputs_ = \(net.network.outputs)",
      "net.n_features_in_ = \(net.network.inputs)", "net.n_iter_ = 0",
    ]
    if isClassifier {
      // The binarizer keeps the order that it is given; fitting would sort.
      lines += [
        "net._label_binarizer = LabelBinarizer().fit(np.arange(\(net.classes.count)))",
        "net._label_binarizer.classes_ = np.array(CLASSES)", "net.classes_ = np.array(CLASSES)",
      ]
    }
    return lines
  }

  private var predict: [String] {
    var lines = [
      "", "", "def scaled(rows):", "    \"\"\"What the net takes for rows of the data.\"\"\"",
      "    x = np.array(\(net.hasWords ? "[encode(row) for row in rows]" : "rows"), dtype=float)",
    ]
    if let scaling = net.inputScaling {
      let offset = scaling.offset == 0 ? "" : " + INPUT_OFFSET"
      lines.append("    x = (x - np.array(INPUT_SHIFT)) / np.array(INPUT_SCALE)\(offset)")
    }
    lines += [
      "    return x", "", "", "def predict(rows):",
      "    \"\"\"The outputs for rows, in the units of the data: [rows, outputs].\"\"\"",
    ]
    let isOfTwo = isClassifier && net.hasOneOutputForTwoClasses
    lines.append(
      isOfTwo
        ? "    y = net.predict_proba(scaled(rows))[:, 1:]"
        : "    y = net.\(isClassifier ? "predict_proba" : "predict")(scaled(rows)).reshape(len(rows), -1)")
    if let scaling = net.targetScaling {
      let value = scaling.offset == 0 ? "y" : "(y - TARGET_OFFSET)"
      lines.append("    y = \(value) * np.array(TARGET_SCALE) + np.array(TARGET_SHIFT)")
    }
    return lines + ["    return y"]
  }

  private var classOf: [String] {
    let body =
      isClassifier
      ? "    return list(net.predict(scaled(rows)))"
      : "    return [\(PythonText.className(net)) for y in predict(rows)]"
    return ["", "", "def class_of(rows):", "    \"\"\"The name of the class of each row.\"\"\"", body]
  }
}
