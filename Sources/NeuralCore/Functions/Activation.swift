/// What a neuron makes of its sum: one row of the activation table.
///
/// The two kernels work on whole arrays of four-row vectors in which the neurons of a layer follow each other,
/// so that a choice is made once an array and never once a number.
public struct Activation: Sendable {
  typealias Source = UnsafePointer<Vector>
  typealias Target = UnsafeMutablePointer<Vector>

  /// The word of the language.
  public let name: String
  public let summary: String
  /// As printed in a hand calculation, of the sum `s`.
  public let formula: String
  /// The activation of one number in double precision; nil where the neurons of a layer depend on each other.
  public let value: (@Sendable (Double) -> Double)?
  /// outputs = f(sums), for `blocks` blocks of `width` neurons.
  let apply: @Sendable (_ sums: Source, _ outputs: Target, _ blocks: Int, _ width: Int) -> Void
  /// gradient = gradient · f′, in place.
  let differentiate:
    @Sendable (_ sums: Source, _ outputs: Source, _ gradient: Target, _ blocks: Int, _ width: Int) -> Void

  public static let all: [Activation] = [linear, sigmoid, tanh, relu, softmax, step]

  public static func named(_ name: String) -> Activation? { all.first { $0.name == name } }
}

extension Activation: Equatable {
  public static func == (a: Activation, b: Activation) -> Bool { a.name == b.name }
}

extension Activation {
  /// f(s) = s.
  public static let linear = Activation(
    name: "linear", summary: "the sum itself", formula: "s", value: { $0 },
    apply: { sums, outputs, blocks, width in outputs.update(from: sums, count: blocks * width) },
    differentiate: { _, _, _, _, _ in })

  /// f(s) = 1 / (1 + e^−s); f′ = f (1 − f).
  public static let sigmoid = Activation(
    name: "sigmoid", summary: "from 0 to 1, S-shaped", formula: "1 / (1 + e^−s)",
    value: { 1 / (1 + Elementary.exp(-$0)) },
    apply: { sums, outputs, blocks, width in
      for i in 0..<blocks * width { outputs[i] = Elementary.sigmoid(sums[i]) }
    },
    differentiate: { _, outputs, gradient, blocks, width in
      for i in 0..<blocks * width { gradient[i] *= outputs[i] * (1 - outputs[i]) }
    })

  /// f(s) = tanh s; f′ = 1 − f².
  public static let tanh = Activation(
    name: "tanh", summary: "from −1 to 1, S-shaped", formula: "(e^s − e^−s) / (e^s + e^−s)",
    value: { Elementary.tanh($0) },
    apply: { sums, outputs, blocks, width in
      for i in 0..<blocks * width { outputs[i] = Elementary.tanh(sums[i]) }
    },
    differentiate: { _, outputs, gradient, blocks, width in
      for i in 0..<blocks * width { gradient[i] *= 1 - outputs[i] * outputs[i] }
    })

  /// f(s) = max(0, s); f′ = 1 where s > 0, else 0 (at 0 too, as in PyTorch).
  public static let relu = Activation(
    name: "relu", summary: "the sum where it is positive, else 0", formula: "max(0, s)",
    value: { $0 < 0 ? 0 : $0 },
    apply: { sums, outputs, blocks, width in
      for i in 0..<blocks * width { outputs[i] = sums[i].replacing(with: 0, where: sums[i] .< 0) }
    },
    differentiate: { _, outputs, gradient, blocks, width in
      for i in 0..<blocks * width {
        gradient[i] = gradient[i].replacing(with: 0, where: outputs[i] .<= 0)
      }
    })
}
