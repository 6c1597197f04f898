import Language
import NeuralCore
import Standard

/// `help`, out of the tables that the parser reads.
extension Executor {
  private var vocabulary: Vocabulary { .standard }

  func help(_ topic: Located<String>?) throws(Diagnostic) {
    guard let topic else {
      if let exercise = session.exercise { emit(.note(exercise.words)) }
      return emit(.help(.beginning))
    }
    switch topic.node.lowercased() {
    case "all", "everything":
      return emit(
        .help(
          .overview(
            StatementSpec.all, metrics: vocabulary.names(.metric) + vocabulary.names(.constant),
            functions: vocabulary.names(.function))))
    case "words", "glossary": return emit(.help(.glossary(GlossaryEntry.all)))
    default: break
    }
    if let word = Self.kindsOfFiles[topic.node.lowercased()] {
      return try help(Located(word, topic.span))
    }
    let term = GlossaryEntry.named(topic.node)
    guard let found = topicOfLanguage(topic.node) ?? allOfKind(topic.node) else {
      guard let term else { throw .noHelp(topic, vocabulary) }
      return emit(.help(.term(term)))
    }
    emit(.help(found))
    // What is both a word of the language and one of the field is explained as both.
    if let term { emit(.help(.term(term))) }
  }

  /// What is asked about by the name of its files, or of what shows it.
  private static let kindsOfFiles = [
    "csv": "data", "tsv": "data", "xlsx": "data", "arff": "data", "file": "data",
    "files": "data",
    "confusion_matrix": "score",
  ]

  /// All named things of a kind, asked for by its plural: `help metrics`, `help data sets`.
  private func allOfKind(_ words: String) -> HelpTopic? {
    let wanted = words.lowercased()
    if wanted == "statements" {
      let all = StatementSpec.all.map { Vocabulary.Entry($0.word, $0.summary) }
      return .kind(plural: wanted, all)
    }
    return Vocabulary.Kind.allCases.first { !$0.isChoice && $0.plural == wanted }.map { kind in
      .kind(plural: kind.plural, vocabulary.entries[kind] ?? [])
    }
  }

  private func topicOfLanguage(_ word: String) -> HelpTopic? {
    if let spec = StatementSpec.named(word) {
      let named = spec.speaksOf.map { (kind: $0.rawValue, entries: vocabulary.entries[$0] ?? []) }
      return .statement(spec, options: vocabulary.options(of: spec), named: named)
    }
    // A word like `on` or `in` says more as an option than as one of two choices.
    let choices = Vocabulary.Kind.allCases.filter(\.isChoice)
    return entry(word, of: Vocabulary.Kind.allCases.filter { !choices.contains($0) })
      ?? option(word) ?? entry(word, of: choices)
  }

  private func entry(
    _ word: String, of kinds: [Vocabulary.Kind]
  ) -> HelpTopic? {
    for kind in kinds {
      guard let entry = vocabulary.entry(kind, word) else { continue }
      return .entry(
        kind: kind.rawValue, entry, settings: Self.settings(kind, entry.name),
        source: Self.source(kind, entry.name))
    }
    return nil
  }

  private func option(_ word: String) -> HelpTopic? {
    var meanings: [HelpTopic.Meaning] = []
    for spec in StatementSpec.all {
      guard let option = vocabulary.options(of: spec).first(where: { $0.word == word }) else { continue }
      if let place = meanings.firstIndex(where: { $0.option.meansTheSame(as: option) }) {
        meanings[place].takers.append(spec.word)
      } else {
        let named = option.kind.flatMap { vocabulary.entries[$0] } ?? []
        meanings.append(HelpTopic.Meaning(option: option, takers: [spec.word], named: named))
      }
    }
    guard !meanings.isEmpty else { return nil }
    let settings = Optimizer.all.compactMap { optimizer in
      optimizer.settings.first { $0.name == word }.map { (optimizer: optimizer.name, setting: $0) }
    }
    return .option(meanings, settings: settings)
  }

  /// Everything whose name or line of help holds the word, names that begin with it first.
  func apropos(_ word: Located<String>) throws(Diagnostic) {
    let wanted = word.node.lowercased()
    var all: [(kind: String, name: String, summary: String)] = []
    for spec in StatementSpec.all {
      // A note speaks where the summary does not.
      let note = spec.notes.first { $0.lowercased().contains(wanted) }
      let isSaid = spec.summary.lowercased().contains(wanted) || spec.word.contains(wanted)
      all.append(("statement", spec.word, isSaid ? spec.summary : note ?? spec.summary))
      for option in spec.options { all.append(("option of \(spec.word)", option.word, option.summary)) }
    }
    all += vocabulary.settings.map { ("setting of train", $0.word, $0.summary) }
    for kind in Vocabulary.Kind.allCases {
      all += (vocabulary.entries[kind] ?? []).map { (kind.rawValue, $0.name, $0.summary) }
    }
    all += GlossaryEntry.all.map { ("word of the field", $0.name, $0.text(about: wanted)) }
    let found = all.filter { $0.name.contains(wanted) || $0.summary.lowercased().contains(wanted) }
    guard !found.isEmpty else { throw .nothingFound(word) }
    let named = found.filter { $0.name.hasPrefix(wanted) }
    let rest = found.filter { !$0.name.hasPrefix(wanted) }
    emit(.help(.found(word.node, named + rest)))
  }

  private static func settings(_ kind: Vocabulary.Kind, _ name: String) -> [Setting] {
    switch kind {
    case .optimizer: Optimizer.named(name)?.settings ?? []
    case .schedule: Schedule.named(name)?.parameters ?? []
    case .activation, .initialization, .loss, .scaling, .metric, .function, .constant, .precision, .notation,
      .data, .fan, .clip,
      .missing, .promptForm, .slope, .naming, .color, .timing, .quiet, .header, .logAxis, .picture,
      .fileFormat, .pager:
      []
    }
  }

  /// Where a named thing comes from.
  private static func source(_ kind: Vocabulary.Kind, _ name: String) -> String? {
    switch kind {
    case .optimizer: Optimizer.named(name)?.source
    case .initialization: Initializer.named(name)?.source
    case .activation: Activation.named(name)?.source
    case .loss: Loss.named(name)?.source
    case .schedule: Schedule.named(name)?.source
    case .scaling, .metric, .function, .constant, .precision, .notation, .data, .fan, .clip, .missing,
      .promptForm,
      .color,
      .timing, .quiet, .slope, .naming, .header, .logAxis, .picture, .fileFormat, .pager:
      nil
    }
  }
}

extension OptionSpec {
  fileprivate func meansTheSame(as other: OptionSpec) -> Bool {
    form == other.form && explanation == other.explanation
  }
}

extension Diagnostic {
  fileprivate static func nothingFound(_ word: Located<String>) -> Diagnostic {
    Diagnostic(
      .unknownName, "nothing has to do with `\(word.node)`", at: word.span,
      help: ["Try a shorter word, or `help all` for the list of statements."])
  }

  fileprivate static func noHelp(_ topic: Located<String>, _ vocabulary: Vocabulary) -> Diagnostic {
    let words =
      StatementSpec.all.map(\.word) + Vocabulary.Kind.allCases.flatMap(vocabulary.names)
      + GlossaryEntry.all.map(\.name)
    return Diagnostic(
      .unknownName, "there is no help on `\(topic.node)`", at: topic.span,
      label: ForeignWords.meant(by: topic.node, among: words).map { "did you mean `\($0)`?" },
      help: ["`help all` lists what can be typed, `help words` the words of the field."])
  }
}

extension OpenExercise {
  /// What whoever works at it may type.
  fileprivate var words: String {
    "the exercise \"\(title)\" is open: `done` judges what you did, `hint` helps, `solution` shows one way, "
      + "`skip` leaves it, and `undo` takes a statement back"
  }
}
