/// A word that can be inserted at the cursor.
public struct Candidate: Sendable, Hashable {
  /// The word as it would be typed.
  public let text: String
  /// One line; empty for words that speak for themselves.
  public let meaning: String

  /// A word to offer.
  public init(_ text: String, _ meaning: String = "") { (self.text, self.meaning) = (text, meaning) }
}

/// What a session knows by name, for completion.
public struct KnownNames: Sendable {
  /// Names that `let` made.
  public var variables: [String] = []
  /// Names that `define` made.
  public var procedures: [String] = []
  /// Neurons by layer, the inputs first; empty without a net.
  public var sizes: [Int] = []
  /// Whether the net has biases.
  public var hasBias = true
  /// Columns of the data.
  public var columns: [String] = []
  /// Classes of the data.
  public var classes: [String] = []
  /// Epochs that `goto` could go to.
  public var epochs: [Int] = []
  /// Columns of a file that may not be read yet, none where it is no table; nil where no files are known.
  public var columnsOfFile: @Sendable (String) -> [String]? = { _ in nil }
  /// The files whose names begin so.
  public var files: @Sendable (String) -> [String] = { _ in [] }

  /// Nothing is known.
  public init() {}
}

/// The words that can be inserted at a place of a text: exactly those that the parser would accept there.
///
/// - Parameter cursor: bytes before it; what follows it is ignored.
/// - Returns: where the word begins that is being typed, and the candidates that begin like it, in the order of the tables.
public func completions(
  of text: String, at cursor: Int, _ vocabulary: Vocabulary, _ names: KnownNames
) -> (start: Int, candidates: [Candidate]) {
  let bytes = Array(text.utf8.prefix(cursor))
  guard let starts = wordStarts(bytes) else { return (cursor, []) }
  for start in starts {
    let typed = String(decoding: bytes[start...], as: UTF8.self)
    let source = Source(name: "", text: String(decoding: bytes[..<start], as: UTF8.self))
    var parser = Parser(
      source, vocabulary, verbs: StatementSpec.words, words: .ofLanguage, isCompleting: true)
    _ = parser.program()
    let completer = Completer(
      vocabulary: vocabulary, names: names, typed: typed, file: fileOfData(bytes[..<start]))
    let found = completer.candidates(parser.expectations)
    if !found.isEmpty { return (start, found) }
  }
  return (cursor, [])
}

/// The file of a `data` line that a text ends in.
private func fileOfData(_ bytes: ArraySlice<UInt8>) -> String? {
  let line = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).last ?? []
  return String(decoding: line, as: UTF8.self).prefixMatch(of: /\s*data\s+"([^"\\]+)"/).map {
    String($0.output.1)
  }
}

/// Where the word before the cursor may begin: hyphens belong to a word (`cross-entropy`) or part two (`a-b`); a text in
/// quotes begins at its quote. nil inside a comment.
private func wordStarts(_ bytes: [UInt8]) -> [Int]? {
  var (quote, isComment) = (Int?.none, false)
  for (k, byte) in bytes.enumerated() {
    switch byte {
    case UInt8(ascii: "\n"): (quote, isComment) = (nil, false)
    case UInt8(ascii: "\"") where !isComment:
      if let start = quote,
        bytes[start..<k].reversed().prefix(while: { $0 == UInt8(ascii: "\\") }).count % 2 == 1
      {
        continue
      }
      quote = quote == nil ? k : nil
    case UInt8(ascii: "#") where quote == nil: isComment = true
    default: break
    }
  }
  if isComment { return nil }
  if let quote { return [quote] }
  func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), 0x80...:
      true
    default: false
    }
  }
  var short = bytes.count
  while short > 0, isPart(bytes[short - 1]) { short -= 1 }
  var long = short
  while long > 1, bytes[long - 1] == UInt8(ascii: "-"), isPart(bytes[long - 2]) {
    long -= 1
    while long > 0, isPart(bytes[long - 1]) { long -= 1 }
  }
  return long == short ? [short] : [long, short]
}

/// Words for what the parser expects.
private struct Completer {
  let vocabulary: Vocabulary
  let names: KnownNames
  let typed: String
  /// What a `data` line reads; nil for any other line.
  let file: String?

  /// Without anything typed, no more names of neurons and weights than these.
  private static let mostWeights = 200

  func candidates(_ expectations: [Expectation]) -> [Candidate] {
    var seen: Set<String> = []
    guard typed.hasPrefix("\"") else {
      return expectations.flatMap(words).filter { isBegun($0.text) && seen.insert($0.text).inserted }
    }
    let named =
      (expectations.contains(.column) ? columns : [])
      + (expectations.contains(.className) ? names.classes : [])
    let quoted = named.map { Candidate($0.inQuotes) }.filter { $0.text.hasPrefix(typed) }
    return (expectations.contains(.file) ? files : []) + quoted
  }

  /// Those of the file that the line reads; of the data in any other line.
  private var columns: [String] { file.flatMap(names.columnsOfFile) ?? names.columns }

  /// Of a name that needs quotes the quote may be missing yet.
  private func isBegun(_ text: String) -> Bool {
    text.hasPrefix(typed) || text.hasPrefix("\"") && text.dropFirst().hasPrefix(typed)
  }

  private func words(_ expectation: Expectation) -> [Candidate] {
    switch expectation {
    case .statement: return statements
    case .word(let word, let meaning): return [Candidate(word, meaning)]
    case .named(let kind): return entries(kind)
    case .value: return values + [Candidate("not", "true where what follows is false")]
    case .argument: return values
    case .weight: return weights
    case .target(let source): return targets(of: source)
    case .neuron: return neurons(from: 1)
    case .epoch: return names.epochs.map { Candidate("\($0)") }
    case .file: return files
    case .column: return columns.map { Candidate($0.asColumn) }
    case .className: return names.classes.map { Candidate($0.asColumn) }
    case .newName: return []
    case .mistake:
      return DiagnosticCode.allCases.map { Candidate($0.rawValue, $0.explanation.summary) }
    case .topic:
      return StatementSpec.all.map { Candidate($0.word, $0.summary) }
        + Vocabulary.Kind.allCases.flatMap(entries)
    }
  }

  private var statements: [Candidate] {
    let words = StatementSpec.all.map { Candidate($0.word, $0.summary) }
    // Figures that begin as a statement, `train.rmse`, come once the dot is typed: `trai` is to become `train`.
    let values = values.filter { value in
      !["true", "false"].contains(value.text)
        && (typed.contains(".") || !words.contains { value.text.hasPrefix($0.text + ".") })
    }
    return words + names.procedures.map { Candidate($0) } + values
  }

  private func entries(_ kind: Vocabulary.Kind) -> [Candidate] {
    (vocabulary.entries[kind] ?? []).map { Candidate($0.name, $0.summary) }
  }

  private var values: [Candidate] {
    names.variables.map { Candidate($0) } + entries(.metric) + entries(.constant)
      + (vocabulary.entries[.function] ?? []).map { Candidate($0.name + "(", $0.summary) }
      + ["true", "false"].map { Candidate($0) } + weights
  }

  /// Those of a wide net only once some of the name is typed.
  private func neurons(from layer: Int) -> [Candidate] {
    let all = names.sizes.enumerated().dropFirst(layer).flatMap { layer, size in
      (0..<min(size, 1000)).map { Candidate("L\(layer)N\($0)") }
    }
    return all.count <= Self.mostWeights || typed.count > 1 ? all : Array(all.prefix(Self.mostWeights))
  }

  private var weights: [Candidate] {
    let biases = names.hasBias ? (0..<max(0, names.sizes.count - 1)).map { Candidate("\($0)B") } : []
    return biases + neurons(from: 0)
  }

  private func targets(of source: WeightReference.Endpoint) -> [Candidate] {
    let layer =
      switch source {
      case .neuron(let neuron): neuron.layer
      case .bias(let layer): layer
      }
    // What was typed may be the largest of all numbers.
    guard names.sizes.dropLast().indices.contains(layer) else { return [] }
    return (0..<min(names.sizes[layer + 1], 1000)).map { Candidate("L\(layer + 1)N\($0)") }
  }

  private var files: [Candidate] {
    let begun = typed.hasPrefix("\"") ? String(typed.dropFirst()).withoutEscapes : ""
    return names.files(begun).map {
      Candidate($0.hasSuffix("/") ? String($0.inQuotes.dropLast()) : $0.inQuotes)
    }
  }
}
