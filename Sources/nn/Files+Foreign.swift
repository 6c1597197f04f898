import ArgumentParser

/// Files that the command line names to be written.
extension Files {
  /// Refuses to overwrite what begins as nothing of nn, unless that may be replaced, and what `misnamed` tells.
  static func guardForeign(_ path: String, _ marks: [String], replace: Bool) throws(ValidationError) {
    if let problem = misnamed(path) { throw ValidationError(problem) }
    guard replace || !isForeign(path, marks) else {
      throw ValidationError("\"\(path)\" exists, and nn did not write it: --replace overwrites it")
    }
  }

  /// Why a name is not that of the file that would be written; nil if it is. Who types a name means the file of this name,
  /// in the folder where it is seen: a link that came with a folder of somebody else leads to another one.
  static func misnamed(_ path: String) -> String? {
    guard !WritingRules.hasForbiddenCharacters(path) else {
      return "a file name with control characters cannot be trusted to be what it looks like"
    }
    var name = path
    while name.count > 1, name.hasSuffix("/") || name.hasSuffix("/.") { name.removeLast() }
    // What the shell opened is under `/dev`, as links.
    guard !name.hasPrefix("/dev/"), isLink(name) else { return nil }
    let target = destination(of: name)
    guard realFolder(of: target) != realFolder(of: name) else { return nil }
    return "\"\(path)\" is a link to \(target): name that one, if you mean it"
  }

  /// The folder of a file as the system knows it.
  static func realFolder(of path: String) -> String {
    let folder = folder(of: path)
    return identity(of: folder.isEmpty ? "." : folder)
  }
}
