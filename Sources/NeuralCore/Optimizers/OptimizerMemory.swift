/// What an optimizer and a schedule remember of the updates so far.
public struct OptimizerMemory: Sendable, Equatable {
  /// Which array of a rule's memory: its word in a saved file. Rules name slots by static members, so that a misspelling
  /// does not compile.
  public struct Slot: Sendable, Hashable {
    /// As it stands in a saved file.
    public let word: String

    /// The key of a word that was read.
    public init(_ word: String) { self.word = word }
  }

  /// Which number of a rule's memory: its word in a saved file.
  public struct Counter: Sendable, Hashable {
    /// As it stands in a saved file.
    public let word: String

    /// The key of a word that was read.
    public init(_ word: String) { self.word = word }
  }

  /// Numbers of the rule, such as how many updates it has made.
  public var scalars: [Counter: Double] = [:]
  /// As long as the parameters, filled up with zeros to a multiple of four.
  public var arrays: [Slot: Vector] = [:]
  /// What the rule keeps besides, in its own order.
  public var history: [Vector] = []
  /// The schedule that the clock belongs to, and how many updates an epoch had.
  public var rates = LearningRatePlan(nil)
  /// Of the training that the clock belongs to.
  public var updatesPerEpoch = 0
  /// How far the schedule has come.
  public var clock = ScheduleClock()

  /// Of an optimizer that has made no update.
  public init() {}
}

extension OptimizerMemory.Slot {
  /// The running average of the gradient.
  public static let average = Self("average")
  /// The running average, or the sum, of the squared gradient.
  public static let squares = Self("squares")
  /// The largest average so far.
  public static let largest = Self("largest")
  /// The velocity of momentum.
  public static let buffer = Self("buffer")
  /// Step sizes, or the running average of squared steps.
  public static let steps = Self("steps")
  /// The gradient of the update before.
  public static let lastGradient = Self("lastgradient")
}

extension OptimizerMemory.Counter {
  /// t, the updates so far.
  public static let steps = Self("steps")

  /// Whether it is a product of numbers from 0 to 1.
  public var isProduct: Bool { [.power1, .power2, .product].contains(self) }
}
