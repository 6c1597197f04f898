import Charts

/// Moving pictures as SVG: every picture is there, and a style shows them one after the other. Where nothing moves, on
/// paper or for readers who want no motion, the last one is seen.
struct MoviePage {
  let movie: Movie

  var text: String {
    let writer = SVGWriter()
    let pictures = movie.frames.map { writer.inside($0.chart) }
    let width = (pictures.map(\.width).max() ?? 0).shape
    let height = (pictures.map(\.height).max() ?? 0).shape
    let frames = pictures.enumerated().map { k, picture in
      let name = k == pictures.count - 1 ? "frame last" : "frame"
      let delay = (Double(k) * Movie.seconds).shape
      return (["<g class=\"\(name)\" style=\"animation-delay:\(delay)s\">"] + picture.lines + ["</g>"])
        .joined(separator: "\n")
    }
    let head = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\">",
      "<title>\(movie.frames[0].chart.title.escapedXML)</title>", "<desc>\(PictureFormat.mark)</desc>",
      "<style>\(SVGWriter.style)\(style)</style>",
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>",
    ]
    return (head + frames + ["</svg>", ""]).joined(separator: "\n")
  }

  /// The last picture stays for a second, then it begins anew.
  private var style: String {
    let rest = 1.0
    let total = Double(movie.frames.count) * Movie.seconds + rest
    let share = (100 * Movie.seconds / total).fixed(4)
    let lastShare = (100 * (Movie.seconds + rest) / total).fixed(4)
    let rules = [
      ".frame{visibility:hidden}", ".last{visibility:visible}",
      "@media screen and (prefers-reduced-motion:no-preference){",
      ".frame{animation:show \(total.shape)s step-end infinite}.last{visibility:hidden;animation-name:end}",
      "@keyframes show{0%{visibility:visible}\(share)%{visibility:hidden}}",
      "@keyframes end{0%{visibility:visible}\(lastShare)%{visibility:hidden}}}",
    ]
    return rules.joined()
  }
}
