/// `export "xor.py" as pytorch training`
public struct ExportStatement: Sendable {
  /// The file's name.
  public let file: Expression
  /// The options as given, by key.
  public let options: GivenOptions<ExportOption>
}

/// The options of `export`.
public enum ExportOption: String, OptionKey {
  case `as`, name, training, matmul, double, flash, replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .as:
      OptionSpec(
        rawValue, [.word(.fileFormat)],
        "which kind, where several have one end: a .py is for python, pytorch, sklearn or keras")
    case .name:
      OptionSpec(
        rawValue, [.argument("\"NAME\"")], "what the net is called in the file", fallback: "that of the file")
    case .training:
      OptionSpec(rawValue, [], "as pytorch: the program that trains, from the same start to the same losses")
    case .matmul: OptionSpec(rawValue, [], "of ONNX: MatMul and Add in place of Gemm, for tools without it")
    case .double: OptionSpec(rawValue, [], "of C: double in place of float")
    case .flash: OptionSpec(rawValue, [], "of C: constants in the program memory of an AVR")
    case .replace: .replace
    }
  }
}

/// `import "net.safetensors" activations tanh linear`
public struct ImportStatement: Sendable {
  /// The file's name.
  public let file: Expression
  /// The activations of the layers, for files that do not say them; empty for none.
  public let activations: [Located<String>]
}

extension StatementSpec {
  static let export: StatementSpec = StatementSpec(
    "export", .session, "writes the net for another tool", forms: ["export \"FILE\" [OPTIONS]"],
    options: ExportOption.specs,
    notes: [
      "The end of the name says the kind: .h, .py, .onnx, .safetensors, .npz, .xlsx, .js, .json, .swift, .tex, .dot.",
      "Scaling, words that became numbers and the names of classes are part of what is written.",
      "nn reads the file again where it can, and says by how much outputs differ over the data.",
    ],
    example: "net 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 until loss<0.01\n# export \"xor.h\"",
    speaksOf: [.fileFormat], effects: [.writesFile],
    mistakes: [
      .alone("export \"xor.h\"", .noNet), .afterXor("export xor.h", .fileWithoutQuotes),
      .afterXor("export \"xor.doc\"", .cannotWrite), .afterXor("export \"xor.py\" as torch", .unknownName),
    ]
  ) { (parser, verb) throws(Diagnostic) in
    // export = "export" file { option } ;
    .export(
      ExportStatement(
        file: try parser.file(verb), options: try parser.options(of: .export, ExportOption.self)))
  }

  static let `import` = StatementSpec(
    "import", .session, "takes a net from a file of another tool",
    forms: ["import \"FILE\"", "import \"FILE\" activations ACTIVATION …"],
    notes: [
      "The end of the name says the kind: .safetensors, .npz, .onnx, .pt, .net of FANN and SNNS, .json of `export`.",
      "Files that hold weights alone need the activations of their layers, the first hidden layer's first.",
      "The net takes the place of the one before; data stays. Scaling becomes a part of the weights.",
    ],
    example: "# import \"net.safetensors\" activations tanh linear", speaksOf: [.activation],
    effects: [.changesSession],
    mistakes: [
      .alone("import \"none.onnx\"", .fileMissing), .alone("import none.onnx", .fileWithoutQuotes),
      .alone("import \"net.doc\"", .badFile),
    ]
  ) { (parser, verb) throws(Diagnostic) in try parser.importNet(verb) }
}

extension Parser {
  /// import = "import" file [ "activations" ACTIVATION { ACTIVATION } ] ;
  fileprivate mutating func importNet(_ verb: Token) throws(Diagnostic) -> Statement {
    if isAtWord, !wordToBlank.contains(".") {
      // `import numpy as np`
      throw Diagnostic(
        .fileWithoutQuotes,
        "`import` takes a net from a file, and needs its name in quotes; libraries need no line",
        at: current.span)
    }
    let file = try file(verb)
    expect(word: "activations", "of the layers, for files that do not say them")
    guard eat("activations") else {
      if isAtWord, ForeignWords.meant(by: String(text(current)), among: ["activations"]) != nil {
        throw Diagnostic(
          .unexpectedWord, "I did not expect `\(text(current))` here", at: current.span,
          label: "did you mean `activations`?")
      }
      return .importNet(ImportStatement(file: file, activations: []))
    }
    var activations = [try word(of: .activation)]
    expect(.named(.activation))
    while isAtWord {
      activations.append(try word(of: .activation))
      expect(.named(.activation))
    }
    return .importNet(ImportStatement(file: file, activations: activations))
  }
}

extension ExportStatement: LineSyntax {
  var spec: StatementSpec? { .export }
  var givenOptions: [GivenOption] { options.all }

  func visitExpressions(_ body: (Expression) -> Void) {
    body(file)
    visitOptions(body)
  }

  func words(_ formatter: Formatter) -> [String] {
    ["export", formatter.text(file)] + options.map { formatter.text($0) }
  }
}

extension ImportStatement: LineSyntax {
  var spec: StatementSpec? { .import }

  func visitExpressions(_ body: (Expression) -> Void) { body(file) }

  func words(_ formatter: Formatter) -> [String] {
    ["import", formatter.text(file)] + (activations.isEmpty ? [] : ["activations"] + activations.map(\.node))
  }
}
