/// What only pages have: items, quotations, pictures out of files.
extension HTMLWriter {
  func html(_ blocks: [Block]) -> String { html(Document(blocks)) }

  func html(_ items: Items) -> String {
    let (element, start) =
      items.first.map { ("ol", $0 == 1 ? "" : " start=\"\($0)\"") } ?? ("ul", "")
    let rows = items.items.map { "<li>\(html($0))</li>" }.joined(separator: "\n")
    return "<\(element)\(start)>\n\(rows)\n</\(element)>"
  }

  /// The picture itself, or the words that stand for it where there is none.
  func html(_ picture: Illustration) -> String {
    let words = picture.words.escapedXML
    return picture.address.map {
      "<figure><img src=\"\($0)\" alt=\"\(words)\"/></figure>"
    } ?? "<p class=\"faint\">[picture: \(words) (\(picture.file.escapedXML))]</p>"
  }
}
