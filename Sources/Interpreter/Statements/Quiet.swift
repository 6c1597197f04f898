import Language
import Standard

/// `quiet`, as a block and as a setting.
extension Executor {
  @inline(never)
  mutating func run(_ statement: QuietStatement) throws(Diagnostic) -> Flow {
    try context.enter()
    quietBlocks += 1
    defer {
      quietBlocks -= 1
      context.leave()
    }
    return try run(statement.body)
  }

  /// Says so on the loud side: the last report before it is quiet, the first one after it.
  mutating func setQuiet(_ word: Located<String>) {
    let isQuiet = QuietChoice(rawValue: word.node) == .on
    if !isQuiet { preferences.isQuiet = false }
    emit(.quiet(isQuiet))
    preferences.isQuiet = isQuiet
  }
}
