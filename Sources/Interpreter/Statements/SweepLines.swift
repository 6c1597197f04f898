import Language
import NeuralCore

/// A line of a sweep as one turn of the loops around it has it.
struct SweepLine: Sendable {
  let statement: Statement
  let span: Span
  /// The canonical layout on one line, with values in the place of variables: what names a variant.
  let text: String
  /// The variables of the loops around it.
  let values: [String: Value]
}

/// The lines of a sweep by kind; lines of one kind are alternatives.
struct SweepLines: Sendable {
  var nets: [SweepLine] = []
  var data: [SweepLine] = []
  /// `init` and weight lines.
  var starts: [SweepLine] = []
  var trains: [SweepLine] = []

  /// The most lines of a sweep, and the most variants.
  static let limit = 10_000

  var count: Int { nets.count + data.count + starts.count + trains.count }

  /// All of them, in the order in which a variant has them.
  var all: [SweepLine] { nets + data + starts + trains }

  mutating func add(_ line: SweepLine) throws(Diagnostic) {
    if all.contains(where: { $0.text == line.text }) {
      throw Diagnostic(
        .repeatedOption, "`\(line.text)` is there twice, so two variants would have one name", at: line.span)
    }
    if case .net = line.statement {
      nets.append(line)
    } else if case .data = line.statement {
      data.append(line)
    } else if case .train = line.statement {
      trains.append(line)
    } else {
      starts.append(line)
    }
    guard count <= Self.limit else {
      throw Diagnostic(.outOfRange, "a sweep has at most \(Double(Self.limit).grouped) lines", at: line.span)
    }
  }
}

extension Executor {
  /// The lines of a sweep, those in loops once for every turn.
  mutating func lines(of body: Body) throws(Diagnostic) -> SweepLines {
    var lines = SweepLines()
    locals.append(locals.last ?? Frame(session.scope.table))
    defer { locals.removeLast() }
    try collect(body, into: &lines)
    return lines
  }

  private mutating func collect(_ body: Body, into lines: inout SweepLines) throws(Diagnostic) {
    for line in body {
      try checkInterrupt()
      guard case .loop(let loop) = line.node, case .each(let name, let item) = loop.head else {
        let executor = self
        let text = Language.line(of: line, in: context.source) { executor.writtenValue($0) }
        try lines.add(
          SweepLine(statement: line.node, span: line.span, text: text, values: locals.last?.byName ?? [:]))
        continue
      }
      for value in try elements(item) {
        setVariable(name.node, value)
        try collect(loop.body, into: &lines)
      }
    }
  }

  /// What stands in the place of an expression with variables and nothing else that changes, so that the line says the same
  /// where they are not known; nil for any other.
  func writtenValue(_ expression: Expression) -> String? {
    var hasVariable = false
    let isFixed = !expression.mentions { node in
      switch node {
      case .name(let name):
        hasVariable = true
        return variable(name) == nil || Activation.named(name) != nil
      case .number, .string, .bool, .list, .index, .negation, .not, .power, .chain, .conjunction,
        .disjunction,
        .comparison, .group:
        return false
      case .weight, .neuron, .call: return true
      }
    }
    guard isFixed, hasVariable else { return nil }
    var probe = self
    return (try? probe.value(expression))?.written
  }
}

extension Value {
  /// As it is typed in a script.
  var written: String {
    switch self {
    case .number, .bool: return text
    case .string(let text):
      let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("{", with: "{{").replacing("\n", with: "\\n")
      return "\"\(escaped)\""
    case .list(let values): return "[" + values.map(\.written).joined(separator: ", ") + "]"
    }
  }
}
