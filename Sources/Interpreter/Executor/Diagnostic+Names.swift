import Language
import NeuralCore
import Standard

/// Names in expressions that mean nothing.
extension Diagnostic {
  static func unknownMetric(_ name: String, _ executor: Executor) -> Diagnostic {
    let metrics = MetricName.allCases.map(\.rawValue)
    let meant = ForeignWords.meant(by: name, among: metrics + executor.variableNames)
    let variables =
      executor.variableNames.isEmpty
      ? "your own variables (`let x = 1`)"
      : "your variables: " + executor.variableNames.prefix(12).joined(separator: ", ")
    if let function = Function.named(name) {
      return Diagnostic(
        .unknownMetric, "`\(name)` is a function and needs its values in parentheses, right after it",
        help: ["\(name): \(function.summary)"])
    }
    if let procedure = executor.session.scope.procedures[name] { return .valueOfProcedure(name, procedure) }
    let isOfData = Vocabulary.standard.entry(.data, name) != nil
    let quoted =
      meant != nil
      ? []
      : [isOfData ? "It is a data set, which is used by: data \(name)" : "Text needs quotes: \"\(name)\""]
    return Diagnostic(
      .unknownMetric, "there is no metric or variable called `\(name)`",
      label: meant.map { "did you mean `\($0)`?" },
      help: quoted + [
        "An expression can use: "
          + (metrics.filter { $0 != "_" } + ConstantName.allCases.map(\.rawValue)).joined(separator: ", ")
          + ", and \(variables)."
      ])
  }

  /// A word alone on its line that means nothing.
  static func unknownWord(_ word: Located<String>, _ executor: Executor) -> Diagnostic {
    let words =
      StatementSpec.all.map(\.word) + MetricName.allCases.map(\.rawValue) + executor.variableNames
      + executor.session.scope.procedures.keys.sorted()
    return Diagnostic(
      .unknownMetric, "there is no statement, metric or variable called `\(word.node)`",
      at: word.span,
      label: (ForeignWords.statement(naming: word.node, in: .standard)
        ?? ForeignWords.meant(by: word.node, among: words)).map { "did you mean `\($0)`?" },
      help: ["`help all` lists the statements and metrics."])
  }

  static func unknownFunction(_ name: Located<String>, _ executor: Executor) -> Diagnostic {
    if let procedure = executor.session.scope.procedures[name.node] {
      return .valueOfProcedure(name.node, procedure).at(name.span)
    }
    guard let value = executor.variable(name.node) else {
      return .unknownFunction(name, among: Function.all.map(\.name))
    }
    let isList = if case .list = value { true } else { false }
    return Diagnostic(
      .unknownFunction, "`\(name.node)` is a variable and not a function", at: name.span,
      help: [
        isList ? "Its first element: \(name.node)[0]" : "A product is written with a sign: \(name.node) * (…)"
      ])
  }

  /// A procedure where a value is to stand.
  private static func valueOfProcedure(_ name: String, _ procedure: Procedure) -> Diagnostic {
    let words = [name] + procedure.definition.parameters.map(\.node)
    return Diagnostic(
      .unknownMetric, "`\(name)` is a procedure, which has no value",
      help: ["It is a statement of its own: \(words.joined(separator: " "))"])
  }
}
