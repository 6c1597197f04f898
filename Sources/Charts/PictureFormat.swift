/// The kinds of files that a picture can be written into.
public enum PictureFormat: String, Sendable, CaseIterable {
  case svg, png, tex, json, txt

  /// Stands in every file but those of text, so that it is known again.
  public static let mark = "drawn by nn"

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
