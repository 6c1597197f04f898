import Language
import Testing

/// The pieces of a text, for whoever paints it.
struct PieceTests {
  private func parts(_ text: String) -> [String] {
    let source = Source(name: "test", text: text)
    return pieces(of: source).map { "\($0.kind):\(source.text($0.span))" }
  }

  @Test func wordsNumbersTextsAndNamesAreTold() {
    #expect(
      parts("if loss<0.5 # near") == [
        "verb:if", "word:loss", "sign:<", "number:0.5", "comment:# near",
      ])
    #expect(
      parts("L0N0 -> L1N0 = -1 ; print \"a {b}\"") == [
        "neuron:L0N0", "sign:->", "neuron:L1N0", "sign:=", "sign:-", "number:1", "verb:print",
        "text:\"a {b}\"",
      ])
    #expect(parts("0B -> L1N0: 2").first == "neuron:0B")
    #expect(parts("end") == ["verb:end"] && parts("adam") == ["word:adam"])
    #expect(parts("not true") == ["word:not", "word:true"] && parts("else") == ["verb:else"])
    #expect(parts("train until train") == ["verb:train", "word:until", "word:train"])
  }

  /// Mistakes lose no character that is painted twice or in the wrong order.
  @Test(arguments: [
    "", "\"open", "1e999 §§ ((", "print “x”", "é = 1\r\nλ", "a\\\nb", "# only", ";;;", "12x .5.",
  ])
  func piecesOfAnyTextAreInOrder(_ text: String) {
    let found = pieces(of: Source(name: "test", text: text))
    for (one, next) in zip(found, found.dropFirst()) { #expect(one.span.end <= next.span.start) }
    #expect(found.allSatisfy { $0.span.end <= text.utf8.count })
  }
}
