import Charts

/// What an event says, as blocks of text whose parts have roles. Widths, escapes and tags are a writer's business.
///
/// Indents are counted in characters. They say what belongs to what; a writer for a page may show them in its own way.
public struct Document: Sendable, Equatable {
  /// Results and reports are one stream of a process, mistakes another.
  public enum Stream: Sendable { case output, error }

  /// In reading order.
  public var blocks: [Block]
  /// Where a process writes it.
  public var stream: Stream

  /// A document of these blocks.
  public init(_ blocks: [Block] = [], stream: Stream = .output) {
    (self.blocks, self.stream) = (blocks, stream)
  }

  /// Whether it says nothing.
  public var isEmpty: Bool { blocks.isEmpty }
}

/// A part of a document.
public enum Block: Sendable, Equatable {
  /// Running text, broken between words where it is too long.
  case paragraph(Paragraph)
  /// A title over what follows, on one line.
  case heading(Text)
  /// The title of a section of a script.
  case section(String)
  /// Lines as they are: what a script printed, a script to read.
  case preformatted([Text])
  /// Statements to paste.
  case code(Code)
  case table(Table)
  /// Terms with their meanings.
  case list(List)
  /// A step of a calculation.
  case formula(CalculationStep)
  /// A statement as it was typed at a prompt.
  case statement(String, prompt: String)
  /// A line of a source with a place marked in it.
  case excerpt(Excerpt)
  /// A picture.
  case chart(Chart)
  /// A picture out of a file.
  case picture(Illustration)
  /// Items with bullets or numbers.
  case items(Items)
  /// What somebody else says.
  case quote([Block])
  /// What statements print, among prose.
  case output([Block])
  /// A mistake among other blocks.
  case mistake([Block])
  /// A line across the page.
  case rule
  /// A gap between blocks.
  case blank
}

/// Running text.
public struct Paragraph: Sendable, Equatable {
  /// Without newlines.
  public var text: Text
  /// Characters in front of the first line.
  public var indent: Int
  /// Characters in front of further lines, where the text is broken.
  public var hang: Int

  /// Running text; indents are 0 unless given.
  public init(text: Text, indent: Int = 0, hang: Int = 0) {
    (self.text, self.indent, self.hang) = (text, indent, hang)
  }
}

/// Statements to paste at a prompt or into a script.
public struct Code: Sendable, Equatable {
  /// A statement, with the reason for it as a comment.
  public struct Line: Sendable, Equatable {
    /// On one line.
    public let statement: String
    /// nil where the statement needs none.
    public var reason: String?
    /// What texts in it stand between, which are not broken.
    let quote: Character

    /// A statement, with a reason if it has one.
    public init(statement: String, reason: String? = nil) {
      (self.statement, self.reason, quote) = (statement, reason, "\"")
    }

    /// A line for a shell.
    public init(command: String) { (statement, reason, quote) = (command, nil, "'") }
  }

  /// One below the other.
  public var lines: [Line]
  /// Characters in front of each statement.
  public var indent: Int

  /// Statements that stand further in than the text around them.
  public init(lines: [Line], indent: Int = 4) { (self.lines, self.indent) = (lines, indent) }
}

/// Rows of cells in columns.
public struct Table: Sendable, Equatable {
  /// Where cells stand in their column; numbers are trailing.
  public enum Alignment: Sendable { case leading, trailing }

  /// One a column.
  public let columns: [Alignment]
  /// The names of the columns, if they have any.
  public var head: [Text]?
  /// No more cells a row than there are columns.
  public var rows: [[Text]] = []
  /// Characters in front of each row.
  public var indent = 0
  /// Characters in front of what does not fit into one line of a narrow page; nil if rows are never broken.
  public var hang: Int?

  /// Columns that the cells of each column take at the least, so that tables below each other are as one; none if they
  /// take what they need.
  public var least: [Int] = []

  /// Free columns between two cells.
  public static let gap = 3

  /// What the widest row takes on a page of one width for all characters, without the indent.
  public var widestRow: Int {
    widths().reduce(0, +) + Self.gap * max(0, columns.count - 1)
  }

  /// What the widest cell of each column takes.
  ///
  /// - Parameter isInterrupted: polled while many rows are measured; the rest is then not measured.
  func widths(_ isInterrupted: () -> Bool = { false }) -> [Int] {
    var widths = columns.indices.map { least.indices.contains($0) ? least[$0] : 0 }
    func measure(_ row: [Text]) {
      for k in widths.indices where k < row.count { widths[k] = max(widths[k], row[k].columns) }
    }
    if let head { measure(head) }
    for (place, row) in rows.enumerated() {
      if place & 0xff == 0xff, isInterrupted() { break }
      measure(row)
    }
    return widths
  }

  /// A table without rows.
  public init(_ columns: [Alignment], head: [Text]? = nil, indent: Int = 0, hang: Int? = nil) {
    (self.columns, self.head, self.indent, self.hang) = (columns, head, indent, hang)
  }
}

/// Terms with their meanings beside them.
public struct List: Sendable, Equatable {
  /// A term and what it means.
  public struct Item: Sendable, Equatable {
    /// The word that is explained.
    public let term: Text
    /// The explanation.
    public let meaning: Text
  }

  /// In order.
  public var items: [Item]
  /// The least width of the column of terms, so that lists below each other have one.
  public var least = 0
}

/// Items with bullets or numbers, each of one or more blocks.
public struct Items: Sendable, Equatable {
  /// In order.
  public var items: [[Block]]
  /// The number of the first; nil for bullets.
  public var first: Int?

  /// Items, numbered from `first` if it is given.
  public init(_ items: [[Block]], first: Int? = nil) { (self.items, self.first) = (items, first) }
}

/// A picture out of a file.
public struct Illustration: Sendable, Equatable {
  /// What it shows, for whoever cannot see it.
  public let words: String
  /// Its file, as the page names it.
  public let file: String
  /// Its bytes as a `data:` address; nil where nobody read them.
  public var address: String?

  /// A picture with the words that stand for it.
  public init(words: String, file: String, address: String? = nil) {
    (self.words, self.file, self.address) = (words, file, address)
  }
}

/// `name = formula = the same with numbers = value`.
public struct CalculationStep: Sendable, Equatable {
  /// What the step is about, where a group of steps begins.
  public var label: String?
  /// Characters in front of the name; a label stands in them.
  public let indent: Int
  /// Of the quantity: `s`, `L1N0`, `dE/dL1N0`.
  public let name: String
  /// nil where a title above says it.
  public let formula: String?
  /// nil where it would repeat the formula or the value.
  public let numbers: String?
  /// To the digits that are shown.
  public let value: String
}

/// A line of a source with a place marked in it.
public struct Excerpt: Sendable, Equatable {
  /// Of the line, counted from 1.
  public let number: Int
  /// The line up to the place.
  public let before: String
  /// The place; empty at the end of a line.
  public let marked: String
  /// The rest of the line.
  public let after: String
  /// What is said about the place.
  public let label: String?
}

extension Block {
  /// Running text whose further lines begin below its first word, or `hang` characters further in.
  static func paragraph(_ text: Text, indent: Int = 0, hang: Int? = nil) -> Block {
    .paragraph(Paragraph(text: text, indent: indent, hang: hang ?? indent))
  }

  /// One line as it is.
  static func line(_ text: Text) -> Block { .preformatted([text]) }

  /// The lines of a text as they are.
  static func lines(of text: String, _ role: Role? = nil) -> Block {
    // A list of a million numbers is one line: to look for its end byte by byte takes a tenth of the time.
    guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x80 }) else { return .line(Text(text, role)) }
    return .preformatted(
      text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { Text(String($0), role) }
    )
  }
}
