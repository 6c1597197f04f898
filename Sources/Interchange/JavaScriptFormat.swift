import JSONText
import NeuralCore

/// A module of JavaScript, for pages and for Node.
extension FileFormat {
  /// JavaScript: a module with a function, for pages and for Node.
  public static let javaScript = FileFormat(
    "javascript", [".js", ".mjs"], tool: "JavaScript", "a module with a function, for pages and for Node",
    mark: .headline(behind: "//"),
    writer: { (net, request) throws(ExchangeFault) in
      try net.requireFinite()
      return .text(try JavaScriptProgram(net).text(request.name(of: net, ".mjs"), request.stop))
    }, proof: { (file, stop) throws(ExchangeFault) in try ProgramProof.read(file, stop) { $0 } })
}

private struct JavaScriptProgram {
  let net: ExchangedNet
  private var codes: [ActivationCode] = []

  init(_ net: ExchangedNet) throws(ExchangeFault) {
    self.net = net
    for activation in net.network.activations { codes.append(try .of(activation)) }
  }

  func text(_ file: String, _ stop: StopSignal) throws(ExchangeFault) -> String {
    let usage = [
      "import { predict } from \(JSONText.quoted("./" + file.inComment)); predict(row) gives the outputs for a row."
    ]
    var lines = net.header(usage).map { $0.isEmpty ? "//" : "// " + $0 } + [""]
    for constant in try net.constants(stop) {
      let start = "const \(constant.name) = "
      let text = try ArraySyntax(indent: "  ").text(constant.value, before: start.utf8.count, stop)
      lines.append(start + text + ";")
    }
    if net.namesClasses { lines.append("export const classes = [" + Self.list(net.classes) + "];") }
    lines += encoding
    lines += [
      "", "const sums = (inputs, weights, biases) =>",
      "  weights.map((row, k) => row.reduce((sum, w, j) => sum + w * inputs[j], biases ? biases[k] : 0));",
    ]
    if codes.contains(where: { $0.javaScript.contains("erf(") }) { lines += erf }
    lines += codes.flatMap(function) + predict
    if net.namesClasses {
      let best = net.hasOneOutputForTwoClasses ? "y[0] > 0.5 ? 1 : 0" : "y.indexOf(Math.max(...y))"
      lines += [
        "", "/** The name of the class of a row. */", "export function classOf(row) {",
        "  const y = predict(row);", "  return classes[\(best)];", "}",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func list(_ texts: [String]) -> String {
    texts.map { JSONText.quoted($0) }.joined(separator: ", ")
  }

  /// Turns columns into inputs; nothing where they are the same.
  private var encoding: [String] {
    guard net.hasWords else { return [] }
    let columns = net.columns.map { column in
      "  [\(JSONText.quoted(column.name)), [\(Self.list(column.words))], "
        + "[\(column.means.map(\.text).joined(separator: ", "))]],"
    }
    let hasNumbers = net.hasNumbersAsWords
    let isKnown = hasNumbers ? "(find(words, value) >= 0)" : "words.includes(value)"
    let ones =
      hasNumbers ? "(_, k) => (k === find(words, value) ? 1 : 0)" : "(word) => (word === value ? 1 : 0)"
    return [
      "", "// Columns of a row: name, words, and what is put where a value is missing (null).",
      "const columns = [",
    ] + columns + [net.hasAccents ? Self.composed : "];"] + (hasNumbers ? Self.find : []) + [
      "", "/** Inputs for a row of columns: a word is 1 among zeros. */",
      "export function encode(row) {", "  if (row.length !== columns.length) {",
      "    throw new Error(`a row has ${columns.length} values, not ${row.length}`);", "  }",
      "  return columns.flatMap(([name, words, means], k) => {",
      "    const value = "
        + (net.hasAccents
          ? "typeof row[k] === \"string\" ? row[k].normalize() : row[k] ?? null;" : "row[k] ?? null;"),
      "    if (value === null && means.length) return means;",
      "    if (value === null || (words.length && !\(isKnown))) {",
      "      throw new Error(`${name} cannot be ${value}`);", "    }",
      "    return words.length ? words.map(\(ones)) : [value];", "  });", "}",
    ]
  }

  /// A letter with an accent is one sign or two.
  private static let composed =
    "].map(([name, words, means]) => [name, words.map((word) => word.normalize()), means]);"

  /// Of columns whose numbers are words: the text as it is first, so that no value is two of them.
  private static let find = [
    "", "/** The place of a value among words; a number may stand for its text. */",
    "function find(words, value) {", "  const place = words.indexOf(value);",
    "  if (place >= 0 || value === null || value === \"\") return place;",
    "  return words.findIndex((word) => Number(word) === Number(value));", "}",
  ]

  /// A series of positive terms, which is as exact as the number is.
  private var erf: [String] {
    [
      "", "// e^(−x²) Σ 2^n x^(2n+1) / (1·3·…·(2n+1)) · 2/√π", "function erf(x) {",
      "  const size = Math.abs(x);", "  if (size > 6) return Math.sign(x);", "  let term = size;",
      "  let sum = size;", "  for (let n = 1; term > sum * 1e-17; n++) {",
      "    term *= (2 * size * size) / (2 * n + 1);", "    sum += term;", "  }",
      "  return Math.sign(x) * 1.1283791670955126 * Math.exp(-size * size) * sum;", "}",
    ]
  }

  private func function(_ code: ActivationCode) -> [String] {
    let name = code.activation.name.asWord
    guard code.activation == .softmax else {
      return ["", "const \(name) = (sums) => sums.map((s) => (\(code.javaScript)));"]
    }
    return [
      "", "function softmax(sums) {", "  const most = Math.max(...sums);",
      "  const powers = sums.map((s) => Math.exp(s - most));",
      "  const total = powers.reduce((sum, power) => sum + power, 0);",
      "  return powers.map((power) => power / total);", "}",
    ]
  }

  private var predict: [String] {
    var lines = [
      "", "/** The outputs for a row, in the units of the data. */", "export function predict(row) {",
      "  let x = \(net.hasWords ? "encode(row)" : "[...row]");",
      "  if (x.length !== \(net.network.inputs)) {",
      "    throw new Error(`a row has \(net.network.inputs) inputs, not ${x.length}`);", "  }",
    ]
    if let scaling = net.inputScaling {
      let offset = scaling.offset == 0 ? "" : " + input_offset"
      lines.append("  x = x.map((v, k) => (v - input_shift[k]) / input_scale[k]\(offset));")
    }
    for (k, layer) in net.network.layers.enumerated() {
      let sums = "sums(x, w\(k + 1)\(layer.hasBias ? ", b\(k + 1)" : ""))"
      let name = layer.activation.name.asWord
      lines.append("  x = " + (layer.activation == .linear ? sums : "\(name)(\(sums))") + ";")
    }
    if let scaling = net.targetScaling {
      let value = scaling.offset == 0 ? "y" : "(y - target_offset)"
      lines.append("  x = x.map((y, k) => \(value) * target_scale[k] + target_shift[k]);")
    }
    return lines + ["  return x;", "}"]
  }
}
