import NeuralCore

/// A program for Keras 3 that makes a model, with the scaling as layers of it.
extension FileFormat {
  /// Keras: a model with the weights, and with the scaling in it.
  public static let keras = FileFormat(
    "keras", [".py"], tool: "Keras", "a model with the weights, and with the scaling in it",
    mark: .headline(behind: "#", line: "import keras"),
    writer: { (net, request) throws(ExchangeFault) in
      try net.requireFinite()
      return .text(try KerasProgram(net: net).text(request.rows, request.stop))
    }, proof: PythonText.proof)
}

private struct KerasProgram {
  let net: ExchangedNet

  private var type: String { net.network.precision == .double ? "float64" : "float32" }

  func text(_ rows: ExchangedRows?, _ stop: StopSignal) throws(ExchangeFault) -> String {
    let usage = [
      "predict(rows) gives the outputs for a list of rows; as a program, those of the first rows of the data.",
      "model.save(\"\(net.name).keras\") saves the model.",
    ]
    var lines = PythonText.comments(net.header(usage))
    lines += ["", "import keras", "import numpy as np", "from keras import layers", ""]
    if net.network.precision == .double { lines += ["keras.config.set_floatx(\"float64\")", ""] }
    lines += try PythonText.constants(net, stop) + PythonText.rows(net, rows)
    let encoding = PythonText.encoding(net)
    if !encoding.isEmpty { lines += [""] + encoding }
    lines += functions + ["", ""] + (try model) + weights
    lines += [
      "", "", "def predict(rows):",
      "    \"\"\"The outputs for rows, in the units of the data: [rows, outputs].\"\"\"",
      "    inputs = \(net.hasWords ? "[encode(row) for row in rows]" : "rows")",
      "    return model.predict(np.array(inputs, \"\(type)\"), verbose=0)",
    ]
    let shown = net.namesClasses ? "*y, \(PythonText.className(net))" : "*y"
    lines += [
      "", "", "if __name__ == \"__main__\":", "    for row, y in zip(ROWS, predict(ROWS)):",
      "        print(*row, \"->\", \(shown))",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Activations that Keras has no word for, or another default.
  private var functions: [String] {
    let bodies = [
      "step": "keras.ops.cast(s > 0, s.dtype)", "heaviside": "keras.ops.cast(s >= 0, s.dtype)",
      "leaky_relu": "keras.ops.leaky_relu(s, negative_slope=0.01)",
      "gelu_tanh": "keras.ops.gelu(s, approximate=True)",
    ]
    return net.network.activations.flatMap { activation in
      let name = activation.name.asWord
      return bodies[name].map { body in
        [
          "", "", "@keras.saving.register_keras_serializable(\"\(net.name)\")", "def \(name)(s):",
          "    return " + body,
        ]
      } ?? []
    }
  }

  private var model: [String] {
    get throws(ExchangeFault) {
      var lines = ["model = keras.Sequential([", "    keras.Input((\(net.network.inputs),)),"]
      if let scaling = net.inputScaling {
        // In two steps, since x · (1/scale) − shift/scale is a difference of large numbers.
        lines += [
          "    layers.Rescaling(1.0, [-shift for shift in INPUT_SHIFT]),",
          "    layers.Rescaling([1 / scale for scale in INPUT_SCALE], \(scaling.offset)),",
        ]
      }
      for layer in net.network.layers {
        let activation =
          layer.activation == .linear ? "" : ", \(try ActivationCode.of(layer.activation).keras)"
        let bias = layer.hasBias ? "" : ", use_bias=False"
        lines.append("    layers.Dense(\(layer.outputs)\(activation)\(bias)),")
      }
      if let scaling = net.targetScaling {
        if scaling.offset != 0 { lines.append("    layers.Rescaling(1.0, \(-scaling.offset)),") }
        lines.append(
          "    layers.Rescaling(TARGET_SCALE, TARGET_SHIFT),")
      }
      return lines + ["])"]
    }
  }

  private var weights: [String] {
    let arrays = net.network.layers.enumerated().flatMap { k, layer in
      ["    np.array(W\(k + 1)).T,"] + (layer.hasBias ? ["    np.array(B\(k + 1)),"] : [])
    }
    return ["model.set_weights(["] + arrays + ["])"]
  }
}
