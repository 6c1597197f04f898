import Foundation
import TestSupport
import Testing

/// Arrows between rooms go one way: every import is one that ARCHITECTURE.md allows. (The package manager does not see
/// an undeclared import in a warm build.)
struct LayeringTests {
  /// What the files of a room may import.
  static let allowed: [String: Set<String>] = [
    "NeuralCore": ["CKernels", "Synchronization"],
    "Explaining": ["NeuralCore"],
    "Diagnosing": ["NeuralCore"],
    "Statistics": [],
    "Experiments": ["NeuralCore", "Statistics", "JSONText"],
    "JSONText": ["NeuralCore"],
    "Archives": ["CZlib"],
    "Interchange": ["NeuralCore", "JSONText", "Archives"],
    "Charts": ["NeuralCore"],
    "Language": [],
    "Standard": ["NeuralCore", "Language", "Interchange"],
    "Tabular": ["CCSV", "CZlib", "Archives"],
    "Interpreter": [
      "NeuralCore", "Explaining", "Diagnosing", "Charts", "Experiments", "Language", "Standard", "Tabular",
      "Interchange", "JSONText", "Synchronization",
    ],
    "Rendering": [
      "NeuralCore", "Explaining", "Diagnosing", "Charts", "Experiments", "Statistics", "Language", "Standard",
      "Interpreter", "JSONText",
    ],
    "Prompt": ["CLibEdit", "Glibc", "Darwin"],
    "Demo": [
      "Charts", "Language", "Interpreter", "Rendering", "Lessons", "Prompt", "Synchronization",
    ],
    "Markdown": ["CCMark"],
    "Lessons": ["Language", "Standard", "Interpreter", "Rendering", "Markdown"],
    "Classroom": [
      "Language", "Standard", "Interpreter", "Rendering", "Markdown", "Lessons", "Prompt", "Synchronization",
    ],
    "nn": [
      "ArgumentParser", "CRelease", "Classroom", "Demo", "Lessons", "Charts", "Experiments", "Language",
      "Standard",
      "Interpreter", "Interchange", "Rendering",
      "Prompt",
      "Glibc", "Darwin",
      "Synchronization",
    ],
  ]

  static func swiftFiles(in folder: URL) -> [URL] {
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
  }

  @Test(arguments: LayeringTests.allowed.keys.sorted())
  func importsGoOneWay(_ room: String) throws {
    let files = Self.swiftFiles(in: Documents.root.appending(path: "Sources/\(room)"))
    #expect(!files.isEmpty)
    for file in files {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place < 2, place + 1 < words.count else { continue }
        // Further in than within `#if` stands text.
        guard words[0] == "import" || words[0].hasPrefix("@"), !line.hasPrefix("    ") else { continue }
        let name = String(words[place + 1])
        #expect(Self.allowed[room]?.contains(name) == true, "\(file.lastPathComponent) imports \(name)")
      }
    }
  }

  @Test func everyRoomIsKnown() throws {
    let rooms = try FileManager.default.contentsOfDirectory(
      atPath: Documents.root.appending(path: "Sources").path)
    #expect(
      Set(rooms)
        == Set(Self.allowed.keys).union(["CKernels", "CLibEdit", "CRelease", "CCSV", "CZlib", "CCMark"]))
  }

  /// Only the executable prints, reads the terminal or exits.
  @Test(arguments: [
    "NeuralCore", "Explaining", "Diagnosing", "Charts", "Statistics", "Experiments", "Language", "Standard",
    "JSONText", "Archives", "Interchange", "Interpreter", "Rendering",
    "Demo", "Markdown", "Lessons", "Classroom",
  ])
  func nothingBelowPrints(_ room: String) throws {
    for file in Self.swiftFiles(in: Documents.root.appending(path: "Sources/\(room)")) {
      let text = try String(contentsOf: file, encoding: .utf8)
      for word in ["print(", "exit(", "readLine(", "fatalError(", "preconditionFailure(", "try!", "as!"] {
        let calls = text.split(separator: "\n").filter {
          let line = $0.drop { $0 == " " }
          return line.hasPrefix(word) || line.contains(" = \(word)")
        }
        #expect(calls.isEmpty, "\(file.lastPathComponent): \(word)")
      }
    }
  }
}
