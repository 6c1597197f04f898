import Foundation
import TestSupport
import Testing

/// Every lesson is a test that can fail: without its solutions, and with a wrong number in its outputs.
struct LessonMutationTests {
  static let pages: [String] = {
    let folder = Documents.root.appending(path: "lessons").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted().map { "lessons/" + $0 }
      + ["docs/teaching.md"]
  }()

  /// Runs a page with other lines in a copy of its folder.
  private func test(_ page: String, _ lines: [String]) throws -> Command.Result {
    let copy = FileManager.default.temporaryDirectory.appending(path: "mutation-\(UUID().uuidString)")
    let folder = Documents.root.appending(path: page).deletingLastPathComponent()
    try FileManager.default.copyItem(at: folder, to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    try lines.joined(separator: "\n").write(
      to: copy.appending(path: "page.md"), atomically: true, encoding: .utf8)
    return try Command.run(["test", "page.md"], in: copy)
  }

  private func lines(_ page: String) -> [String] { Documents.text(page).components(separatedBy: "\n") }

  /// Each block of an exercise fails without its solution.
  @Test(arguments: pages)
  func aPageFailsWithoutItsSolutions(_ page: String) throws {
    var lines = lines(page)
    var blocks = 0
    for block in Documents.blocks(of: page).reversed() where block.kind == "nn" && block.argument.isEmpty {
      let text = block.text.components(separatedBy: "\n")
      guard text.contains(where: { $0.hasPrefix("exercise ") }) else { continue }
      blocks += 1
      var (kept, isInSolution) = ([String](), false)
      for line in text.dropLast() {
        if line == "end" { isInSolution = false }
        if !isInSolution { kept.append(line) }
        if line == "solution" { isInSolution = true }
      }
      lines.replaceSubrange(block.line - 1..<block.line - 1 + text.count - 1, with: kept)
    }
    #expect(blocks > 0, "\(page) has no exercise")
    let result = try test(page, lines)
    #expect(result.status == 1)
    // The words are broken where a line ends.
    let words = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let failures = words.components(separatedBy: "does not meet the criterion").count - 1
    #expect(failures >= blocks, "\(page): \(result.output.suffix(2000))")
  }

  /// Each output fails with a wrong number in it.
  @Test(arguments: pages)
  func aWrongNumberIsSeen(_ page: String) throws {
    var lines = lines(page)
    let blocks = Documents.blocks(of: page)
    var planted = 0
    for (before, block) in zip(blocks, blocks.dropFirst()) {
      guard before.kind == "nn", ["", "text"].contains(block.kind), block.argument.isEmpty else { continue }
      let count = block.text.components(separatedBy: "\n").count - 1
      for number in block.line - 1..<block.line - 1 + count {
        guard let wrong = Self.wrong(lines[number]) else { continue }
        lines[number] = wrong
        planted += 1
        break
      }
    }
    #expect(planted > 0, "\(page) shows no number")
    let result = try test(page, lines)
    let failed = result.output.components(separatedBy: ": failed\n").count - 1
    #expect(
      result.status == 1 && failed == planted,
      "\(page): \(failed) of \(planted)\n\(result.output.suffix(2000))")
  }

  /// The line with another digit in its first number.
  private static func wrong(_ line: String) -> String? {
    guard let place = line.firstIndex(where: { $0.isASCII && $0.isNumber }) else { return nil }
    let digit = ((line[place].wholeNumberValue ?? 0) + 5) % 10
    return line.replacingCharacters(in: place...place, with: "\(digit)")
  }
}
