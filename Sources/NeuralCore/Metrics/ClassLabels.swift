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
    guard data.targetCount == 1 else {
      let isOneHot = (0..<data.rows).allSatisfy { row in
        let target = data.target(row)
        return target.allSatisfy { $0 == 0 || $0 == 1 } && target.count { $0 == 1 } == 1
      }
      guard isOneHot else { return nil }
      names = data.classes.isEmpty ? (0..<data.targetCount).map(String.init) : data.classes
      labels = (0..<data.rows).map { data.target($0).argmax }
      threshold = 0.5
      return
    }
    let isSigned = data.targets.allSatisfy { $0 == -1 || $0 == 1 }
    guard isSigned || data.targets.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    names = data.classes.count == 2 ? data.classes : isSigned ? ["-1", "1"] : ["0", "1"]
    labels = data.targets.map { $0 == 1 ? 1 : 0 }
    threshold = isSigned ? 0 : 0.5
  }

  /// The class that outputs predict: the largest of several; of a single one by the threshold.
  public func prediction(_ outputs: Vector) -> Int {
    outputs.count > 1 ? outputs.argmax : outputs[0] > threshold ? 1 : 0
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
