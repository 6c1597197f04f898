/// A data set that comes with the language: one row of the table of data sets.
public struct BuiltinData: Sendable {
  /// A number that may follow the name.
  public struct Parameter: Sendable {
    /// As help shows it.
    public let name: String
    /// The value if none is given.
    public let fallback: Int
    /// The values allowed.
    public let range: ClosedRange<Int>
  }

  /// What one use of a set is given.
  public struct Options: Sendable {
    /// The name of the data set that is made.
    public var name: String
    /// One for each parameter.
    public var numbers: [Int]
    /// The standard deviation of what is added to drawn points.
    public var noise: Double
    /// Of the data set.
    public var precision: Precision
    /// What a data set is made with.
    public init(name: String, numbers: [Int], noise: Double, precision: Precision = .single) {
      (self.name, self.numbers, self.noise, self.precision) = (name, numbers, noise, precision)
    }
  }

  /// The word of the language.
  public let name: String
  /// One line for help, without a final stop.
  public let summary: String
  /// The numbers that may follow its name.
  public let parameters: [Parameter]
  /// The standard deviation of what is added to every number unless `noise` says otherwise; nil where nothing is drawn.
  public let noise: Double?
  /// What it makes once the signal was given is to be dropped.
  let make: @Sendable (Options, inout MersenneTwister, StopSignal) -> Dataset

  /// Whether it is a table with named columns, which can be chosen as those of a file.
  public var isTable: Bool { [BuiltinData.iris, .penguins, .wine].contains { $0.name == name } }

  /// Whether chance has a part in it.
  public var isDrawn: Bool { noise != nil }

  /// The set with its standard numbers, for those that draw nothing.
  public func dataset(_ precision: Precision = .single) -> Dataset {
    var generator = MersenneTwister.unused
    return dataset(
      Options(name: name, numbers: parameters.map(\.fallback), noise: noise ?? 0, precision: precision),
      from: &generator)
  }

  /// The data set, drawn from a generator if it is drawn.
  public func dataset(_ options: Options, from generator: inout MersenneTwister) -> Dataset {
    make(options, &generator, .never)
  }

  /// The same of many rows, which may be stopped.
  public func dataset(
    _ options: Options, from generator: inout MersenneTwister, _ stop: StopSignal
  ) throws(Interrupted) -> Dataset {
    let data = make(options, &generator, stop)
    try stop.check()
    return data
  }

  /// Every built-in set, in the order of help.
  public static let all: [BuiltinData] =
    gates + [parity, encoder, iris, penguins, wine, circle, moons, spiral, blobs, sine, line]

  /// The set of this name; nil if there is none.
  public static func named(_ name: String) -> BuiltinData? { all.first { $0.name == name } }

  private static let gates = [
    gate("xor", "1 where just one input is 1", [0, 1, 1, 0]),
    gate("and", "1 where both inputs are 1", [0, 0, 0, 1]),
    gate("or", "1 where an input is 1", [0, 1, 1, 1]),
    gate("nand", "0 where both inputs are 1", [1, 1, 1, 0]),
  ]

  private static func gate(_ name: String, _ summary: String, _ targets: [Double]) -> BuiltinData {
    BuiltinData(name: name, summary: summary, parameters: [], noise: nil) { options, _, _ in
      Dataset(
        name: options.name, inputCount: 2, targetCount: 1,
        inputs: Vector([0, 0, 0, 1, 1, 0, 1, 1], options.precision),
        targets: Vector(targets, options.precision))
    }
  }

  /// All rows of N bits, counting up; the target is 1 where an odd number of them is 1.
  static let parity = BuiltinData(
    name: "parity", summary: "N bits; 1 where an odd number of them is 1",
    parameters: [Parameter(name: "N", fallback: 3, range: 1...16)], noise: nil
  ) { options, _, _ in
    let bits = options.numbers[0]
    let rows = (0..<1 << bits).map { (number: Int) -> (inputs: [Double], targets: [Double]) in
      let inputs = (0..<bits).map { place -> Double in number >> (bits - 1 - place) & 1 == 1 ? 1 : 0 }
      return (inputs: inputs, targets: [number.nonzeroBitCount.isMultiple(of: 2) ? 0 : 1])
    }
    return Dataset(name: options.name, rows: rows, options.precision)
  }

  /// N rows with a single 1 each, to be given back through a narrow layer (Rumelhart, Hinton and Williams 1986).
  static let encoder = BuiltinData(
    name: "encoder", summary: "N rows with one 1 among zeros, targets the same",
    parameters: [Parameter(name: "N", fallback: 8, range: 2...1000)], noise: nil
  ) { options, _, _ in
    let size = options.numbers[0]
    let identity = Vector(
      (0..<size * size).map { $0 / size == $0 % size ? 1 : 0 }, options.precision)
    return Dataset(
      name: options.name, inputCount: size, targetCount: size, inputs: identity, targets: identity)
  }
}
