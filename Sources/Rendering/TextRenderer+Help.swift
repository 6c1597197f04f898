import Interpreter
import Language
import NeuralCore

/// Help, out of the tables.
extension TextRenderer {
  func help(_ topic: HelpTopic) -> [String] {
    switch topic {
    case .overview(let specs, let metrics, let functions): overview(specs, metrics, functions)
    case .option(let option, let takers, let named, let settings):
      self.option(option, takers, named, settings)
    case .found(_, let found): self.found(found)

    case .statement(let spec, let options, let named): statement(spec, options, named)
    case .entry(let kind, let entry, let settings, let source): self.entry(kind, entry, settings, source)
    }
  }

  /// The long explanation of a code, with the message of the mistake that was made.
  func why(_ code: DiagnosticCode, _ message: String?) -> [Line] {
    let explanation = code.explanation
    let head = "\(code.rawValue) — \(explanation.meaning)".wrapped(to: width)
    var lines = head.enumerated().map { $0 == 0 ? Line($1).marking(code.rawValue, .heading) : Line($1) }
    if let message { lines += ("Yours: " + message).wrapped(to: width, indent: "  ").map { Line($0) } }
    lines += [Line("")] + explanation.reason.wrapped(to: width).map { Line($0) }
    if !explanation.wrong.isEmpty { lines += script(explanation.wrong, titled: "wrong") }
    return lines + script(explanation.right, titled: "right")
  }

  private func script(_ text: String, titled title: String) -> [Line] {
    [Line(""), Line(title, .output, .heading)]
      + text.split(separator: "\n", omittingEmptySubsequences: false).map { Line("  " + $0, .output, .code) }
  }

  private func found(_ found: [(kind: String, name: String, summary: String)]) -> [String] {
    var lines: [String] = []
    for entry in found.prefix(30) {
      lines += "\(entry.name) — \(entry.kind): \(entry.summary)".wrapped(to: width, indent: "    ")
    }
    return lines + (found.count > 30 ? ["… \(found.count - 30) more; a longer word finds fewer"] : [])
      + ["`help WORD` tells more of each."]
  }

  private func option(
    _ option: OptionSpec, _ takers: [String], _ named: [Vocabulary.Entry],
    _ settings: [(optimizer: String, setting: Setting)]
  ) -> [String] {
    let head = "\(option.word) — an option of \(takers.joined(separator: ", ")): \(option.explanation)"
    let lines = head.wrapped(to: width, indent: "  ") + ["  \(option.form)"] + defaults(settings)

    return named.isEmpty ? lines : lines + [""] + rows(named)
  }

  /// A setting of the optimizers: its range, and the defaults of those that have it.
  private func defaults(_ all: [(optimizer: String, setting: Setting)]) -> [String] {
    guard let first = all.first?.setting, first.range != .flag else {
      return all.isEmpty
        ? [] : ("  of " + all.map(\.optimizer).joined(separator: ", ")).wrapped(to: width, indent: "  ")
    }
    let groups = all.map(\.setting.fallback).uniqued.map { value in
      "\(value.text) (\(all.filter { $0.setting.fallback == value }.map(\.optimizer).joined(separator: ", ")))"
    }
    return ["  \(first.rangeText)"]
      + ("  default " + groups.joined(separator: ", ")).wrapped(to: width, indent: "    ")
  }

  private func rows(_ entries: [Vocabulary.Entry]) -> [String] {
    rows(
      entries.map {
        (([$0.name] + $0.parameters.map { $0.uppercased() }).joined(separator: " "), $0.summary)
      })
  }

  private func overview(
    _ specs: [StatementSpec], _ metrics: [String], _ functions: [String]
  ) -> [String] {
    var lines = [
      "One statement a line, or separated by `;`. `#` begins a comment.",
      "`help WORD` tells more of a statement or of anything that it names.",
    ]
    for family in StatementSpec.Family.allCases {
      lines.append("")
      lines.append(family.rawValue)
      var table = Table(right: [false, false])
      for spec in specs where spec.family == family { table.add([spec.word.padded(to: 11), spec.summary]) }
      lines += table.lines(indent: "  ").flatMap {
        $0.wrapped(to: width, indent: String(repeating: " ", count: 16))
      }
    }
    lines += ["", "figures"] + ("  " + metrics.joined(separator: ", ")).wrapped(to: width, indent: "  ")
    lines += ["", "functions"] + ("  " + functions.joined(separator: ", ")).wrapped(to: width, indent: "  ")
    return lines + [
      "", "The five lines that carry the idea:", "  net 2 2 1", "  init xavier seed 1000",
      "  train adam lr 0.01 until loss<0.01", "  dump", "  eval 0 1",
    ]
  }

  private func statement(
    _ spec: StatementSpec, _ options: [OptionSpec], _ named: [(kind: String, entries: [Vocabulary.Entry])]
  ) -> [String] {
    var lines = ["\(spec.word) — \(spec.summary)", ""]
    lines += spec.forms.map { "  " + $0 }
    if !options.isEmpty {
      let own = options.filter { option in spec.options.contains { $0.word == option.word } }
      lines += ["", "options"] + rows(own.map { ($0.form, $0.explanation) })
    }
    if spec.takesSettings {
      let settings = options.dropFirst(spec.options.count).map(\.word).joined(separator: ", ")
      lines += ["", "settings of the optimizers; `help adam` tells which one takes which"]
      lines += ("  " + settings).wrapped(to: width, indent: "  ")
    }
    for group in named where !group.entries.isEmpty {
      lines += ["", plural(group.kind)]
      lines += rows(group.entries)
    }
    if !spec.notes.isEmpty {
      lines += [""] + spec.notes.flatMap { ("  " + $0).wrapped(to: width, indent: "  ") }
    }
    if !spec.mistakes.isEmpty {
      lines += ["", "what goes wrong"] + rows(spec.mistakes.map { ($0.wrong, $0.code.explanation.summary) })
      let codes = spec.mistakes.map(\.code.rawValue)
      lines += ("  " + codes.uniqued.map { "`why \($0)`" }.joined(separator: ", ")).wrapped(
        to: width, indent: "  ")
    }

    return lines + ["", "example"] + spec.example.split(separator: "\n").map { "  " + $0 }
  }

  private func entry(
    _ kind: String, _ entry: Vocabulary.Entry, _ settings: [Setting], _ source: String?
  ) -> [String] {
    var lines = "\(entry.name) — \(kind): \(entry.summary)".wrapped(to: width, indent: "  ")
    if let source { lines += "  source: \(source)".wrapped(to: width, indent: "    ") }
    if !entry.parameters.isEmpty { lines.append("  followed by: " + entry.parameters.joined(separator: " ")) }
    if !entry.forms.isEmpty { lines.append("  may be followed by: " + entry.forms.joined(separator: " | ")) }
    guard !settings.isEmpty else {
      return entry.options.isEmpty ? lines : lines + ["  options: " + entry.options.joined(separator: ", ")]
    }
    return lines + [""]
      + rows(
        settings.map {
          let fallback = $0.range == .flag ? "off" : "default \($0.fallback.text), \($0.rangeText)"
          return ($0.name, "\($0.summary); \(fallback)")
        })
  }

  private func rows(_ pairs: [(String, String)]) -> [String] {
    let column = min(30, (pairs.map { $0.0.columns }.max() ?? 0) + 3)
    return pairs.flatMap { pair in
      ("  " + pair.0.padded(to: column - 1) + " " + pair.1)
        .wrapped(to: width, indent: String(repeating: " ", count: column + 2))
    }
  }

  private func plural(_ kind: String) -> String { kind.hasSuffix("s") ? kind + "es" : kind + "s" }
}

extension Array where Element: Hashable {
  /// Each once, in the order of their coming.
  fileprivate var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
