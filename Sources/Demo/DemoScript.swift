import Interpreter
import Language
import Lessons
import Rendering

/// A script, or a page, as a demo goes through it, step by step.
public struct DemoScript {
  /// A step: a statement of a script or of a block of a page, or prose of a page.
  public struct Step {
    /// What a demo does with a step.
    public enum Kind: Sendable {
      /// `say`, `section`, prose: shown as it comes.
      case narration
      case note
      case pause
      /// `hide`: neither the statements nor what they show are seen.
      case hidden
      /// `expect`: only a failure is seen.
      case check
      /// `guess`: typed; the audience thinks before the answer is shown.
      case question
      /// `exercise`: opened, for the audience to work at.
      case exercise
      /// The solution of the exercise before, typed as `solution`.
      case solution
      /// Typed out, and run when the speaker says so.
      case typed

      /// Whether the audience sees it typed.
      var isTyped: Bool { self == .typed || self == .question || self == .solution }
    }

    /// What there is to run or to show.
    enum Content {
      /// A statement of a text.
      case statement(Located<Statement>, of: Source)
      /// A text as a whole: one that is meant to be wrong, or that has a session of its own.
      case whole(Source, isAlone: Bool)
      case section(String)
      case prose(Document)
    }

    let content: Content
    /// What the demo does with it.
    public let kind: Kind
    /// As it is in the source.
    public let text: String
    /// A mistake is meant.
    var isMeantToFail = false
  }

  /// A part of the script, begun by `section` or by a title of a page.
  public struct Section: Sendable {
    /// As it is in the source, without quotes.
    public let title: String
    /// The step that begins it.
    public let step: Int
  }

  /// What of a page is played, by its ending.
  private static let pageEndings = [".md", ".markdown", ".mdown", ".mkd"]

  /// Whether a text is a Markdown page.
  public static func isPage(_ source: Source) -> Bool {
    pageEndings.contains { source.name.lowercased().hasSuffix($0) }
  }

  let identity: String?
  /// In order.
  public let steps: [Step]
  /// In order; empty for a script without `section`.
  public let sections: [Section]

  /// nil if the text does not parse, which the interpreter reports.
  public init?(_ source: Source, identity: String?, on interpreter: Interpreter) {
    let steps =
      Self.isPage(source)
      ? Self.steps(of: Talk(source), on: interpreter)
      : interpreter.statements(of: source)?.flatMap { Self.steps(of: $0, in: source) }
    guard let steps else { return nil }
    (self.identity, self.steps) = (identity, steps)
    sections = steps.enumerated().compactMap { index, step in
      step.title.map { Section(title: $0, step: index) }
    }
  }

  /// The steps that are typed, of which the speaker sees how many are left.
  var typedCount: Int { steps.count { $0.kind.isTyped } }

  /// The section that a step stands in, counted from 0.
  func section(of step: Int) -> Int? { sections.lastIndex { $0.step <= step } }

  // MARK: Steps

  /// A statement; an exercise is opened, and then solved.
  private static func steps(of statement: Located<Statement>, in source: Source) -> [Step] {
    let step = step(statement, of: source)
    guard case .exercise(let exercise) = statement.node, let word = exercise.solutionWord else {
      return [step]
    }
    let solving = Located(Statement.exerciseStep(.solution), word)
    return [
      step,
      Step(content: .statement(solving, of: source), kind: .solution, text: source.text(word)),
    ]
  }

  private static func step(_ statement: Located<Statement>, of source: Source) -> Step {
    Step(
      content: .statement(statement, of: source), kind: kind(statement.node),
      text: source.text(statement.span))
  }

  private static func kind(_ statement: Statement) -> Step.Kind {
    if case .exercise = statement { return .exercise }
    if case .hide = statement { return .hidden }
    if case .expect = statement { return .check }
    if case .guess = statement { return .question }
    if case .pause = statement { return .pause }
    if case .note = statement { return .note }
    if case .say = statement { return .narration }
    if case .section = statement { return .narration }
    return .typed
  }

  /// nil if a block that is to run does not parse.
  private static func steps(of talk: Talk, on interpreter: Interpreter) -> [Step]? {
    var (steps, names): ([Step], [String]) = ([], [])
    for part in talk.parts {
      switch part {
      case .section(let title):
        steps.append(Step(content: .section(title), kind: .narration, text: title))
      case .prose(let document):
        steps.append(Step(content: .prose(document), kind: .narration, text: document.plain))
      case .block(.runs, let source):
        guard let statements = interpreter.statements(of: source, defined: names) else { return nil }
        steps += statements.flatMap { Self.steps(of: $0, in: source) }
        names += statements.compactMap(\.node.definedName)
      case .block(let kind, let source):
        var whole = Step(
          content: .whole(source, isAlone: kind.isAlone), kind: .typed, text: source.trimmedText)
        whole.isMeantToFail = true
        steps.append(whole)
      }
    }
    return steps
  }
}

extension DemoScript.Step {
  /// The title of the section that it begins; nil if it begins none.
  fileprivate var title: String? {
    switch content {
    case .section(let title): return title
    case .statement(let statement, let source):
      guard case .section(let title) = statement.node else { return nil }
      return source.words(title.span)
    case .whole, .prose: return nil
    }
  }
}

extension DemoScript.Step.Kind {
  /// Whether the demo waits there.
  var isStop: Bool { isTyped || self == .pause }
}

extension Lesson.Test.Kind {
  fileprivate var isAlone: Bool { if case .failsAlone = self { true } else { false } }
}

extension Statement {
  /// The name that a definition gives a procedure.
  fileprivate var definedName: String? {
    if case .define(let definition) = self { definition.name.node } else { nil }
  }
}

extension Source {
  /// Without the newline at its end.
  fileprivate var trimmedText: String {
    let all = text(Span(0, bytes.count))
    return all.last?.isNewline == true ? String(all.dropLast()) : all
  }
}

extension Document {
  /// Its words, to compare it with another.
  fileprivate var plain: String { TerminalWriter().lines(self).map(\.text).joined(separator: "\n") }
}
