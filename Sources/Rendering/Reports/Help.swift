import Interpreter
import Language
import NeuralCore
import Standard

/// `help`, `apropos` and `why`, out of the tables.
extension Reporter {
  func help(_ topic: HelpTopic) -> [Block] {
    switch topic {
    case .beginning: beginning()
    case .glossary(let entries): glossary(entries)
    case .term(let entry): term(entry)
    case .overview(let specs, let metrics, let functions): overview(specs, metrics, functions)
    case .statement(let spec, let options, let named): statement(spec, options, named)
    case .entry(let kind, let entry, let settings, let source): self.entry(kind, entry, settings, source)
    case .kind(let plural, let entries):
      [
        .heading(Text(plural)), .list(List(items: entries.map(item))),
        .paragraph("`help WORD` tells more of each."),
      ]
    case .option(let meanings, let settings): option(meanings) + defaults(settings) + names(of: meanings)
    case .found(_, let found): self.found(found)
    }
  }

  // MARK: Mistakes

  /// The long explanation of a code, with the message of the mistake that was made.
  /// - Parameter statement: that went wrong; its own examples stand in the place of the general ones.
  func why(_ code: DiagnosticCode, _ message: String?, _ statement: StatementSpec?) -> [Block] {
    let explanation = code.explanation
    let (wrong, right) =
      statement.map { ($0.mistakes.first { $0.code == code }?.wrong ?? "", $0.example) }
      ?? (explanation.wrong, explanation.right)
    return [.paragraph("\(code.rawValue, .heading) — \(explanation.meaning)")]
      + (message.map { [.paragraph(Text("Yours: " + $0), hang: 2)] } ?? [])
      + [.blank, .paragraph(Text(explanation.reason))]
      + (wrong.isEmpty ? [] : script(wrong, titled: "wrong")) + script(right, titled: "right")
  }

  private func script(_ text: String, titled title: Text) -> [Block] {
    [.blank, .heading(title), .code(Code(script: text))]
  }

  // MARK: The beginning

  /// No more than a newcomer reads.
  private func beginning() -> [Block] {
    let first: [(String, String)] = [
      ("net 2 2 1", "inputs, hidden units, outputs"), ("data xor", "or your own: data \"FILE.csv\""),
      ("init xavier seed 1000", "draws the weights"),
      ("train adam lr 0.01 until loss<0.01", "`diagnose` if it gets stuck"),
      ("eval 0 1", "`explain 0 1` shows how, by hand"),
      ("save \"xor.nnet\"", "`undo` takes the last line back"),
    ]
    var table = Table([.leading, .leading], indent: 2)
    table.rows = first.map { [Text($0.0, .code), Text($0.1)] }
    return [
      .paragraph("One statement a line, for example these:"), .table(table),
      .paragraph(
        "More: \("help all", .code) · \("help train", .code) · \("help words", .code) (bias, overfitting …) · \("apropos stuck", .code)"
      ),
      .paragraph(
        "Also: \("why", .code) (the last mistake) · \("tour", .code) (five minutes) · \("quit", .code)"),
    ]
  }

  // MARK: Words of the field

  private func term(_ entry: GlossaryEntry) -> [Block] {
    let also = entry.also.isEmpty ? "" : " (\(entry.also.joined(separator: ", ")))"
    return [
      .paragraph("\(entry.name, .heading)\(also) — \(entry.text)", hang: 2),
      .code(Code(lines: [Code.Line(statement: entry.line)])),
    ]
  }

  private func glossary(_ entries: [GlossaryEntry]) -> [Block] {
    [
      .paragraph("Words of the field; `help WORD` explains each, and `help all` lists the statements."),
      names(entries.map(\.name)),
    ]
  }

  // MARK: Overview

  private func overview(_ specs: [StatementSpec], _ metrics: [String], _ functions: [String]) -> [Block] {
    var blocks: [Block] = [
      .paragraph("One statement a line, or separated by `;`. `#` begins a comment."),
      .paragraph("`help WORD` tells more of a statement or of anything that it names."),
    ]
    for family in StatementSpec.Family.allCases {
      let items = specs.filter { $0.family == family }.map { item($0.word, $0.summary) }
      blocks += [.blank, .heading(Text(family.rawValue)), .list(List(items: items, least: 14))]
    }
    blocks += [.blank, .heading("metrics"), names(metrics), .blank, .heading("functions"), names(functions)]
    return blocks + [
      .blank, .heading("The five lines that carry the idea:"),
      .code(
        Code(script: "net 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 until loss<0.01\ndump\neval 0 1")),
    ]
  }

  private func item(_ term: String, _ meaning: String) -> List.Item {
    List.Item(term: Text(term, .code), meaning: Text(meaning))
  }

  private func names(_ names: [String]) -> Block {
    .paragraph(Text(names.joined(separator: ", ")), indent: 2)
  }

  // MARK: A statement

  private func statement(
    _ spec: StatementSpec, _ options: [OptionSpec], _ named: [(kind: String, entries: [Vocabulary.Entry])]
  ) -> [Block] {
    var blocks: [Block] = [
      .paragraph("\(spec.word, .heading) — \(spec.summary)", hang: 2), .blank,
      .preformatted(spec.forms.map { "  \($0, .code)" }),
    ]
    let own = options.filter { option in spec.options.contains { $0.word == option.word } }
    if !options.isEmpty { blocks += list(titled: "options", own.map { item($0.form, $0.explanation) }) }
    if spec.takesSettings {
      blocks += [
        .blank, .heading("settings of the optimizers"),
        .paragraph("`help adam` tells which ones adam takes, and so of each.", indent: 2),
        names(options.dropFirst(spec.options.count).map(\.word)),
      ]
    }
    for group in named where !group.entries.isEmpty {
      blocks += list(titled: Text(plural(group.kind)), group.entries.map(item))
    }
    if !spec.notes.isEmpty { blocks += [.blank] + spec.notes.map { .paragraph(Text($0), indent: 2) } }
    return blocks + mistakes(of: spec)
      + [.blank, .heading("example"), .code(Code(script: spec.example))]
  }

  private func list(titled title: Text, _ items: [List.Item]) -> [Block] {
    [.blank, .heading(title), .list(List(items: items))]
  }

  private func item(_ entry: Vocabulary.Entry) -> List.Item {
    item(([entry.name] + entry.parameters.map { $0.uppercased() }).joined(separator: " "), entry.summary)
  }

  private func mistakes(of spec: StatementSpec) -> [Block] {
    guard !spec.mistakes.isEmpty else { return [] }
    let codes = spec.mistakes.map(\.code.rawValue).uniqued.map { "`why \($0)`" }
    return list(
      titled: "what goes wrong", spec.mistakes.map { item($0.wrong, $0.code.explanation.summary) })
      + [names(codes)]
  }

  private func plural(_ kind: String) -> String { kind.hasSuffix("s") ? kind + "es" : kind + "s" }

  // MARK: What statements name

  private func entry(
    _ kind: String, _ entry: Vocabulary.Entry, _ settings: [Setting], _ source: String?
  ) -> [Block] {
    var blocks: [Block] = [.paragraph("\(entry.name, .heading) — \(kind): \(entry.summary)", hang: 2)]
    func add(_ text: String) { blocks.append(.paragraph(Text(text), indent: 2, hang: 4)) }
    if let source { add("source: \(source)") }
    if !entry.parameters.isEmpty { add("followed by: " + entry.parameters.joined(separator: " ")) }
    if !entry.forms.isEmpty { add("may be followed by: " + entry.forms.joined(separator: " | ")) }
    if settings.isEmpty, !entry.options.isEmpty { add("options: " + entry.options.joined(separator: ", ")) }
    guard !settings.isEmpty else { return blocks }
    let items = settings.map { setting in
      let fallback =
        setting.range == .flag
        ? "off" : "default \(setting.fallback.text), \(NumberRange(setting.range).text)"
      return item(setting.name, "\(setting.summary); \(fallback)")
    }
    return blocks + [.blank, .list(List(items: items))]
  }

  /// The meaning that all statements share, or a line for each that has its own.
  private func option(_ meanings: [HelpTopic.Meaning]) -> [Block] {
    guard let option = meanings.first?.option else { return [] }
    let takers = meanings.flatMap(\.takers).joined(separator: ", ")
    guard meanings.count > 1 else {
      return [
        .paragraph("\(option.word, .heading) — an option of \(takers): \(option.explanation)", hang: 2),
        .paragraph("\(option.form, .code)", indent: 2),
      ]
    }
    let isOneForm = Set(meanings.map(\.option.form)).count == 1
    let items = meanings.map { meaning in
      item(
        meaning.takers.joined(separator: ", "),
        (isOneForm ? "" : "`\(meaning.option.form)`: ") + meaning.option.explanation)
    }
    let head: Text = "\(option.word, .heading) — an option of \(takers); what it means depends on which"
    return [.paragraph(head, hang: 2)]
      + (isOneForm ? [.paragraph("\(option.form, .code)", indent: 2)] : []) + [
        .blank, .list(List(items: items)),
      ]
  }

  /// What may follow an option, by kind.
  private func names(of meanings: [HelpTopic.Meaning]) -> [Block] {
    let kinds = meanings.compactMap(\.option.kind).uniqued
    return kinds.flatMap { kind -> [Block] in
      let items = meanings.first { $0.option.kind == kind }?.named.map(item) ?? []
      if items.isEmpty { return [] }
      return kinds.count > 1 ? list(titled: Text(kind.plural), items) : [.blank, .list(List(items: items))]
    }
  }

  /// A setting of the optimizers: its range, and the defaults of those that have it.
  private func defaults(_ all: [(optimizer: String, setting: Setting)]) -> [Block] {
    guard let first = all.first?.setting, first.range != .flag else {
      return all.isEmpty ? [] : [names(["of " + all.map(\.optimizer).joined(separator: ", ")])]
    }
    let groups = all.map(\.setting.fallback).uniqued.map { value in
      "\(value.text) (\(all.filter { $0.setting.fallback == value }.map(\.optimizer).joined(separator: ", ")))"
    }
    return [
      .paragraph(Text(NumberRange(first.range).text), indent: 2),
      .paragraph(Text("default " + groups.joined(separator: ", ")), indent: 2, hang: 4),
    ]
  }

  private func found(_ found: [(kind: String, name: String, summary: String)]) -> [Block] {
    found.prefix(30).map { entry in
      .paragraph("\(entry.name, .heading) — \(entry.kind): \(entry.summary)", hang: 4)
    }
      + (found.count > 30 ? [.paragraph("… \(found.count - 30) more; a longer word finds fewer")] : [])
      + [.paragraph("`help WORD` tells more of each.")]
  }
}

extension Code {
  /// A script, line by line.
  init(script: String) {
    let lines = script.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    self.init(lines: lines.map { Line(statement: String($0)) }, indent: 2)
  }
}

extension EventTable {
  static let help = EventRow<HelpTopic>("help", "`help` or `apropos`") {
    Field("text", "as a terminal of 80 columns shows it") { topic in
      let document = Document(Reporter(verbosity: .script).help(topic))
      return TerminalWriter().lines(document).map(\.text).joined(separator: "\n")
    }
  }

  static let why = EventRow<(code: DiagnosticCode, message: String?)>("why", "`why`: a code explained") {
    Field("code", "of the mistake") { $0.code.rawValue }
    Field("message", "of your mistake; `null` if another was asked for") { $0.message }
    Field("meaning", "of the code") { $0.code.explanation.meaning }
    Field("reason", "why it is a mistake") { $0.code.explanation.reason }
    Field("wrong", "a script with the mistake") { $0.code.explanation.wrong }
    Field("right", "the script without it") { $0.code.explanation.right }
  }
}
