/// Looks at the literals of statements for what would be refused whenever they ran.
struct LiteralCheck {
  let source: Source
  let vocabulary: Vocabulary
  let activations: Set<String>
  private(set) var mistakes: [Diagnostic] = []
  /// The last one that was asked for: scripts train with the same one again and again.
  private var lastOptimizer: Vocabulary.Entry?

  init(_ source: Source, _ vocabulary: Vocabulary) {
    (self.source, self.vocabulary) = (source, vocabulary)
    activations = Set(vocabulary.names(.activation))
  }

  mutating func add(_ mistake: Diagnostic?) {
    if let mistake { mistakes.append(mistake.inSource(source)) }
  }

  /// A number with what it has to be.
  mutating func check(_ expression: Expression?, _ bound: ArgumentBound) {
    guard let expression, let value = expression.literal else { return }
    // A double may have rounded it up to 2^64.
    if case .seed = bound.numbers, case .number(let number) = expression.bare.node, number.whole != nil {
      return
    }
    add(bound.refusal(of: value, written: source.text(expression.span), at: expression.span))
  }

  /// Options, each by its row: the range of its number, the numbers of a named thing.
  mutating func check(_ options: [GivenOption]) {
    for option in options where !option.arguments.isEmpty {
      if let range = option.spec.range {
        // Most are right, and nothing is made of them.
        if option.literal.map({ $0.magnitude < 1e9 && range.allows($0) }) ?? true { continue }
        check(option.expression, ArgumentBound(range, option))
      } else if let kind = option.spec.kind {
        guard option.arguments.count > 1, let name = option.name else { continue }
        check(option.expressions, of: kind, name.node)
      } else if option.literal != nil, option.word.node == StatementSpec.seed.word {
        check(option.expression, .seed)
      }
    }
  }

  mutating func optimizer(_ name: String) -> Vocabulary.Entry? {
    if lastOptimizer?.name != name { lastOptimizer = vocabulary.entry(.optimizer, name) }
    return lastOptimizer
  }

  /// The numbers that a named thing takes.
  mutating func check(_ numbers: [Expression], of kind: Vocabulary.Kind, _ name: String) {
    guard let entry = vocabulary.entry(kind, name), entry.ranges.count == entry.parameters.count else {
      return
    }
    for (number, (parameter, range)) in zip(numbers, zip(entry.parameters, entry.ranges)) {
      let isOfData = kind == .data
      let bound: ArgumentBound =
        isOfData
        ? .whole("`\(name) \(parameter)`", in: range.wholeNumbers) : .number(parameter, in: range)
      check(number, bound)
    }
  }
}

extension GivenOption {
  /// The number that its first expression is; nil where that depends on something.
  fileprivate var literal: Double? {
    for case .expression(let expression) in arguments { return expression.literal }
    return nil
  }
}

extension ArgumentBound {
  /// Of an option with a range.
  fileprivate init(_ range: NumberRange, _ option: GivenOption) {
    switch range {
    case .count, .whole: self = .whole("`\(option.spec.phrase)`", in: range.wholeNumbers)
    case .positive, .notNegative, .fraction, .share, .belowOne, .aboveOne, .any, .flag:
      self = .number(option.word.node, in: range)
    }
  }
}

extension TrainStatement {
  /// The ranges of options and of the settings of the optimizer, which has to have them.
  func checkLiterals(_ check: inout LiteralCheck) {
    check.check(options.all)
    guard let optimizer, let entry = check.optimizer(optimizer.node) else { return }
    for option in options.all {
      let word = option.word.node
      if let place = entry.options.firstIndex(of: word) {
        guard entry.ranges.indices.contains(place) else { continue }
        check.check(option.expression, .number(word, in: entry.ranges[place]))
      } else if options.isSetting(option) {
        let having = (check.vocabulary.entries[.optimizer] ?? []).filter { $0.options.contains(word) }
        check.add(.noSetting(option, of: optimizer.node, having: having.map(\.name), own: entry.options))
      }
    }
  }
}

extension Diagnostic {
  /// `train adam momentum 0.9`
  public static func noSetting(
    _ setting: GivenOption, of optimizer: String, having: [String], own: [String]
  ) -> Diagnostic {
    Diagnostic(
      .settingMismatch, "`\(optimizer)` has no `\(setting.word.node)`", at: setting.span,
      help: [
        "`\(setting.word.node)` belongs to: " + having.joined(separator: ", "),
        "`\(optimizer)` takes: " + own.joined(separator: ", "),
      ])
  }
}
