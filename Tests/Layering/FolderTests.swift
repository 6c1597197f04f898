import Foundation
import TestSupport
import Testing

/// Arrows between the folders of a room: a file mentions only types of folders that its own may know.
struct FolderTests {
  /// Room → folder → the folders of the room whose types it may mention, besides its own. The folder "" is the room's
  /// root. A room with a row here names all its folders.
  static let allowed: [String: [String: Set<String>]] = [
    "NeuralCore": [
      "Numerics": [],
      "Data": ["Numerics"],
      "Formulas": ["Numerics"],
      "Functions": ["Numerics", "Formulas"],
      "Metrics": ["Numerics", "Data"],
      "Network": ["Numerics", "Data", "Functions"],
      "Optimizers": ["Numerics", "Formulas", "Functions", "Network"],
      "Training": ["Numerics", "Data", "Functions", "Metrics", "Network", "Optimizers"],
    ],
    "Language": [
      "Diagnostics": [],
      "Lexing": ["Diagnostics"],
      "Syntax": ["Diagnostics", "Lexing"],
      "Parsing": ["Diagnostics", "Lexing", "Syntax"],
      "Formatting": ["Diagnostics", "Syntax"],
      "Statements": ["Diagnostics", "Lexing", "Syntax", "Parsing", "Formatting"],
      "Completion": ["Diagnostics", "Syntax", "Parsing", "Statements"],
    ],
    "Rendering": [
      "Document": [],
      "JSON": [],
      "Terminal": ["Document"],
      "HTML": ["Document", "Terminal"],
      "Explanations": ["Document", "Terminal"],
      "Pages": ["Document", "Terminal", "JSON", "Explanations"],
      "Reports": ["Document", "Terminal", "JSON", "Explanations", "Pages"],
      "Output": ["Document", "Terminal", "HTML", "JSON", "Reports"],
    ],
    "Interpreter": [
      "Values": [],
      "Session": ["Values"],
      "Events": ["Values", "Session"],
      "Host": ["Events"],
      "Executor": ["Values", "Session", "Events", "Host"],
      "Training": ["Values", "Session", "Events", "Host", "Executor"],
      "Diagnosing": ["Session", "Events", "Host", "Executor", "Training"],
      "Saving": ["Values", "Session"],
      "Statements": [
        "Values", "Session", "Events", "Host", "Executor", "Training", "Diagnosing", "Saving",
      ],
      "History": ["Session", "Executor"],
      "": ["Session", "Events", "Host", "Executor", "History"],
    ],
  ]

  /// The files of a room by their first folder.
  static func folders(of room: String) -> [String: [SwiftSource]] {
    Dictionary(grouping: SwiftSource.all(in: "Sources/\(room)")) { file in
      let parts = file.path.split(separator: "/").dropFirst(2)
      return parts.count > 1 ? String(parts.first ?? "") : ""
    }
  }

  /// What one folder of a room mentions of the others: folder → "File.swift:LINE Type".
  static func mentions(in folder: String, of room: [String: [SwiftSource]]) -> [String: [String]] {
    var owners: [String: Set<String>] = [:]
    for (name, files) in room {
      for type in files.flatMap(\.declaredTypes) { owners[type, default: []].insert(name) }
    }
    var result: [String: [String]] = [:]
    for file in room[folder] ?? [] {
      let name = file.path.split(separator: "/").last ?? ""
      for (type, line) in file.mentionedTypes.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
        for owner in owners[type] ?? [] where owner != folder && owners[type]?.contains(folder) == false {
          result[owner, default: []].append("\(name):\(line) \(type)")
        }
      }
    }
    return result
  }

  @Test(arguments: FolderTests.allowed.keys.sorted())
  func foldersKnowOnlyTheOnesBelow(_ room: String) throws {
    let folders = Self.folders(of: room)
    let table = try #require(Self.allowed[room])
    #expect(Set(table.keys) == Set(folders.keys), "the table names every folder of \(room)")
    for folder in folders.keys.sorted() {
      for (other, places) in Self.mentions(in: folder, of: folders).sorted(by: { $0.key < $1.key }) {
        let arrow = "\(room)/\(folder) → \(other)"
        #expect(table[folder]?.contains(other) == true, "\(arrow): \(places.joined(separator: ", "))")
      }
    }
  }

  /// The table has no circle: folders can be taken away one by one, each time one that knows none of the rest.
  @Test(arguments: FolderTests.allowed.keys.sorted())
  func theTableHasNoCircle(_ room: String) throws {
    var rest = try #require(Self.allowed[room])
    while let free = rest.first(where: { $0.value.isDisjoint(with: rest.keys) })?.key { rest[free] = nil }
    #expect(rest.isEmpty, "a circle among \(rest.keys.sorted().joined(separator: ", "))")
  }
}
