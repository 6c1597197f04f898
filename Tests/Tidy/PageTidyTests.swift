import Foundation
import TestSupport
import Testing

/// How the pages are kept: their width, their indentation, and a map that shows the folders there are.
struct PageTidyTests {
  /// Every Markdown page of the project, without what tests record.
  static let pages: [String] = {
    let root = FileManager.default.enumerator(atPath: Documents.root.path)
    let names = root?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".md") && !$0.contains(".build") && !$0.contains("Golden/") }.sorted()
  }()

  /// A hundred columns, but for tables, lines of links and words that are longer.
  @Test(arguments: pages)
  func pagesAreAHundredColumnsWide(_ page: String) {
    let wide = Documents.prose(of: page).filter { line in
      line.text.count > 100 && !line.text.hasPrefix("|") && line.text.contains(" ")
        && !line.text.hasPrefix("[") && !line.text.hasPrefix("    ")
    }
    #expect(wide.isEmpty, "\(page): wider than 100 in lines \(wide.map(\.number))")
  }

  /// A line of indented code follows a blank line or another one, all with the same indentation.
  @Test(arguments: pages)
  func indentedLinesStandInOneColumn(_ page: String) {
    var before = ""
    for (number, text) in Documents.prose(of: page) {
      let depth = text.prefix { $0 == " " }.count
      if depth >= 4, !text.allSatisfy({ $0 == " " }) {
        let column = before.prefix { $0 == " " }.count
        #expect(
          depth == 4 && before.isEmpty || column > 0 && depth <= column + 4,
          "\(page):\(number) is indented by \(depth)")
        #expect(before.isEmpty || column > 0, "\(page):\(number) is indented after a line that is not")
      }
      before = text
    }
  }

  /// The map in ARCHITECTURE.md: every folder of Sources, each where it is.
  @Test func theMapShowsTheFoldersThereAre() throws {
    let block = try #require(
      Documents.blocks(of: "ARCHITECTURE.md").first { $0.text.hasPrefix("Sources/") }, "there is no map")
    var (mapped, room): (Set<String>, String) = ([], "")
    for line in block.text.split(separator: "\n").dropFirst() {
      guard let name = line.split(separator: " ").first, name.hasSuffix("/") else { continue }
      let depth = line.prefix { $0 == " " }.count
      if depth == 2 { room = String(name) }
      mapped.insert(depth == 2 ? String(name.dropLast()) : room + name.dropLast())
    }
    let folders = folders
    let (hidden, extra) = (folders.subtracting(mapped), mapped.subtracting(folders))
    #expect(hidden.isEmpty, "folders that the map does not show")
    #expect(extra.isEmpty, "folders that the map shows and that are not there")
  }

  /// The folders of Sources, those of a room by their path.
  private var folders: Set<String> {
    let root = Documents.root.appending(path: "Sources")
    let all = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isDirectoryKey])
    let urls = all?.compactMap { $0 as? URL } ?? []
    return Set(
      urls.filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true }
        .map { $0.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count + 1) }
        .map(String.init))
  }
}
