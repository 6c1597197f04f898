import NeuralCore

/// An activation in the languages that nets leave in: f(s) as an expression of s, or its name there. Softmax, which is of a
/// layer, has functions of its own in programs: its expressions are empty.
struct ActivationCode {
  let activation: Activation
  /// @ stands for the suffix of float: of functions and of numbers.
  let c: String
  let python: String
  let javaScript: String
  let swift: String
  let excel: String
  /// A module of torch.nn, or a class of ours.
  let torch: String
  /// What Dense takes, or a layer behind it.
  let keras: String

  private init(
    _ activation: Activation, c: String, python: String, javaScript: String, swift: String? = nil,
    excel: String, torch: String, keras: String
  ) {
    (self.activation, self.c, self.python, self.javaScript) = (activation, c, python, javaScript)
    // Swift's functions are called as those of C are.
    self.swift = swift ?? c.replacing("@", with: "")
    (self.excel, self.torch, self.keras) = (excel, torch, keras)
  }

  /// The row of an activation; there is one for each, which a test says.
  static func of(_ activation: Activation) throws(ExchangeFault) -> ActivationCode {
    guard let code = all.first(where: { $0.activation == activation }) else {
      throw ExchangeFault("the activation \(activation.name) has no program")
    }
    return code
  }

  static let all: [ActivationCode] = bounded + rectified + [linear, softmax]

  private static let linear = ActivationCode(
    .linear, c: "s", python: "s", javaScript: "s", excel: "s", torch: "nn.Identity()", keras: "\"linear\"")

  private static let softmax = ActivationCode(
    .softmax, c: "", python: "", javaScript: "", excel: "", torch: "nn.Softmax(dim=-1)", keras: "\"softmax\"")

  private static let bounded: [ActivationCode] = [
    ActivationCode(
      .sigmoid, c: "1.0@ / (1.0@ + exp@(-s))",
      python: "1 / (1 + math.exp(-s)) if s >= 0 else math.exp(s) / (1 + math.exp(s))",
      javaScript: "1 / (1 + Math.exp(-s))", excel: "IF(s<-700,0,1/(1+EXP(-s)))", torch: "nn.Sigmoid()",
      keras: "\"sigmoid\""),
    ActivationCode(
      .tanh, c: "tanh@(s)", python: "math.tanh(s)", javaScript: "Math.tanh(s)", excel: "TANH(s)",
      torch: "nn.Tanh()", keras: "\"tanh\""),
    ActivationCode(
      .hardSigmoid, c: "(s < -3.0@) ? 0.0@ : ((s > 3.0@) ? 1.0@ : ((s + 3.0@) / 6.0@))",
      python: "min(max(s + 3, 0), 6) / 6", javaScript: "Math.min(Math.max(s + 3, 0), 6) / 6",
      excel: "MIN(MAX(s+3,0),6)/6", torch: "nn.Hardsigmoid()", keras: "\"hard_sigmoid\""),
    ActivationCode(
      .hardTanh, c: "(s < -1.0@) ? -1.0@ : ((s > 1.0@) ? 1.0@ : s)", python: "min(max(s, -1), 1)",
      javaScript: "Math.min(Math.max(s, -1), 1)", excel: "MIN(MAX(s,-1),1)", torch: "nn.Hardtanh()",
      keras: "\"hard_tanh\""),
    ActivationCode(
      .softsign, c: "s / (1.0@ + ((s < 0.0@) ? -s : s))", python: "s / (1 + abs(s))",
      javaScript: "s / (1 + Math.abs(s))", excel: "s/(1+ABS(s))", torch: "nn.Softsign()",
      keras: "\"softsign\""),
    ActivationCode(
      .step, c: "(s > 0.0@) ? 1.0@ : 0.0@", python: "1 if s > 0 else 0", javaScript: "s > 0 ? 1 : 0",
      excel: "IF(s>0,1,0)", torch: "Step()", keras: "step"),
    ActivationCode(
      .heaviside, c: "(s >= 0.0@) ? 1.0@ : 0.0@", python: "1 if s >= 0 else 0",
      javaScript: "s >= 0 ? 1 : 0", excel: "IF(s>=0,1,0)", torch: "Heaviside()", keras: "heaviside"),
  ]

  private static let rectified: [ActivationCode] = [
    ActivationCode(
      .relu, c: "(s > 0.0@) ? s : 0.0@", python: "max(s, 0)", javaScript: "Math.max(s, 0)",
      excel: "MAX(s,0)", torch: "nn.ReLU()", keras: "\"relu\""),
    ActivationCode(
      .leakyRelu, c: "(s > 0.0@) ? s : (0.01@ * s)", python: "s if s > 0 else 0.01 * s",
      javaScript: "s > 0 ? s : 0.01 * s", excel: "IF(s>0,s,0.01*s)", torch: "nn.LeakyReLU(0.01)",
      keras: "leaky_relu"),
    ActivationCode(
      .elu, c: "(s > 0.0@) ? s : expm1@(s)", python: "s if s > 0 else math.expm1(s)",
      javaScript: "s > 0 ? s : Math.expm1(s)", excel: "IF(s>0,s,EXP(MIN(s,0))-1)", torch: "nn.ELU()",
      keras: "\"elu\""),
    ActivationCode(
      .selu, c: "(s > 0.0@) ? (1.0507009873554805@ * s) : (1.7580993408473766@ * expm1@(s))",
      python: "1.0507009873554805 * s if s > 0 else 1.7580993408473766 * math.expm1(s)",
      javaScript: "s > 0 ? 1.0507009873554805 * s : 1.7580993408473766 * Math.expm1(s)",
      excel: "IF(s>0,1.0507009873554805*s,1.7580993408473766*(EXP(MIN(s,0))-1))", torch: "nn.SELU()",
      keras: "\"selu\""),
    ActivationCode(
      .gelu, c: "0.5@ * s * (1.0@ + erf@(0.7071067811865475@ * s))",
      python: "0.5 * s * (1 + math.erf(0.7071067811865475 * s))",
      javaScript: "0.5 * s * (1 + erf(0.7071067811865475 * s))", excel: "s*NORMSDIST(s)", torch: "nn.GELU()",
      keras: "\"gelu\""),
    ActivationCode(
      .geluTanh, c: "0.5@ * s * (1.0@ + tanh@(0.7978845608028654@ * (s + (0.044715@ * s * s * s))))",
      python: "0.5 * s * (1 + math.tanh(0.7978845608028654 * (s + 0.044715 * s**3)))",
      javaScript: "0.5 * s * (1 + Math.tanh(0.7978845608028654 * (s + 0.044715 * s ** 3)))",
      excel: "0.5*s*(1+TANH(0.7978845608028654*(s+0.044715*s^3)))",
      torch: "nn.GELU(approximate=\"tanh\")", keras: "gelu_tanh"),
    ActivationCode(
      .softplus, c: "(s > 20.0@) ? s : log1p@(exp@(s))", python: "s if s > 20 else math.log1p(math.exp(s))",
      javaScript: "s > 20 ? s : Math.log1p(Math.exp(s))", excel: "IF(s>20,s,LN(1+EXP(MIN(s,20))))",
      torch: "nn.Softplus()", keras: "\"softplus\""),
    ActivationCode(
      .silu, c: "s / (1.0@ + exp@(-s))",
      python: "s / (1 + math.exp(-s)) if s >= 0 else s * math.exp(s) / (1 + math.exp(s))",
      javaScript: "s / (1 + Math.exp(-s))", excel: "IF(s<-700,0,s/(1+EXP(-s)))", torch: "nn.SiLU()",
      keras: "\"silu\""),
  ]
}

extension Network {
  /// The activations that occur, in the order of the layers, each once; without those that do nothing.
  var activations: [Activation] {
    layers.map(\.activation).reduce(into: []) { found, activation in
      if activation != .linear, !found.contains(activation) { found.append(activation) }
    }
  }
}
