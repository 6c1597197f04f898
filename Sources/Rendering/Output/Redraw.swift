/// Pictures that are drawn over each other on a terminal.
public struct Redraw: Sendable {
  /// Rows of the picture that stands above the cursor; 0 for none.
  public private(set) var rows = 0

  /// Nothing is drawn yet.
  public init() {}

  /// The characters that put a picture in the place of the one before.
  ///
  /// - Parameters:
  ///   - lines: of the picture, not wider than the terminal.
  ///   - text: a line with its colors.
  public mutating func draw(_ lines: [Line], _ text: (Line) -> String) -> String {
    let drawn = clear() + lines.map { text($0) + "\r\n" }.joined()
    rows = lines.count
    return drawn
  }

  /// The characters that take the picture away.
  public mutating func clear() -> String {
    defer { rows = 0 }
    return rows > 0 ? "\r\u{1b}[\(rows)A\u{1b}[J" : ""
  }

  /// The picture stays, and what follows stands below it.
  public mutating func leave() { rows = 0 }
}
