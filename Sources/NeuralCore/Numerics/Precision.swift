/// The floating-point format of a network's numbers: float32, PyTorch's default, or float64.
public enum Precision: String, Sendable, CaseIterable {
  case single, double

  /// The nearest number that this precision has.
  public func rounded(_ value: Double) -> Double { self == .single ? Double(Float(value)) : value }

  /// Whether the nearest number is a finite one.
  public func isFinite(_ value: Double) -> Bool { rounded(value).isFinite }

  /// The number of this precision as the shortest decimal that reads back as it: how the language sees it.
  public func decimal(_ value: Double) -> Double {
    self == .single ? Float(value).shortestDecimal : value
  }

  /// The distance from 1 to the next number.
  public var epsilon: Double { self == .single ? Double(Float.ulpOfOne) : Double.ulpOfOne }
  /// Bytes a number takes.
  public var bytes: Int { self == .single ? 4 : 8 }
}
