/// One update of one weight by hand, as a row of the table of optimizers gives it.
///
/// The formulas speak of the weight `w`, its slope `g`, the settings by their names, `t`, which counts the updates from 1, and
/// the memory by short names: `m` is what a step leaves, `m₀` what it found. The last step is `change`.
public struct UpdateFormulas: Sendable {
  public struct Step: Sendable {
    public let name: String
    public let formula: Formula
    init(_ name: String, _ formula: Formula) { (self.name, self.formula) = (name, formula) }
  }

  /// Computed once an update, for all weights alike.
  public var common: [Step] = []
  /// The short names of the arrays that the rule remembers.
  public var memory: [String: String] = [:]
  /// Numbers that the rule remembers, by the names that the formulas give them.
  public var scalars: [String: Double] = [:]
  public let steps: [Step]

  /// The name of what a step found.
  public static func old(_ name: String) -> String { name + "₀" }
}

extension Formula {
  static let g = local("g")
  static let lr = local("lr")
  static let eps = local("eps")
  static let t = local("t")
  static let beta1 = local("beta1")
  static let beta2 = local("beta2")
  static let m = local("m")
  static let v = local("v")
  static func old(_ name: String) -> Formula { local(UpdateFormulas.old(name)) }

  /// share · old + (1 − share) · new.
  static func average(_ share: Formula, _ old: Formula, _ new: Formula) -> Formula {
    share * old + (1 - share) * new
  }
}
