import Charts

/// A picture as the text of a file.
public enum PicturePage {
  /// Moving pictures as SVG.
  public static func text(_ movie: Movie) -> String { MoviePage(movie: movie).text }

  /// In a kind of file; of a PNG the SVG that it is drawn from.
  public static func text(_ chart: Chart, _ format: PictureFormat) -> String {
    switch format {
    case .svg, .png: SVGWriter().text(chart) + "\n"
    case .tex: TikZPage(chart: chart).text
    case .json: VegaPage(chart: chart).text
    case .txt: TerminalWriter().lines(Document([.chart(chart)])).map { $0.text + "\n" }.joined()
    }
  }
}
