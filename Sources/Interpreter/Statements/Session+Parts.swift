import Language
import NeuralCore

/// `split`, `scale`, `show data`.
extension Session {
  private func requireData() throws(Diagnostic) -> Dataset {
    guard let data else {
      throw Diagnostic(.noData, "there is no data yet", help: ["Choose some first, for example: data iris"])
    }
    return data
  }

  mutating func run(_ statement: SplitStatement, _ host: Host) throws(Diagnostic) {
    let data = try requireData()
    let shares = try shares(statement, host)
    var seed: Int64?
    var isStratified = false
    for option in statement.options {
      if case .expression(let value)? = option.arguments.first {
        seed = try seedValue(value, host)
      } else {
        isStratified = true
      }
    }
    guard shares.count > 1 else {
      split = nil
      prepareParts()
      return host.emit(.split([(.train, data.rows)], seed: 0, isSeedChosen: false))
    }
    let chosen = seed ?? nextSeed(host)
    var own = MersenneTwister(seed: chosen)
    let rows = data.rowsOfParts(shares, isStratified: isStratified, from: &own)
    if let empty = rows.firstIndex(where: \.isEmpty) {
      throw Diagnostic(
        .outOfRange, "the \(Part.allCases[empty].rawValue) part of \(data.rows) rows would be empty",
        at: statement.span)
    }
    split = Dictionary(uniqueKeysWithValues: zip(Part.allCases, rows))
    prepareParts()
    host.emit(
      .split(zip(Part.allCases, rows).map { ($0, $1.count) }, seed: chosen, isSeedChosen: seed == nil))
  }

  /// One share is that of training; two or three are those of all parts. `1` is one part.
  private mutating func shares(_ statement: SplitStatement, _ host: Host) throws(Diagnostic) -> [Double] {
    var shares: [Double] = []
    for expression in statement.shares {
      let share = try number(expression, host)
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

  mutating func scale(_ kind: Located<String>, _ host: Host) throws(Diagnostic) {
    let data = try requireData()
    scaling = nil
    prepareParts()
    if let kind = Scaling.Kind(rawValue: kind.node), let training = parts[.train] {
      scaling = Scaling(kind, of: training)
      prepareParts()
    }
    host.emit(.scale(ScaleReport(scaling: scaling, columns: data.columnNames)))
  }

  /// Cuts and scales the data anew. The numbers of the scaling come from the training part alone.
  mutating func prepareParts() {
    lastEnd = nil

    guard let data else {
      parts = [:]
      return
    }
    let raw = split.map { $0.mapValues { data.selecting($0) } } ?? [.train: data]
    if let kind = scaling?.kind, let training = raw[.train] { scaling = Scaling(kind, of: training) }
    parts = raw.mapValues { part in scaling.map { $0.applied(to: part) } ?? part }
  }

  func showData(_ host: Host) throws(Diagnostic) {
    let data = try requireData()
    let rows = (0..<min(5, data.rows)).map {
      EvalRow(inputs: data.decimalInputs($0), outputs: [], targets: data.decimalTargets($0))
    }
    host.emit(
      .showData(
        DataSummary(
          report: report(data, isFallback: false),
          parts: Part.allCases.compactMap { part in parts[part].map { (part, $0.rows) } },
          scaling: scaling?.kind.rawValue, inputs: data.columns(of: data.inputs, data.columnNames),
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
