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
    try checkOrder(statement)
    guard shares.count > 1 else {
      try divide(into: nil)
      return emit(.split([(.train, data.rows)], seed: nil, isSeedChosen: false))
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
        .outOfRange, "the \(Part.allCases[empty].rawValue) part of \(data.rows) rows would be empty",
        at: statement.span)
    }
    try divide(into: Dictionary(uniqueKeysWithValues: zip(Part.allCases, rows)))
    emit(
      .split(
        zip(Part.allCases, rows).map { ($0, $1.count) }, seed: isOrdered ? nil : chosen,
        isSeedChosen: seed == nil))
    if session.data.scaling != nil || session.data.targetScaling != nil {
      noteScaling("fitted anew to the training set")
    }
  }

  /// One share is that of training; two or three are those of all parts. `1` is one part.
  private mutating func shares(_ statement: SplitStatement) throws(Diagnostic) -> [Double] {
    var shares: [Double] = []
    let numbers = try statement.shares.map { (expression) throws(Diagnostic) in try number(expression) }
    for (expression, share) in zip(statement.shares, numbers) {
      guard share > 0, share <= 1 else {
        throw Diagnostic(
          .outOfRange, "a share is a number above 0 and at most 1, not \(share.text)", at: expression.span,
          help: Self.percents(numbers))
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

  /// Shares that were meant: per cent, or 4 of 5 as 4 1.
  private static func percents(_ numbers: [Double]) -> [String] {
    let sum = numbers.reduce(0, +)
    guard numbers.count <= 3, numbers.allSatisfy({ $0 > 0 && $0 < 100 }), numbers.count > 1 || numbers[0] > 1,
      sum > 1
    else { return ["A share is written 0.8, for four fifths."] }
    let whole = numbers.count == 1 ? 100 : sum
    let shares = numbers.map { ((1000 * $0 / whole).rounded() / 1000).text }
    let rest = shares.count == 2 ? 1 : shares.count
    return ["Write: split " + shares.prefix(rest).joined(separator: " ")]
  }

  /// In their order rows are neither shuffled nor sorted by class.
  private func checkOrder(_ statement: SplitStatement) throws(Diagnostic) {
    guard statement.options.contains(.ordered),
      let other = statement.options[.seed] ?? statement.options[.stratified]
    else { return }
    throw Diagnostic(
      .settingMismatch, "`ordered` keeps the order of the rows, so it takes no `\(other.word.node)`",
      at: other.span,
      help: ["Leave one of the two out."])
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
