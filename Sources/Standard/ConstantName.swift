/// Numbers that expressions know by name. No word is reserved for them: a variable of the same name takes its place.
public enum ConstantName: String, Sendable, CaseIterable {
  case pi, e

  /// The float64 nearest to it.
  public var value: Double {
    switch self {
    case .pi: .pi
    case .e: 0x1.5bf0a8b145769p1
    }
  }

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .pi: "π = 3.14159…, half the angle of a whole turn"
    case .e: "e = 2.71828…, the base of the natural logarithm"
    }
  }
}
