/// Documents as lines of a terminal or a text file: widths, indents, alignment.
public struct TerminalWriter: Sendable {
  /// Columns that a line may take; a longer word, a row of a table or a line to be kept as it is may take more.
  public let width: Int
  /// The characters that pictures may use.
  public let glyphs: Glyphs
  private let isInterrupted: @Sendable () -> Bool

  /// A writer for so many columns.
  ///
  /// - Parameter isInterrupted: polled while a long table is laid out, which then ends early.
  public init(
    width: Int = 80, glyphs: Glyphs = .unicode, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    (self.width, self.glyphs, self.isInterrupted) = (width, glyphs, isInterrupted)
  }

  /// The lines of a document.
  public func lines(_ document: Document) -> [Line] {
    var lines: [Line] = []
    for (k, block) in document.blocks.enumerated() {
      // What was interrupted is told of in a few blocks; what is longer nobody waits for.
      if k & 0xff == 0xff, isInterrupted() { break }
      lines += texts(block).map { Line($0, document.stream) }
    }
    return lines
  }

  private func texts(_ block: Block) -> [Text] {
    switch block {
    case .paragraph(let paragraph): wrapped(paragraph)
    case .heading(let title): [title.with(.heading)]
    case .section(let title): ruled(title)
    case .preformatted(let lines): lines
    case .code(let code): texts(code)
    case .table(let table): texts(table)
    case .list(let list): texts(list)
    case .formula(let step): texts(step)
    case .statement(let text, let prompt): TypedLine.lines(of: text, prompt: prompt).map(\.content)
    case .excerpt(let excerpt): texts(excerpt)
    case .chart(let chart): ChartText(width: width, glyphs).lines(chart)
    case .picture(let picture): texts(picture)
    case .items(let items): texts(items)
    case .quote(let blocks): within(Text("│ ", .faint), blocks)
    case .mistake(let blocks), .output(let blocks): blocks.flatMap(texts)
    case .rule: [Text(String(repeating: "─", count: min(width, 20)), .faint)]
    case .blank: [""]
    }
  }

  private func wrapped(_ paragraph: Paragraph) -> [Text] {
    (Text(blanks(paragraph.indent)) + paragraph.text).wrapped(to: width, indent: blanks(paragraph.hang))
  }

  private func ruled(_ title: String) -> [Text] {
    [
      "",
      Text("── \(title) " + String(repeating: "─", count: max(2, width - title.columns - 4)), .heading),
    ]
  }

  // MARK: Tables and lists

  private func texts(_ table: Table) -> [Text] {
    let head = table.head.map { [$0.map { $0.with(.heading) }] } ?? []
    let widths = table.widths(isInterrupted)
    var isOver = false
    return (head + table.rows).enumerated().flatMap { k, row -> [Text] in
      if k & 0xff == 0xff { isOver = isOver || isInterrupted() }
      guard !isOver else { return [] }
      let line = self.line(row, widths, table).trimmed
      return table.hang.map { line.wrapped(to: width, indent: blanks($0)) } ?? [line]
    }
  }

  private func line(_ row: [Text], _ widths: [Int], _ table: Table) -> Text {
    var line = Text("")
    // Blanks that are still to come: those behind the last cell never do.
    var gap = table.indent
    for (k, cell) in row.enumerated() {
      let free = widths[k] - cell.columns
      let isTrailing = table.columns[k] == .trailing
      line.append(blanks(gap + (isTrailing ? free : 0)))
      line.append(cell)
      gap = Table.gap + (isTrailing ? 0 : free)
    }
    return line
  }

  /// Terms in a column of at most 30, meanings beside them.
  private func texts(_ list: List) -> [Text] {
    let column = max(list.least, min(30, (list.items.map(\.term.columns).max() ?? 0) + 3))
    return list.items.flatMap { item -> [Text] in
      let free = Text(blanks(column - 1 - item.term.columns) + " ")
      return (Text("  ") + item.term + free + item.meaning).wrapped(
        to: width, indent: blanks(column + 2))
    }
  }

  // MARK: Code

  /// Reasons beside the statements where all of them fit, else below. A long statement goes on after `\`.
  private func texts(_ code: Code) -> [Text] {
    let room = width - code.indent
    let longest = code.lines.map(\.statement.columns).filter { $0 <= room }.max() ?? 0
    return code.lines.flatMap { line -> [String] in
      guard line.statement.columns <= room else {
        return continued(line, code.indent) + below(line.reason, code.indent)
      }
      let statement = blanks(code.indent) + line.statement
      guard let reason = line.reason else { return [statement] }
      let whole = statement + blanks(longest - line.statement.columns) + "   # " + reason
      return whole.columns <= width ? [whole] : [statement] + below(reason, code.indent)
    }.map { Text($0, .code) }
  }

  private func below(_ reason: String?, _ indent: Int) -> [String] {
    guard let reason else { return [] }
    let margin = blanks(indent + 2) + "# "
    return Text(margin + reason).wrapped(to: width, indent: margin).map(\.plain)
  }

  private func continued(_ line: Code.Line, _ indent: Int) -> [String] {
    let margin = blanks(indent - 1)
    var lines = [margin]
    for word in line.statement.words(outside: line.quote) {
      if lines[lines.count - 1].columns + word.count + 3 > width {
        lines[lines.count - 1] += " \\"
        lines.append(margin + "  ")
      }
      lines[lines.count - 1] += " " + word
    }
    return lines
  }

  // MARK: Calculations

  /// On two lines where one is too short.
  private func texts(_ step: CalculationStep) -> [Text] {
    let margin = ("  " + (step.label ?? ""))
    let front = (step.label == nil ? blanks(step.indent) : margin + blanks(step.indent - margin.columns))
    let first = front + step.name + (step.formula.map { " = " + $0 } ?? "")
    let second = (step.numbers.map { " = " + $0 } ?? "") + " = " + step.value
    if (first + second).columns <= width { return [Text(first + second)] }
    let deep = blanks(step.indent + step.name.columns)
    guard step.formula != nil else { return Text(first + second).wrapped(to: width, indent: deep + "   ") }
    return Text(first).wrapped(to: width, indent: deep + "   ")
      + Text(deep + second).wrapped(to: width, indent: deep + "   ")
  }

  // MARK: Excerpts

  /// The line with a caret below the place, as much of it as fits.
  private func texts(_ excerpt: Excerpt) -> [Text] {
    let number = "\(excerpt.number)"
    let room = max(20, width - number.count - 5)
    var (before, after) = (excerpt.before, excerpt.after)
    if before.columns + excerpt.marked.columns > room, before.columns > room / 2 {
      before = "…" + before.suffix(max(0, room / 2 - 1))
    }
    let isLong = excerpt.marked.columns > room / 2
    let marked = isLong ? excerpt.marked.prefix(room / 2 - 1) + "…" : excerpt.marked
    if before.columns + marked.columns + after.columns > room {
      after = after.prefix(max(0, room - before.columns - marked.columns - 1)) + "…"
    }
    let margin = blanks(number.count + 2) + " | "
    let caret = String(repeating: "^", count: max(1, marked.columns))
    let pointer = Text(margin + blanks(before.columns)) + Text(caret, .error)
    return [Text("  \(number) | \(before)\(marked)\(after)")] + labeled(pointer, excerpt.label, margin)
  }

  /// The label beside the caret, or below it where there is no room.
  private func labeled(_ pointer: Text, _ label: String?, _ margin: String) -> [Text] {
    guard let label else { return [pointer] }
    guard pointer.columns + 1 + label.columns > width else { return [pointer + Text(" " + label)] }
    return [pointer] + Text(label).wrapped(to: width - margin.columns).map { Text(margin) + $0 }
  }
}

extension Text {
  /// The text with a role where it had none.
  func with(_ role: Role) -> Text {
    var text = Text("")
    for run in runs { text.append(run.text, run.role ?? role) }
    return text
  }
}

extension String {
  /// Parted at blanks, but not at those in a text: a line is never broken there.
  fileprivate func words(outside quote: Character) -> [Substring] {
    var (isQuoted, isEscaped) = (false, false)
    return split { character in
      // Between the single quotes of a shell a backslash is one.
      if character == quote, !isEscaped { isQuoted.toggle() }
      isEscaped = character == "\\" && !isEscaped && !(isQuoted && quote == "'")
      return character == " " && !isQuoted
    }
  }
}
