/// `loss < bound` or its like, decided on two float32 numbers.
///
/// The language compares the shortest decimal of a loss with a double; `init(_:_:)` finds the float32 at which
/// that comparison changes, so the loop decides exactly the same without making decimals.
public struct LossBound: Sendable, Equatable {
  public enum Relation: Sendable { case less, lessOrEqual, greater, greaterOrEqual }

  private let limit: Float
  private let relation: Relation

  public init(_ relation: Relation, _ bound: Double) {
    let nearest = Float(bound)
    limit = nearest
    let decimal = nearest.shortestDecimal
    // The decimals of float32 numbers keep their order, so only the nearest one can lie on either side.
    switch relation {
    case .less, .lessOrEqual:
      let isInside = relation == .less ? decimal < bound : decimal <= bound
      self.relation = isInside ? .lessOrEqual : .less
    case .greater, .greaterOrEqual:
      let isInside = relation == .greater ? decimal > bound : decimal >= bound
      self.relation = isInside ? .greaterOrEqual : .greater
    }
  }

  @inline(__always)
  public func holds(_ loss: Float) -> Bool {
    switch relation {
    case .less: loss < limit
    case .lessOrEqual: loss <= limit
    case .greater: loss > limit
    case .greaterOrEqual: loss >= limit
    }
  }
}

extension Float {
  /// The shortest decimal that reads back as this number, as a double: how the language sees it.
  public var shortestDecimal: Double { Double(description) ?? Double(self) }
}
