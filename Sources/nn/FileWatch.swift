import Classroom
import Interpreter
import Language
import Prompt
import Rendering

/// An exercise in an editor: judged each time its file is saved.
struct FileWatch {
  let path: String
  let console: Console
  let watch: ExerciseWatch
  /// Seconds between two looks at the file.
  private static let pace = 0.2

  init(path: String, console: Console, watch: ExerciseWatch) {
    (self.path, self.console, self.watch) = (path, console, watch)
  }

  /// Judges the file as it is, where nobody is at the keys.
  ///
  /// - Returns: 0 if all is solved.
  func once() -> Int32 {
    let look = self.look()
    console.show(look.document)
    console.flush()
    return look.isSolved ? 0 : 1
  }

  /// Until q or Ctrl-C.
  func run(_ keyboard: Keyboard) -> Int32 {
    keyboard.steer {
      var (version, hinted) = (FileVersion?.none, 0)
      var hints: [String] = []
      while true {
        // An editor that writes a file anew may have removed it for a moment.
        if let now = FileVersion(of: path), now != version {
          version = now
          let look: ExerciseWatch.Look = keyboard.work { self.look() }
          if Interrupts.isPending { Interrupts.clear() }
          if look.hints != hints { (hints, hinted) = (look.hints, 0) }
          show(look, keyboard)
        }
        switch keyboard.next(within: Self.pace) {
        case .character("h"): hinted = hint(hints, hinted)
        case .character("r"), .redraw: version = nil
        case .character("q"), .endOfInput: return 0
        case .interrupt: return 130
        default: continue
        }
      }
    }
  }

  private func look() -> ExerciseWatch.Look {
    do throws(Diagnostic) {
      return watch.look(at: try Files.script(path))
    } catch {
      return ExerciseWatch.Look(
        document: Reporter(verbosity: .script).document(.failure(error)), hints: [], judgments: [])
    }
  }

  private func show(_ look: ExerciseWatch.Look, _ keyboard: Keyboard) {
    if keyboard.canMove { console.draw("\u{1b}[H\u{1b}[2J") }
    console.say(path, .heading)
    console.show(look.document)
    let help = look.hints.isEmpty ? "" : "h: a hint (\(look.hints.count)) · "
    console.say("\(help)r: again · q: leave · it is judged when you save it", .faint)
    console.flush()
  }

  /// - Returns: how many hints were shown.
  private func hint(_ hints: [String], _ shown: Int) -> Int {
    guard shown < hints.count else {
      console.say(hints.isEmpty ? "There are no hints." : "There are no more hints.", .faint)
      return shown
    }
    console.say("hint \(shown + 1) of \(hints.count): \(hints[shown])", .narration)
    return shown + 1
  }
}
