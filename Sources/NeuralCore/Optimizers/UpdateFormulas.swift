/// One update of one weight by hand, as a row of the table of optimizers states it: steps that end with `change`, which is
/// added to the weight.
public struct UpdateFormulas: Sendable {
  /// The name of a quantity that an update computes, as its formulas print it.
  public struct Name: Sendable, Hashable {
    /// As formulas print it.
    public let text: String

    /// A name of a rule's own.
    package init(_ text: String) { self.text = text }
  }

  /// The variables of its formulas.
  public enum Variable: Sendable, Hashable, CustomStringConvertible {
    /// g, the derivative of the loss by the weight, with clipping and penalties.
    case gradient
    /// t, which counts the updates from 1.
    case count
    case setting(Setting.Key)
    /// What this update has computed: `m`.
    case value(Name)
    /// What the update before left: `m₀`.
    case previous(Name)

    /// As formulas print it.
    public var description: String {
      switch self {
      case .gradient: "g"
      case .count: "t"
      case .setting(let key): key.word
      case .value(let name): name.text
      case .previous(let name): name.text + "₀"
      }
    }
  }

  /// One named quantity with its formula.
  public struct Step: Sendable {
    /// What is computed.
    public let name: Name
    /// From what came before.
    public let formula: Formula<Variable>
    init(_ name: Name, _ formula: Formula<Variable>) { (self.name, self.formula) = (name, formula) }
  }

  /// Computed once an update, for all weights alike.
  public var common: [Step] = []
  /// The names of the arrays that the rule remembers.
  public var memory: [OptimizerMemory.Slot: Name] = [:]
  /// Numbers that the rule remembers, by the variables that stand for them.
  public var scalars: [Variable: Double] = [:]
  /// Computed for every weight; the last is `change`.
  public let steps: [Step]
}

extension UpdateFormulas.Name {
  static let m = Self("m")
  static let v = Self("v")
  static let mhat = Self("mhat")
  static let vhat = Self("vhat")
  static let d = Self("d")
  static let b = Self("b")
  static let u = Self("u")
  /// What is added to the weight.
  package static let change = Self("change")
}

/// So that a row of the table reads like the paper it comes from.
extension Formula where Variable == UpdateFormulas.Variable {
  static var g: Formula { .variable(.gradient) }
  static var t: Formula { .variable(.count) }
  static var lr: Formula { .setting(.lr) }
  static var eps: Formula { .setting(.eps) }
  static var beta1: Formula { .setting(.beta1) }
  static var beta2: Formula { .setting(.beta2) }
  static var m: Formula { .value(.m) }
  static var v: Formula { .value(.v) }
  static var mhat: Formula { .value(.mhat) }
  static var vhat: Formula { .value(.vhat) }
  static var d: Formula { .value(.d) }
  static var b: Formula { .value(.b) }

  static func setting(_ key: Setting.Key) -> Formula { .variable(.setting(key)) }
  static func value(_ name: UpdateFormulas.Name) -> Formula { .variable(.value(name)) }
  /// The value that the update before left.
  static func previous(_ name: UpdateFormulas.Name) -> Formula { .variable(.previous(name)) }

  /// share · old + (1 − share) · new.
  static func average(_ share: Formula, _ old: Formula, _ new: Formula) -> Formula {
    share * old + (1 - share) * new
  }
}
