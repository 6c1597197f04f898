import Interpreter
import Language

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files of a hand-in that is graded: it writes none, and reads those of its own folder and of the exercise's.
struct HandInFiles {
  /// Folders that are read, real paths.
  let folders: [String]
  /// Files there that are not, real paths: the exercise with its solution, and what others handed in.
  let closed: Set<String>
  /// The exercise and all other hand-ins, real paths.
  private let pages: Set<String>
  /// What the page wrote before, which is in no folder.
  let ofPage: HeldFiles

  /// - Parameters:
  ///   - handIn: the file of the student.
  ///   - page: the file of the exercise.
  ///   - others: what else is graded.
  ///   - ofPage: what the page wrote.
  init(handIn: String, page: String, others: [String], ofPage: HeldFiles) {
    self.ofPage = ofPage
    folders = [handIn, page].map { path in
      let folder = Files.folder(of: path)
      return Files.identity(of: folder.isEmpty ? "." : folder)
    }
    // A link has the identity of what it leads to.
    let named = ([page] + others.filter { $0 != handIn }).map(Files.identity)
    pages = Set(named)
    closed = Set(named).subtracting([Files.identity(of: handIn)])
  }

  /// Why a file may not be read; nil if it may. Links are followed first.
  func refusal(of path: String) -> String? {
    let real = Files.identity(of: path)
    guard real.hasPrefix("/") else { return "there is no such file" }
    guard folders.contains(where: { real.hasPrefix($0 == "/" ? "/" : $0 + "/") }) else {
      return "a hand-in reads files of its own folder and of the exercise's only"
    }
    if closed.contains(real) { return "a hand-in does not read the exercise or what others handed in" }
    var status = stat()
    guard stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return "it is no file" }
    return nil
  }

  /// Why a hand-in itself may not be read; nil if it may. Folders that students hand in can hold links.
  func refusalOfHandIn(_ path: String) -> String? {
    let real = Files.identity(of: path)
    guard !Files.isLink(path) || folders[0] == Files.realFolder(of: real) else {
      return "it is a link to a file of another folder, \(real)"
    }
    // Whose name leads there by a link of a folder has another one's file, and not the other way round.
    var name = path[...]
    while name.hasPrefix("./") || name.hasPrefix("../") { name = name.drop { $0 == "." }.dropFirst() }
    guard !real.hasSuffix(name.hasPrefix("/") ? name : "/" + name), pages.contains(real) else { return nil }
    return "it is the same file as \(real), which is graded or the exercise itself"
  }

  private func check(_ path: String) throws(Diagnostic) {
    guard let refusal = refusal(of: path) else { return }
    throw Diagnostic(.fileMissing, "\"\(path)\" is not read: \(refusal)")
  }

  /// A name that is not beside the hand-in may be that of a file beside the exercise.
  private func found(_ path: String) -> String {
    guard !Files.exists(path), folders.count == 2, path.hasPrefix(folders[0]) || !path.hasPrefix("/") else {
      return path
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let other = folders[1] + "/" + name
    return Files.exists(other) ? other : path
  }

  /// What the page wrote under this name, if the student has no file of it.
  private func written(_ path: String) -> [UInt8]? {
    guard !Files.exists(path) else { return ofPage.bytes(path) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return ofPage.bytes(path) ?? folders.last.flatMap { ofPage.bytes($0 + "/" + name) }
  }

  /// As a session sees them.
  var files: Host.Files {
    let refused: @Sendable () -> Host.WriteFailure = {
      Host.WriteFailure(reason: "a hand-in that is graded writes nothing")
    }
    return Host.Files(
      write: { (_, _) throws(Host.WriteFailure) in throw refused() },
      create: { (_, _, _) throws(Host.WriteFailure) in throw refused() },
      append: { (_, _) throws(Host.WriteFailure) in throw refused() },
      // Nothing is said of what is there.
      beginning: { _ in nil },
      pieces: { (path, take) throws(Diagnostic) in
        if let bytes = written(path) {
          _ = bytes.withUnsafeBytes { take($0, $0.count) }
          return
        }
        let path = found(path)
        try check(path)
        try Files.pieces(path, take)
      },
      read: { (path) throws(Diagnostic) in
        if let bytes = written(path) { return String(decoding: bytes, as: UTF8.self) }
        let path = found(path)
        try check(path)
        return try Files.text(path)
      },
      script: { (path, source) throws(Diagnostic) in
        let name = source.place(of: path)
        if let bytes = written(name) {
          let script = Source(name: name, text: String(decoding: bytes, as: UTF8.self))
          return Host.Script(source: script, identity: name)
        }
        let place = found(name)
        try check(place)
        return Host.Script(source: try Files.script(place), identity: Files.identity(of: place))
      })
  }
}
