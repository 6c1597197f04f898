/// The kinds of files that a picture can be written into.
public enum PictureFormat: String, Sendable, CaseIterable {
  case svg, png, tex, json, txt

  /// Stands in every file but those of text, so that it is known again.
  public static let mark = "drawn by nn"

  /// Whether a file that begins so is a picture of nn as a whole. One with a picture in it somewhere is somebody's work.
  public static func isDrawn(beginning: String) -> Bool {
    let lines = beginning.split(maxSplits: 3, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let first = lines.first else { return false }
    if first == "% \(mark)" { return true }
    if first.hasPrefix("\u{fffd}PNG") { return beginning.prefix(100).contains(mark) }
    guard lines.count > 2 else { return false }
    if first == "{" {
      return lines[1].hasPrefix("  \"$schema\": ") && lines[2].hasPrefix("  \"description\": ")
        && lines[2].contains("(\(mark))\"")
    }
    return first.hasPrefix("<svg ") && lines[1].hasPrefix("<title>") && lines[2] == "<desc>\(mark)</desc>"
  }

  /// What it is, in a few words.
  public var summary: String {
    switch self {
    case .svg: "SVG, for pages and slides"
    case .png: "PNG, drawn by rsvg-convert"
    case .tex: "LaTeX with pgfplots"
    case .json: "Vega-Lite"
    case .txt: "text, as on a terminal"
    }
  }

  /// The kind of a file by the end of its name; nil for any other.
  public static func named(by file: String) -> PictureFormat? {
    let lower = file.lowercased()
    return allCases.first { lower.hasSuffix("." + $0.rawValue) }
  }
}
