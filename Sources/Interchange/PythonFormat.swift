import JSONText
import NeuralCore

/// A program in plain Python, which needs no package.
extension FileFormat {
  /// Python without packages: a function, with the weights as lists.
  public static let python = FileFormat(
    "python", [".py"], tool: "Python without packages", "a function, with the weights as lists",
    mark: .headline(behind: "#"),
    writer: { (net, request) throws(ExchangeFault) in
      try net.requireFinite()
      return .text(try PythonProgram(net, request.rows).text(request.stop))
    }, proof: PythonText.proof)
}

/// What all programs in Python have in common.
enum PythonText {
  static let proof: @Sendable (ExportedFile, StopSignal) throws(ExchangeFault) -> ExchangedNet = {
    (file, stop) throws(ExchangeFault) in try ProgramProof.read(file, stop) { $0.uppercased() }
  }

  /// Comments.
  static func comments(_ lines: [String]) -> [String] { lines.map { $0.isEmpty ? "#" : "# " + $0 } }

  /// The net's numbers by name.
  ///
  /// - Parameter prefix: of their names.
  static func constants(
    _ net: ExchangedNet, prefix: String = "", _ stop: StopSignal
  ) throws(ExchangeFault) -> [String] {
    var texts: [String] = []
    for constant in try net.constants(stop) {
      let start = prefix + constant.name.uppercased() + " = "
      texts.append(start + (try ArraySyntax().text(constant.value, before: start.utf8.count, stop)))
    }
    return texts + classes(net)
  }

  private static func classes(_ net: ExchangedNet) -> [String] {
    net.namesClasses ? ["CLASSES = [" + list(net.classes) + "]"] : []
  }

  private static func list(_ texts: [String]) -> String {
    texts.map { JSONText.quoted($0) }.joined(separator: ", ")
  }

  /// The first rows of the data, values by column.
  static func rows(_ net: ExchangedNet, _ rows: ExchangedRows?) -> [String] {
    ["ROWS = ["]
      + net.cells(rows, atMost: 5).map { row in
        let values = row.map { cell in
          switch cell {
          case .number(let text): text
          case .word(let word): JSONText.quoted(word)
          case .missing: "None"
          }
        }
        return "    [" + values.joined(separator: ", ") + "],"
      } + ["]"]
  }

  /// Turns columns into inputs; nothing where they are the same.
  static func encoding(_ net: ExchangedNet) -> [String] {
    guard net.hasWords else { return [] }
    let columns = net.columns.map { column in
      "    (\(JSONText.quoted(column.name)), [\(list(column.words))], "
        + "[\(column.means.map(\.text).joined(separator: ", "))]),"
    }
    let hasNumbers = net.hasNumbersAsWords
    let isKnown = hasNumbers ? "find(words, value) is not None" : "value in words"
    let ones =
      hasNumbers
      ? "[1 if k == find(words, value) else 0 for k in range(len(words))]"
      : "[1 if value == word else 0 for word in words]"
    let (accents, composed) = net.hasAccents ? (["import unicodedata", ""], Self.composed) : ([], [])
    return accents + [
      "# Columns of a row: name, words, and what is put where a value is missing (None).", "COLUMNS = [",
    ]
      + columns + ["]"] + composed + (hasNumbers ? find : []) + [
        "", "", "def encode(row):",
        "    \"\"\"Inputs for a row of columns: a word is 1 among zeros.\"\"\"",
        "    if len(row) != len(COLUMNS):",
        "        raise ValueError(f\"a row has {len(COLUMNS)} values, not {len(row)}\")", "    inputs = []",
        "    for value, (name, words, means) in zip(row, COLUMNS):",
      ] + (net.hasAccents ? ["        value = composed(value)"] : []) + [
        "        if value is None and means:",
        "            inputs += means", "        elif words and \(isKnown):",
        "            inputs += \(ones)",
        "        elif words or value is None:",
        "            raise ValueError(f\"{name} cannot be {value!r}\")", "        else:",
        "            inputs.append(value)", "    return inputs",
      ]
  }

  /// A letter with an accent is one sign or two.
  private static let composed = [
    "", "", "def composed(value):",
    "    return unicodedata.normalize(\"NFC\", value) if isinstance(value, str) else value", "", "",
    "COLUMNS = [(name, [composed(word) for word in words], means) for name, words, means in COLUMNS]",
  ]

  /// Of columns whose numbers are words: the text as it is first, so that no value is two of them.
  private static let find = [
    "", "", "def find(words, value):",
    "    \"\"\"The place of a value among words; a number may stand for its text.\"\"\"",
    "    if value in words:", "        return words.index(value)",
    "    for place, word in enumerate(words):", "        try:",
    "            if float(word) == float(value):", "                return place",
    "        except (TypeError, ValueError):", "            pass", "    return None",
  ]

  /// The class that outputs `y` say, as an expression.
  static func className(_ net: ExchangedNet) -> String {
    net.hasOneOutputForTwoClasses ? "CLASSES[int(y[0] > 0.5)]" : "CLASSES[list(y).index(max(y))]"
  }
}

private struct PythonProgram {
  let net: ExchangedNet
  let rows: ExchangedRows?
  private var codes: [ActivationCode] = []

  init(_ net: ExchangedNet, _ rows: ExchangedRows?) throws(ExchangeFault) {
    (self.net, self.rows) = (net, rows)
    for activation in net.network.activations { codes.append(try .of(activation)) }
  }

  func text(_ stop: StopSignal) throws(ExchangeFault) -> String {
    let usage = [
      "predict(row) gives the outputs for a row; as a program, those of the first rows of the data."
    ]
    var lines = PythonText.comments(net.header(usage)) + [""]
    if codes.contains(where: { $0.activation == .softmax || $0.python.contains("math.") }) {
      lines += ["import math", ""]
    }
    lines += try PythonText.constants(net, stop) + PythonText.rows(net, rows)
    let encoding = PythonText.encoding(net)
    if !encoding.isEmpty { lines += [""] + encoding }
    lines += [
      "", "", "def sums(inputs, weights, biases):",
      "    return [b + sum(w * x for w, x in zip(row, inputs)) for row, b in zip(weights, biases)]",
    ]
    lines += codes.flatMap(function) + predict
    if net.namesClasses {
      lines += [
        "", "", "def class_of(row):", "    \"\"\"The name of the class of a row.\"\"\"",
        "    y = predict(row)",
        "    return " + PythonText.className(net),
      ]
    }
    let shown = net.namesClasses ? "*predict(row), class_of(row)" : "*predict(row)"
    lines += [
      "", "", "if __name__ == \"__main__\":", "    for row in ROWS:",
      "        print(*row, \"->\", \(shown))",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private func function(_ code: ActivationCode) -> [String] {
    let start = ["", "", "def \(code.activation.name.asWord)(sums):"]
    guard code.activation == .softmax else { return start + ["    return [\(code.python) for s in sums]"] }
    return start + [
      "    powers = [math.exp(s - max(sums)) for s in sums]", "    total = sum(powers)",
      "    return [power / total for power in powers]",
    ]
  }

  private var predict: [String] {
    var lines = [
      "", "", "def predict(row):", "    \"\"\"The outputs for a row, in the units of the data.\"\"\"",
      net.hasWords ? "    x = encode(row)" : "    x = row",
      "    if len(x) != \(net.network.inputs):",
      "        raise ValueError(f\"a row has \(net.network.inputs) inputs, not {len(x)}\")",
    ]
    if let scaling = net.inputScaling {
      let offset = scaling.offset == 0 ? "" : " + INPUT_OFFSET"
      lines.append(
        "    x = [(v - shift) / scale\(offset) for v, shift, scale in zip(x, INPUT_SHIFT, INPUT_SCALE)]")
    }
    for (k, layer) in net.network.layers.enumerated() {
      let biases = layer.hasBias ? "B\(k + 1)" : "[0] * \(layer.outputs)"
      let sums = "sums(x, W\(k + 1), \(biases))"
      let name = layer.activation.name.asWord
      lines.append("    x = " + (layer.activation == .linear ? sums : "\(name)(\(sums))"))
    }
    guard let scaling = net.targetScaling else { return lines + ["    return x"] }
    let value = scaling.offset == 0 ? "y" : "(y - TARGET_OFFSET)"
    return lines + [
      "    return [\(value) * scale + shift for y, shift, scale in zip(x, TARGET_SHIFT, TARGET_SCALE)]"
    ]
  }
}
