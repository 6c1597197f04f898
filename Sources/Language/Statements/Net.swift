/// `net 2 2 1`, `net 4 16 relu 3 softmax without bias`: sizes, and after a size an activation.
public struct NetStatement: Sendable {
  /// A size, or a word that is an activation or a variable with a size; which one is known only at run time.
  public enum Part: Sendable {
    case size(Expression)
    case word(Located<String>)

    var span: Span {
      switch self {
      case .size(let size): size.span
      case .word(let word): word.span
      }
    }

    /// The size, if it is written as a number.
    var writtenSize: Int? {
      if case .size(let size) = self, case .number(let number) = size.node {
        Int(exactly: number.value)
      } else {
        nil
      }
    }
  }

  /// Sizes and activations in the order in which they were typed.
  public let parts: [Part]
  /// False with `without bias`.
  public let hasBias: Bool
}

extension StatementSpec {
  static let net = StatementSpec(
    "net", .structure, "creates a network: the number of neurons of each layer, inputs first",
    forms: ["net SIZE [ACTIVATION] SIZE [ACTIVATION] … [without bias]"],
    notes: [
      "Hidden layers are sigmoid and the output linear, unless an activation follows the size.",
      "`without bias` leaves out all biases.",
      "All weights are 0 until `init`, `train` or weight lines set them.",
      "A computed size needs parentheses or a variable: `net 2 (n+1) 1`.",
    ],
    example: "net 2 8 tanh 1 sigmoid", speaksOf: [.activation], effects: [.changesSession],
    mistakes: [
      .alone("net 2-2-1", .argumentArithmetic), .alone("net 2 relu2 1", .unknownName),
      .alone("net 1000000 1000000", .netTooLarge),
    ]
  ) { (parser, _) throws(Diagnostic) in try parser.net() }
}

extension Parser {
  /// net = "net" prim { prim | ACTIVATION } [ "without" "bias" ] ;
  fileprivate mutating func net() throws(Diagnostic) -> Statement {
    var parts: [NetStatement.Part] = []
    while !isAtLineEnd, !isAtWord("without") {
      if case .number = current.kind, token(ahead: 1).isSymbol(.minus), !token(ahead: 1).isSpaced {
        throw sizesWithHyphens()
      }
      if case .word = current.kind, !token(ahead: 1).isAttachedParenthesis {
        parts.append(.word(try word("a size or an activation")))
      } else {
        parts.append(.size(try size()))
      }
    }
    if parts.count > 1 { expect(.named(.activation)) }
    expect(.argument)
    let hasBias = !eat("without")
    if !hasBias, !eat("bias") { throw .missing("`bias`", self) }
    guard !parts.isEmpty else {
      throw Diagnostic(
        .missingArgument, "`net` needs the sizes of its layers, inputs first", at: last.span,
        help: ["For example: net 2 2 1"])
    }
    // Of a net of computed sizes there is no saying: examples are those of any net then.
    let sizes = parts.map(\.writtenSize)
    ends = (sizes[0] ?? 2, sizes.last { $0 != nil }.flatMap { $0 } ?? 1)
    return .net(NetStatement(parts: parts, hasBias: hasBias))
  }

  /// A comma between sizes is none of a number.
  private mutating func size() throws(Diagnostic) -> Expression {
    do throws(Diagnostic) {
      return try argument("a size")
    } catch {
      guard error.code == .decimalComma else { throw error }
      throw Diagnostic(.unexpectedWord, "sizes are separated by blanks, not by commas", at: current.span)
    }
  }

  /// `net 2-2-1`, as nn itself prints the sizes of a net.
  private func sizesWithHyphens() -> Diagnostic {
    let spaced = String(text(from: current).map { $0 == "-" ? " " : $0 })
    return Diagnostic(
      .argumentArithmetic, "sizes are separated by blanks", at: current.span, help: ["Write: net \(spaced)"])
  }
}

extension Token {
  /// `(` without a blank before it: what precedes is called.
  var isAttachedParenthesis: Bool { isSymbol(.openParenthesis) && !isSpaced }
}

extension NetStatement: LineSyntax {
  var spec: StatementSpec? { .net }

  func checkLiterals(_ check: inout LiteralCheck) {
    for case .size(let size) in parts { check.check(size, .layerSize) }
    let activations = check.activations
    check.add(orderRefusal { activations.contains($0) })
  }

  func words(_ formatter: Formatter) -> [String] {
    let parts = parts.map {
      switch $0 {
      case .size(let size): formatter.text(size)
      case .word(let word): formatter.text(Expression(.name(word.node), word.span))
      }
    }
    return ["net"] + parts + (hasBias ? [] : ["without bias"])
  }
}

extension NetStatement {
  /// Sizes and activations that cannot stand so: too few sizes, an activation without a layer, a second one.
  public func orderRefusal(isActivation: (String) -> Bool) -> Diagnostic? {
    var (sizes, hasActivation) = (0, false)
    for part in parts {
      guard case .word(let word) = part, isActivation(word.node) else {
        (sizes, hasActivation) = (sizes + 1, false)
        continue
      }
      guard sizes > 1 else {
        return Diagnostic(
          .wrongCount, "the inputs have no activation; it follows the size of a later layer", at: word.span,
          help: ["For example: net 2 2 \(word.node) 1"])
      }
      guard !hasActivation else {
        return Diagnostic(.wrongCount, "a layer has one activation", at: word.span)
      }
      hasActivation = true
    }
    guard sizes > 1 else {
      return Diagnostic(
        .wrongCount, "a net has at least its inputs and its outputs: two sizes",
        at: parts.first.map { $0.span.joined(parts[parts.count - 1].span) },
        help: ["For example: net 2 2 1, or without a hidden layer: net 2 1"])
    }
    return nil
  }
}

extension Diagnostic {
  /// `net 2 relu2 1`
  public static func unknownSize(
    _ word: Located<String>, activations: [String], variables: [String]
  ) -> Diagnostic {
    Diagnostic(
      .unknownName, "there is no activation or variable called `\(word.node)`", at: word.span,
      label: ForeignWords.meant(by: word.node, among: activations + variables).map {
        "did you mean `\($0)`?"
      },
      help: [
        "An activation follows the size of its layer: net 2 2 tanh 1",
        "Activations: " + activations.joined(separator: ", "),
      ])
  }
}
