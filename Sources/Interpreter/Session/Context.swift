import Language

/// Where a statement is: the text it is part of, and how deep in blocks, procedures and scripts.
struct Context: Sendable {
  let source: Source
  /// The scripts that are being run, by identity, the outermost first.
  var scripts: [String] = []
  /// Blocks, procedures and scripts around the statement.
  private(set) var depth = 0
  /// Procedures among them.
  private(set) var calls = 0

  static let callLimit = 200
  static let depthLimit = 500

  init(_ source: Source) { self.source = source }

  /// One level deeper in the same text.
  mutating func enter() throws(Diagnostic) {
    try checkDepth()
    depth += 1
  }

  /// Back from there.
  mutating func leave() { depth -= 1 }

  /// Whether one level more is allowed.
  func checkDepth() throws(Diagnostic) {
    if depth >= Self.depthLimit { throw .tooDeep }
  }

  /// Whether so many levels more are allowed.
  func hasRoom(for levels: Int) -> Bool { depth + levels <= Self.depthLimit }

  /// One level deeper, perhaps in another text.
  func deeper(in source: Source? = nil, call: Bool = false) throws(Diagnostic) -> Context {
    guard !call || calls < Self.callLimit else { throw .tooManyCalls }
    try checkDepth()
    var context = Context(source ?? self.source)
    (context.scripts, context.depth, context.calls) = (scripts, depth + 1, calls + (call ? 1 : 0))
    return context
  }
}

extension Diagnostic {
  fileprivate static let tooManyCalls = Diagnostic(
    .tooDeep, "statements call each other more than \(Context.callLimit) deep",
    help: ["A `define` that uses itself needs an `if` around that, to end."])

  fileprivate static let tooDeep = Diagnostic(
    .tooDeep, "blocks, procedures and scripts stand in each other more than \(Context.depthLimit) deep",
    help: ["Fewer blocks around a call leave room for more calls; what runs itself needs an end."])
}
