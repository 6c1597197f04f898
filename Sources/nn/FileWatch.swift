import Classroom
import Interpreter
import Language
import Prompt
import Rendering

/// An exercise in an editor: judged each time its file is saved.
struct FileWatch {
  let path: String
  let console: Console
  private let watch: ExerciseWatch
  private let stop: WatchStop
  /// Seconds between two looks at the file.
  private static let pace = 0.2
  /// Lines of what the work shows that are worth a look.
  private static let fewestLines = 3

  /// - Parameter isAttended: somebody is at the keys.
  init(path: String, console: Console, isAttended: Bool) {
    let stop = WatchStop(path: path)
    (self.path, self.console, self.stop) = (path, console, stop)
    watch = ExerciseWatch { output in
      var host = Host.system(output: output)
      if isAttended { host.input.isInterrupted = { Interrupts.isPending || stop.isAsked() } }
      return host
    }
  }

  /// Judges the file as it is, where nobody is at the keys.
  ///
  /// - Returns: 0 if all is solved, 65 if the file is no page with exercises.
  func once() -> Int32 {
    let look = self.look { _, _ in }
    for part in [look.mistakes, look.task] { console.show(part) }
    if look.unkept > 0 { console.show(Self.folded(0, look.unkept)) }
    for part in [look.shown, look.verdict] { console.show(part) }
    console.flush()
    if Interrupts.isPending { return 130 }
    return look.isSolved ? 0 : look.isRead ? 1 : 65
  }

  /// Until q or Ctrl-C.
  func run(_ keyboard: Keyboard) -> Int32 {
    keyboard.steer {
      var version: FileVersion?
      var (whole, hints, hinted) = (ExerciseWatch.Look?.none, [String](), 0)
      while true {
        // An editor that writes a file anew may have removed it for a moment.
        if let now = FileVersion(of: path), now != version {
          version = now
          stop.begin(now)
          let look = keyboard.work { self.look { begin($0, $1, keyboard) } }
          if Interrupts.isPending { Interrupts.clear() }
          switch stop.reason {
          case .leave:
            console.draw(keyboard.canMove ? "\r\u{1b}[K" : "\n")
            return 0
          case .again, .saved:
            version = nil
            continue
          case nil: break
          }
          let judged = look.isWhole ? look : whole ?? look
          whole = judged.isWhole ? judged : nil
          if judged.hints != hints { (hints, hinted) = (judged.hints, 0) }
          show(look, judged, keyboard)
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

  private func look(_ begin: (Int, String) -> Void) -> ExerciseWatch.Look {
    do throws(Diagnostic) {
      return watch.look(at: try Files.script(path), begin: begin)
    } catch {
      var look = ExerciseWatch.Look(mistakes: Reporter(verbosity: .script).document(.failure(error)))
      look.isWhole = false
      return look
    }
  }

  /// Says what runs, over the line before, for as long as it does.
  private func begin(_ line: Int, _ text: String, _ keyboard: Keyboard) {
    guard keyboard.canMove else { return }
    let keys = " · r: again · q: leave"
    let room = Terminal.size.columns - 1
    let words = Line(Text("running … line \(line): \(text)")).cut(to: max(room / 2, room - keys.count)).text
    console.draw("\r" + console.text(Line(Text(words + keys, .faint)).cut(to: room)) + "\u{1b}[K")
  }

  /// - Parameters:
  ///   - look: at the file as it is.
  ///   - judged: the last one in which the work ran.
  private func show(_ look: ExerciseWatch.Look, _ judged: ExerciseWatch.Look, _ keyboard: Keyboard) {
    console.draw(keyboard.canMove ? "\u{1b}[H\u{1b}[2J" : "\r")
    let keys = judged.hints.isEmpty ? "" : "h: a hint (\(judged.hints.count)) · "
    let help = "\(keys)r: again · q: leave · it is judged when you save it"
    var above = [Line(Text(path, .heading))] + console.lines(look.mistakes)
    if !look.isWhole, judged.isWhole { above.append(Line(Text("Before that:", .faint))) }
    above += console.lines(judged.task)
    let below = console.lines(judged.verdict) + [Line(Text(help, .faint))]
    let size = Terminal.size
    let taken = (above + below).reduce(0) { $0 + $1.rows(in: size.columns) }
    let shown = lastLines(judged, rows: max(Self.fewestLines, size.rows - taken - 1), columns: size.columns)
    for line in above + shown + below { console.draw(console.text(line) + "\n") }
    console.flush()
  }

  /// Those lines of what the work shows that have room; in the place of the others stands how many they are.
  private func lastLines(_ look: ExerciseWatch.Look, rows: Int, columns: Int) -> [Line] {
    let lines = console.lines(look.shown)
    var (kept, left) = ([Line](), rows - (look.unkept > 0 ? 1 : 0))
    for line in lines.reversed() {
      left -= line.rows(in: columns)
      guard left >= 0 else { break }
      kept.append(line)
    }
    guard kept.count < lines.count || look.unkept > 0 else { return lines }
    if look.unkept == 0 { kept = Array(kept.dropLast()) }
    return [Self.folded(lines.count - kept.count, look.unkept)] + kept.reversed()
  }

  /// So many lines stand before, and so many answers before those were not kept.
  private static func folded(_ lines: Int, _ unkept: Int) -> Line {
    let before = "… \(lines) lines before"
    guard unkept > 0 else { return Line(Text(before, .faint)) }
    let lost = "\(unkept) answers, too many to be kept"
    return Line(Text(lines > 0 ? "\(before), and before those \(lost)" : "… \(lost)", .faint))
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
