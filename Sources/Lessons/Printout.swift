import Interpreter
import Language
import Rendering

/// What a block of a lesson prints: results, reports and narration.
struct Printout {
  /// As it was printed.
  let lines: [String]
  /// The same as it can be expected: `…` in the place of times and of where a mistake is.
  let lasting: [String]

  init(_ events: [Event]) {
    let events = events.map(Self.withoutFolder)
    let renderer = TextRenderer(verbosity: .lesson)
    var timeless = renderer
    timeless.reporter.masksTimes = true
    lines = Self.trimmed(events.flatMap { renderer.lines($0).map(\.text) })
    lasting = Self.trimmed(
      events.flatMap { event in
        let lines = timeless.lines(event).map(\.text)
        if case .failure = event { return Self.placeless(lines) }
        return lines
      })
  }

  /// Empty lines at the beginning and the end do not count.
  static func trimmed(_ lines: [String]) -> [String] {
    let isText = { (line: String) in line.contains { !$0.isWhitespace } }
    guard let first = lines.firstIndex(where: isText), let last = lines.lastIndex(where: isText) else {
      return []
    }
    return Array(lines[first...last])
  }

  /// A mistake that names its file without the folder, so that a page can be tested from anywhere.
  private static func withoutFolder(_ event: Event) -> Event {
    guard case .failure(var diagnostic) = event, let source = diagnostic.source,
      let name = source.name.split(separator: "/").last
    else { return event }
    diagnostic.source = Source(
      name: String(name), text: source.text(Span(0, source.bytes.count)), firstLine: source.firstLine,
      margin: source.margin)
    return .failure(diagnostic)
  }

  /// A mistake without its place: `…error: there is no net` and `…` for the line that is shown.
  private static func placeless(_ lines: [String]) -> [String] {
    guard let head = lines.first, let error = head.firstRange(of: "error:") else { return lines }
    let rest = lines.dropFirst()
    let isExcerpt = { (line: String) in line.drop { $0 == " " || $0.isNumber }.hasPrefix("| ") }
    let excerpt = rest.contains(where: isExcerpt) ? ["…"] : []
    // The head may be wrapped.
    let wrapped = rest.prefix { !isExcerpt($0) }
    let isShown = wrapped.count < rest.count
    return ["…" + head[error.lowerBound...]] + (isShown ? Array(wrapped) : []) + excerpt
      + rest.dropFirst(isShown ? wrapped.count : 0).filter { !isExcerpt($0) }
  }
}
