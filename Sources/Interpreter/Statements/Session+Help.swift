import Language
import NeuralCore

/// `help`, out of the tables that the parser reads.
extension Session {
  func help(_ topic: Located<String>?, _ vocabulary: Vocabulary, _ door: Door) throws(Diagnostic) {
    guard let topic else {
      return door.emit(
        .help(
          .overview(
            StatementSpec.all, figures: vocabulary.names(.figure), functions: vocabulary.names(.function))))
    }
    if let spec = StatementSpec.named(topic.node) {
      let named = spec.speaksOf.map { (kind: $0.rawValue, entries: vocabulary.entries[$0] ?? []) }
      return door.emit(
        .help(.statement(spec, options: vocabulary.options(of: spec), named: named)))
    }
    for kind in Vocabulary.Kind.allCases {
      guard let entry = vocabulary.entry(kind, topic.node) else { continue }
      return door.emit(
        .help(
          .entry(
            kind: kind.rawValue, entry, settings: Self.settings(kind, entry.name),
            source: Self.source(kind, entry.name))))
    }
    let takers = StatementSpec.all.filter { spec in
      vocabulary.options(of: spec).contains { $0.word == topic.node }
    }
    if let first = takers.first,
      let option = vocabulary.options(of: first).first(where: { $0.word == topic.node })
    {
      return door.emit(
        .help(
          .option(option, of: takers.map(\.word), named: option.kind.flatMap { vocabulary.entries[$0] } ?? [])
        ))
    }
    throw .noHelp(topic, vocabulary)
  }

  private static func settings(_ kind: Vocabulary.Kind, _ name: String) -> [Setting] {
    switch kind {
    case .optimizer: Optimizer.named(name)?.settings ?? []
    case .schedule: Schedule.named(name)?.parameters ?? []
    default: []
    }
  }

  /// Where a named thing comes from.
  private static func source(_ kind: Vocabulary.Kind, _ name: String) -> String? {
    switch kind {
    case .optimizer: Optimizer.named(name)?.source
    case .start: Initializer.named(name)?.source
    case .activation: Activation.named(name)?.source
    case .loss: Loss.named(name)?.source
    case .schedule: Schedule.named(name)?.source
    default: nil
    }
  }
}

extension Diagnostic {
  fileprivate static func noHelp(_ topic: Located<String>, _ vocabulary: Vocabulary) -> Diagnostic {
    let words = StatementSpec.all.map(\.word) + Vocabulary.Kind.allCases.flatMap(vocabulary.names)
    return Diagnostic(
      .unknownName, "there is no help on `\(topic.node)`", at: topic.span,
      label: ForeignWords.meant(by: topic.node, among: words).map { "did you mean `\($0)`?" },
      help: ["`help` lists what can be typed."])
  }
}
