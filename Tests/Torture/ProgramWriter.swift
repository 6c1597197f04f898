import Language
import NeuralCore
import Standard

/// Writes programs out of the table of statements: what is added to the table is in the programs.
struct ProgramWriter {
  private var random: MersenneTwister

  init(seed: Int64) { random = MersenneTwister(seed: seed) }

  /// Statements, the first ones most often a net with data and weights.
  mutating func program() -> [String] {
    let begin = chance(0.85) ? setup() : []
    return begin + (0..<1 + below(7)).map { _ in statement() }
  }

  // MARK: Chance

  private mutating func below(_ count: Int) -> Int { Int(clamping: random.nextWord()) % max(1, count) }

  private mutating func chance(_ share: Double) -> Bool { random.nextDouble() < share }

  private mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

  // MARK: What most programs begin with

  private mutating func setup() -> [String] {
    let data = [
      "data xor", "data iris", "data moons 20 noise 0.2 seed 3", "data line 12 seed 1",
      "data\n  1 2 -> 0\n  2 -1 -> 1\n  0 0 -> 1\nend",
    ]
    let set = pick(data)
    let ends =
      set == "data iris"
      ? (4, "3 softmax") : set.hasPrefix("data line") ? (1, "1") : (2, pick(["1", "1 sigmoid"]))
    let hidden = pick(["", "2 ", "3 tanh ", "4 relu 3 ", "2 gelu "])
    var lines = [set, "net \(ends.0) \(hidden)\(ends.1)"]
    if chance(0.2) { lines.append("scale \(pick(["standard", "minmax"]))") }
    if chance(0.2) { lines.append("split 0.7 seed 2") }
    if chance(0.9) { lines.append("init \(word(of: .initialization) ?? "torch") seed \(below(20))") }
    if chance(0.7) { lines.append("train \(pick(["adam", "sgd", "rprop"])) epochs \(1 + below(20))") }
    return lines
  }

  // MARK: A statement

  /// What asks a person, ends the run, or concerns a terminal alone.
  private static let leftOut: Set<String> = [
    "quit", "tour", "guess", "pause", "help", "apropos", "pager", "color",
  ]

  private mutating func statement() -> String {
    let rows = StatementSpec.all.filter { !Self.leftOut.contains($0.word) }
    let row = pick(rows)
    let lines = row.example.split(separator: "\n").map(String.init)
    var text = isBlock(row) ? row.example : pick(lines.filter { $0.hasPrefix(row.word) } + [row.word])
    if chance(0.7) { text = withOptions(text, row) }
    if chance(0.4) { text = withOtherNumbers(text) }
    if chance(0.15) { text = withOtherWords(text) }
    return text
  }

  /// Its example is one statement, or has lines that belong together.
  private func isBlock(_ row: StatementSpec) -> Bool {
    row.example.split(separator: "\n").contains { $0 == "end" || $0.hasSuffix("; end") }
  }

  private mutating func withOptions(_ text: String, _ row: StatementSpec) -> String {
    var options = row.options
    if row.takesSettings { options += Vocabulary.standard.settings }
    guard !options.isEmpty else { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let place = lines.firstIndex { $0.drop(while: { $0 == " " }).hasPrefix(row.word) } ?? 0
    for _ in 0..<1 + below(3) { lines[place] += " " + self.text(of: pick(options)) }
    return lines.joined(separator: "\n")
  }

  private mutating func text(of option: OptionSpec) -> String {
    ([option.word]
      + option.values.map { value in
        switch value {
        case .argument: return number(option.range)
        case .expression: return pick(Self.conditions)
        case .file:
          return
            "\"\(pick(["a", "b", "c/d"]))\(pick([".nnet", ".nn", ".csv", ".svg", ".md", ".jsonl", ".html", ""]))\""
        case .neuron, .neurons: return pick(["L1N0", "L1N1", "L0N0", "L2N0", "L9N9"])
        case .word(let kind), .named(let kind):
          return (word(of: kind) ?? "x") + (chance(0.3) ? " " + number(nil) : "")
        case .names: return pick(["x", "y", "sepal.length"])
        case .literal(let word): return word
        }
      }).joined(separator: " ")
  }

  private static let conditions = [
    "loss<0.1", "accuracy==1", "epoch>=5", "loss<0", "val.loss<1", "true", "false", "not loss<1", "1/0>1",
    "weight.norm>1",
    "loss<0.1 or epoch>3", "largest.error<0.5", "\"text\"", "[1, 2]", "nothing",
  ]

  private mutating func word(of kind: Vocabulary.Kind) -> String? {
    let names = Vocabulary.standard.names(kind)
    return names.isEmpty ? nil : pick(names)
  }

  // MARK: Numbers

  private static let extremes = [
    "0", "1", "2", "3", "-1", "0.5", "1e-9", "1e9", "1e39", "1e300", "-1e300", "1e-320", "4294967296",
    "9007199254740993",
    "1000000001", "(1/3)", "(0-2)", "0.1", "7", "1.5",
  ]

  /// Most often one of the range; else any.
  private mutating func number(_ range: NumberRange?) -> String {
    guard chance(0.6) else { return pick(Self.extremes) }
    let fitting = Self.extremes.filter { text in
      guard let range, let value = Double(text) else { return true }
      return range.allows(value) && value < 1e6
    }
    return pick(fitting.isEmpty ? Self.extremes : fitting)
  }

  /// One of its numbers is another one.
  private mutating func withOtherNumbers(_ text: String) -> String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let places = words.indices.filter { Double(words[$0]) != nil }
    guard !places.isEmpty else { return text }
    words[pick(places)] = number(nil)
    return words.joined(separator: " ")
  }

  /// One of its words is left out, doubled, or another one of the language.
  private mutating func withOtherWords(_ text: String) -> String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let place = below(words.count)
    switch below(3) {
    case 0: words.remove(at: place)
    case 1: words.insert(words[place], at: place)
    default: words[place] = pick(StatementSpec.all).word
    }
    return words.joined(separator: " ")
  }
}
