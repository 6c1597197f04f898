import Interpreter
import Language
import NeuralCore

/// A JSON value that keeps the order of its keys.
indirect enum JSON {
  case string(String)
  case number(String)
  case bool(Bool)
  case null
  case array([JSON])
  case object([(String, JSON)])

  init(_ value: Double) { self = value.isFinite ? .number(value.text) : .null }
  init(_ value: Int) { self = .number("\(value)") }
  init(_ values: some Sequence<Double>) { self = .array(values.map { JSON($0) }) }

  init(_ value: Value) {
    switch value {
    case .number(let number): self.init(number)
    case .string(let text): self = .string(text)
    case .bool(let truth): self = .bool(truth)
    case .list(let values): self = .array(values.map { JSON($0) })
    }
  }

  var text: String {
    switch self {
    case .string(let text): Self.quoted(text)
    case .number(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null: "null"
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let pairs):
      "{" + pairs.map { Self.quoted($0.0) + ":" + $0.1.text }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.value < 32:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Events as JSON lines: one flat object each, stable names, full precision.
public struct JSONRenderer: Sendable {
  public init() {}

  public func lines(_ event: Event) -> [Line] {
    objects(event).map { name, pairs in
      Line(Text(JSON.object([("event", .string(name))] + pairs).text))
    }
  }

  private func objects(_ event: Event) -> [(String, [(String, JSON)])] {
    switch event {
    case .statement, .pause, .tour: return []
    case .net(let report): return [("net", net(report.network))]
    case .data(let report): return [("data", data(report))]
    case .start(let report): return [("init", start(report))]
    case .set(let weights, let all): return [("set", [("count", JSON(weights.count)), ("of", JSON(all))])]
    case .note(let text): return [("note", [("text", .string(text))])]
    case .dump(let weights): return weights.map { ("weight", weight($0)) }
    case .wrote(let file, let lines): return [("file", [("name", .string(file)), ("lines", JSON(lines))])]
    case .fingerprint(let hash): return [("fingerprint", [("value", .string(hash))])]
    case .reset(let weights): return [("reset", [("weights", JSON(weights))])]
    case .trainStarted(let plan):
      return [("training", [("optimizer", .string(plan.optimizer)), ("continues", .bool(plan.continues))])]
    case .epoch(let epoch, let loss, let rate):
      let rates = rate.map { [("lr", JSON($0))] } ?? []
      return [("epoch", [("epoch", JSON(epoch)), ("loss", JSON(loss))] + rates)]
    case .precision(let precision): return [("precision", [("precision", .string(precision.rawValue))])]
    case .language(let version): return [("language", [("version", JSON(version))])]
    case .gradientCheck(let report): return [("gradient_check", check(report))]
    case .train(let report): return [("train", train(report))]
    case .attempt(let attempt, let number): return [("attempt", self.attempt(attempt, number))]
    case .frozen(let count, let all): return [("freeze", [("count", JSON(count)), ("of", JSON(all))])]
    case .eval(let rows, let classes, _): return rows.map { ("eval", eval($0, classes)) }
    case .table(let report): return [("table", table(report))]
    case .split(let parts, let seed, _):
      return [("split", parts.map { ($0.part.rawValue, JSON($0.rows)) } + [("seed", JSON(Int(seed)))])]
    case .scale(let report): return [("scale", scale(report))]
    case .showData(let summary): return [("data_summary", data(summary))]
    case .explain(let explanation, _): return explain(explanation)
    case .guess(let report): return [("guess", guess(report))]
    case .epochs(let report): return [("epochs", epochs(report))]
    case .wentTo(let report): return [("goto", wentTo(report))]
    case .compare(let report): return compare(report).map { ("compare", $0) }
    case .diagnosis(let diagnosis, let isShort): return [("diagnosis", diagnose(diagnosis, isShort))]
    case .score(let reports): return reports.map { ("score", score($0)) }
    case .show(let report): return [("show", show(report))]
    case .value(let value): return [("value", [("value", JSON(value))])]
    case .print(let text): return [("print", [("text", .string(text))])]
    case .expect(let text): return [("expect", [("condition", .string(text)), ("holds", .bool(true))])]
    case .bound(let name, let value): return [("let", [("name", .string(name)), ("value", JSON(value))])]
    case .say(let text): return [("say", [("text", .string(text))])]
    case .section(let text): return [("section", [("text", .string(text))])]
    case .help(let topic):
      let help = Document(Reporter(verbosity: .script).help(topic))
      let text = TerminalWriter().lines(help).map(\.text).joined(separator: "\n")
      return [("help", [("text", .string(text))])]
    case .seeded(let seed): return [("seed", [("seed", JSON(Int(seed))), ("chosen", .bool(false))])]
    case .seedChosen(let seed): return [("seed", [("seed", JSON(Int(seed))), ("chosen", .bool(true))])]
    case .digits(let places): return [("digits", [("digits", JSON(places))])]
    case .transcript(let lines):
      return [("transcript", [("lines", .array(lines.map { .string($0) }))])]
    case .color(let color): return [("color", [("color", color.map { .string($0.rawValue) } ?? .null)])]
    case .timing(let isOn): return [("timing", [("on", .bool(isOn))])]
    case .timed(let seconds): return [("time", [("seconds", JSON(seconds))])]
    case .speakerNote(let text): return [("speaker_note", [("text", .string(text))])]
    case .why(let code, let message):
      let told = code.explanation
      let texts = [
        ("meaning", told.meaning), ("reason", told.reason), ("wrong", told.wrong), ("right", told.right),
      ]
      return [
        (
          "why",
          [("code", .string(code.rawValue)), ("message", message.map { .string($0) } ?? .null)]
            + texts.map { ($0, .string($1)) }
        )
      ]
    case .undone(let text): return [("undo", [("statement", .string(text))])]
    case .redone(let text): return [("redo", [("statement", .string(text))])]
    case .history(let texts): return [("history", [("statements", .array(texts.map { .string($0) }))])]
    case .loaded(let file, let report): return [("load", [("file", .string(file))] + show(report))]
    case .cleared: return [("clear", [])]
    case .failure(let diagnostic): return [("error", error(diagnostic))]
    }
  }
}
