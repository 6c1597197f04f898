extension Int {
  /// The number without its fraction; the least or largest `Int` where it is beyond them, and 0 for nan. The one
  /// conversion that may be given any number: `Int(number)` ends the process where it cannot.
  public init(clamping number: Double) {
    if let whole = Int(exactly: number.rounded(.towardZero)) {
      self = whole
    } else {
      self = number.isNaN ? 0 : number < 0 ? .min : .max
    }
  }
}
