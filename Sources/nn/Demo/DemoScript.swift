import Interpreter
import Language

/// A script as a demo goes through it, statement by statement.
struct DemoScript {
  struct Step {
    enum Kind {
      /// `say`, `section`: shown as it comes.
      case narration
      case note
      case pause
      /// Typed out, and run when the speaker says so.
      case typed
    }

    let statement: Located<Statement>
    let kind: Kind
    let text: String
  }

  struct Section {
    let title: String
    /// The step that begins it.
    let step: Int
  }

  let source: Source
  let identity: String?
  let steps: [Step]
  let sections: [Section]

  /// nil if the text does not parse, which the interpreter reports.
  init?(_ source: Source, identity: String?, on interpreter: Interpreter) {
    guard let statements = interpreter.statements(of: source) else { return nil }
    (self.source, self.identity) = (source, identity)
    steps = statements.map {
      Step(statement: $0, kind: Self.kind($0.node), text: source.text($0.span))
    }
    sections = statements.enumerated().compactMap { index, statement in
      guard case .section(let title) = statement.node else { return nil }
      return Section(title: Self.unquoted(source.text(title.span)), step: index)
    }
  }

  /// The steps that are typed, of which the speaker sees how many are left.
  var typedCount: Int { steps.count { $0.kind == .typed } }

  /// The section that a step stands in, counted from 0.
  func section(of step: Int) -> Int? { sections.lastIndex { $0.step <= step } }

  private static func kind(_ statement: Statement) -> Step.Kind {
    switch statement {
    case .say, .section: .narration
    case .note: .note
    case .pause: .pause
    default: .typed
    }
  }

  private static func unquoted(_ text: String) -> String {
    text.hasPrefix("\"") && text.hasSuffix("\"") && text.count > 1
      ? String(text.dropFirst().dropLast()) : text
  }
}
