import Language

/// The statements of a page that are no exercise, as a hand-in repeats them: the page has run them, and run again they would
/// count as somebody's work, or spoil it.
extension ExercisePage {
  /// Those before an exercise, block by block, as `nn fmt` writes them; of all without one.
  func blocks(before task: Task?) -> [[String]] { blocks(0..<(task?.step ?? steps.count)) }

  /// Those between an exercise and the next.
  func blocks(behind task: Task) -> [[String]] {
    let next = tasks.first { $0.step > task.step }?.step ?? steps.count
    return blocks(task.step + 1..<next)
  }

  private func blocks(_ places: Range<Int>) -> [[String]] {
    var (blocks, line): ([[String]], Int?) = ([], nil)
    for step in steps[places] where !step.statement.node.effects.contains(.narrates) {
      if step.source.firstLine != line { blocks.append([]) }
      line = step.source.firstLine
      blocks[blocks.count - 1].append(RepeatedBlock.text(step.statement, step.source))
    }
    return blocks
  }
}

extension [HandIn.Step] {
  /// So much may be said between two statements of a page, so that looking for a block takes no time.
  private static var mostBetween: Int { 30 }

  /// Takes each of some blocks away where it stands first: in front of an exercise the page's own come before what is added.
  /// With them go seeds before them, since a transcript sets those that were chosen.
  mutating func removeFirst(of blocks: [[String]]) {
    var (texts, start) = (map { $0.text }, 0)
    for block in blocks {
      guard let found = place(of: block, in: start..<count, texts) else { continue }
      var first = found.lowerBound
      while first > 0, found.lowerBound - first < Self.mostBetween, self[first - 1].isSeed { first -= 1 }
      removeSubrange(first..<found.upperBound)
      texts.removeSubrange(first..<found.upperBound)
      start = first
    }
  }

  /// The same where it stands last: behind an exercise the work at it comes first.
  mutating func removeLast(of blocks: [[String]]) {
    let texts = map { $0.text }
    var end = count
    for block in blocks.reversed() {
      guard let place = place(of: block, in: (0..<end).reversed(), [String](texts[..<end])) else { continue }
      removeSubrange(place)
      end = place.lowerBound
    }
  }

  /// Takes blocks away with which it ends, each in front of the other, whatever is said behind them; one that is missing is
  /// passed by.
  mutating func removeEnd(_ blocks: [[String]]) {
    for block in blocks.reversed() {
      let end = (lastIndex { !$0.isSaid } ?? -1) + 1
      guard block.count <= end, self[(end - block.count)..<end].map({ $0.text }) == block else { continue }
      removeSubrange(end - block.count..<end)
    }
  }

  /// Where a block stands whose first statement is at one of some places, the first of them.
  private func place(of block: [String], in starts: some Sequence<Int>, _ texts: [String]) -> Range<Int>? {
    for start in starts { if let place = place(of: block, from: start, texts) { return place } }
    return nil
  }

  /// The same for one place. Between its statements there may be seeds, and what is only said.
  private func place(of block: [String], from start: Int, _ texts: [String]) -> Range<Int>? {
    guard texts[start] == block[0] else { return nil }
    var (matched, end, between) = (1, start + 1, 0)
    while matched < block.count {
      guard end < texts.count else { return nil }
      if texts[end] == block[matched] {
        (matched, between) = (matched + 1, 0)
      } else if self[end].isBetween, between < Self.mostBetween {
        between += 1
      } else {
        return nil
      }
      end += 1
    }
    return start..<end
  }
}

extension HandIn.Step {
  /// As `nn fmt` writes it.
  fileprivate var text: String { RepeatedBlock.text(statement, source) }

  fileprivate var isSeed: Bool { if case .seed = statement.node { true } else { false } }

  fileprivate var isSaid: Bool { statement.node.effects.contains(.narrates) }

  fileprivate var isBetween: Bool { isSeed || isSaid }
}
