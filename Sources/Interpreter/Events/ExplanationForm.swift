import Standard

/// How a calculation by hand is written.
public struct ExplanationForm: Sendable, Equatable {
  /// nil for plain text.
  public var notation: NotationChoice?
  /// Whose names its typeset formulas have.
  public var names: NamingChoice
  /// Without what makes a document of it.
  public var isFragment: Bool

  /// Plain text unless something else is given.
  public init(
    notation: NotationChoice? = nil, names: NamingChoice = .program, isFragment: Bool = false
  ) {
    (self.notation, self.names, self.isFragment) = (notation, names, isFragment)
  }
}
