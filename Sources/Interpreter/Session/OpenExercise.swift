import Language
import NeuralCore
import Standard

/// An exercise that somebody works at, with all that is needed to judge it.
public struct OpenExercise: Sendable {
  /// What it is called.
  public let title: String
  let statement: ExerciseStatement
  let source: Source
  /// The variables that its set-up made, which a criterion reads as they were then.
  private(set) var prepared: [String: Value]
  /// The session as the set-up left it.
  private let start: Start
  /// Of the data that the set-up gave; nil if it gave none.
  let dataMark: UInt64?
  /// The variable that each criterion asks for: one that had no value then.
  var asked: [String?] = []
  /// Whether the criteria held then.
  var heldBefore: [Bool] = []
  /// Hints that were shown.
  var hintsShown = 0

  /// A session within a session.
  private final class Start: Sendable {
    let session: Session
    init(_ session: Session) { self.session = session }
  }

  init(_ title: String, _ statement: ExerciseStatement, _ source: Source, preparedIn session: Session) {
    (self.title, self.statement, self.source) = (title, statement, source)
    prepared = statement.preparedNames.reduce(into: [:]) { $0[$1] = session.scope.variables[$1] }
    start = Start(session)
    dataMark = session.dataMark
  }

  /// The same exercise, of which a criterion reads these names, too, as they were then.
  public func keeping(_ names: Set<String>) -> OpenExercise {
    var exercise = self
    for name in names where prepared[name] == nil {
      exercise.prepared[name] = beginning.scope.variables[name]
    }
    return exercise
  }

  /// What names mean to a criterion, whatever they mean to the student: what the set-up made, and the constants, unless the
  /// set-up gives their names to something else.
  var meanings: [String: Value] {
    ConstantName.allCases.reduce(into: prepared) { meanings, constant in
      if beginning.scope.variables[constant.rawValue] == nil {
        meanings[constant.rawValue] = .number(constant.value)
      }
    }
  }

  /// The session as the set-up left it.
  public var beginning: Session { start.session }

  /// What `loss` and `val.loss` are to a criterion: what they were when the set-up had run, so that another loss, other
  /// weights of classes or another output layer move nothing; nil where the set-up makes no net, and each net has its
  /// standard one.
  var objective: Objective? { beginning.network.map { _ in beginning.objective } }

  /// The set-up as one statement of a script; no lines if it has none.
  var setUpLines: [String] { hidden(statement.preparation) }

  /// The set-up and the solution as one statement.
  var solvingLines: [String] { hidden(statement.preparation + (statement.solution ?? [])) }

  private func hidden(_ body: Body) -> [String] {
    body.isEmpty ? [] : ["hide"] + body.map { "  " + source.text($0.span) } + ["end"]
  }
}

/// How a transcript tells the page's solution from what was typed.
extension OpenExercise {
  private static let (opening, closing) = ("# The solution of \"", "\" was asked for:")

  var solutionComment: String { Self.opening + title + Self.closing }

  /// Whether a line of a transcript says so of what follows.
  public static func isSolutionComment(_ line: String) -> Bool {
    line.hasPrefix(opening) && line.hasSuffix(closing)
  }
}
