import Language

/// `language`.
extension Executor {
  /// The version of the language that this nn speaks: docs/determinism.md.
  static var language: Int { Release.language }

  mutating func askLanguage(_ version: Expression) throws(Diagnostic) {
    let asked = try whole(version, "a version of the language", in: 1...1_000_000)
    guard asked == Self.language else {
      throw Diagnostic(
        .languageVersion,
        "this text asks for version \(asked) of the language, and this nn speaks \(Self.language)",
        at: version.span, help: ["Its numbers may come out otherwise. Take the nn that it was written for."])
    }
    emit(.language(asked))
  }
}
