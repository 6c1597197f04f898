/// Text in runs, each of which may have a role.
///
/// Roles are set where the words are made: `"\("NOT REACHED", .warning): \(condition)"`.
public struct Text: Sendable, Equatable {
  /// Characters of one role.
  public struct Run: Sendable, Equatable {
    /// The characters; not empty.
    public fileprivate(set) var text: String
    /// nil for ordinary text.
    public let role: Role?
    /// Where a link in the prose of a page leads.
    public var link: String?
  }

  /// In order, none of them empty.
  public private(set) var runs: [Run] = []

  /// A text of one run.
  public init(_ text: String, _ role: Role? = nil, link: String? = nil) { append(text, role, link: link) }

  /// The characters without their roles.
  public var plain: String { runs.count == 1 ? runs[0].text : runs.map(\.text).joined() }

  /// Whether there are no characters.
  public var isEmpty: Bool { runs.isEmpty }

  /// Adds characters; a run of the same role goes on. Every text on its way to a terminal comes through here, so this is
  /// where names out of files lose what could steer one, or would make a line of their own. What is to stand on several
  /// lines is several texts.
  public mutating func append(_ text: String, _ role: Role? = nil, link: String? = nil) {
    guard !text.isEmpty else { return }
    let text = text.visibleOnOneLine
    if let last = runs.last, last.role == role, last.link == link {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Run(text: text, role: role, link: link))
    }
  }

  /// Adds a text after this one.
  public mutating func append(_ text: Text) {
    for run in text.runs { append(run.text, run.role, link: run.link) }
  }

  /// Without blanks at the end.
  var trimmed: Text {
    var text = self
    while let last = text.runs.last, last.text.utf8.last == UInt8(ascii: " ") {
      let kept = last.text.unicodeScalars.reversed().drop { $0 == " " }.reversed()
      text.runs.removeLast()
      text.append(String(String.UnicodeScalarView(kept)), last.role, link: last.link)
    }
    return text
  }

  /// One text after the other.
  public static func + (first: Text, second: Text) -> Text {
    var text = first
    text.append(second)
    return text
  }
}

extension Text: ExpressibleByStringInterpolation {
  /// Literal characters have no role; an interpolated value may be given one.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = Text("")

    /// Begins with no characters.
    public init(literalCapacity: Int, interpolationCount: Int) {}
    /// Characters without a role.
    public mutating func appendLiteral(_ literal: String) { text.append(literal) }
    /// A value without a role.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text.append(value.description)
    }
    /// A value with a role.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible, _ role: Role?) {
      text.append(value.description, role)
    }
    /// A text with the roles that it has.
    public mutating func appendInterpolation(_ value: Text) { text.append(value) }
  }

  /// A text without roles.
  public init(stringLiteral text: String) { self.init(text) }
  /// A text with the roles of its values.
  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }
}

extension Collection<Text> {
  /// One after the other with a separator between.
  func joined(separator: String) -> Text {
    var result = Text("")
    for (index, text) in enumerated() {
      if index > 0 { result.append(separator) }
      result.append(text)
    }
    return result
  }
}
