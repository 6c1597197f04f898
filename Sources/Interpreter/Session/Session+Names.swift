import Language
import NeuralCore

extension Session {
  /// What completion may offer by name.
  public var names: KnownNames {
    var names = KnownNames()
    names.variables = scope.variables.keys.sorted()
    names.procedures = scope.procedures.keys.sorted()
    names.sizes = network?.sizes ?? []
    names.hasBias = network?.layers.contains(where: \.hasBias) ?? true
    names.columns = data.whole?.columns ?? []
    names.classes = data.whole?.classes ?? []
    names.epochs = shownEpochs
    return names
  }

  /// Epochs to go to: the first, some on the way, the last.
  private var shownEpochs: [Int] {
    guard let first = training.history.first, let last = training.history.last, last > first else {
      return []
    }
    let steps = (0...8).map { first + (last - first) * $0 / 8 }
    return steps.enumerated().filter { $0.offset == 0 || steps[$0.offset - 1] != $0.element }.map(\.element)
  }
}

extension String {
  /// As the name of a column is typed: in quotes unless it is one word.
  var asColumn: String {
    let isWord =
      utf8.allSatisfy { byte in
        [48...57, 65...90, 97...122].contains { $0.contains(byte) } || byte == UInt8(ascii: "_")
      } && utf8.first.map { !(48...57).contains($0) } ?? false
    let isTaken = DataOption(rawValue: self) != nil || Keyword(rawValue: self) != nil
    return isWord && !isTaken ? self : "\"\(self)\""
  }
}
