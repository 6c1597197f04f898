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
  /// −1 and 1, in all of the data that the rows are a part of.
  public init?(_ data: Dataset) {
    guard let found = try? ClassLabels(data, .never) else { return nil }
    self = found
  }

  /// The same for data of any size.
  public init?(_ data: Dataset, _ stop: StopSignal) throws(Interrupted) {
    let form =
      if let form = data.targetForm { form } else {
        try TargetForm(data.targets, width: data.targetCount, stop)
      }
    guard form != .numbers else { return nil }
    var labels: [Int] = []
    labels.reserveCapacity(data.rows)
    for row in 0..<data.rows {
      try stop.check(at: row)
      let target = data.target(row)
      guard form.holds(target) else { return nil }
      labels.append(form == .ofEachClass ? target.argmax : target.first == 1 ? 1 : 0)
    }
    self.labels = labels
    threshold = form == .signed ? 0 : 0.5
    if form == .ofEachClass {
      names = data.classes.isEmpty ? (0..<data.targetCount).map(String.init) : data.classes
    } else {
      names = data.classes.count == 2 ? data.classes : form == .signed ? ["-1", "1"] : ["0", "1"]
    }
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
