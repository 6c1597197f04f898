import Language
import NeuralCore
import Tabular

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

extension KnownNames {
  /// The columns of a table by the beginning of its file; none where that is no table.
  ///
  /// - Parameter isWhole: whether it is the whole file. Else the last line, which may be cut, does not count, and an archive
  ///   is none.
  public static func columns(ofTable bytes: [UInt8], isWhole: Bool) -> [String] {
    let end = isWhole ? bytes.count : bytes.lastIndex(of: UInt8(ascii: "\n")) ?? 0
    let reader = TableReader()
    do throws(TableFault) {
      var fault: TableFault?
      bytes[..<end].withUnsafeBytes { piece in
        do throws(TableFault) { try reader.feed(piece, total: piece.count) } catch { fault = error }
      }
      if let fault { throw fault }
      return try reader.finish().columns.filter { $0.role == .values }.map(\.name)
    } catch {
      return []
    }
  }
}
