/// The text of a training line in parts that can be replaced: for the lines that nn itself writes, such as a replay, a
/// transcript or advice. The one place that puts such a line together.
public struct TrainLine: Sendable {
  /// The word of an option or setting, and what follows it.
  private var parts: [(word: String, value: String)] = []
  /// The optimizer's name.
  public let optimizer: String

  /// A line without options.
  public init(_ optimizer: String) { self.optimizer = optimizer }

  /// The line of a statement as it was typed; nil for a statement without an optimizer.
  public init?(_ statement: TrainStatement, in source: Source) {
    guard let optimizer = statement.optimizer else { return nil }
    self.optimizer = optimizer.node
    parts = statement.options.map { option in
      let value = source.text(Span(option.word.span.end, option.span.end)).drop { $0 == " " }
      return (option.word.node, String(value))
    }
  }

  /// What follows an option on the line; nil if it is not there.
  public subscript(option: TrainOption) -> String? {
    parts.first { $0.word == option.rawValue }?.value
  }

  /// Gives an option a value, in its place on the line or at the end.
  public mutating func set(_ option: TrainOption, _ value: String = "") {
    let fixed = String(option.spec.phrase.dropFirst(option.rawValue.count + 1))
    set(option.rawValue, [fixed, value].filter { !$0.isEmpty }.joined(separator: " "))
  }

  /// Gives a setting of the optimizer a value, in its place on the line or at the end; empty for one that is only a word.
  public mutating func set(setting: String, _ value: String) { set(setting, value) }

  private mutating func set(_ word: String, _ value: String) {
    if let place = parts.firstIndex(where: { $0.word == word }) {
      parts[place].value = value
    } else {
      parts.append((word, value))
    }
  }

  /// Takes options off the line.
  public mutating func remove(_ options: TrainOption...) {
    parts.removeAll { part in options.contains { $0.rawValue == part.word } }
  }

  /// Takes a setting of the optimizer off the line, which leaves its default.
  public mutating func remove(setting: String) { parts.removeAll { $0.word == setting } }

  /// The words of options and settings on the line, in their order.
  public var words: [String] { parts.map(\.word) }

  /// What follows a word on the line; nil if it is not there.
  public subscript(word: String) -> String? { parts.first { $0.word == word }?.value }

  /// The line: `train adam lr 0.01 until loss<0.01`.
  public var text: String { "train " + arguments }

  /// What follows `train`.
  public var arguments: String {
    ([optimizer] + parts.map { $0.value.isEmpty ? $0.word : "\($0.word) \($0.value)" }).joined(separator: " ")
  }
}
