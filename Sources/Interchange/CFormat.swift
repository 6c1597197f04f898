import NeuralCore

/// A header of C99 that is all of a net: no library but libm, no memory but the stack, nothing to set up.
extension FileFormat {
  /// C and C++: a function of C99, with the weights as constants.
  public static let c = FileFormat(
    "c", [".h", ".c"], tool: "C and C++", "a function of C99, with the weights as constants",
    limits: [
      "Numbers are float, with `double` double.",
      "Words of a column are inputs of 0 and 1 each, which have names.",
    ], choices: [.double, .flash],
    mark: .headline(behind: "/*"),
    writer: { (net, request) throws(ExchangeFault) in
      guard !request.choices.isSuperset(of: [.double, .flash]) else {
        throw ExchangeFault(
          "`flash` is for float: an AVR has no other numbers", advice: ["Leave out `double`."])
      }
      try net.requireFinite()
      if !request.choices.contains(.double) {
        try net.requireFloats(advice: request.choices.contains(.flash) ? [] : ["Write it with `double`."])
      }
      return .text(try CProgram(net, request.choices).text(request.stop))
    },
    proof: { (file, stop) throws(ExchangeFault) in
      let line = String(decoding: file.bytes.prefix(200).dropFirst(3), as: UTF8.self)
      let name = line.prefix { $0 != ":" }
      return try ProgramProof.read(file, stop) { "\(name)_\($0)" }
    })
}

private struct CProgram {
  let net: ExchangedNet
  let isDouble: Bool
  let isFlash: Bool
  private let codes: [ActivationCode]

  init(_ net: ExchangedNet, _ choices: Set<FileFormat.Choice>) throws(ExchangeFault) {
    self.net = net
    (isDouble, isFlash) = (choices.contains(.double), choices.contains(.flash))
    var codes: [ActivationCode] = []
    for activation in net.network.activations { codes.append(try .of(activation)) }
    self.codes = codes
  }

  private var type: String { isDouble ? "double" : "float" }
  private var suffix: String { isDouble ? "" : "f" }
  private var upper: String { net.name.uppercased() }
  private var layers: [Layer] { net.network.layers }

  func text(_ stop: StopSignal) throws(ExchangeFault) -> String {
    var lines = header + [""] + includes + defines
    for constant in try net.constants(stop) { lines += [try text(constant, stop), ""] }
    if net.namesClasses {
      let count = "[\(upper)_CLASSES]"
      let names = net.classes.map { "    \(Self.quoted($0))" }.joined(separator: ",\n")
      lines += ["static const char *const \(net.name)_class_names\(count) = {", names, "};", ""]
    }
    lines += erf + codes.flatMap(function) + run
    if net.namesClasses { lines += classFunction }
    return (lines + ["#endif"]).joined(separator: "\n") + "\n"
  }

  // MARK: Top

  private var header: [String] {
    var usage = [
      "\(type) y[\(upper)_OUTPUTS];", "\(net.name)_run(x, y);   where x has \(upper)_INPUTS numbers",
    ]
    if net.namesClasses {
      usage.append("puts(\(net.name)_class_names[\(net.name)_class(y)]);")
    }
    let lines = net.header(usage)
    return ["/* " + lines[0]] + lines.dropFirst().map { $0.isEmpty ? " *" : " * " + $0 } + [" */"]
  }

  private var includes: [String] {
    let needsMath = codes.contains { $0.activation == .softmax || $0.c.contains("@(") }
    let mathematics = ["#include <math.h>  /* on Linux the linker needs -lm */", ""]
    let guarding = ["#ifndef \(upper)_NET_H", "#define \(upper)_NET_H", ""]
    let flash = [
      "#if defined(__AVR__)", "#include <avr/pgmspace.h>", "#define \(upper)_FLASH PROGMEM",
      "#define \(upper)_READ(place) pgm_read_float(place)", "#else", "#define \(upper)_FLASH",
      "#define \(upper)_READ(place) (*(place))", "#endif", "",
    ]
    return guarding + (needsMath ? mathematics : []) + (isFlash ? flash : [])
  }

  private var defines: [String] {
    var lines = [
      "#define \(upper)_INPUTS \(net.network.inputs)", "#define \(upper)_OUTPUTS \(net.network.outputs)",
    ]
    if net.namesClasses { lines.append("#define \(upper)_CLASSES \(net.classes.count)") }
    return lines + inputNames + [""]
  }

  /// Where an input stands in x, by name.
  private var inputNames: [String] {
    guard !net.inputLines.isEmpty else { return [] }
    var taken: Set<String> = []
    return ["", "/* Places in x. */"]
      + net.inputNames.enumerated().map { k, name in
        var word = name.asWord.uppercased()
        while !taken.insert(word).inserted { word += "_\(k)" }
        return "#define \(upper)_X_\(word) \(k)"
      }
  }

  private func text(_ constant: NetConstant, _ stop: StopSignal) throws(ExchangeFault) -> String {
    let name = "\(net.name)_\(constant.name)"
    let flash = isFlash ? " \(upper)_FLASH" : ""
    let lengths =
      switch constant.value {
      case .number: ""
      case .list(let numbers): "[\(numbers.count)]\(flash)"
      case .matrix(let rows): "[\(rows.count)][\(rows[0].count)]\(flash)"
      }
    let syntax = ArraySyntax(open: "{", close: "}", last: "", suffix: suffix)
    let start = "static const \(type) \(name)\(lengths) = "
    return start + (try syntax.text(constant.value, before: start.utf8.count, stop)) + ";"
  }

  // MARK: Functions

  private func function(_ code: ActivationCode) -> [String] {
    let name = "\(net.name)_\(code.activation.name.asWord)"
    guard code.activation != .softmax else { return softmax(name) }
    return [
      "static inline \(type) \(name)(\(type) s)", "{",
      "    return " + expression(code) + ";", "}", "",
    ]
  }

  /// The library of an AVR has exp, log and tanh, and none of the functions that spare them a rounding.
  private func expression(_ code: ActivationCode) -> String {
    let text =
      isFlash
      ? code.c.replacing("log1p@(exp@(s))", with: "log@(1.0@ + exp@(s))")
        .replacing("expm1@(s)", with: "(exp@(s) - 1.0@)").replacing("erf@(", with: "\(net.name)_erf(")
      : code.c
    return text.replacing("@", with: suffix)
  }

  /// e^(−x²) Σ 2^n x^(2n+1) / (1·3·…·(2n+1)) · 2/√π: all terms are positive.
  private var erf: [String] {
    guard isFlash, codes.contains(where: { $0.c.contains("erf@(") }) else { return [] }
    return [
      "static inline float \(net.name)_erf(float x)", "{", "    const float size = (x < 0.0f) ? -x : x;",
      "    float term = size;", "    float sum = size;", "    float n = 1.0f;", "    float value = 1.0f;", "",
      "    if (size < 4.0f) {", "        while (term > (1.0e-8f * sum)) {",
      "            term *= (2.0f * size * size) / ((2.0f * n) + 1.0f);", "            sum += term;",
      "            n += 1.0f;", "        }", "        value = 1.1283791671f * expf(-size * size) * sum;",
      "    }",
      "    return (x < 0.0f) ? -value : value;", "}", "",
    ]
  }

  private func softmax(_ name: String) -> [String] {
    [
      "static inline void \(name)(\(type) *y, unsigned int count)", "{", "    \(type) most = y[0];",
      "    \(type) sum = 0.0\(suffix);", "    unsigned int k;", "", "    for (k = 1U; k < count; k++) {",
      "        if (y[k] > most) {", "            most = y[k];", "        }", "    }",
      "    for (k = 0U; k < count; k++) {", "        y[k] = exp\(suffix)(y[k] - most);",
      "        sum += y[k];", "    }", "    for (k = 0U; k < count; k++) {", "        y[k] /= sum;", "    }",
      "}", "",
    ]
  }

  private func read(_ name: String, _ place: String) -> String {
    let element = "\(net.name)_\(name)\(place)"
    return isFlash ? "\(upper)_READ(&\(element))" : element
  }

  private var run: [String] {
    // Layers write into two arrays in turn, the last one into y.
    let hidden = layers.dropLast()
    let buffers = [
      hidden.enumerated().filter { $0.offset % 2 == 0 }, hidden.enumerated().filter { $0.offset % 2 == 1 },
    ]
    let widths = buffers.map { $0.map(\.element.outputs).max() ?? 0 }
    var lines = ["static inline void \(net.name)_run(const \(type) *x, \(type) *y)", "{"]
    if net.inputScaling != nil { lines.append("    \(type) scaled[\(net.network.inputs)];") }
    for (buffer, width) in zip(["a", "b"], widths) where width > 0 {
      lines.append("    \(type) \(buffer)[\(width)];")
    }
    lines += ["    unsigned int k;", "    unsigned int j;", ""]
    var from = "x"
    if let scaling = net.inputScaling {
      lines += scale(scaling)
      from = "scaled"
    }
    for k in layers.indices {
      let into = k == layers.count - 1 ? "y" : k % 2 == 0 ? "a" : "b"
      lines += layer(k, from, into)
      from = into
    }
    if let scaling = net.targetScaling { lines += unscale(scaling) }
    return lines + ["}", ""]
  }

  private func loop(_ variable: String, _ count: Int, _ indent: String) -> String {
    "\(indent)for (\(variable) = 0U; \(variable) < \(count)U; \(variable)++) {"
  }

  private func scale(_ scaling: Scaling) -> [String] {
    let offset = scaling.offset == 0 ? "" : " + \(net.name)_input_offset"
    return [
      loop("k", net.network.inputs, "    "),
      "        scaled[k] = ((x[k] - \(read("input_shift", "[k]"))) / \(read("input_scale", "[k]")))\(offset);",
      "    }",
    ]
  }

  private func unscale(_ scaling: Scaling) -> [String] {
    let value = scaling.offset == 0 ? "y[k]" : "(y[k] - \(net.name)_target_offset)"
    return [
      loop("k", net.network.outputs, "    "),
      "        y[k] = (\(value) * \(read("target_scale", "[k]"))) + \(read("target_shift", "[k]"));", "    }",
    ]
  }

  private func layer(_ k: Int, _ from: String, _ into: String) -> [String] {
    let (layer, number) = (layers[k], k + 1)
    let start = layer.hasBias ? read("b\(number)", "[k]") : "0.0\(suffix)"
    let name = "\(net.name)_\(layer.activation.name.asWord)"
    let value = layer.activation == .linear || layer.activation == .softmax ? "s" : "\(name)(s)"
    var lines = [
      loop("k", layer.outputs, "    "), "        \(type) s = \(start);", "",
      loop("j", layer.inputs, "        "),
      "            s += \(read("w\(number)", "[k][j]")) * \(from)[j];", "        }",
      "        \(into)[k] = \(value);", "    }",
    ]
    if layer.activation == .softmax { lines.append("    \(name)(\(into), \(layer.outputs)U);") }
    return lines
  }

  private var classFunction: [String] {
    let start = ["static inline unsigned int \(net.name)_class(const \(type) *y)", "{"]
    if net.hasOneOutputForTwoClasses {
      return start + ["    return (y[0] > 0.5\(suffix)) ? 1U : 0U;", "}", ""]
    }
    return start + [
      "    unsigned int best = 0U;", "    unsigned int k;", "",
      "    for (k = 1U; k < \(net.classes.count)U; k++) {", "        if (y[k] > y[best]) {",
      "            best = k;", "        }", "    }", "    return best;", "}", "",
    ]
  }

  /// Bytes that are no printable ASCII as octal numbers, and ? too, which begins trigraphs.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "?"):
        result += "\\" + String(UnicodeScalar(byte))
      case 32..<127: result.unicodeScalars.append(UnicodeScalar(byte))
      default: result += "\\" + String(byte >> 6) + String(byte >> 3 & 7) + String(byte & 7)
      }
    }
    return result + "\""
  }
}
