import Experiments
import JSONText
import Language

/// `sweep resume`.
extension Executor {
  /// The sweep of a ledger, made from its own lines and compared with it.
  mutating func resume(_ ledgerFile: Expression) throws(Diagnostic) -> Flow {
    let name = try fileName(ledgerFile)
    let place = context.source.place(of: name)
    switch host.sweeps.order(place) {
    case .asWritten: break
    case .passedOver: return .normal
    case .share: throw .resumedByCommand(ledgerFile.span)
    case .refused(let ledger, let reason, let advice):
      throw .refusedLedger(ledger, reason, advice, ledgerFile.span)
    }
    _ = try mayReplace(Located(name, ledgerFile.span))
    let (ledger, head) = try ledger(name, place, ledgerFile.span)
    let script = ResumedScript(ledger.header, head, name, at: place, in: context.source)
    let (item, options, body) = try script.sweep(ledgerFile.span)
    let outer = context
    context = try outer.deeper(in: script.source)
    defer { context = outer }
    let plan: SweepPlan
    do throws(Diagnostic) {
      plan = try self.plan(try lines(of: body), seeds: ledger.header.points.seeds, options, at: item.span)
    } catch {
      throw script.placed(error).helping(
        "The sweep began with: " + ledger.header.session.joined(separator: " · "))
    }
    let header = header(plan, options)
    guard header.script == ledger.header.script else {
      throw .otherSweep(name, header, ledger.header, ledgerFile.span).inSource(outer.source)
    }
    if let difference = ledger.differences.first {
      throw difference.mistake(name).at(ledgerFile.span).inSource(outer.source)
    }
    noteTorn(ledger, name)
    let open = LedgerFile(name, at: place, header, host, isOpen: ledger.isOpen)
    do throws(Diagnostic) { return try sweep(plan, known: ledger.runs, to: open) } catch {
      throw script.placed(error)
    }
  }
}

/// The lines of a ledger as the statement that makes the same sweep.
private struct ResumedScript {
  /// The statement, where files that its lines name are those of the text that goes on with it.
  let source: Source
  private let header: Ledger.Header
  /// As the text that goes on with it names it.
  private let name: String
  /// The first line of the ledger as it stands there.
  private let head: Source

  init(_ header: Ledger.Header, _ head: String, _ name: String, at place: String, in outer: Source) {
    (self.header, self.name) = (header, name)
    self.head = Source(name: place, text: head)
    let file = name.split(separator: "/").last.map(String.init) ?? name
    let folds = header.points.folds.map { " folds \($0)" } ?? ""
    let on = header.metric.map { " on \($0)" } ?? ""
    let lines =
      ["sweep seeds \(header.points.seeds.text)\(folds)\(on)"] + header.lines.map { Self.margin + $0 } + [
        "end"
      ]
    source = Source(name: outer.place(of: file), text: lines.map { $0 + "\n" }.joined())
  }

  private static let margin = "  "

  /// - Parameter span: of the name of the ledger, for one that is none.
  func sweep(_ span: Span) throws(Diagnostic) -> (Item, GivenOptions<SweepOption>, Body) {
    let text = parse(source, .standard)
    if let problem = text.problems.first { throw placed(problem) }
    guard text.statements.count == 1, !header.lines.contains(where: { $0.contains(where: \.isNewline) }),
      case .sweep(.lines(let item, let options, let body)) = text.statements[0].node
    else { throw .unreadable(name, "line 1: its lines are no sweep of this nn", span) }
    return (item, options, body)
  }

  /// A mistake in a line, at its place in the ledger; any other as it is.
  func placed(_ error: Diagnostic) -> Diagnostic {
    guard let span = error.span,
      error.source.map({ $0.name == source.name && $0.bytes == source.bytes }) ?? true
    else { return error }
    var placed = error
    placed.source = head
    placed.span = self.place(of: span)
    return placed
  }

  /// The place in the header of a place in the statement: in the text of its line, or at `lines`.
  private func place(of span: Span) -> Span {
    let text = head.text(Span(0, head.bytes.count))
    let mark = "\"lines\":["
    guard let lines = text.firstRange(of: mark) else { return Span(0, 0) }
    let begin = text.utf8.distance(from: text.startIndex, to: lines.lowerBound)
    let whole = Span(begin, begin + mark.utf8.count - 2)
    let number = source.position(of: span.start).line - 2
    guard header.lines.indices.contains(number) else { return whole }
    let before = mark + header.lines[..<number].map { JSONText.quoted($0) + "," }.joined()
    let line = header.lines[number]
    guard text[lines.lowerBound...].hasPrefix(before + JSONText.quoted(line)) else { return whole }
    let start = source.line(around: span.start).start + Self.margin.utf8.count
    func offset(_ place: Int) -> Int {
      let part = String(decoding: line.utf8.prefix(max(0, place - start)), as: UTF8.self)
      return begin + before.utf8.count + JSONText.quoted(part).utf8.count - 1
    }
    return Span(offset(span.start), offset(span.end))
  }
}

extension Diagnostic {
  fileprivate static func resumedByCommand(_ span: Span) -> Diagnostic {
    Diagnostic(
      .settingMismatch, "`nn sweep` goes on with its ledger by itself, and this script resumes one", at: span,
      help: ["Write the sweep itself: sweep seeds 0..199, its lines, end"])
  }

  /// The lines are those of the ledger, so it is the session that is another.
  fileprivate static func otherSweep(
    _ name: String, _ now: Ledger.Header, _ then: Ledger.Header, _ span: Span
  ) -> Diagnostic {
    if let outline = then.outline, outline.variants.contains(where: { $0.loss == nil }) {
      return Diagnostic(
        .dataMismatch,
        "\"\(name)\" is of an nn that told all runs in the loss of the session: they cannot stand beside new ones",
        at: span, help: ["Begin the sweep anew, with another file."])
    }
    return Diagnostic(
      .dataMismatch,
      "this session would not make the runs of \"\(name)\": something else came before its sweep, or its files have changed",
      at: span,
      help: [
        "The sweep began with: " + then.session.joined(separator: " · "),
        "The session has:      " + now.session.joined(separator: " · "),
        "Run the lines before the sweep again, with the same files, then: sweep resume \"\(name)\"",
      ])
  }
}
