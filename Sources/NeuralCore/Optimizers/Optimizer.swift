/// How a gradient becomes a step: one row of the table of optimizers.
public struct Optimizer: Sendable {
  public let name: String
  public let summary: String
  public let source: String
  public let settings: [Setting]
  /// Rows a step where none are named; nil takes all.
  public let batch: Int?
  /// The output activation that it is for, in a net without hidden layers; nil for any net of units with a slope.
  public let needs: String?
  /// A rule for so many vectors of parameters; `old` is one of the same optimizer whose memory it takes over.
  let make: @Sendable (_ settings: Settings, _ vectors: Int, _ old: (any UpdateRule)?) -> any UpdateRule

  public static let all: [Optimizer] = [sgd, adam, perceptron]

  init(
    name: String, summary: String, source: String, settings: [Setting], batch: Int? = nil,
    needs: String? = nil,
    make: @escaping @Sendable (Settings, Int, (any UpdateRule)?) -> any UpdateRule
  ) {
    (self.name, self.summary, self.source, self.settings) = (name, summary, source, settings)
    (self.batch, self.needs, self.make) = (batch, needs, make)
  }

  public static func named(_ name: String) -> Optimizer? { all.first { $0.name == name } }

  /// A rule for a network with this many parameters. It starts clean, or with the memory of an older one of the same
  /// optimizer and network; the settings are the new ones.
  public func rule(
    _ settings: Settings, parameters: Int, continuing old: (any UpdateRule)? = nil
  ) -> any UpdateRule {
    make(settings, (parameters + 3) / 4, old)
  }
}

extension Optimizer: Equatable {
  public static func == (a: Optimizer, b: Optimizer) -> Bool { a.name == b.name }
}

/// One optimizer at work: its settings and what it remembers of the steps so far.
///
/// Parameters and gradient come as one array of vectors, filled up with zeros, and a rule is one loop over them.
/// A zero gradient on a zero weight must leave it zero.
public protocol UpdateRule: Sendable {
  /// Changes `weights`, an array of `count` vectors, by one step along `gradient`.
  mutating func update(
    _ weights: UnsafeMutablePointer<Vector>, along gradient: UnsafePointer<Vector>, count: Int)

  /// What it remembers of the steps so far, to be kept in a file.
  var memory: RuleMemory { get }

  /// Takes over what a rule of the same optimizer, settings and network remembered; false if it is not that.
  mutating func restore(_ memory: RuleMemory) -> Bool
}

/// What an update rule remembers, by name.
public struct RuleMemory: Sendable, Equatable {
  public var scalars: [String: Double] = [:]
  public var vectors: [String: [Float]] = [:]
  public init() {}

  subscript(_ name: String) -> [Vector] {
    get {
      let numbers = vectors[name] ?? []
      return stride(from: 0, to: numbers.count - 3, by: 4).map { i in
        Vector(numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3])
      }
    }
    set { vectors[name] = newValue.flatMap { [$0[0], $0[1], $0[2], $0[3]] } }
  }
}

extension Setting {
  static func lr(_ fallback: Double) -> Setting {
    Setting("lr", fallback, .positive, "learning rate: how far a step goes")
  }
  static let l2 = Setting("l2", 0, .notNegative, "adds l2 · weight to every gradient")
  static let l1 = Setting("l1", 0, .notNegative, "adds l1 · sign of the weight to every gradient")
}

/// What `l1` and `l2` add to a gradient.
struct Decay: Sendable {
  private let l1, l2: Float

  init(_ settings: Settings) { (l1, l2) = (Float(settings["l1"]), Float(settings["l2"])) }

  /// gradient + l2 · weight + l1 · sign(weight).
  @inline(__always)
  func added(to gradient: Vector, of weight: Vector) -> Vector {
    let squared = gradient + l2 * weight
    guard l1 != 0 else { return squared }
    return squared
      + Vector.zero.replacing(with: l1, where: weight .> 0).replacing(with: -l1, where: weight .< 0)
  }
}
