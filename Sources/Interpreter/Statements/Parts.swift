import Language
import NeuralCore

/// `split`, `scale`, `show data`.
extension Executor {
  private func requireData() throws(Diagnostic) -> Dataset {
    guard let data = session.data.whole else {
      throw Diagnostic(.noData, "there is no data yet", help: ["Choose some first, for example: data iris"])
    }
    return data
  }

  mutating func run(_ statement: SplitStatement) throws(Diagnostic) {
    let data = try requireData()
    let shares = try shares(statement)
    var seed: Int64?
    if let value = statement.options[.seed]?.expression { seed = try seedValue(value) }
    let isStratified = statement.options.contains(.stratified)
    guard shares.count > 1 else {
      divide(into: nil)
      return emit(.split([(.train, data.rows)], seed: 0, isSeedChosen: false))
    }
    let chosen = seed ?? nextSeed()
    var own = MersenneTwister(seed: chosen)
    let rows = data.rowsOfParts(shares, isStratified: isStratified, from: &own)
    if let empty = rows.firstIndex(where: \.isEmpty) {
      throw Diagnostic(
        .outOfRange, "the \(Part.allCases[empty].rawValue) part of \(data.rows) rows would be empty",
        at: statement.span)
    }
    divide(into: Dictionary(uniqueKeysWithValues: zip(Part.allCases, rows)))
    emit(
      .split(zip(Part.allCases, rows).map { ($0, $1.count) }, seed: chosen, isSeedChosen: seed == nil))
  }

  /// One share is that of training; two or three are those of all parts. `1` is one part.
  private mutating func shares(_ statement: SplitStatement) throws(Diagnostic) -> [Double] {
    var shares: [Double] = []
    for expression in statement.shares {
      let share = try number(expression)
      guard share > 0, share <= 1 else {
        throw Diagnostic(
          .outOfRange, "a share is a number above 0 and at most 1, not \(share.text)", at: expression.span,
          help: share > 1 && share <= 100
            ? ["\(share.text) % of the rows is written \((share / 100).text)"] : [])
      }
      shares.append(share)
    }
    if shares.count == 1 { return shares[0] == 1 ? [1] : [shares[0], 1 - shares[0]] }
    guard shares.count <= 3, (shares.reduce(0, +) - 1).magnitude < 1e-6 else {
      throw Diagnostic(
        .outOfRange, "the shares of two or three parts add up to 1", at: statement.span,
        help: ["For example: split 0.6 0.2 0.2"])
    }
    return shares
  }

  mutating func scale(_ kind: Located<String>) throws(Diagnostic) {
    let data = try requireData()
    session.data.scale(Scaling.Kind(rawValue: kind.node))
    session.training.end = nil
    emit(.scale(ScaleReport(scaling: session.data.scaling, columns: data.columnNames)))
  }

  private mutating func divide(into rows: [Part: [Int]]?) {
    session.data.divide(into: rows)
    session.training.end = nil
  }

  func showData() throws(Diagnostic) {
    let data = try requireData()
    let rows = (0..<min(5, data.rows)).map {
      EvalRow(inputs: data.decimalInputs($0), outputs: [], targets: data.decimalTargets($0))
    }
    emit(
      .showData(
        DataSummary(
          report: report(data, isFallback: false),
          parts: Part.allCases.compactMap { part in session.data.parts[part].map { (part, $0.rows) } },
          scaling: session.data.scaling?.kind.rawValue,
          inputs: data.columns(of: data.inputs, data.columnNames),
          targets: data.columns(of: data.targets, data.targetNames), balance: data.balance, first: rows)))
  }
}

extension Dataset {
  /// The names of the inputs; L0N0, L0N1 … where they have none.
  public var columnNames: [String] { columns.isEmpty ? (0..<inputCount).map { "L0N\($0)" } : columns }

  var targetNames: [String] {
    classes.isEmpty ? (0..<targetCount).map { targetCount == 1 ? "target" : "target \($0)" } : classes
  }

  fileprivate func columns(of numbers: Vector, _ names: [String]) -> [DataSummary.Column] {
    names.enumerated().map { k, name in
      let column = stride(from: k, to: numbers.count, by: names.count).map { numbers[$0] }
      let mean = column.reduce(0, +) / Double(column.count)
      return DataSummary.Column(
        name: name, least: precision.decimal(column.min() ?? 0), mean: mean,
        most: precision.decimal(column.max() ?? 0))
    }
  }

  /// Rows of each class: of the targets that are 1 among several, or of 0 and 1 or −1 and 1 for a single one.
  fileprivate var balance: [(name: String, rows: Int)] {
    if targetCount == 1 {
      let values = Set(targets)
      guard values.isSubset(of: [0, 1]) || values.isSubset(of: [-1, 1]) else { return [] }
      return values.sorted().map { value in (value.text, targets.count { $0 == value }) }
    }
    let isOneHot = (0..<rows).allSatisfy { row in
      target(row).allSatisfy { $0 == 0 || $0 == 1 } && target(row).count { $0 == 1 } == 1
    }
    guard isOneHot else { return [] }
    return targetNames.enumerated().map { k, name in
      (name, stride(from: k, to: targets.count, by: targetCount).count { targets[$0] == 1 })
    }
  }
}
