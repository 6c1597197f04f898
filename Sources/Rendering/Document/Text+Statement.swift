import Language

extension Text {
  /// A line of a statement, its parts with their roles.
  public init(statement: String) {
    self.init("")
    let source = Source(name: "", text: statement)
    var end = 0
    for piece in pieces(of: source) {
      append(source.text(Span(end, piece.span.start)))
      append(source.text(piece.span), Role(piece.kind))
      end = piece.span.end
    }
    append(source.text(Span(end, source.bytes.count)))
  }
}

extension Role {
  /// The role of a part of a statement; nil for one that looks like all text.
  fileprivate init?(_ kind: Piece.Kind) {
    switch kind {
    case .verb: self = .verb
    case .number: self = .numeral
    case .text: self = .quotation
    case .neuron: self = .neuron
    case .comment: self = .faint
    case .word, .sign: return nil
    }
  }
}
