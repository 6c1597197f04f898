import Interpreter
import Rendering

/// What a statement shows on a stage: as much as the screen holds, and the rest when the speaker wants it.
final class Reveal {
  private let stage: any Stage
  /// Rows that are left on the screen; nil where nothing is held back.
  private var room: Int?
  /// Lines that the screen had no room for.
  private(set) var held: [Line] = []
  /// Nothing but mistakes is shown.
  var isMuted = false
  /// What is shown of neuron by neuron is held back before each.
  var isByNeuron = false

  init(on stage: any Stage) { self.stage = stage }

  /// A statement begins.
  ///
  /// - Parameter rows: of the screen; nil to hold nothing back.
  func begin(rows: Int?) { (room, held) = (rows, []) }

  /// Shows an event, or holds back what there is no room for.
  func show(_ event: Event) {
    guard !isMuted || event.isFailure else { return }
    guard let left = room else { return stage.show(event) }
    if isByNeuron, case .explain = event { return hold(stage.lines(event), untilNeuron: true) }
    let lines = stage.lines(event)
    let rows = lines.reduce(0) { $0 + $1.rows(in: stage.size.columns) }
    guard !held.isEmpty || rows > left else {
      room = left - rows
      return stage.show(event)
    }
    hold(lines, untilNeuron: false)
  }

  private func hold(_ lines: [Line], untilNeuron: Bool) {
    let isFirst = held.isEmpty
    held += lines
    if isFirst, let room, room > 0 { next(room, untilNeuron: untilNeuron) }
  }

  /// Shows the next of what is held back.
  ///
  /// - Parameter rows: at most so many.
  func next(_ rows: Int, untilNeuron: Bool? = nil) {
    let stopsAtNeurons = untilNeuron ?? isByNeuron
    var (left, count) = (max(1, rows), 0)
    for line in held {
      left -= line.rows(in: stage.size.columns)
      if left < 0, count > 0 { break }
      if stopsAtNeurons, count > 0, line.beginsNeuron { break }
      count += 1
    }
    stage.flush()
    stage.draw(held.prefix(count).map { stage.text($0) + "\n" }.joined())
    held.removeFirst(count)
    room = max(0, left)
  }

  /// Shows all that is held back.
  func rest() {
    stage.draw(held.map { stage.text($0) + "\n" }.joined())
    held = []
  }
}

extension Line {
  /// `  L1N0   s = …`: what is calculated of a neuron begins here.
  fileprivate var beginsNeuron: Bool {
    let words = text.drop { $0 == " " }
    return text.hasPrefix("  L") && !text.hasPrefix("   ") && words.dropFirst().first?.isNumber == true
  }
}
