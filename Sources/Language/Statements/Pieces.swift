/// A piece of a text, for whoever paints it.
public struct Piece: Sendable, Equatable {
  /// What a piece is.
  public enum Kind: Sendable, CaseIterable {
    /// A word that begins a statement, or ends a block.
    case verb
    /// Any other word.
    case word
    case number
    case text
    /// A neuron or a bias: `L1N0`, `0B`.
    case neuron
    /// An operator, a bracket, an arrow.
    case sign
    case comment
  }

  /// Where it is.
  public let span: Span
  /// What it is.
  public let kind: Kind
}

/// The pieces of a text in order, without what stands between them. A text with mistakes has pieces too.
public func pieces(of source: Source) -> [Piece] {
  var lexer = Lexer(source, verbs: StatementSpec.words, words: .ofLanguage)
  lexer.run { false }
  var (pieces, isBeginning) = ([Piece](), true)
  for token in (0..<lexer.tokens.count).lazy.map({ lexer.tokens[$0] }) {
    if let kind = Piece.Kind(token.kind, isBeginning: isBeginning) {
      pieces.append(Piece(span: token.span, kind: kind))
    }
    isBeginning = token.tag == .newline
  }
  pieces += lexer.comments.map { Piece(span: $0, kind: .comment) }
  return pieces.sorted { $0.span.start < $1.span.start }
}

extension Piece.Kind {
  /// nil for what is not seen.
  fileprivate init?(_ token: Token.Kind, isBeginning: Bool) {
    switch token {
    case .number: self = .number
    case .string: self = .text
    case .neuron, .bias: self = .neuron
    case .word(let word):
      // `not` and `true` begin a value, wherever they are.
      let isOfBlock = word.keyword == .end || word.keyword == .else
      self = isBeginning && (word.role.verb != 0 || isOfBlock) ? .verb : .word
    case .symbol: self = .sign
    case .newline, .end: return nil
    }
  }
}
