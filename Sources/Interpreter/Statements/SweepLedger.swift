import Experiments
import Language
import NeuralCore
import Synchronization

/// A ledger that runs are added to as they are made, by this process and perhaps by others.
final class LedgerFile: Sendable {
  /// As whoever asked for it names it.
  let name: String
  /// What to do when it cannot be written any more.
  let advice: String
  private let place: String
  private let header: Ledger.Header
  private let append: @Sendable (String, String) throws(Host.WriteFailure) -> Void
  private let state: Mutex<(isOpen: Bool, problem: String?)>

  /// - Parameter isOpen: whether its last line has no end yet: the next one closes it.
  init(_ name: String, at place: String, _ header: Ledger.Header, _ host: Host, isOpen: Bool = false) {
    (self.name, self.place, self.header) = (name, place, header)
    append = host.files.append
    state = Mutex((isOpen, nil))
    advice =
      header.origin == nil
      ? "What it has stays; then: sweep resume \"\(name)\"" : "What it has stays: run the command again."
  }

  /// Why a line could not be written; nil as a rule.
  var failure: String? { state.withLock { $0.problem } }

  /// Adds a line; false if that was not possible.
  func add(_ run: SweepRun) -> Bool {
    let line = run.line(header.names) + "\n"
    return state.withLock { state in
      do throws(Host.WriteFailure) {
        try append(place, state.isOpen ? "\n" + line : line)
        state.isOpen = false
        return true
      } catch {
        state.problem = error.reason
        return false
      }
    }
  }

  /// A ledger with all runs is the same whoever made them, and in whatever order: each once, by ascending number. What
  /// others added meanwhile is compared.
  func putInOrder(_ host: Host) throws(Diagnostic) {
    // What is no file, as `/dev/null`, cannot be read again.
    guard let text = try? host.files.read(place), let ledger = try? Ledger(reading: text) else { return }
    if let difference = ledger.differences.first { throw difference.mistake(name) }
    let ordered = Ledger.text(ledger.header, ledger.runs)
    guard ordered != text else { return }
    do throws(Host.WriteFailure) {
      _ = try host.files.write(place, .text(ordered))
    } catch {
      throw Diagnostic(.cannotWrite, "I cannot write \"\(name)\": \(error.reason)")
    }
  }
}

extension Executor {
  // MARK: A new ledger

  mutating func ledgerName(_ file: Expression) throws(Diagnostic) -> String {
    let name = try fileName(file)
    try checkSuffix(of: name, .ledger, file.span)
    guard !name.hasPrefix("/dev/") || name == "/dev/null" else {
      throw Diagnostic(
        .cannotWrite, "a ledger is read again while it grows, so it has to be a file", at: file.span,
        help: ["Take a name like \"runs.jsonl\"; its lines can be watched by: tail -f runs.jsonl"])
    }
    return name
  }

  /// Writes the header. What is there already stays, unless it may be replaced or says the same.
  func newLedger(
    _ header: Ledger.Header, to file: Located<String>, replaces: Bool
  ) throws(Diagnostic) -> LedgerFile {
    let place = context.source.place(of: file.node)
    let isFree = try mayReplace(file)
    let (ledger, text) = (LedgerFile(file.node, at: place, header, host), header.line + "\n")
    if !replaces || !isFree {
      let isNew = try writing(file.node, file.span) { () throws(Host.WriteFailure) in
        try host.files.create(place, text, \.isEmpty)
      }
      if isNew { return ledger }
      let old = try ownText(place, file, mayReplace: isFree)
      if !old.isEmpty, !replaces { try checkFree(old, file, header) }
    }
    _ = try writing(file.node, file.span) { () throws(Host.WriteFailure) in
      try host.files.write(place, .text(text))
    }
    return ledger
  }

  private func writing<Result>(
    _ name: String, _ span: Span, _ work: () throws(Host.WriteFailure) -> Result
  ) throws(Diagnostic) -> Result {
    do throws(Host.WriteFailure) { return try work() } catch {
      throw Diagnostic(.cannotWrite, "I cannot write \"\(name)\": \(error.reason)", at: span)
    }
  }

  /// What is there already, which has to be a ledger; empty for what is no file, as `/dev/null`.
  private func ownText(
    _ place: String, _ file: Located<String>, mayReplace: Bool
  ) throws(Diagnostic) -> String {
    let old: String
    do throws(Diagnostic) { old = try host.files.read(place) } catch {
      if error.code == .interrupted { throw error.at(file.span) }
      guard error.code == .fileMissing else { throw .foreignFile(file, mayReplace) }
      throw Diagnostic(
        .cannotWrite, error.message, at: file.span,
        help: ["It is there already, and what is in it would be lost. Take another name."])
    }
    guard old.isEmpty ? host.files.beginning(place) == nil : old.hasPrefix(Ledger.mark) else {
      throw .foreignFile(file, mayReplace)
    }
    return old
  }

  private func checkFree(
    _ old: String, _ file: Located<String>, _ header: Ledger.Header
  ) throws(Diagnostic) {
    guard let ledger = try? Ledger(reading: old), ledger.header.script == header.script else {
      throw Diagnostic(
        .cannotWrite, "\"\(file.node)\" is the ledger of another sweep", at: file.span,
        help: ["Take another name, or give up what is in it: to \"\(file.node)\" replace"])
    }
    // A whole one would come out the same, and an empty one is none.
    guard (1..<ledger.header.points.count).contains(ledger.runs.count) else { return }
    throw Diagnostic(
      .cannotWrite,
      "\"\(file.node)\" has \(ledger.runs.count) of the \(ledger.header.points.count) runs of this sweep already",
      at: file.span,
      help: ["Go on with it: sweep resume \"\(file.node)\"", "or begin anew: to \"\(file.node)\" replace"])
  }

  // MARK: Going on

  /// A ledger that this process, or several at the same time, begin or go on with; and the runs that it has.
  func openedLedger(
    _ header: Ledger.Header, at path: String, _ share: SweepShare, _ span: Span
  ) throws(Diagnostic) -> (file: LedgerFile, known: [SweepRun]) {
    if let largest = share.largest, largest >= header.points.count {
      throw Diagnostic(
        .outOfRange,
        "there is no point \(largest): this sweep has \(header.points.count), from 0 to \(header.points.count - 1)",
        at: span)
    }
    let isNew = try writing(path, span) { () throws(Host.WriteFailure) in
      try host.files.create(path, header.line + "\n", Ledger.isUnbegun)
    }
    if isNew { return (LedgerFile(path, at: path, header, host), []) }
    let ledger = try ledger(path, path, span).ledger
    guard ledger.header.script == header.script else { throw .otherHeader(path, header, ledger.header, span) }
    if let difference = ledger.differences.first { throw difference.mistake(path) }
    noteTorn(ledger, path)
    return (LedgerFile(path, at: path, header, host, isOpen: ledger.isOpen), ledger.runs)
  }

  /// A ledger, and its first line as it stands there.
  func ledger(
    _ name: String, _ place: String, _ span: Span
  ) throws(Diagnostic) -> (ledger: Ledger, head: String) {
    let text: String
    do throws(Diagnostic) { text = try host.files.read(place) } catch {
      throw error.at(span).inSource(context.source)
    }
    let ledger: Ledger
    do throws(Ledger.Fault) {
      ledger = try Ledger(reading: text)
    } catch {
      throw .unreadable(name, "line \(error.line): \(error.message)", span)
    }
    guard ledger.header.language == Self.language else {
      throw Diagnostic(
        .languageVersion,
        "this ledger is of version \(ledger.header.language) of the language, and this nn speaks \(Self.language)",
        at: span, help: ["Runs of both would not be the same. Begin a new ledger."])
    }
    return (ledger, String(text.prefix { !$0.isNewline }))
  }

  /// A line that was torn is no run, and is made again.
  func noteTorn(_ ledger: Ledger, _ name: String) {
    guard ledger.torn > 0 else { return }
    let what = ledger.torn == 1 ? "a line of \(name) is" : "\(ledger.torn) lines of \(name) are"
    emit(.note("(\(what) torn, and left out)"))
  }

  // MARK: The header

  func header(
    _ plan: SweepPlan, _ options: GivenOptions<SweepOption>, _ origin: SweepOrigin? = nil
  ) -> Ledger.Header {
    var data: [String: String] = [:]
    let identity =
      ["language \(Self.language)", "seeds \(plan.points.seeds.text)", "folds \(plan.points.folds ?? 1)"]
      + plan.variants.flatMap { $0.identity(&data) }
    let first = plan.variants[0].session
    let whole = first.data.whole.map { "\($0.name), \(count($0.rows, "row")) (\(first.data.digest))" }
    return Ledger.Header(
      script: SHA256.hexadecimal(identity.map { $0 + "\n" }.joined()), points: plan.points,
      names: plan.variants.map(\.name), lines: plan.lines, metric: options[.on]?.name?.node,
      session: [first.network?.statementText, whole, first.data.scalingText].compactMap { $0 },
      version: Release.version, language: Self.language, outline: plan.outline, origin: origin)
  }
}

extension PlannedVariant {
  /// All that decides what comes of its runs, in words.
  ///
  /// - Parameter known: digests of data, by what made it.
  fileprivate func identity(_ known: inout [String: String]) -> [String] {
    let key = "\(session.network?.outputs ?? 0) \(lines.first { $0.hasPrefix("data") } ?? "")"
    let data = known[key] ?? session.data.digest
    known[key] = data
    let weights: [String] =
      switch start {
      case .draws: []
      case .weights: ["weights \(session.fingerprint)"]
      }
    return [
      "variant \(name)", session.network?.statementText ?? "", session.precision.rawValue, start.text,
      // Before they said so, ledgers told runs in the loss of the session: those are of another sweep.
      train, "epochs \(request.budget)", "loss \(request.configuration.objective.text)",
      "frozen \(request.configuration.frozen)", "data \(data)", session.data.scalingText ?? "",
    ] + weights
  }
}

extension DataState {
  /// Of all numbers of the data and of the rows of its parts.
  fileprivate var digest: String {
    var hash = FNV1a()
    for part in Part.allCases {
      for row in split?[part] ?? [] { hash.mix(word: UInt64(row)) }
      hash.mix(0xff)
    }
    guard let whole else { return hash.hexadecimal }
    for numbers in [whole.inputs, whole.targets] {
      for place in numbers.indices { hash.mix(word: numbers.bits(at: place)) }
    }
    return hash.hexadecimal
  }

  /// As typed after `scale`; nil where nothing is scaled.
  fileprivate var scalingText: String? {
    let texts =
      (scaling.map { ["scale \($0.request.text)"] } ?? [])
      + (targetScaling.map { ["scale targets \($0.request.text)"] } ?? [])
    return texts.isEmpty ? nil : texts.joined(separator: " ; ")
  }
}

extension Diagnostic {
  fileprivate static func foreignFile(_ file: Located<String>, _ mayReplace: Bool) -> Diagnostic {
    Diagnostic(
      .cannotWrite, "\"\(file.node)\" exists, and it is no ledger that nn wrote", at: file.span,
      help: mayReplace
        ? ["Take another name, or overwrite it: to \"\(file.node)\" replace"] : Executor.notReplaced)
  }

  static func unreadable(_ name: String, _ why: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .badFile, "\"\(name)\" is no ledger that a sweep wrote: \(why)", at: span,
      help: [
        "A ledger is written by: sweep seeds 0..199 to \"\(name.hasSuffix(".jsonl") ? "runs.jsonl" : name)\""
      ])
  }

  /// The script is there, so what changed is said.
  fileprivate static func otherHeader(
    _ name: String, _ now: Ledger.Header, _ then: Ledger.Header, _ span: Span
  ) -> Diagnostic {
    let changes = now.changes(from: then)
    return Diagnostic(
      .dataMismatch, "\"\(name)\" is the ledger of another sweep, and its runs are not those of this one",
      at: span,
      help: (changes.isEmpty
        ? ["The data, the weights, or what `train` has by default changed since."] : changes)
        + ["Take another ledger: --ledger FILE.jsonl"])
  }
}

extension Ledger.Difference {
  /// The same run gives the same bits on every machine, or something is wrong with one of them.
  ///
  /// - Parameters:
  ///   - name: the ledger that has the first.
  ///   - other: the ledger that has the second; nil for the same.
  public func mistake(_ name: String, _ other: String? = nil) -> Diagnostic {
    func place(_ run: SweepRun, _ name: String) -> String {
      "\"\(name)\"" + (run.machine.map { " (made on \($0))" } ?? "")
    }
    let differences = first.differences(from: second)
    let rows = differences.map { "\($0.field): \($0.value) and \($0.other)" }
    return Diagnostic(
      .dataMismatch,
      "run \(first.number) came out differently in \(place(first, name)) and \(place(second, other ?? name))",
      help: rows + [
        "The same run gives the same bits on every machine: was one of the files changed, or is one of these"
          + " machines at fault? To find out, make the run again: --points \(first.number)"
      ])
  }
}

extension Ledger.Header {
  /// What of a sweep is not as in another one, in words: lines, points, what it took from its session.
  public func changes(from other: Ledger.Header) -> [String] {
    var changes: [String] = []
    func compare(_ what: String, _ now: [String], _ then: [String]) {
      guard now != then else { return }
      let (new, old) = (now.filter { !then.contains($0) }, then.filter { !now.contains($0) })
      changes.append("The ledger has \(what): \((old.isEmpty ? then : old).joined(separator: " · "))")
      changes.append("Now there is: \((new.isEmpty ? now : new).joined(separator: " · "))")
    }
    compare("the seeds", [points.seeds.text], [other.points.seeds.text])
    compare("folds", [points.folds.map { "\($0)" } ?? "none"], [other.points.folds.map { "\($0)" } ?? "none"])
    compare("the lines", lines, other.lines)
    compare("what came before", session, other.session)
    return changes
  }
}
