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
      "Pictures": ["Document", "Terminal", "JSON"],
      "HTML": ["Document", "Terminal", "Pictures"],
      "Explanations": ["Document", "Terminal"],
      "Pages": ["Document", "Terminal", "JSON", "Explanations"],
      "Reports": ["Document", "Terminal", "JSON", "Explanations", "Pages"],
      "Output": ["Document", "Terminal", "Pictures", "HTML", "JSON", "Pages", "Reports"],
    ],
    "Interpreter": [
      "Values": [],
      "Session": ["Values"],
      "Events": ["Values", "Session"],
      "Host": ["Events"],
      "Executor": ["Values", "Session", "Events", "Host"],
      "Training": ["Values", "Session", "Events", "Host", "Executor", "Pictures"],
      "Diagnosing": ["Values", "Session", "Events", "Host", "Executor", "Training"],
      "Pictures": ["Values", "Session", "Events", "Host", "Executor"],
      "Saving": ["Values", "Session"],
      "Statements": [
        "Values", "Session", "Events", "Host", "Executor", "Training", "Diagnosing", "Pictures", "Saving",
      ],
      "History": ["Values", "Session", "Executor"],
      "": ["Session", "Events", "Host", "Executor", "History", "Statements"],
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

  /// Members that a folder adds to types of others, by name: name → the folders of the room that add it. A name that
  /// anything else declares, in whatever room, is left out: by its name alone nobody knows which one is meant.
  /// `make verify-folders` asks the compiler instead.
  static func additions(of room: String) -> [String: Set<String>] {
    var owners: [String: Set<String>] = [:]
    for (folder, files) in folders(of: room) {
      let types = Set(files.flatMap(\.declaredTypes))
      for name in files.flatMap({ $0.extensionMembers(besides: types) }) {
        owners[name, default: []].insert(folder)
      }
    }
    for file in SwiftSource.all(in: "Sources") {
      let parts = file.path.split(separator: "/").map(String.init)
      let folder = parts[1] != room ? nil : parts.count > 3 ? parts[2] : ""
      for name in file.declaredNames where folder.map({ owners[name]?.contains($0) != true }) ?? true {
        owners[name] = nil
      }
    }
    return owners
  }

  @Test(arguments: FolderTests.allowed.keys.sorted())
  func membersThatAFolderAddsAreMentionedAboveIt(_ room: String) throws {
    let table = try #require(Self.allowed[room])
    let additions = Self.additions(of: room)
    #expect(!additions.isEmpty)
    for (folder, files) in Self.folders(of: room) {
      for file in files {
        for (name, line) in file.mentionedNames {
          guard let owners = additions[name], !owners.contains(folder) else { continue }
          let isAllowed = table[folder]?.isDisjoint(with: owners) == false
          #expect(isAllowed, "\(file.path):\(line) \(name) is of \(owners.sorted().joined(separator: ", "))")
        }
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
