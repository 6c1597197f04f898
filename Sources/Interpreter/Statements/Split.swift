import Language
import NeuralCore

/// `split`.
extension Executor {
  func requireData() throws(Diagnostic) -> Dataset {
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
    if let refusal = statement.orderRefusal { throw refusal }
    guard shares.count > 1 else {
      try divide(into: nil)
      return report([(.train, data.rows)], seed: nil)
    }
    let isOrdered = statement.options.contains(.ordered)
    let chosen = isOrdered ? 0 : seed ?? nextSeed()
    var own = MersenneTwister(seed: chosen)
    let rows =
      isOrdered
      ? data.rowsOfPartsInOrder(shares)
      : try rowsOfParts(data, shares, isStratified: isStratified, from: &own)
    if let empty = rows.firstIndex(where: \.isEmpty) {
      throw Diagnostic(
        .outOfRange,
        "the \(Part.allCases[empty].rawValue) part of \(count(data.rows, "row")) would be empty",
        at: statement.span,
        help: isStratified
          ? [
            "`stratified` cuts the rows of each different target by itself; without it they are cut together."
          ]
          : sharesInstead(statement, shares.count, data))
    }
    try divide(into: Dictionary(uniqueKeysWithValues: zip(Part.allCases, rows)))
    report(
      zip(Part.allCases, rows).map { ($0, $1.count) }, seed: isOrdered ? nil : chosen,
      isSeedChosen: seed == nil)
  }

  /// Shows the parts, and the numbers that come from the training part, which is another now: means and scaling.
  private func report(_ parts: [(part: Part, rows: Int)], seed: Int64?, isSeedChosen: Bool = false) {
    guard let data = session.data.whole else { return }
    let means = zip(data.gaps ?? [], data.recipe?.inputs ?? []).flatMap { gaps, input in
      gaps.isEmpty ? [] : Array(zip(input.inputNames, input.means))
    }
    emit(
      .split(
        SplitReport(
          parts: parts, seed: seed, isSeedChosen: isSeedChosen,
          means: means.map { ($0, session.precision.decimal($1)) }))
    )
    reportScalingAnew(of: data)
  }

  /// One share is that of training; two or three are those of all parts. `1` is one part.
  private mutating func shares(_ statement: SplitStatement) throws(Diagnostic) -> [Double] {
    let shares = try statement.shares.map { (expression) throws(Diagnostic) in
      if case .name(let name) = expression.node, !hasValue(name), let advice = Self.advice(on: name) {
        throw Diagnostic(
          .unexpectedWord, "I did not expect `\(name)` here", at: expression.span, help: [advice])
      }
      return try number(expression)
    }
    if let refusal = statement.refusal(of: shares, in: context.source) { throw refusal }
    if shares.count == 1 { return shares[0] == 1 ? [1] : [shares[0], 1 - shares[0]] }
    return shares
  }

  /// `split 0.8 shuffle`, `split train 0.8`, where no variable is called so.
  private static func advice(on name: String) -> String? {
    switch name {
    case "shuffle", "shuffled", "random":
      "Rows are drawn at random anyway; a seed says which: split 0.8 seed 1"
    case "train", "training", "validation", "val", "valid", "test":
      "The shares stand alone, that of the training part first: split 0.8 or split 0.6 0.2 0.2"
    default: nil
    }
  }

  /// The line with shares of which none is empty, as far as there are enough rows.
  private func sharesInstead(_ statement: SplitStatement, _ parts: Int, _ data: Dataset) -> [String] {
    let all =
      parts == 2 ? [[0.8, 0.2], [0.5, 0.5]] : [[0.6, 0.2, 0.2], [0.5, 0.25, 0.25], [0.34, 0.33, 0.33]]
    guard let shares = all.first(where: { data.rowsOfPartsInOrder($0).allSatisfy { !$0.isEmpty } }) else {
      return ["\(count(data.rows, "row")) cannot be cut in \(parts) parts."]
    }
    let words = statement.shares.count == 1 ? [shares[0]] : shares
    return ["Write: " + statement.line(with: words.map(\.text), in: context.source)]
  }

  private func rowsOfParts(
    _ data: Dataset, _ shares: [Double], isStratified: Bool, from generator: inout MersenneTwister
  ) throws(Diagnostic) -> [[Int]] {
    try host.interruptibly { (stop) throws(Interrupted) in
      try data.rowsOfParts(shares, isStratified: isStratified, from: &generator, stop)
    }
  }

  private mutating func divide(into rows: [Part: [Int]]?) throws(Diagnostic) {
    try host.interruptibly { (stop) throws(Interrupted) in try session.data.divide(into: rows, stop) }
    session.training.end = nil
  }
}
