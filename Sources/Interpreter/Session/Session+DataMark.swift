import NeuralCore

extension Session {
  /// A hash of the rows of the data as they were given, without the means that a split has put in the place of missing
  /// values; nil without data.
  public var dataMark: UInt64? {
    guard let read = data.whole, let given = try? read.filled(from: nil, .never) else { return nil }
    // Two classes have one target or two, as the net takes them.
    let whole = given.withOneTarget ?? given
    var hash = FNV1a()
    for count in [whole.rows, whole.inputCount, whole.targetCount] { hash.mix(word: UInt64(count)) }
    // As float32, so that `precision` makes no other data.
    for number in whole.inputs { hash.mix(word: UInt64(Float(number).bitPattern)) }
    for number in whole.targets { hash.mix(word: UInt64(Float(number).bitPattern)) }
    return hash.value
  }

  /// A hash of which rows are in which part; nil if the data is not split.
  public var splitMark: UInt64? {
    guard let split = data.split else { return nil }
    var hash = FNV1a()
    for part in Part.allCases {
      let rows = split[part] ?? []
      hash.mix(word: UInt64(rows.count))
      for row in rows { hash.mix(word: UInt64(row)) }
    }
    return hash.value
  }
}
