import NeuralCore

/// Choices that nobody made, the same in every run.
public struct Draws {
  /// Where they come from.
  public var generator: MersenneTwister

  /// The draws of a seed.
  public init(seed: Int64) { generator = MersenneTwister(seed: seed) }

  /// A whole number, each as likely as the others.
  public mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(generator.nextDouble() * Double(range.count))
  }

  /// An element, each as likely as the others.
  public mutating func one<Element>(of elements: [Element]) -> Element {
    elements[number(0...elements.count - 1)]
  }

  /// Yes or no.
  public mutating func coin() -> Bool { generator.nextDouble() < 0.5 }
}
