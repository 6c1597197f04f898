import Interpreter
import Rendering

/// What a demo shows on a stage: as much as the screen holds, and the rest when the speaker wants it.
final class Reveal {
  private let stage: any Stage
  /// Rows that can be filled before something leaves the screen that nobody had time to read; nil where nothing is held
  /// back.
  private var room: Int?
  /// What there was after the speaker had seen all.
  private var fresh = 0
  /// Lines that the screen had no room for.
  private(set) var held: [Line] = []
  /// Nothing but mistakes is shown.
  var isMuted = false
  /// What is shown of neuron by neuron is held back before each.
  var isByNeuron = false
  /// Statements are not logged one by one: their text was typed as a whole.
  var isWhole = false
  private var isOfNeurons = false

  init(on stage: any Stage) { self.stage = stage }

  /// The speaker has seen what stands there, and goes on.
  ///
  /// - Parameter rows: that can be filled now; nil to hold nothing back.
  func allIsSeen(rows: Int?) {
    room = rows.map { max(1, $0) }
    fresh = room ?? 0
  }

  /// Whether so many rows have room, or will not find more on a new page.
  func hasRoom(rows: Int) -> Bool { room.map { rows <= $0 || $0 == fresh } ?? true }

  /// Shows an event, or holds back what there is no room for.
  func show(_ event: Event) {
    guard !isMuted || event.isFailure else { return }
    if case .play = event {
      // It moves, so it is drawn by whoever can draw over it.
      use(stage.lines(event))
      return stage.show(event)
    }
    let lines = stage.lines(event)
    let fitting = stage.fitting(lines)
    if isByNeuron, room != nil, case .explain = event { return hold(fitting, isOfNeurons: true) }
    if room == nil || held.isEmpty && fits(fitting) {
      use(fitting)
      if lines == fitting { return stage.show(event) }
      stage.flush()
      return draw(fitting)
    }
    hold(fitting, isOfNeurons: false)
  }

  /// The same of prose.
  func show(_ document: Document) {
    let lines = stage.fitting(stage.lines(document))
    if room == nil || held.isEmpty && fits(lines) {
      use(lines)
      draw(lines)
    } else {
      hold(lines, isOfNeurons: false)
    }
  }

  private func fits(_ lines: [Line]) -> Bool { room.map { stage.rows(lines) <= $0 } ?? true }
  private func use(_ lines: [Line]) { room = room.map { $0 - stage.rows(lines) } }
  private func draw(_ lines: [Line]) { stage.draw(lines.map { stage.text($0) + "\n" }.joined()) }

  private func hold(_ lines: [Line], isOfNeurons: Bool) {
    let isFirst = held.isEmpty
    held += lines
    if isFirst { self.isOfNeurons = isOfNeurons }
    if isFirst, let room, room > 0 { next() }
  }

  /// Shows as much of what is held back as there is room for.
  func next() {
    var (left, count) = (max(1, room ?? .max), 0)
    for line in held {
      left -= line.rows(in: stage.size.columns)
      if left < 0, count > 0 { break }
      if isOfNeurons, count > 0, line.beginsNeuron { break }
      count += 1
    }
    stage.flush()
    use(Array(held.prefix(count)))
    draw(Array(held.prefix(count)))
    held.removeFirst(count)
  }

  /// Shows all that is held back.
  func rest() {
    draw(held)
    held = []
  }

  /// Something that holds nothing back; what waits for room waits on.
  func live<Result>(_ body: () -> Result) -> Result {
    let before = (room, fresh, held, isOfNeurons)
    (room, held) = (nil, [])
    defer { (room, fresh, held, isOfNeurons) = before }
    return body()
  }

  /// What was held back is not shown any more.
  func forget() { held = [] }
}

extension Stage {
  /// Lines that are wider than the screen, broken between words: no name is cut in two.
  func fitting(_ lines: [Line]) -> [Line] {
    let columns = size.columns
    return lines.flatMap { $0.columns > columns ? $0.wrapped(to: columns) : [$0] }
  }

  /// Rows of the screen that lines take.
  func rows(_ lines: [Line]) -> Int { lines.reduce(0) { $0 + $1.rows(in: size.columns) } }
}

extension Line {
  /// `  L1N0   s = …`: what is calculated of a neuron begins here.
  fileprivate var beginsNeuron: Bool {
    let words = text.drop { $0 == " " }
    return text.hasPrefix("  L") && !text.hasPrefix("   ") && words.dropFirst().first?.isNumber == true
  }
}
