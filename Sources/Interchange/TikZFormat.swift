import JSONText
import NeuralCore

/// A drawing in LaTeX.
extension FileFormat {
  /// LaTeX (TikZ): a drawing with the weights as width and color of its lines.
  public static let tikz = FileFormat(
    "tikz", [".tex"], tool: "LaTeX (TikZ)", "a drawing with the weights as width and color of its lines",
    limits: NetDrawing.limits,
    mark: .headline(behind: "%"),
    writer: { (net, request) throws(ExchangeFault) in
      .text(TikZ.text(try NetDrawing(net), request.name(of: net, ".tex")))
    })

  /// A drawing in Graphviz's language.
  public static let dot = FileFormat(
    "dot", [".dot", ".gv"], tool: "Graphviz", "a drawing with the weights as width and color of its lines",
    limits: NetDrawing.limits,
    mark: .headline(behind: "//"),
    writer: { (net, request) throws(ExchangeFault) in
      .text(Dot.text(try NetDrawing(net), request.name(of: net, ".dot")))
    })
}

/// What is drawn of a net: neurons by layer, and lines between them.
private struct NetDrawing {
  /// A weight, from neuron `from` of layer `layer` to neuron `to` of the next one.
  struct Line {
    let layer: Int
    let from: Int
    let to: Int
    let weight: Double
    let text: String
    /// The size of the weight as a share of that of the largest one.
    let share: Double
  }

  static let mostLines = 200
  static let mostNeurons = 30
  static let limits = [
    "Of more than \(mostLines) weights the \(mostLines) largest are drawn, of a layer \(mostNeurons) neurons.",
    "A drawing holds no scaling.",
  ]

  let net: ExchangedNet
  /// Weights of the drawn neurons, the smallest first, so that the largest lies on top.
  let lines: [Line]
  /// All weights of the drawn neurons.
  let weightCount: Int

  init(_ net: ExchangedNet) throws(ExchangeFault) {
    try net.requireFinite()
    self.net = net
    var all: [(layer: Int, from: Int, to: Int, place: Int)] = []
    for (k, layer) in net.network.layers.enumerated() {
      let start = net.network.offset(ofLayer: k)
      for to in 0..<min(layer.outputs, Self.mostNeurons) {
        for from in 0..<min(layer.inputs, Self.mostNeurons) {
          all.append((k, from, to, start + to * layer.inputs + from))
        }
      }
    }
    let numbers = net.network.parameters
    let largest = all.reduce(0) { max($0, abs(numbers[$1.place])) }
    weightCount = all.count
    let ordered = all.sorted {
      let (a, b) = (abs(numbers[$0.place]), abs(numbers[$1.place]))
      return a == b ? $0.place > $1.place : a < b
    }
    lines = ordered.suffix(Self.mostLines).map {
      let weight = numbers[$0.place]
      return Line(
        layer: $0.layer, from: $0.from, to: $0.to, weight: weight, text: numbers.decimal($0.place).text,
        share: largest == 0 ? 0 : abs(weight) / largest)
    }
  }

  /// Neurons that are drawn, by layer, the inputs first.
  var sizes: [Int] { net.network.sizes.map { min($0, Self.mostNeurons) } }

  /// Names of the drawn neurons of a layer: those of inputs and outputs, else none.
  func names(_ layer: Int) -> [String] {
    let all =
      layer == 0
      ? net.columns.isEmpty ? [] : net.inputNames
      : layer < net.network.layers.count ? [] : net.hasOneOutputForTwoClasses ? [net.classes[1]] : outputs
    return Array(all.prefix(Self.mostNeurons))
  }

  private var outputs: [String] {
    let names = net.classes.isEmpty ? net.outputNames : net.classes
    return names.count == net.network.outputs ? names : []
  }

  /// `inputs`, `4 tanh` and so on.
  func title(_ layer: Int) -> String {
    guard layer > 0 else { return "\(net.network.inputs) input\(net.network.inputs == 1 ? "" : "s")" }
    let drawn = net.network.layers[layer - 1]
    return "\(drawn.outputs) \(drawn.activation.name)"
  }

  /// What the picture leaves out; nil for nothing.
  var remark: String? {
    let hasMore = net.network.sizes.contains { $0 > Self.mostNeurons }
    let parts = [
      hasMore ? "the first \(Self.mostNeurons) neurons of a layer" : nil,
      weightCount > Self.mostLines ? "the \(Self.mostLines) largest of \(weightCount) weights" : nil,
    ].compactMap { $0 }
    return parts.isEmpty ? nil : "Drawn: " + parts.joined(separator: ", ") + "."
  }
}

private enum TikZ {
  static func text(_ drawing: NetDrawing, _ file: String) -> String {
    let net = drawing.net
    var lines = net.header([
      "pdflatex \(file.inShell) makes a PDF; to put it into a paper, copy the tikzpicture."
    ])
    .map { $0.isEmpty ? "%" : "% " + $0 }
    lines += [
      // Some installations have no class for a single picture.
      "\\IfFileExists{standalone.cls}{\\documentclass[tikz,border=4pt]{standalone}}"
        + "{\\documentclass{article}\\usepackage[a3paper,landscape,margin=1cm]{geometry}\\usepackage{tikz}"
        + "\\pagestyle{empty}\\setlength\\parindent{0pt}}",
      "\\usepackage[T1]{fontenc}",
      "\\usepackage[utf8]{inputenc}",
      // Blue and orange differ for all eyes, also in gray.
      "\\definecolor{positive}{HTML}{0072B2}", "\\definecolor{negative}{HTML}{D55E00}",
      "\\begin{document}", "\\begin{tikzpicture}[",
      "  neuron/.style={circle, draw=black!70, fill=white, minimum size=6mm, inner sep=0pt},",
      "  caption/.style={font=\\small}, title/.style={font=\\small, text=black!70}]",
    ]
    lines += neurons(drawing)
    lines.append("  \\begin{scope}[on behind layer]")
    lines += drawing.lines.map { line in
      let width = (0.2 + 2.2 * line.share).fixed(2)
      let color = line.weight < 0 ? "negative" : "positive"
      return "    \\draw[\(color), line width=\(width)pt, opacity=\((0.25 + 0.75 * line.share).fixed(2))] "
        + "(n\(line.layer)-\(line.from)) -- (n\(line.layer + 1)-\(line.to)); % \(line.text)"
    }
    lines.append("  \\end{scope}")
    lines += legend(drawing)
    lines += ["\\end{tikzpicture}", "\\end{document}"]
    // The lines lie behind the neurons, on a layer of their own.
    let layers = [
      "\\pgfdeclarelayer{behind}", "\\pgfsetlayers{behind,main}",
      "\\tikzset{on behind layer/.style={execute at begin scope={\\begin{pgfonlayer}{behind}}, "
        + "execute at end scope={\\end{pgfonlayer}}}}",
    ]
    let place = lines.firstIndex(of: "\\begin{document}") ?? 0
    lines.insert(contentsOf: layers, at: place)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func neurons(_ drawing: NetDrawing) -> [String] {
    let tallest = drawing.sizes.max() ?? 1
    let distance = tallest > 12 ? 0.75 : 1.1
    return drawing.sizes.enumerated().flatMap { layer, size in
      let (x, names) = (Double(layer) * 2.8, drawing.names(layer))
      let nodes = (0..<size).map { k in
        let y = (Double(size - 1) / 2 - Double(k)) * distance
        let side = layer == 0 ? "left" : "right"
        let name = names.indices.contains(k) ? ", label={[caption]\(side):\(tex(names[k]))}" : ""
        return "  \\node[neuron\(name)] (n\(layer)-\(k)) at (\(x.fixed(2)), \(y.fixed(2))) {};"
      }
      let top = Double(tallest - 1) / 2 * distance + 0.9
      return nodes + ["  \\node[title] at (\(x.fixed(2)), \(top.fixed(2))) {\(tex(drawing.title(layer)))};"]
    }
  }

  private static func legend(_ drawing: NetDrawing) -> [String] {
    let bottom =
      -Double((drawing.sizes.max() ?? 1) - 1) / 2 * ((drawing.sizes.max() ?? 1) > 12 ? 0.75 : 1.1) - 0.9
    let signs = "\\textcolor{positive}{positive} and \\textcolor{negative}{negative} weights"
    let remark = drawing.remark.map { ". " + tex($0) } ?? ""
    let middle = Double(drawing.sizes.count - 1) * 1.4
    return ["  \\node[title] at (\(middle.fixed(2)), \(bottom.fixed(2))) {\(signs)\(remark)};"]
  }

  /// Characters that LaTeX takes for something else; what pdflatex has no letter for is a ?.
  private static func tex(_ text: String) -> String {
    let names: [Unicode.Scalar: String] = [
      "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%",
      "_": "\\_", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "<": "\\textless{}",
      ">": "\\textgreater{}", "\"": "\\textquotedbl{}", "|": "\\textbar{}",
    ]
    return text.inComment.unicodeScalars.map { scalar in
      // Latin letters are in the encoding T1.
      names[scalar] ?? (scalar.value < 127 || 0xc0...0xff ~= scalar.value ? String(scalar) : "?")
    }.joined()
  }
}

private enum Dot {
  static func text(_ drawing: NetDrawing, _ file: String) -> String {
    let net = drawing.net
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    var lines = net.header(["dot -Tsvg \(file.inShell) > \((stem + ".svg").inShell)"])
      .map { $0.isEmpty ? "//" : "// " + $0 }
    let remark = drawing.remark.map { ". " + $0 } ?? ""
    lines += [
      "digraph \(quoted(net.name)) {",
      "  rankdir=LR; ranksep=1.5; nodesep=0.25; splines=line; outputorder=edgesfirst;",
      "  fontname=\"Helvetica\"; labelloc=b;",
      "  label=\(quoted("blue: positive weights, orange: negative ones\(remark)"));",
      "  node [shape=circle, style=\"filled,rounded\", fillcolor=white, color=gray30, fontname=\"Helvetica\", fontsize=11];",
      "  edge [arrowhead=none];",
    ]
    for (layer, size) in drawing.sizes.enumerated() {
      let (names, places) = (drawing.names(layer), 0..<size)
      lines.append("  subgraph {")
      lines.append("    rank=same; t\(layer) [label=\(quoted(drawing.title(layer))), shape=plaintext];")
      for k in places {
        let name = names.indices.contains(k) ? quoted(names[k]) + ", shape=box" : quoted("L\(layer)N\(k)")
        lines.append("    n\(layer)_\(k) [label=\(name)];")
      }
      // A chain that is not seen keeps their order.
      let chain = ["t\(layer)"] + places.map { "n\(layer)_\($0)" }
      lines += ["    edge [style=invis];", "    \(chain.joined(separator: " -> "));", "  }"]
    }
    lines += drawing.lines.map { line in
      let color = line.weight < 0 ? "#D55E00" : "#0072B2"
      return "  n\(line.layer)_\(line.from) -> n\(line.layer + 1)_\(line.to) [color=\"\(color)\", "
        + "penwidth=\((0.3 + 3.7 * line.share).fixed(2)), tooltip=\"\(line.text)\"];"
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  /// A backslash begins an escape in labels.
  private static func quoted(_ text: String) -> String {
    let clean = String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { !$0.isUnseen }))
    return "\"" + clean.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension String {
  /// As a word of a shell, on one line.
  fileprivate var inShell: String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+,=@%/-")
    let text = (hasPrefix("-") ? "./" : "") + inComment
    return text.allSatisfy(plain.contains) ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
