/// Documents as HTML that is well-formed XML too: elements say what a block is, classes what a run means.
public struct HTMLWriter: Sendable {
  /// A writer.
  public init() {}

  /// The elements of a document, one a line.
  public func html(_ document: Document) -> String {
    let elements = document.blocks.compactMap(element).joined(separator: "\n")
    return document.stream == .error ? "<div class=\"mistake\">\n\(elements)\n</div>" : elements
  }

  /// A block of prose; empty for what a page shows by its margins.
  ///
  /// - Parameter id: what links to a heading name; nil for none.
  func html(_ block: Block, id: String?) -> String {
    let text = element(block) ?? ""
    guard let id, text.hasPrefix("<h") else { return text }
    return text.prefix(3) + " id=\"\(id.escapedXML)\"" + text.dropFirst(3)
  }

  /// nil for what a page shows by its margins.
  private func element(_ block: Block) -> String? {
    switch block {
    case .paragraph(let paragraph): "<p\(indent(paragraph.indent))>\(html(paragraph.text))</p>"
    case .heading(let title): "<h3>\(html(title))</h3>"
    case .section(let title): "<h2>\(title.escapedXML)</h2>"
    case .preformatted(let lines): preformatted(lines)
    case .code(let code): "<pre class=\"code\"><code>\(lines(code))</code></pre>"
    case .table(let table): html(table)
    case .list(let list): html(list)
    case .formula(let step): html(step)
    case .statement(let text, let prompt): statement(text, prompt)
    case .excerpt(let excerpt): html(excerpt)
    case .chart(let chart): "<figure>\n\(SVGWriter(isAlone: false).text(chart))\n</figure>"
    case .picture(let picture): html(picture)
    case .items(let items): html(items)
    case .quote(let blocks): "<blockquote>\n\(html(blocks))\n</blockquote>"
    case .output(let blocks): "<div class=\"output\">\n\(html(blocks))\n</div>"
    case .mistake(let blocks): html(Document(blocks, stream: .error))
    case .rule: "<hr/>"
    case .blank: nil
    }
  }

  // MARK: Text

  private func html(_ text: Text) -> String { text.runs.map(html).joined() }

  private func html(_ run: Text.Run) -> String {
    let text = run.text.escapedXML
    let element = run.role.map { self.element(text, $0) } ?? text
    return run.link.map { "<a href=\"\($0.escapedXML)\">\(element)</a>" } ?? element
  }

  private func element(_ text: String, _ role: Role) -> String {
    switch role {
    case .emphasis: "<em>\(text)</em>"
    case .strong: "<strong>\(text)</strong>"
    case .literal: "<code>\(text)</code>"
    case .error, .warning, .good, .heading, .prompt, .narration, .faint, .code, .status, .verb, .numeral,
      .quotation, .neuron, .positive, .negative, .first, .second, .third, .fourth, .fifth, .sixth:
      "<span class=\"\(role.rawValue)\">\(text)</span>"
    }
  }

  /// A class for each step of two characters.
  private func indent(_ characters: Int) -> String {
    characters < 2 ? "" : " class=\"indent-\(min(characters / 2, 3))\""
  }

  /// One line is text, several are a block whose layout counts.
  private func preformatted(_ lines: [Text]) -> String {
    if lines.count == 1 { return "<p class=\"line\">\(html(lines[0]))</p>" }
    return "<pre>\(lines.map(html).joined(separator: "\n"))</pre>"
  }

  private func lines(_ code: Code) -> String {
    code.lines.map { line in
      let reason = line.reason.map { "   <span class=\"faint\"># \($0.escapedXML)</span>" } ?? ""
      return line.statement.escapedXML + reason
    }.joined(separator: "\n")
  }

  private func statement(_ text: String, _ prompt: String) -> String {
    let lines = TypedLine.lines(of: text, prompt: prompt).map { line in
      let prompt =
        line.prompt.isEmpty ? "" : "<span class=\"prompt\">\(line.prompt.escapedXML)</span>"
      return "\(prompt)<code>\(html(Text(statement: line.text)))</code>"
    }
    return "<pre class=\"statement\">\(lines.joined(separator: "\n"))</pre>"
  }

  // MARK: Tables and lists

  private func html(_ table: Table) -> String {
    let head = table.head.map { "<thead>\(row($0, table, "col"))</thead>\n" } ?? ""
    let rows = table.rows.map { row($0, table, "row") }.joined(separator: "\n")
    return "<div class=\"wide\"><table>\n\(head)<tbody>\n\(rows)\n</tbody>\n</table></div>"
  }

  /// In the head every cell is a heading, else the first one.
  private func row(_ cells: [Text], _ table: Table, _ scope: String) -> String {
    let cells = cells.enumerated().map { column, cell in
      let isNumber = table.columns[column] == .trailing
      let align = isNumber ? " class=\"number\"" : ""
      let isHeading = !cell.isEmpty && (scope == "col" || column == 0)
      return isHeading
        ? "<th scope=\"\(scope)\"\(align)>\(html(cell))</th>" : "<td\(align)>\(html(cell))</td>"
    }
    return "<tr>\(cells.joined())</tr>"
  }

  private func html(_ list: List) -> String {
    let items = list.items.map { "<dt>\(html($0.term))</dt>\n<dd>\(html($0.meaning))</dd>" }
    return "<dl>\n\(items.joined(separator: "\n"))\n</dl>"
  }

  // MARK: Calculations and excerpts

  /// Parts that stay whole, so that a narrow page breaks in front of a sign.
  private func html(_ step: CalculationStep) -> String {
    let label = step.label.map { "<b>\($0.escapedXML)</b> " } ?? ""
    let parts = [step.formula, step.numbers].compactMap { $0 }.map { " <span>= \($0.escapedXML)</span>" }
    let value = " <span>= <strong>\(step.value.escapedXML)</strong></span>"
    return
      "<p class=\"step\(step.label == nil ? "" : " first")\">\(label)<var>\(step.name.escapedXML)</var>\(parts.joined())\(value)</p>"
  }

  private func html(_ excerpt: Excerpt) -> String {
    let marked = excerpt.marked.isEmpty ? " " : excerpt.marked
    let label = excerpt.label.map { "\n<p class=\"indent-1\"><mark>\($0.escapedXML)</mark></p>" } ?? ""
    return "<pre class=\"excerpt\"><span class=\"faint\">\(excerpt.number) | </span>"
      + "\(excerpt.before.escapedXML)<mark>\(marked.escapedXML)</mark>\(excerpt.after.escapedXML)</pre>\(label)"
  }
}
