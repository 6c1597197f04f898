extension ForeignWords {
  /// The statement that a named thing belongs to, for a thing typed in a statement's place: `adam` is `train adam`,
  /// `glorot` is `init xavier`.
  public static func statement(naming word: String, in vocabulary: Vocabulary) -> String? {
    let places: [(Vocabulary.Kind, String)] = [
      (.initialization, "init"), (.optimizer, "train"), (.data, "data"),
    ]
    for (kind, statement) in places {
      let names = vocabulary.names(kind)
      if names.contains(word.lowercased()) { return "\(statement) \(word.lowercased())" }
      if let own = translation(of: word, among: names) { return "\(statement) \(own)" }
    }
    return nil
  }
}
