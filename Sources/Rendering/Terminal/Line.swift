/// A line of output: results go to standard output, progress and diagnostics to standard error.
public struct Line: Sendable, Equatable {
  /// What the line says, with roles.
  public let content: Text
  /// Where it is written.
  public let stream: Document.Stream

  /// A line of a text in runs.
  public init(_ content: Text, _ stream: Document.Stream = .output) {
    (self.content, self.stream) = (content, stream)
  }

  /// The line without colors.
  public var text: String { content.plain }

  /// The line with a terminal's escapes around the runs that have a role.
  public var colored: String { colored(.plain) }

  /// The same in the looks of a theme.
  public func colored(_ theme: Theme) -> String {
    content.runs.map { run in run.role?.painted(run.text, theme) ?? run.text }.joined()
  }

  /// The columns that it takes on a terminal.
  public var columns: Int { text.columns }

  /// The rows that it takes on a terminal of so many columns.
  public func rows(in width: Int) -> Int { Swift.max(1, (columns + width - 1) / Swift.max(1, width)) }

  /// Broken between words into lines of so many columns, of which the further ones stand further in; a longer word stays
  /// whole.
  public func wrapped(to width: Int) -> [Line] {
    let indent = min(width / 2, content.plain.prefix { $0 == " " }.count + 4)
    return content.wrapped(to: width, indent: blanks(indent)).map { Line($0, stream) }
  }

  /// Its beginning, as much as fits into so many columns.
  public func cut(to width: Int) -> Line {
    var (columns, kept) = (0, Text(""))
    for run in content.runs {
      for character in run.text {
        columns += character.columns
        if columns > width { return Line(kept, stream) }
        kept.append(String(character), run.role)
      }
    }
    return Line(kept, stream)
  }
}
