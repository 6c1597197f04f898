import Charts
import Interpreter
import Rendering
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The pictures that move on a terminal: while a training runs, and when one is played again.
final class PictureScreen: Sendable {
  private let redraw = Mutex(Redraw())
  private let keeps = Mutex(false)

  /// nil where the terminal cannot go back.
  init?() {
    guard Terminal.isTerminal(1), Terminal.canMove else { return nil }
  }

  /// Whether the last pictures of a training stay.
  func take(keeps: Bool) { self.keeps.withLock { $0 = keeps } }

  func show(_ lines: [Line], on console: Console) {
    // A picture that does not fit would leave its upper part behind.
    let fitting = lines.prefix(Terminal.size.rows - 2)
    console.draw(redraw.withLock { $0.draw(Array(fitting), console.text) })
  }

  /// Something else is written now: the picture goes, or stays where a training has ended.
  func makeRoom(for event: Event, on console: Console) {
    let isEnd = if case .train = event { keeps.withLock { $0 } } else { false }
    let text = redraw.withLock { redraw -> String in
      if isEnd { redraw.leave() }
      return redraw.clear()
    }
    if !text.isEmpty { console.draw(text) }
  }

  /// Shows one picture after the other, until Ctrl-C; the last one stays.
  func play(_ movie: Movie, on console: Console) {
    for frame in movie.frames {
      show(console.lines(.plot(frame.chart)), on: console)
      for _ in 0..<5 where !Interrupts.isPending { usleep(UInt32(Movie.seconds * 200_000)) }
      if Interrupts.isPending { break }
    }
    redraw.withLock { $0.leave() }
  }
}
