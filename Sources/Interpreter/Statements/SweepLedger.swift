import Experiments
import Language
import NeuralCore
import Synchronization

/// A ledger that runs are added to as they are made.
final class LedgerFile: Sendable {
  /// As the statement names it.
  let name: String
  private let place: String
  private let names: [String]
  private let append: @Sendable (String, String) throws(Host.WriteFailure) -> Void
  private let problem = Mutex<String?>(nil)

  init(_ name: String, at place: String, _ header: Ledger.Header, _ host: Host) {
    (self.name, self.place, names) = (name, place, header.names)
    append = host.files.append
  }

  /// Why a line could not be written; nil as a rule.
  var failure: String? { problem.withLock { $0 } }

  /// Adds a line; false if that was not possible.
  func add(_ run: SweepRun) -> Bool {
    do throws(Host.WriteFailure) {
      try append(place, run.line(names) + "\n")
      return true
    } catch {
      problem.withLock { $0 = error.reason }
      return false
    }
  }
}

extension Executor {
  // MARK: A new ledger

  /// Writes the header. What is there already stays, unless it may be replaced or says the same.
  mutating func newLedger(
    _ header: Ledger.Header, to file: Expression, replaces: Bool
  ) throws(Diagnostic) -> LedgerFile {
    let name = try fileName(file)
    try checkSuffix(of: name, .ledger, file.span)
    let place = context.source.place(of: name)
    if !replaces { try checkFree(place, Located(name, file.span), header) }
    do throws(Host.WriteFailure) {
      _ = try host.files.write(place, .text(header.line + "\n"))
    } catch {
      throw Diagnostic(.cannotWrite, "I cannot write \"\(name)\": \(error.reason)", at: file.span)
    }
    return LedgerFile(name, at: place, header, host)
  }

  private func checkFree(
    _ place: String, _ file: Located<String>, _ header: Ledger.Header
  ) throws(Diagnostic) {
    guard let old = try? host.files.read(place), !old.isEmpty else {
      guard host.files.beginning(place) == nil else { throw .foreignFile(file) }
      return
    }
    guard old.hasPrefix(Ledger.mark) else { throw .foreignFile(file) }
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

  /// The sweep of a ledger, made from its own lines and compared with it.
  mutating func resume(_ ledgerFile: Expression) throws(Diagnostic) -> Flow {
    let name = try fileName(ledgerFile)
    let place = context.source.place(of: name)
    let ledger = try ledger(name, place, ledgerFile.span)
    // Files that its lines name are where those of this text are.
    let file = name.split(separator: "/").last.map(String.init) ?? name
    let source = Source(
      name: context.source.place(of: file), text: ledger.header.script(of: ledger.header.lines))
    guard
      case .sweep(.lines(let item, let options, let body))? =
        parse(source, .standard).statements.first?.node
    else { throw .unreadable(name, "its lines are no sweep of this nn", ledgerFile.span) }
    let outer = context
    context = try outer.deeper(in: source)
    defer { context = outer }
    let plan: SweepPlan
    do throws(Diagnostic) {
      let lines = try lines(of: body)
      plan = try self.plan(lines, seeds: ledger.header.points.seeds, options, at: item.span)
    } catch {
      throw error.inSource(source).helping(
        "The sweep began with: " + ledger.header.session.joined(separator: " · "))
    }
    let header = header(plan, options)
    guard header.script == ledger.header.script else {
      throw .otherSweep(name, header, ledger.header, ledgerFile.span)
    }
    if ledger.isTorn { try mend(place, name, ledger, ledgerFile.span) }
    return try sweep(plan, known: ledger.runs, to: LedgerFile(name, at: place, header, host))
  }

  private func ledger(_ name: String, _ place: String, _ span: Span) throws(Diagnostic) -> Ledger {
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
    return ledger
  }

  /// A line that was torn is no run; it is cut off before others follow.
  private func mend(
    _ place: String, _ name: String, _ ledger: Ledger, _ span: Span
  ) throws(Diagnostic) {
    do throws(Host.WriteFailure) {
      _ = try host.files.write(place, .text(ledger.text))
    } catch {
      throw Diagnostic(.cannotWrite, "I cannot write \"\(name)\": \(error.reason)", at: span)
    }
    emit(.note("(the last line of \(name) was torn, and is left out)"))
  }

  // MARK: The header

  func header(_ plan: SweepPlan, _ options: GivenOptions<SweepOption>) -> Ledger.Header {
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
      version: Release.version, language: Self.language)
  }
}

extension Ledger.Header {
  /// The statement that makes the same sweep.
  fileprivate func script(of lines: [String]) -> String {
    let folds = points.folds.map { " folds \($0)" } ?? ""
    let on = metric.map { " on \($0)" } ?? ""
    return (["sweep seeds \(points.seeds.text)\(folds)\(on)"] + lines.map { "  " + $0 } + ["end"])
      .map { $0 + "\n" }.joined()
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
      train, "epochs \(request.budget)", request.configuration.objective.text,
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
    for word in whole.inputs.bits { hash.mix(word: word) }
    for word in whole.targets.bits { hash.mix(word: word) }
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
  fileprivate static func foreignFile(_ file: Located<String>) -> Diagnostic {
    Diagnostic(
      .cannotWrite, "\"\(file.node)\" exists, and it is no ledger that nn wrote", at: file.span,
      help: ["Take another name, or overwrite it: to \"\(file.node)\" replace"])
  }

  fileprivate static func unreadable(_ name: String, _ why: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .badFile, "\"\(name)\" is no ledger that a sweep wrote: \(why)", at: span,
      help: [
        "A ledger is written by: sweep seeds 0..199 to \"\(name.hasSuffix(".jsonl") ? "runs.jsonl" : name)\""
      ])
  }

  /// The lines are those of the ledger, so it is the session that is another.
  fileprivate static func otherSweep(
    _ name: String, _ now: Ledger.Header, _ then: Ledger.Header, _ span: Span
  ) -> Diagnostic {
    Diagnostic(
      .dataMismatch,
      "this session would not make the runs of \"\(name)\": something else came before its sweep",
      at: span,
      help: [
        "The sweep began with: " + then.session.joined(separator: " · "),
        "The session has:      " + now.session.joined(separator: " · "),
        "Run the lines before the sweep again, then: sweep resume \"\(name)\"",
      ])
  }
}
