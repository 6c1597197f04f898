import JSONText
import NeuralCore

/// The record of a sweep, which is also its input: a header, then a line for each run, in JSON.
///
/// The header says which sweep it is, so that no other goes on with it; runs are known by their numbers, in any order. Any
/// number of processes may add lines to one file: a line is added by one write, and one that came out torn is closed by
/// whoever adds the next one, and left out by whoever reads.
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
    /// What its table says of it besides its runs; nil in a ledger of an nn that did not write it.
    public let outline: SweepOutline?
    /// The script that `nn sweep` ran; nil for a sweep of any other text.
    public let origin: SweepOrigin?

    /// A header.
    public init(
      script: String, points: SweepPoints, names: [String], lines: [String], metric: String?,
      session: [String], version: String, language: Int, outline: SweepOutline? = nil,
      origin: SweepOrigin? = nil
    ) {
      (self.script, self.points, self.names, self.lines) = (script, points, names, lines)
      (self.metric, self.session, self.version, self.language) = (metric, session, version, language)
      (self.outline, self.origin) = (outline, origin)
    }
  }

  /// Why a text is no ledger that one can go on with.
  public struct Fault: Error, Sendable {
    /// From 1.
    public let line: Int
    /// In lower case, without a final stop.
    public let message: String
  }

  /// A run that stands there twice, and came out differently: the same run gives the same bits on every machine, so this is
  /// a finding, and nothing to choose from.
  public struct Difference: Error, Sendable {
    /// The run as it stood first.
    public let first: SweepRun
    /// As it stood later.
    public let second: SweepRun
  }

  /// The first line.
  public let header: Header
  /// The runs, in the order of the lines.
  public let runs: [SweepRun]
  /// Lines of runs that stand there a second time, with the same bits.
  public let repeated: Int
  /// Lines that are torn: whoever wrote them was stopped within them. They are none of the runs.
  public let torn: Int
  /// Whether the end of the last line is missing, so that the next one would become a part of it.
  public let isOpen: Bool
  /// Runs that stand there twice and differ, by ascending line.
  public let differences: [Difference]

  /// The beginning by which a ledger is known.
  public static let mark = "{\"sweep\":1,"

  /// Reads a ledger.
  public init(reading text: String) throws(Fault) {
    var reader = LedgerContents()
    try LedgerLines.forEach(in: text) { (line, number, isEnded) throws(Fault) in
      try reader.take(line, number, isEnded: isEnded)
    }
    guard let header = reader.header else { throw Fault(line: 1, message: "the file is empty") }
    (self.header, runs, repeated, torn) = (header, reader.runs, reader.repeated, reader.torn)
    (isOpen, differences) = (reader.isOpen, reader.differences)
  }

  /// Whether a file holds no more than a header that nobody finished, or nothing: there is nothing to go on with, and
  /// nothing to lose.
  public static func isUnbegun(_ text: String) -> Bool {
    text.allSatisfy(\.isWhitespace)
      || !text.utf8.contains(UInt8(ascii: "\n")) && (text.hasPrefix(mark) || mark.hasPrefix(text))
        && (try? Ledger(reading: text)) == nil
  }

  /// The whole text as a sweep that was never stopped leaves it: each run once, by ascending number.
  public static func text(_ header: Header, _ runs: [SweepRun]) -> String {
    var text = header.line + "\n"
    for run in runs.inOrder {
      text += run.line(header.names)
      text += "\n"
    }
    return text
  }
}

/// A ledger as far as it was read.
private struct LedgerContents {
  var header: Ledger.Header?
  var runs: [SweepRun] = []
  var repeated = 0
  var torn = 0
  var isOpen = false
  var differences: [Ledger.Difference] = []
  /// Places among the runs, by number.
  private var places: [Int: Int] = [:]

  mutating func take(_ line: LedgerLines.Line, _ number: Int, isEnded: Bool) throws(Ledger.Fault) {
    isOpen = !isEnded
    guard let header else {
      header = try Ledger.Header(reading: line)
      return
    }
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) { return }
    // What is no JSON was not written whole, or two processes wrote into one line: it is no run, and will be made again.
    guard let value = JSONText(reading: line) else {
      torn += 1
      return
    }
    let run = try SweepRun(value, header, at: number)
    if let place = places[run.number] {
      repeated += 1
      if !run.isSame(as: runs[place]) {
        differences.append(Ledger.Difference(first: runs[place], second: run))
      }
    } else {
      places[run.number] = runs.count
      runs.append(run)
    }
  }
}

extension Ledger.Header {
  /// As it stands in the file.
  public var line: String {
    let folds = points.folds.map {
      JSONText.list([.string("fold"), .list([.int(1), .int($0), .int(1)])])
    }
    let over =
      [JSONText.list([.string("seed"), points.seeds.value])] + [folds].compactMap { $0 }
      + [.list([.string("variant"), .list(names.map { .string($0) })])]
    return JSONText.fields(
      [
        ("sweep", .int(1)), ("script", .string("sha256:" + script)), ("over", .list(over)),
        ("points", .int(points.count)), ("nn", .string(version)), ("language", .int(language)),
        ("lines", .list(lines.map { .string($0) })), ("on", metric.map { .string($0) }),
        ("session", .list(session.map { .string($0) })),
      ] + (origin?.fields ?? []) + (outline?.fields(lines) ?? [])
    ).written
  }

  fileprivate init(reading line: LedgerLines.Line) throws(Ledger.Fault) {
    guard let value = JSONText(reading: line), value["sweep"]?.int != nil else {
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
    guard points.count <= SweepPoints.limit else {
      throw Ledger.Fault(
        line: 1, message: "it claims \(points.count) runs, more than a sweep can have")
    }
    self.init(
      script: String(script.dropFirst(7)), points: points, names: names, lines: lines,
      metric: value["on"]?.text, session: session, version: value["nn"]?.text ?? "", language: language,
      outline: SweepOutline(value, names, lines), origin: SweepOrigin(value))
  }

  private static func over(_ name: String, _ value: JSONText) -> JSONText? {
    value["over"]?.items?.first { $0.items?.first?.text == name }?.items?.last
  }

  private static func texts(_ value: JSONText?) -> [String]? {
    guard let items = value?.items else { return nil }
    let texts = items.compactMap(\.text)
    return texts.count == items.count ? texts : nil
  }

  private static func points(_ value: JSONText) -> SweepPoints? {
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
  fileprivate var value: JSONText {
    switch self {
    case .range(let first, let step, let count): .list([.int(first), .int(self[count - 1]), .int(step)])
    case .list(let seeds): .fields([("values", .list(seeds.map { .int($0) }))])
    }
  }

  fileprivate init?(_ value: JSONText) {
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
