/// `freeze L0N0 -> L1N0`, `freeze layer 1`, `unfreeze all`
public struct FreezeStatement: Sendable {
  /// Which weights are meant.
  public enum Target: Sendable {
    case all
    case layer(Expression)
    case weights([Located<WeightReference>])
  }

  /// Which weights are meant.
  public let target: Target
  /// `freeze`, not `unfreeze`.
  public let isFrozen: Bool
}

extension StatementSpec {
  static let freeze = StatementSpec(
    "freeze", .training, "keeps weights fixed while others are trained",
    forms: ["freeze WEIGHT WEIGHT …", "freeze layer N", "freeze all"],
    notes: ["Weight lines and `init` still change them. A new net has no frozen weights."],
    example: "net 2 2 1\ninit torch seed 1\nfreeze L0N0 -> L1N0 0B -> L1N0\ntrain adam epochs 5",
    effects: [.changesSession],
    mistakes: [.afterXor("freeze L0N0", .missingArgument), .afterXor("freeze layer 3", .outOfRange)]
  ) { (parser, verb) throws(Diagnostic) in .freeze(try parser.freeze(verb, isFrozen: true)) }

  static let unfreeze = StatementSpec(
    "unfreeze", .training, "makes frozen weights trainable again",
    forms: ["unfreeze WEIGHT WEIGHT …", "unfreeze layer N", "unfreeze all"],
    example: "net 2 2 1\nfreeze all\nunfreeze layer 2", effects: [.changesSession]
  ) { (parser, verb) throws(Diagnostic) in .freeze(try parser.freeze(verb, isFrozen: false)) }
}

extension Parser {
  /// freeze = ( "freeze" | "unfreeze" ) ( "all" | "layer" prim | weight { weight } ) ;
  fileprivate mutating func freeze(_ verb: Token, isFrozen: Bool) throws(Diagnostic) -> FreezeStatement {
    if eat("all") { return FreezeStatement(target: .all, isFrozen: isFrozen) }
    if eat("layer") {
      return FreezeStatement(target: .layer(try argument("the number of a layer")), isFrozen: isFrozen)
    }
    var weights: [Located<WeightReference>] = []
    expect(.weight)
    while !isAtLineEnd {
      expectTarget()
      guard let weight = try weight() else {
        throw Diagnostic(
          .missingArgument, "`\(text(verb))` takes weights, `layer N` or `all`", at: current.span,
          help: ["For example: \(text(verb)) L0N0 -> L1N0 0B -> L1N0"])
      }
      weights.append(weight)
    }
    expect(.weight)
    guard !weights.isEmpty else { throw .missing("weights, `layer N` or `all`", self) }
    return FreezeStatement(target: .weights(weights), isFrozen: isFrozen)
  }
}

extension FreezeStatement: LineSyntax {
  var spec: StatementSpec? { isFrozen ? .freeze : .unfreeze }

  func words(_ formatter: Formatter) -> [String] {
    let verb = isFrozen ? "freeze" : "unfreeze"
    switch target {
    case .all: return [verb, "all"]
    case .layer(let number): return [verb, "layer", formatter.text(number)]
    case .weights(let weights): return [verb] + weights.map { formatter.text($0.node) }
    }
  }
}
