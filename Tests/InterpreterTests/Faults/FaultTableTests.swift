import Interpreter
import Language
import Standard
import Testing

/// The faults reach every statement that turns to the world: what the table of statements says of them decides what has to
/// be among the cases, so that a new statement, or a new option of an old one, cannot be forgotten.
struct FaultTableTests {
  /// Effects that are a turn to the world.
  private static let worldly: Set<Effect> = [.writesFile, .trains, .runsScript]

  /// The cases of a statement, by its first word.
  private static func cases(of row: StatementSpec) -> [FaultCase] {
    FaultCase.listed.filter { one in
      one.line.split(whereSeparator: " \n".contains).first.map(String.init) == row.word
    }
  }

  @Test(arguments: StatementSpec.all.filter { !$0.effects.isDisjoint(with: worldly) || $0.readsFile })
  func everyStatementThatTurnsToTheWorldHasACase(_ row: StatementSpec) {
    #expect(
      !Self.cases(of: row).isEmpty,
      "`\(row.word)` writes or reads a file, trains or runs a script: add a case of it to FaultCase.listed")
  }

  @Test(arguments: StatementSpec.all) func everyOptionThatNamesAFileHasACase(_ row: StatementSpec) {
    let options = Vocabulary.standard.options(of: row).filter {
      !$0.effects.isDisjoint(with: Self.worldly) || $0.namesFile
    }
    for option in options {
      let has = Self.cases(of: row).contains {
        $0.line.split(whereSeparator: " \n".contains).contains { $0 == option.word }
      }
      #expect(
        has, "`\(row.word) … \(option.form)` turns to the world: add a case with it to FaultCase.listed")
    }
  }

  /// An example at least, which says how it is typed, is tried of every statement, but for those that need a file.
  @Test func everyStatementIsTried() {
    let tried = Set((FaultCase.listed + FaultCase.examples).compactMap { $0.statement?.spec?.word })
    let untried = StatementSpec.all.map(\.word).filter { !tried.contains($0) }
    #expect(Set(untried) == Self.untried, "\(untried)")
  }

  /// What shows the tour turns to no part of the world.
  private static let untried: Set = ["tour"]

  /// What a case is there for is reached by it, and what the table says of a statement is what it does.
  @Test(arguments: FaultCase.listed + FaultCase.examples) func effectsAreThoseOfTheTable(_ one: FaultCase)
    throws
  {
    let stage = FaultyWorld(files: one.files, exercises: one.exercises)
    stage.run(one.setup)
    let world = FaultyWorld(
      stage.interpreter.state, files: stage.files, exercises: one.exercises, sharing: one.sharing)
    world.run(one.line)
    let statement = try #require(one.statement)
    // What is inside others has effects of its own.
    guard let row = statement.spec, !one.line.contains("\n") || row.word == "sweep",
      one.sharing.share == nil
    else { return }
    let writes = world.count(.write) + world.count(.create) + world.count(.append) > 0
    #expect(writes == statement.effects.contains(.writesFile), "\(one.line)")
    if world.count(.read) + world.count(.piece) > 0 {
      let options = Vocabulary.standard.options(of: row).filter(\.namesFile)
      #expect(row.readsFile || row.word == "sweep" || !options.isEmpty, "\(one.line)")
    }
    if one.line.contains("\""), row.readsFile, !writes {
      #expect(world.count(.read) + world.count(.piece) > 0, "\(one.line)")
    }
    if !statement.effects.isDisjoint(with: [.trains, .runsScript]) {
      #expect(world.count(.poll) > 1, "\(one.line)")
    }
  }
}

extension StatementSpec {
  /// Whether one of its forms names a file that it reads.
  fileprivate var readsFile: Bool {
    !effects.contains(.writesFile)
      && forms.contains { $0.contains("\"FILE") && !$0.contains("to \"FILE") }
  }
}

extension OptionSpec {
  /// Whether a file name follows it.
  fileprivate var namesFile: Bool {
    values.contains { if case .file = $0 { true } else { false } }
  }
}
