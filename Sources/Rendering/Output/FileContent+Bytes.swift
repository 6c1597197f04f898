import Interpreter

extension Host.FileContent {
  /// What of it is a text: all but the bytes of a binary file. A picture as PNG is the SVG that is to be drawn.
  public var text: String? {
    switch self {
    case .text(let text): text
    case .bytes: nil
    case .explanation(let explanation, let form): ExplanationPage.text(explanation, form)
    case .chart(let chart, let format): PicturePage.text(chart, format)
    case .movie(let movie): PicturePage.text(movie)
    case .page(let title, let events): HTMLPage.text(title: title, events: events)
    }
  }

  /// As they are in the file.
  public var bytes: [UInt8] {
    if case .bytes(let bytes) = self { return bytes }
    return Array((text ?? "").utf8)
  }
}
