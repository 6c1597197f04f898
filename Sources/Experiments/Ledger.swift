import NeuralCore

/// The record of a sweep, which is also its input: a header, then a line for each run, in JSON.
///
/// The header says which sweep it is, so that no other goes on with it; runs are known by their numbers, in any order.
public struct Ledger: Sendable {
  /// The first line.
  public struct Header: Sendable, Equatable {
    /// SHA-256 of all that decides what comes of a run: of lines, session and points.
    public let script: String
    /// What is swept.
    public let points: SweepPoints
    /// The names of the variants.
    public let names: [String]
    /// The lines of the sweep, with values in the place of variables.
    public let lines: [String]
    /// The metric given after `on`; nil for the usual one.
    public let metric: String?
    /// What the sweep took from its session, in words, for whoever has another one.
    public let session: [String]
    /// The version of nn that began it.
    public let version: String
    /// The version of the language.
    public let language: Int

    /// A header.
    public init(
      script: String, points: SweepPoints, names: [String], lines: [String], metric: String?,
      session: [String], version: String, language: Int
    ) {
      (self.script, self.points, self.names, self.lines) = (script, points, names, lines)
      (self.metric, self.session, self.version, self.language) = (metric, session, version, language)
    }
  }

  /// Why a text is no ledger that one can go on with.
  public struct Fault: Error, Sendable {
    /// From 1.
    public let line: Int
    /// In lower case, without a final stop.
    public let message: String
  }

  /// The first line.
  public let header: Header
  /// The runs, in the order of the lines.
  public let runs: [SweepRun]
  /// Whether the last line is torn: whoever wrote it was stopped within it. It is none of the runs.
  public let isTorn: Bool

  /// The beginning by which a ledger is known.
  public static let mark = "{\"sweep\":1,"

  /// Reads a ledger.
  public init(reading text: String) throws(Fault) {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let last = lines.popLast() ?? ""
    guard let first = lines.first ?? (last.isEmpty ? nil : last) else {
      throw Fault(line: 1, message: "the file is empty")
    }
    header = try Header(reading: first)
    var runs: [Int: SweepRun] = [:]
    var order: [Int] = []
    for (k, line) in lines.enumerated().dropFirst() where !line.allSatisfy(\.isWhitespace) {
      let run = try SweepRun(reading: line, header, at: k + 1)
      guard let other = runs.updateValue(run, forKey: run.number) else {
        order.append(run.number)
        continue
      }
      // The same run gives the same bits on every machine: a difference is a finding, not something to choose from.
      guard run.isSame(as: other) else {
        throw Fault(line: k + 1, message: "run \(run.number) is there twice, and came out differently")
      }
    }
    self.runs = order.compactMap { runs[$0] }
    isTorn = !last.allSatisfy(\.isWhitespace)
  }

  /// The whole text again, without a torn line.
  public var text: String { ([header.line] + runs.map { $0.line(header.names) }).map { $0 + "\n" }.joined() }
}

extension Ledger.Header {
  /// As it stands in the file.
  public var line: String {
    let folds = points.folds.map {
      LedgerValue.list([.string("fold"), .list([.int(1), .int($0), .int(1)])])
    }
    let over =
      [LedgerValue.list([.string("seed"), points.seeds.value])] + [folds].compactMap { $0 }
      + [.list([.string("variant"), .list(names.map { .string($0) })])]
    return LedgerValue.fields([
      ("sweep", .int(1)), ("script", .string("sha256:" + script)), ("over", .list(over)),
      ("points", .int(points.count)), ("nn", .string(version)), ("language", .int(language)),
      ("lines", .list(lines.map { .string($0) })), ("on", metric.map { .string($0) }),
      ("session", .list(session.map { .string($0) })),
    ]).written
  }

  fileprivate init(reading line: Substring) throws(Ledger.Fault) {
    guard let value = LedgerValue(reading: line), value["sweep"]?.int != nil else {
      throw Ledger.Fault(line: 1, message: "it does not begin with the header of a ledger")
    }
    guard value["sweep"]?.int == 1 else {
      throw Ledger.Fault(line: 1, message: "this is a ledger of a later nn")
    }
    guard let script = value["script"]?.text, script.hasPrefix("sha256:"), let points = Self.points(value),
      let names = Self.texts(Self.over("variant", value)), names.count == points.variants,
      value["points"]?.int == points.count, let lines = Self.texts(value["lines"]),
      let session = Self.texts(value["session"]), let language = value["language"]?.int
    else { throw Ledger.Fault(line: 1, message: "the header is not whole") }
    self.init(
      script: String(script.dropFirst(7)), points: points, names: names, lines: lines,
      metric: value["on"]?.text, session: session, version: value["nn"]?.text ?? "", language: language)
  }

  private static func over(_ name: String, _ value: LedgerValue) -> LedgerValue? {
    value["over"]?.items?.first { $0.items?.first?.text == name }?.items?.last
  }

  private static func texts(_ value: LedgerValue?) -> [String]? {
    guard let items = value?.items else { return nil }
    let texts = items.compactMap(\.text)
    return texts.count == items.count ? texts : nil
  }

  private static func points(_ value: LedgerValue) -> SweepPoints? {
    guard let seeds = over("seed", value).flatMap(SeedList.init), seeds.count > 0 else { return nil }
    let variants = over("variant", value)?.items?.count ?? 0
    var folds: Int?
    if let range = over("fold", value)?.items {
      guard range.count == 3, let last = range[1].int, last > 1 else { return nil }
      folds = last
    }
    guard variants > 0, SweepPoints.count(seeds: seeds, folds: folds, variants: variants) != nil else {
      return nil
    }
    return SweepPoints(seeds: seeds, folds: folds, variants: variants)
  }
}

extension SeedList {
  /// First, last and step; or an object with all of them.
  fileprivate var value: LedgerValue {
    switch self {
    case .range(let first, let step, let count): .list([.int(first), .int(self[count - 1]), .int(step)])
    case .list(let seeds): .fields([("values", .list(seeds.map { .int($0) }))])
    }
  }

  fileprivate init?(_ value: LedgerValue) {
    if let values = value["values"]?.items {
      let seeds = values.compactMap(\.int64)
      guard seeds.count == values.count else { return nil }
      self = .list(seeds)
      return
    }
    guard let items = value.items, items.count == 3, let first = items[0].int64, let last = items[1].int64,
      let step = items[2].int64, step != 0, step != .min
    else { return nil }
    let (distance, isFar) = last.subtractingReportingOverflow(first)
    guard !isFar, distance / step >= 0, let count = Int(exactly: distance / step), count < Int.max
    else { return nil }
    self = .range(first: first, step: step, count: count + 1)
  }
}
