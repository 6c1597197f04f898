import Interpreter
import Language

/// A script as a demo goes through it, statement by statement.
public struct DemoScript {
  /// A statement of the script.
  public struct Step {
    /// What a demo does with a statement.
    public enum Kind: Sendable {
      /// `say`, `section`: shown as it comes.
      case narration
      case note
      case pause
      /// `hide`: neither the statements nor what they show are seen.
      case hidden
      /// `expect`: only a failure is seen.
      case check
      /// `guess`: typed; the audience thinks before the answer is shown.
      case question
      /// Typed out, and run when the speaker says so.
      case typed

      /// Whether the audience sees it typed.
      var isTyped: Bool { self == .typed || self == .question }
    }

    /// The statement with its place.
    public let statement: Located<Statement>
    /// What the demo does with it.
    public let kind: Kind
    /// As it is in the source.
    public let text: String
  }

  /// A part of the script, begun by `section`.
  public struct Section: Sendable {
    /// As it is in the source, without quotes.
    public let title: String
    /// The step that begins it.
    public let step: Int
  }

  /// The script.
  public let source: Source
  let identity: String?
  /// In order.
  public let steps: [Step]
  /// In order; empty for a script without `section`.
  public let sections: [Section]

  /// nil if the text does not parse, which the interpreter reports.
  public init?(_ source: Source, identity: String?, on interpreter: Interpreter) {
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
  var typedCount: Int { steps.count { $0.kind.isTyped } }

  /// The section that a step stands in, counted from 0.
  func section(of step: Int) -> Int? { sections.lastIndex { $0.step <= step } }

  private static func kind(_ statement: Statement) -> Step.Kind {
    if case .hide = statement { return .hidden }
    if case .expect = statement { return .check }
    if case .guess = statement { return .question }
    if case .pause = statement { return .pause }
    if case .note = statement { return .note }
    if case .say = statement { return .narration }
    if case .section = statement { return .narration }
    return .typed
  }

  private static func unquoted(_ text: String) -> String {
    text.hasPrefix("\"") && text.hasSuffix("\"") && text.count > 1
      ? String(text.dropFirst().dropLast()) : text
  }
}

extension DemoScript.Step.Kind {
  /// Whether the demo waits there.
  var isStop: Bool { isTyped || self == .pause }
}
