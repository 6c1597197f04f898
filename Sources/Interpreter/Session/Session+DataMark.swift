import NeuralCore

extension Session {
  /// A hash of the rows of the data as they were given; nil without data.
  public var dataMark: UInt64? {
    guard let whole = data.whole else { return nil }
    var hash = FNV1a()
    for count in [whole.rows, whole.inputCount, whole.targetCount] { hash.mix(word: UInt64(count)) }
    // As float32, so that `precision` makes no other data.
    for number in whole.inputs { hash.mix(word: UInt64(Float(number).bitPattern)) }
    for number in whole.targets { hash.mix(word: UInt64(Float(number).bitPattern)) }
    return hash.value
  }
}
