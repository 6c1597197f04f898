import Interpreter
import Language

extension Interpreter {
  /// Runs a whole text, perhaps on a session of its own that is gone afterwards.
  func run(_ source: Source, isAlone: Bool) -> End {
    let kept = state
    if isAlone { go(back: State()) }
    defer { if isAlone { go(back: kept) } }
    return run(source)
  }
}
