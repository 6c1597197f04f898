import NeuralCore

/// A link to TensorFlow Playground, and the script of nn that does what its page does.
///
/// Behind the `#` stand `KEY=VALUE` pairs, joined by `&`, as the page writes them (tensorflow/playground, src/state.ts);
/// what is not said is as the page has it then.
public struct Playground: Sendable, Equatable {
  private let values: [String: String]
  private let link: String

  /// Sizes of hidden layers.
  private let hidden: [Int]
  private let activation: String
  private let isRegression: Bool
  private let dataset: String
  private let rate, noise, share, regularization: Double
  private let batch: Int
  /// Inputs, as expressions of x and y, in the order of the page.
  private let features: [String]

  /// The page's own limits are six layers of eight neurons; these leave room.
  private static let (mostLayers, mostNeurons) = (20, 1000)

  /// What a link says.
  public init(_ link: String) throws(ExchangeFault) {
    guard link.utf8.count <= 10_000 else { throw ExchangeFault("the link is longer than any of the page") }
    var values: [String: String] = [:]
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts[0].contains("playground") || parts.count == 2 else {
      throw ExchangeFault(
        "this is no link to TensorFlow Playground",
        advice: ["Copy it out of the address bar: https://playground.tensorflow.org/#activation=tanh&…"])
    }
    for pair in (parts.count == 2 ? parts[1] : "").split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if sides.count == 2, !sides[1].isEmpty || sides[0] == "networkShape" {
        values[String(sides[0])] = String(sides[1])
      }
    }
    (self.values, self.link) = (values, link)
    activation = try Self.word("activation", values, ["tanh", "sigmoid", "relu", "linear"])
    isRegression = try Self.word("problem", values, ["classification", "regression"]) == "regression"
    dataset =
      isRegression
      ? try Self.word("regDataset", values, ["reg-plane", "reg-gauss"])
      : try Self.word("dataset", values, ["circle", "xor", "gauss", "spiral"])
    rate = try Self.number("learningRate", values, 0.03, 1e-9...1000)
    noise = try Self.number("noise", values, 0, 0...100) / 100
    share = try Self.number("percTrainData", values, 50, 1...99) / 100
    regularization = try Self.number("regularizationRate", values, 0, 0...1000)
    batch = Int(exactly: try Self.number("batchSize", values, 10, 1...10_000).rounded()) ?? 10
    hidden = try Self.shape(values["networkShape"] ?? "4,2")
    features = Self.columns.filter { values[$0.key].map { $0 != "false" } ?? $0.isUsual }.map(\.formula)
    guard !features.isEmpty else {
      throw ExchangeFault(
        "no input is chosen in this link", advice: ["Choose one on the page, for example X1."])
    }
    _ = try Self.word("regularization", values, ["none", "L1", "L2"])
  }

  private static let columns: [(key: String, formula: String, isUsual: Bool)] = [
    ("x", "x", true), ("y", "y", true), ("xSquared", "x^2", false), ("ySquared", "y^2", false),
    ("xTimesY", "x*y", false), ("sinX", "sin(x)", false), ("sinY", "sin(y)", false),
  ]

  private static func word(
    _ key: String, _ values: [String: String], _ known: [String]
  ) throws(ExchangeFault) -> String {
    guard let word = values[key] else { return known[0] }
    guard known.contains(word) else {
      throw ExchangeFault(
        "\(key) is \(word.shown) in this link", advice: ["It can be: \(known.joined(separator: ", "))"])
    }
    return word
  }

  private static func number(
    _ key: String, _ values: [String: String], _ usual: Double, _ range: ClosedRange<Double>
  ) throws(ExchangeFault) -> Double {
    guard let text = values[key] else { return usual }
    guard let number = Double(text), range.contains(number) else {
      throw ExchangeFault(
        "\(key) is \(text.shown) in this link",
        advice: ["It can be from \(range.lowerBound.text) to \(range.upperBound.text)."])
    }
    return number
  }

  private static func shape(_ text: String) throws(ExchangeFault) -> [Int] {
    var sizes: [Int] = []
    for part in text.split(separator: ",") {
      guard let size = Int(part), (1...mostNeurons).contains(size), sizes.count < mostLayers else {
        throw ExchangeFault(
          "networkShape is \(text.shown) in this link",
          advice: ["It is the sizes of the hidden layers, for example networkShape=4,2"])
      }
      sizes.append(size)
    }
    return sizes
  }

  // MARK: Script

  /// A whole number out of the page's text for it.
  private var seed: UInt32 {
    let text = values["seed"] ?? "0"
    // Seeds of the page are 0.12345.
    let digits = text.drop { $0 == "0" || $0 == "." }
    if digits.isEmpty { return 0 }
    if let seed = UInt32(digits) { return seed }
    return text.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }

  /// The script, with comments that say what is otherwise.
  public var script: String {
    (heading + data + net + training).map { $0 + "\n" }.joined()
  }

  private var heading: [String] {
    [
      "# What this link of TensorFlow Playground does, as a script of nn:",
      "# " + String(String.UnicodeScalarView(link.unicodeScalars.filter { $0.value > 32 && $0.value < 127 })),
      "# Points and first weights are drawn alike, but not the same ones: the page has a generator of its own.",
      "",
    ]
  }

  private var data: [String] {
    let row = features.map { "(\($0))" }.joined(separator: " ")
    let lines = points.map { line in "  " + line.replacing("ROW", with: row) }
    return ["seed \(seed)", "data"] + lines + ["end", "split \(Self.rounded(share)) seed \(seed)"]
  }

  private static func rounded(_ number: Double) -> String { ((number * 1e6).rounded() / 1e6).text }

  /// The loops that draw points (src/dataset.ts): 500 of two classes, 1 and −1, or 1200 of a surface.
  private var points: [String] {
    switch dataset {
    case "circle": circle
    case "xor": xor
    case "gauss": gauss
    case "spiral": spiral
    case "reg-plane": drawn(["(\(moved("x", 6)) + \(moved("y", 6)))/10"])
    default: hills
    }
  }

  /// A coordinate that the label is of: that of the point, moved within a square.
  private func moved(_ name: String, _ radius: Int) -> String {
    noise == 0 ? name : "\(name) + \(Self.rounded(noise))*rand(-\(radius), \(radius))"
  }

  private var circle: [String] {
    ["for k in 1..250"]
      + ["rand(0, 2.5)", "rand(3.5, 5)"].flatMap { radius in
        [
          "  let r = \(radius)", "  let t = rand(0, 2*pi)", "  let x = r*sin(t)", "  let y = r*cos(t)",
          "  let d = sqrt((\(moved("x", 5)))^2 + (\(moved("y", 5)))^2)", "  ROW -> (2*step(2.5 - d) - 1)",
        ]
      } + ["end"]
  }

  private var xor: [String] {
    ["for k in 1..500"]
      + ["x", "y"].flatMap { name in
        ["  let \(name) = rand(-5, 5)", "  let \(name) = \(name) + 0.3*(2*step(\(name)) - 1)"]
      } + ["  ROW -> (2*heaviside((\(moved("x", 5)))*(\(moved("y", 5)))) - 1)", "end"]
  }

  private var gauss: [String] {
    let spread = Self.rounded((0.5 + 7 * noise).squareRoot())
    return ["for k in 1..250"]
      + [("2", "1"), ("-2", "(-1)")].flatMap { center, label in
        [
          "  let x = randn(\(center), \(spread))", "  let y = randn(\(center), \(spread))",
          "  ROW -> \(label)",
        ]
      } + ["end"]
  }

  private var spiral: [String] {
    func shaken(_ value: String) -> String {
      noise == 0 ? value : "\(value) + \(Self.rounded(noise))*rand(-1, 1)"
    }
    return ["for k in 0..249", "  let r = k/250*5"]
      + [("", "1"), (" + pi", "(-1)")].flatMap { turn, label in
        [
          "  let t = 1.75*k/250*2*pi\(turn)", "  let x = \(shaken("r*sin(t)"))",
          "  let y = \(shaken("r*cos(t)"))", "  ROW -> \(label)",
        ]
      } + ["end"]
  }

  /// Six cones of radius 2, which do not touch.
  private var hills: [String] {
    let cones = [
      ("-4", "2.5", ""), ("0", "2.5", "-"), ("4", "2.5", ""), ("-4", "-2.5", "-"), ("0", "-2.5", ""),
      ("4", "-2.5", "-"),
    ]
    return drawn(
      cones.map { x, y, sign in "\(sign)max(0, 1 - sqrt((u - (\(x)))^2 + (v - (\(y)))^2)/2)" },
      ["let u = \(moved("x", 6))", "let v = \(moved("y", 6))"])
  }

  /// Points of a square, and the sum of some terms there.
  private func drawn(_ terms: [String], _ lines: [String] = []) -> [String] {
    ["for k in 1..1200", "  let x = rand(-6, 6)", "  let y = rand(-6, 6)"] + lines.map { "  " + $0 }
      + ["  let z = 0"] + terms.map { "  let z = z + \($0)".replacing("+ -", with: "- ") }
      + ["  ROW -> (z)", "end"]
  }

  private var net: [String] {
    let words = hidden.map { "\($0) \(activation)" } + [isRegression ? "1 linear" : "1 tanh"]
    let isZero = values["initZero"].map { $0 != "false" } ?? false
    let biases = (hidden + [1]).enumerated().flatMap { k, size in
      (0..<size).map { "\(k)B -> L\(k + 1)N\($0) = 0.1" }
    }
    return ["", "net \(features.count) " + words.joined(separator: " ")]
      + [isZero ? "init zeros" : "init uniform -0.5 0.5 seed \(seed)"] + biases
  }

  /// The page follows half the squared error of each row: half the rate, and twice the regularization, for `mse`.
  private var training: [String] {
    let kind = values["regularization"] ?? "none"
    let penalty =
      kind == "none" || regularization == 0 ? "" : " \(kind.lowercased()) \(Self.rounded(2 * regularization))"
    var comments = [
      "",
      "# The page follows half of this loss, so its learning rate \(rate.text) is \((rate / 2).text) here.",
    ]
    if !penalty.isEmpty {
      comments.append(
        "# It leaves biases out of \(kind), whose rate \(regularization.text) counts twice beside this loss.")
    }
    return comments + ["train sgd lr \((rate / 2).text) batch \(batch) epochs 200 log every 20\(penalty)"]
      + (features.prefix(2) == ["x", "y"] && features.count == 2 ? ["plot boundary"] : [])
  }
}
