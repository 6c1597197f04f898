import Foundation
import Testing

/// Texts of others that would steer the terminal: what comes out is text.
struct SteeringTextTests {
  private static let names = ["a\u{1b}]0;pwn\u{7}.csv", "a\u{9b}31m.csv", "a\u{202e}vsc.nn", "a b.csv"]

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "steer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Whether bytes hold what a terminal obeys and nn itself never sends: OSC, C1 and overrides of direction.
  private func steers(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
    return text.contains { (0x80..<0xa0).contains($0.value) || $0.value == 0x202e }
      || String(text).contains("\u{1b}]0;pwn")
  }

  @Test func namesOfFilesThatWouldSteerAreNotOffered() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in Self.names { try Data("1,2\n".utf8).write(to: folder.appending(path: name)) }
    try Data("1,2\n".utf8).write(to: folder.appending(path: "abc.csv"))
    let terminal = try PseudoTerminal(in: folder)
    #expect(terminal.shows("nn> "))
    terminal.type("data \"a\t\t")
    #expect(terminal.shows("abc.csv") && terminal.shows("a b.csv"))
    #expect(!steers(terminal.raw))
    terminal.type("\u{15}")
    #expect(terminal.leave() == 0)
  }

  /// A table, a transcript and a mistake, each written to the terminal by its name.
  @Test(arguments: [
    "eval \"e.csv\" to \"/dev/stdout\"", "transcript to \"/dev/stdout\" # \u{9b}x \u{1b}]0;pwn\u{7}",
    "eval \"e.csv\" to \"/dev/stderr\"",
  ])
  func whatIsWrittenToTheTerminalIsText(_ line: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("a\u{1b}]0;pwn\u{7},b\u{202e}\n1,2\n2,3\n".utf8).write(to: folder.appending(path: "e.csv"))
    let script = "data \"e.csv\"\nnet 1 1\ninit torch seed 1\n# \u{9b}1 \u{1b}]0;pwn\u{7}\n\(line)\n"
    try Data(script.utf8).write(to: folder.appending(path: "s.nn"))
    let terminal = try PseudoTerminal(["s.nn"], in: folder)
    #expect(terminal.shows("wrote \"/dev/std"))
    #expect(terminal.ends() == 0)
    #expect(!steers(terminal.raw))
  }
}
