/// Where the lessons of the course are.
enum LessonFolder {
  static var installed: String { SharedFiles.folder + "lessons" }

  /// The pages, in the order of their names. A README is none.
  static var lessons: [String] {
    let named = Terminal.variable("NN_LESSONS").map { [$0] } ?? []
    for folder in ["lessons"] + named + [installed] {
      let pages = Files.names(beginning: folder + "/")
        .filter { $0.hasSuffix(".md") && !$0.lowercased().hasSuffix("/readme.md") }
      if !pages.isEmpty { return pages }
    }
    return []
  }

  /// The page of a number; nil if there is none.
  static func page(_ number: String) -> String? {
    guard let number = Int(number), lessons.indices.contains(number - 1) else { return nil }
    return lessons[number - 1]
  }

  /// What progress remembers a page by: its name for those of the course, wherever that is; the whole path for others, whose
  /// names say nothing of who wrote them.
  static func name(of path: String) -> String {
    let identity = Files.identity(of: path)
    guard lessons.contains(where: { Files.identity(of: $0) == identity }) else { return identity }
    return path.split(separator: "/").last.map(String.init) ?? path
  }
}
