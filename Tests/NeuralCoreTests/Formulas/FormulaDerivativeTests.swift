import NeuralCore
import Testing

/// Symbolic derivatives against differences, for every kind of formula and every row of the tables.
struct FormulaDerivativeTests {
  private enum Letter: Sendable, Hashable, CustomStringConvertible {
    case x, y
    var description: String { self == .x ? "x" : "y" }
  }

  private static let x: Formula<Letter> = .variable(.x)
  private static let y: Formula<Letter> = .variable(.y)

  /// One of each kind of formula and of each function, most with a product of both variables inside.
  private static let all: [Formula<Letter>] = [
    3, x, y, x + y + x, x * y * x * 2, x / y, y / x, x.power(3), (x * y).squared, x.power(-1.5), x.power(y),
    Formula<Letter>.number(2).power(x * y), -(x * y), .exp(x * y), .ln(x * y), .sqrt(x + y), .abs(x - y),
    .sign(x - y) * x,
    .call(.tanh, [x * y]), .call(.erf, [x * y]), .largest(x, y), .largest(0, x - 1, y * x - 1),
    .smallest(x, y), .smallest(x * x, y, 1.1), .chosen(x, .above, y, x * x, else: y * x),
    .chosen(.abs(x), .below, 1, .exp(x), else: x), 1 / (1 + .exp(-x * y)),
  ]

  /// (f(x + h) − f(x − h)) / 2h with h = 10⁻⁵: good to about 10⁻⁹ here.
  private func difference(_ f: (Double) -> Double, _ at: Double) -> Double {
    (f(at + 1e-5) - f(at - 1e-5)) / 2e-5
  }

  private func check(_ own: Double, _ other: Double, _ what: @autoclosure () -> String) {
    #expect((own - other).magnitude <= 1e-7 * max(1, other.magnitude), "\(what()): \(own), \(other)")
  }

  @Test func everyFormulaHasTheSlopeOfItsDifferences() {
    var generator = MersenneTwister(seed: 5)
    for formula in Self.all {
      let (byX, byY) = (formula.derivative(by: .x), formula.derivative(by: .y))
      for _ in 0..<20 {
        let (a, b) = (0.2 + 1.8 * generator.nextDouble(), 0.2 + 1.8 * generator.nextDouble())
        func value(_ formula: Formula<Letter>, _ a: Double, _ b: Double) -> Double {
          formula.value { $0 == .x ? a : b }
        }
        check(value(byX, a, b), difference({ value(formula, $0, b) }, a), "\(formula) by x is \(byX)")
        check(value(byY, a, b), difference({ value(formula, a, $0) }, b), "\(formula) by y is \(byY)")
      }
    }
  }

  @Test func zerosAndOnesAreLeftOut() {
    #expect((2 * Self.x + Self.y).derivative(by: .x) == 2)
    #expect((Self.y * Self.y).derivative(by: .x) == 0)
    #expect(Self.x.squared.derivative(by: .x).description == "2·x")
    #expect(Formula<Letter>.exp(-Self.x).derivative(by: .x).description == "−e^−x")
    #expect((Self.x / Self.y).derivative(by: .x).description == "1 / y")
    #expect(Formula<Letter>.largest(0, Self.x).derivative(by: .x).description == "1 if 0 < x else 0")
  }

  /// At a corner, the derivative of the branch that the value takes, which is PyTorch's for relu.
  @Test func atACornerItIsTheBranchTaken() {
    let relu = Formula<Letter>.largest(0, Self.x).derivative(by: .x)
    #expect(relu.value { _ in 0 } == 0)
    #expect(Formula<Letter>.abs(Self.x).derivative(by: .x).value { _ in 0 } == 0)
  }

  // MARK: Rows of the tables

  /// Random pre-activations, none within 10⁻⁴ of a whole number, where rows have their corners.
  private static func preActivations(_ count: Int) -> [Double] {
    var generator = MersenneTwister(seed: 7)
    return (0..<count).map { _ in 4 * generator.standardNormal() }.filter {
      ($0 - $0.rounded()).magnitude > 1e-4
    }
  }

  @Test(arguments: Activation.all.filter(\.isElementwise).map(\.name))
  func activationsHaveTheirDerivatives(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    let value = try #require(activation.value)
    let own = activation.formula.derivative(by: .preActivation)
    for s in Self.preActivations(200) {
      let stated = activation.derivative(at: s, output: value(s))
      check(own.value { _ in s }, stated, "f′ of \(name) at \(s), \(own)")
      let second = activation.secondDerivative.value { $0 == .preActivation ? s : value(s) }
      let slope = difference({ activation.derivative(at: $0, output: value($0)) }, s)
      check(second, slope, "f″ of \(name) at \(s), \(activation.secondDerivative)")
    }
  }

  /// Of softmax: the output's own second derivative, by differences of the layer.
  @Test func softmaxHasItsDerivatives() {
    let softmax = Activation.softmax
    let others = [0.3, -1.2]
    func output(_ s: Double) -> Double { softmax.outputs(for: [s] + others)[0] }
    for s in Self.preActivations(50) {
      let y = output(s)
      check(softmax.derivative(at: s, output: y), difference(output, s), "f′ at \(s)")
      let slope = difference({ softmax.derivative(at: $0, output: output($0)) }, s)
      check(softmax.secondDerivative.value { $0 == .output ? y : s }, slope, "f″ at \(s)")
    }
  }

  /// The derivative stated by a row is that of its value: by the output, or by the pre-activation of the output where the
  /// loss is computed together with its activation.
  @Test(arguments: Loss.all.filter { $0.isDifferentiable && $0.classes != .exclusive }.map(\.name))
  func lossesHaveTheirDerivatives(_ name: String) throws {
    let loss = try #require(Loss.named(name))
    for isWeighted in loss.takesClasses ? [false, true] : [false] {
      let elements = loss.elements(Loss.ElementForm(isWeighted: isWeighted))
      let variable: Loss.Variable = loss.needs == nil ? .output : .preActivation
      let own = elements.value.derivative(by: variable)
      for (k, x) in Self.preActivations(200).enumerated() {
        let target = (loss.targets == .signs) ? (k % 2 == 0 ? -1.0 : 1) : loss.takesClasses ? 0.3 : 0.25
        let output = loss.needs?.value?(x) ?? x
        func value(_ formula: Formula<Loss.Variable>) -> Double {
          formula.value { variable in
            switch variable {
            case .preActivation: x
            case .output: output
            case .target: target
            case .weight: 2.5
            case .largest, .total, .targetTotal: .nan
            }
          }
        }
        check(value(own), value(elements.derivative), "\(name) at \(x)")
      }
    }
  }
}
