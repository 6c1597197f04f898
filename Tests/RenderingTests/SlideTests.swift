import Foundation
import Interpreter
import Rendering
import Standard
import TestSupport
import Testing

/// Fragments of LaTeX fit a slide of beamer, 128 mm × 96 mm.
struct SlideTests {
  static let small = "net 2 2 1\ndata xor\ninit xavier seed 3\nexplain gradient 0 1 -> 1"
  static let large =
    "net 4 3 3 softmax\ninit xavier seed 3\nexplain gradient 5.1 3.5 1.4 0.2 -> 1 0 0"

  static let geluTanh: String = small.replacing("2 2 1", with: "2 2 gelu-tanh 1")
  static let geluTanhOverData: String = geluTanh.replacing("0 1 -> 1", with: "data")
  static let bce: String = large.replacing("3 softmax", with: "3 sigmoid") + " loss bce"
  static let weighted: String = large + " loss cross-entropy weights [1, 2, 3] smoothing 0.1"
  static let eight =
    "net 8 3 8\ninit torch seed 1\nexplain gradient 1 0 0 0 0 0 0 0 -> 1 0 0 0 0 0 0 0 loss mse"
  static let quickprop: String = small.replacing(
    "explain gradient 0 1 -> 1", with: "train quickprop epochs 2\nexplain step")

  private func fragment(_ script: String, names: NamingChoice = .program) throws -> String {
    let last = try #require(RenderedRun(script).events.last)
    guard case .explain(let explanation, _) = last else { throw CocoaError(.featureUnsupported) }
    return ExplanationPage.text(
      explanation, ExplanationForm(notation: .latex, names: names, isFragment: true))
  }

  /// Signs that are set, each as wide as the others: commands of one sign count one, those that set nothing none.
  private func signs(_ line: String) -> Int {
    var line = line
    for (command, sign) in [
      ("\\cdot", "·"), ("\\to", "→"), ("\\delta", "δ"), ("\\partial", "∂"), ("\\quad", "  "),
    ] {
      line = line.replacing(command, with: sign)
    }
    line = line.replacing(/\\frac\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/) { "\($0.output.1)/" }
    line = line.replacing(/\\[a-zA-Z]+/, with: "").replacing(/[{}&_^\\ ]/, with: "")
    return line.count
  }

  @Test(arguments: [small, large])
  func noLineHasMoreThanASlide(_ script: String) throws {
    let lines = try fragment(script).split(separator: "\n").map(String.init)
    let formulas = lines.filter { $0.contains("&") && !$0.contains("tabular") }
    #expect(formulas.count > 20)
    for line in formulas { #expect(signs(line) <= 66, "\(line)") }
    // A sum that goes on begins with its operator.
    for line in formulas where line.contains("&\\quad") {
      #expect(line.contains("&\\quad + ") || line.contains("&\\quad -"))
    }
  }

  /// Below a root, too: the length of a gradient is the root of a long sum.
  @Test func rootsHaveTheirSumsInLines() throws {
    let script = "net 3 4 1\ndata\n1 2 3 -> 1\nend\ninit xavier seed 3\nexplain step adam clip norm 0.1"
    let lines = try fragment(script).split(separator: "\n").map(String.init)
    let root = try #require(lines.firstIndex { $0.contains("\\sqrt{\\begin{aligned}") })
    let end = try #require(lines[root...].firstIndex { $0.contains("\\end{aligned}}") })
    #expect(end - root > 3)
    for line in lines[root...end] { #expect(signs(line) <= 66, "\(line)") }
    for line in lines[(root + 2)..<end] { #expect(line.contains("&+ ") || line.contains("&-"), "\(line)") }
  }

  /// A short sum stays on one line.
  @Test func nothingIsBrokenThatHasRoom() throws {
    #expect(try !fragment("net 1 1 1\ndata\n1 -> 1\nend\ninit xavier seed 3\nexplain 1").contains("\\quad"))
  }

  /// What stands in brackets, above a fraction's bar or below a function goes on in the next line, too.
  @Test func longFractionsAreProductsInLines() throws {
    let lines = try fragment(Self.eight).split(separator: "\n").map(String.init)
    let loss = try #require(lines.firstIndex { $0.hasPrefix("E &= \\frac{1}{8} \\cdot \\bigl( ") })
    #expect(lines[loss + 1].hasPrefix("  &\\quad + ") && lines[loss + 2].contains("\\bigr) "))
    let gelu = try fragment(Self.geluTanh)
    #expect(gelu.contains("\\textbf{back through layer 1, gelu-tanh}\\par\n\\begin{align*}\nf'(s) &= "))
  }

  static let hasBeamer =
    FileManager.default.isExecutableFile(atPath: "/usr/bin/pdflatex")
    && FileManager.default.fileExists(atPath: "/usr/share/texlive/texmf-dist/tex/latex/beamer/beamer.cls")

  @Test(
    .enabled(if: hasBeamer),
    arguments: [
      (small, NamingChoice.program), (large, .program), (large, .math),
      (small.replacing("explain gradient 0 1 -> 1", with: "explain step adam clip norm 0.1"), .program),
      (small.replacing("2 2 1", with: "2 2 gelu 1"), .program),
      (geluTanh, .program), (geluTanhOverData, .math), (bce, .program), (weighted, .math), (eight, .program),
      (quickprop, .program),
    ])
  func beamerFindsRoomForAll(_ script: String, _ names: NamingChoice) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = """
      \\documentclass{beamer}
      \\usepackage{amsmath}
      \\begin{document}
      \\begin{frame}[allowframebreaks]{By hand}
      \(try fragment(script, names: names))
      \\end{frame}
      \\end{document}
      """
    try page.write(to: folder.appending(path: "talk.tex"), atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/pdflatex")
    process.arguments = ["-interaction=batchmode", "talk.tex"]
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let log = try String(decoding: Data(contentsOf: folder.appending(path: "talk.log")), as: UTF8.self)
    #expect(process.terminationStatus == 0 && log.contains("Output written"))
    let wide = log.split(separator: "\n").filter { $0.hasPrefix("Overfull") }
    #expect(wide.isEmpty, "\(wide)")
  }
}
