extension Collection where Element == Double {
  /// The offset of the largest number; of equal ones the first. 0 if the first is NaN.
  public var argmax: Int {
    var best: (offset: Int, value: Double)?
    for (offset, value) in enumerated() where best.map({ value > $0.value }) ?? true {
      best = (offset, value)
    }
    return best?.offset ?? 0
  }
}

/// The classes that targets say, one a row: the one implementation of "are the targets classes".
public struct ClassLabels: Sendable, Equatable {
  /// Of several targets those of the data, else their numbers; of a single one its two values.
  public let names: [String]
  /// The class of each row, as an index into `names`.
  public let labels: [Int]
  /// Of a single output, above which number it predicts the second class.
  let threshold: Double

  /// nil if the targets are not classes: neither a single 1 among zeros in every row, nor a single target of 0 and 1 or of
  /// −1 and 1.
  public init?(_ data: Dataset) {
    guard let found = try? ClassLabels(data, .never) else { return nil }
    self = found
  }

  /// The same for data of any size.
  public init?(_ data: Dataset, _ stop: StopSignal) throws(Interrupted) {
    var labels: [Int] = []
    guard data.targetCount == 1 else {
      for row in 0..<data.rows {
        try stop.check(at: row)
        let target = data.target(row)
        guard target.allSatisfy({ $0 == 0 || $0 == 1 }), target.count(where: { $0 == 1 }) == 1 else {
          return nil
        }
        labels.append(target.argmax)
      }
      names = data.classes.isEmpty ? (0..<data.targetCount).map(String.init) : data.classes
      self.labels = labels
      threshold = 0.5
      return
    }
    var (isSigned, isBinary) = (true, true)
    for (row, target) in data.targets.enumerated() {
      try stop.check(at: row)
      isSigned = isSigned && (target == -1 || target == 1)
      isBinary = isBinary && (target == 0 || target == 1)
      guard isSigned || isBinary else { return nil }
      labels.append(target == 1 ? 1 : 0)
    }
    names = data.classes.count == 2 ? data.classes : isSigned ? ["-1", "1"] : ["0", "1"]
    self.labels = labels
    threshold = isSigned ? 0 : 0.5
  }

  /// The class that outputs predict: the largest of several; of a single one by the threshold.
  public func prediction(_ outputs: Vector) -> Int { prediction(outputs, outputs.indices) }

  /// The same of outputs at some places.
  func prediction(_ outputs: Vector, _ places: Range<Int>) -> Int {
    places.count > 1 ? outputs[places].argmax : outputs[places.lowerBound] > threshold ? 1 : 0
  }

  /// How many rows each class has.
  public var counts: [Int] { names.indices.map { k in labels.count { $0 == k } } }
}

extension Dataset {
  /// The name of the class that outputs or targets say: of the largest of several; a single one above ½ says the second of
  /// two classes. nil where the classes have no names, or are others.
  public static func className(of outputs: [Double], among classes: [String]) -> String? {
    if outputs.count == 1, classes.count == 2 { return classes[outputs[0] > 0.5 ? 1 : 0] }
    return classes.count == outputs.count && !classes.isEmpty ? classes[outputs.argmax] : nil
  }
}
