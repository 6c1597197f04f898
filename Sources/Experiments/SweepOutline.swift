import JSONText
import NeuralCore

/// What the table of a sweep says besides its runs, so that whoever has the ledger alone can make it.
public struct SweepOutline: Sendable, Equatable {
  /// In the order of the sweep's lines.
  public let variants: [SweepResult.Variant]
  /// What they are compared by.
  public let outcome: SweepOutcome
  /// What all variants share, as it is typed.
  public let shared: [String]
  /// The data that all variants share; nil where they have their own.
  public let data: Data?

  /// Data by its name and its number of rows.
  public struct Data: Sendable, Equatable {
    /// As the `data` line has it.
    public let name: String
    /// Of all parts.
    public let rows: Int

    /// Data of a sweep.
    public init(name: String, rows: Int) { (self.name, self.rows) = (name, rows) }
  }

  /// An outline.
  public init(variants: [SweepResult.Variant], outcome: SweepOutcome, shared: [String], data: Data?) {
    (self.variants, self.outcome, self.shared, self.data) = (variants, outcome, shared, data)
  }

  // MARK: As it stands in a header

  /// - Parameter lines: of the sweep: those of a variant stand there by their places.
  func fields(_ lines: [String]) -> [(String, JSONText?)] {
    let places = Dictionary(
      lines.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
    let variants = variants.map { variant in
      JSONText.fields([
        ("lines", .list(variant.lines.compactMap { places[$0] }.map { .int($0) })),
        ("epochs", .int(variant.budget)), ("goal", .bool(variant.hasGoal)),
        ("loss", variant.loss.map { .string($0) }),
      ])
    }
    return [
      ("variants", .list(variants)), ("by", .string(outcome.name)),
      ("shared", .list(shared.map { .string($0) })),
      ("data", data.map { .list([.string($0.name), .int($0.rows)]) }),
    ]
  }

  init?(_ header: JSONText, _ names: [String], _ lines: [String]) {
    guard let items = header["variants"]?.items, items.count == names.count,
      let outcome = header["by"]?.text.flatMap(SweepOutcome.init), let shared = header["shared"]?.items
    else { return nil }
    var variants: [SweepResult.Variant] = []
    for (name, item) in zip(names, items) {
      guard let places = item["lines"]?.items?.compactMap(\.int), places.allSatisfy(lines.indices.contains),
        let budget = item["epochs"]?.int, let hasGoal = item["goal"]?.truth
      else { return nil }
      variants.append(
        SweepResult.Variant(
          name: name, lines: places.map { lines[$0] }, budget: budget, hasGoal: hasGoal,
          loss: item["loss"]?.text))
    }
    let data = header["data"]?.items
    self.init(
      variants: variants, outcome: outcome, shared: shared.compactMap(\.text),
      data: data?.first?.text.flatMap { name in data?.last?.int.map { Data(name: name, rows: $0) } })
  }
}

/// The script that a sweep is one of, for whoever goes on with its ledger.
public struct SweepOrigin: Sendable, Equatable {
  /// The script, as the command named it.
  public let file: String
  /// Which of its sweeps, from 1; nil where it has one.
  public let number: Int?

  /// A sweep of a script.
  public init(file: String, number: Int?) { (self.file, self.number) = (file, number) }

  var fields: [(String, JSONText?)] {
    [("file", .string(file)), ("number", number.map { .int($0) })]
  }

  init?(_ header: JSONText) {
    guard let file = header["file"]?.text else { return nil }
    self.init(file: file, number: header["number"]?.int)
  }
}
