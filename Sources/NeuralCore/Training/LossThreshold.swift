/// `loss < bound` or its like, decided on numbers of the network's precision.
///
/// The language compares the shortest decimal of a loss with a double; `limit(_:)` finds the float32 at which that
/// comparison changes, so the loop decides exactly the same without making decimals.
public struct LossThreshold: Sendable, Equatable {
  /// How the loss is compared with the bound.
  public enum Relation: Sendable { case less, lessOrEqual, greater, greaterOrEqual }

  private let relation: Relation
  private let bound: Double

  /// A threshold that a loss is compared with after every epoch.
  public init(_ relation: Relation, _ bound: Double) { (self.relation, self.bound) = (relation, bound) }

  /// x of `loss < x`; nil for other relations.
  public var lessThan: Double? { relation == .less ? bound : nil }

  /// The same question for losses of one precision.
  func limit<S: Scalar>(_: S.Type) -> Limit<S> {
    let nearest = S(bound)
    guard S.precision == .single else { return Limit(value: nearest, relation: relation) }
    let decimal = S.precision.decimal(Double(nearest))
    // The decimals of float32 numbers keep their order, so only the nearest one can lie on either side.
    switch relation {
    case .less, .lessOrEqual:
      let isInside = relation == .less ? decimal < bound : decimal <= bound
      return Limit(value: nearest, relation: isInside ? .lessOrEqual : .less)
    case .greater, .greaterOrEqual:
      let isInside = relation == .greater ? decimal > bound : decimal >= bound
      return Limit(value: nearest, relation: isInside ? .greaterOrEqual : .greater)
    }
  }

  struct Limit<S: Scalar>: Sendable {
    let value: S
    let relation: Relation

    @inline(__always)
    func holds(_ loss: S) -> Bool {
      switch relation {
      case .less: loss < value
      case .lessOrEqual: loss <= value
      case .greater: loss > value
      case .greaterOrEqual: loss >= value
      }
    }
  }

  /// The same as a question that is put often, for losses of this precision.
  public func test(_ precision: Precision) -> @Sendable (Double) -> Bool {
    switch precision {
    case .single:
      let limit = limit(Float.self)
      return { limit.holds(Float($0)) }
    case .double:
      let limit = limit(Double.self)
      return { limit.holds($0) }
    }
  }

  /// Whether it holds for a loss of this precision.
  public func holds(_ loss: Double, _ precision: Precision) -> Bool {
    precision == .single ? limit(Float.self).holds(Float(loss)) : limit(Double.self).holds(loss)
  }
}
