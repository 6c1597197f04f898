/// What only pages have: items, quotations, pictures out of files.
extension TerminalWriter {
  /// Each item stands behind its sign.
  func texts(_ items: Items) -> [Text] {
    items.items.enumerated().flatMap { place, blocks in
      within(Text(items.first.map { "\($0 + place). " } ?? "• "), blocks, isOnce: true)
    }
  }

  /// Blocks behind a mark, in front of the first line only or of each.
  func within(_ mark: Text, _ blocks: [Block], isOnce: Bool = false) -> [Text] {
    let columns = mark.columns
    let writer = TerminalWriter(width: max(20, width - columns), glyphs: glyphs)
    let lines = writer.lines(Document(blocks)).map(\.content)
    return lines.enumerated().map { place, line in
      place == 0 || !isOnce ? mark + line : line.isEmpty ? line : Text(blanks(columns)) + line
    }
  }

  /// A picture is named, since a terminal cannot show it.
  func texts(_ picture: Illustration) -> [Text] {
    let words = picture.words.isEmpty ? "" : picture.words + " "
    return Text("[picture: \(words)(\(picture.file))]", .faint).wrapped(to: width, indent: "  ")
  }
}
