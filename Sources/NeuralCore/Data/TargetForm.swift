/// What targets say of classes, looked at as a whole: of rows that all belong to one class nobody can tell.
public enum TargetForm: Sendable, Equatable {
  /// A target for each class: 1 for that of the row, 0 for all others.
  case ofEachClass
  /// A single target: 0 for the first of two classes, 1 for the second.
  case binary
  /// A single target: −1 for the first of two classes, 1 for the second.
  case signed
  /// Numbers.
  case numbers

  /// The form of targets, row by row, so many a row. A single target that is 1 in every row counts as binary.
  public init(_ targets: Vector, width: Int, _ stop: StopSignal) throws(Interrupted) {
    guard width == 1 else {
      for row in 0..<(targets.count / width) {
        try stop.check(at: row)
        guard Self.isOneClass(targets[row * width..<(row + 1) * width]) else {
          self = .numbers
          return
        }
      }
      self = .ofEachClass
      return
    }
    var (isSigned, isBinary) = (true, true)
    for (row, target) in targets.enumerated() {
      try stop.check(at: row)
      isSigned = isSigned && (target == -1 || target == 1)
      isBinary = isBinary && (target == 0 || target == 1)
      guard isSigned || isBinary else { break }
    }
    self = isBinary ? .binary : isSigned ? .signed : .numbers
  }

  /// Whether the targets of a row are of the form.
  func holds(_ target: Slice<Vector>) -> Bool {
    switch self {
    case .ofEachClass: Self.isOneClass(target)
    case .binary: target.allSatisfy { $0 == 0 || $0 == 1 }
    case .signed: target.allSatisfy { $0 == -1 || $0 == 1 }
    case .numbers: false
    }
  }

  private static func isOneClass(_ target: Slice<Vector>) -> Bool {
    target.allSatisfy { $0 == 0 || $0 == 1 } && target.count(where: { $0 == 1 }) == 1
  }
}
