import Archives
import Foundation
import Interchange
import NeuralCore
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Names are data in drawings and workbooks too: what is around them is the same whatever they are.
struct DrawnNameTests {
  private static let words = [
    "a\nimport os\n", "\"; x [label=\"", "\\", "\\\"", "\u{2028}x", "% x", "]} \\end{tikzpicture} {[", "{",
    "</t><f>1</f>", "\u{1}]]>&amp;", "=1+1", "$x^2_1$ #1 ~ <b>|", "möwe",
  ]

  private static func written(_ word: String, _ name: String) throws -> [UInt8] {
    var net = WrittenNets.birds
    net.columns = [Recipe.Input(name: word, words: [word, word + "b", "c"])]
    net.classes = [word, "b", "c"]
    let format = try #require(FileFormat.named(name))
    return Array(try format.export(net, ExportRequest(rows: WrittenNets.rows(net))).bytes)
  }

  private static func lines(_ word: String, _ name: String, comment: String) throws -> [String] {
    String(decoding: try written(word, name), as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix(comment) }
  }

  @Test(arguments: words) func graphsHaveThemInQuotes(_ word: String) throws {
    func skeleton(_ word: String) throws -> [String] {
      try Self.lines(word, "dot", comment: "//").map { $0.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"") }
    }
    let plain = try skeleton("a")
    #expect(try skeleton(word) == plain)
    #expect(!plain.joined().contains("import") && plain.joined().contains("label=\"\", shape=box"))
  }

  @Test(arguments: words) func pagesOfLaTeXHaveNoCommandOfThem(_ word: String) throws {
    func lines(_ word: String) throws -> [String] { try Self.lines(word, "tikz", comment: "%") }
    func commands(_ word: String) throws -> [Substring] {
      try lines(word).flatMap { $0.matches(of: /\\[a-zA-Z]+/).map(\.0) }.filter { !$0.hasPrefix("\\text") }
    }
    #expect(try commands(word) == commands("a"))
    let own = try lines(word)
    #expect(try own.count == lines("a").count)
    for line in own where line.contains("label={") {
      let bare = line.replacing(/\\[\\{}%$#&_]/, with: "")
      #expect(bare.count { $0 == "{" } == bare.count { $0 == "}" }, "\(line)")
      #expect(!bare.contains("%") && bare.hasSuffix(" {};"), "\(line)")
    }
  }

  @Test(arguments: words) func workbooksHaveThemAsText(_ word: String) throws {
    func parts(_ word: String) throws -> [String: String] {
      let archive = try #require(ZipArchive(try Self.written(word, "excel")))
      return Dictionary(
        uniqueKeysWithValues: archive.names.map {
          ($0, String(decoding: archive.file($0) ?? [], as: UTF8.self))
        })
    }
    let (own, plain) = (try parts(word), try parts("a"))
    #expect(own.keys == plain.keys && own.count > 5)
    for (name, text) in own {
      #expect(XMLParser(data: Data(text.utf8)).parse(), "\(name)")
      for mark in ["<row ", "<c ", "<f>", "t=\"inlineStr\""] {
        let counts = [text, plain[name] ?? ""].map { $0.components(separatedBy: mark).count }
        #expect(counts[0] == counts[1], "\(mark) in \(name)")
      }
    }
  }
}
