import Interpreter
import Language
import Synchronization

/// The files that a page writes while its exercises are graded: they are kept in memory, over what is in its folder, so
/// that grading leaves nothing behind, and does the same each time.
final class HeldFiles: Sendable {
  private let contents = Mutex<[String: [UInt8]]>([:])

  /// What was written to a path; nil if nothing was.
  func bytes(_ path: String) -> [UInt8]? {
    let place = Self.place(of: path)
    return contents.withLock { $0[place] }
  }

  /// As a session of the page sees them: everything else it reads within the rules.
  func files(_ rules: WritingRules) -> Host.Files {
    let (real, held) = (Host.system(output: EventLog(), rules).files, self)
    var own = real
    // Nothing leaves this process, so nothing need be asked; what is there already stays there, under what is held.
    own.permission = { _, _ in .free }
    own.write = { (path, content) throws(Host.WriteFailure) in
      guard let text = content.text else {
        try held.keep(content.bytes, path)
        return 0
      }
      try held.keep(Array(text.utf8), path)
      return text.utf8.count { $0 == UInt8(ascii: "\n") }
    }
    own.create = { (path, text, isNothing) throws(Host.WriteFailure) in
      let old = held.bytes(path).map { String(decoding: $0, as: UTF8.self) } ?? (try? real.read(path))
      guard old.map(isNothing) ?? !Files.exists(path) else { return false }
      try held.keep(Array(text.utf8), path)
      return true
    }
    own.append = { (path, text) throws(Host.WriteFailure) in
      if held.bytes(path) == nil, let old = try? real.read(path) { try held.keep(Array(old.utf8), path) }
      try held.keep(Array(text.utf8), path, adds: true)
    }
    own.beginning = { path in
      guard let bytes = held.bytes(path) else { return real.beginning(path) }
      return bytes.isEmpty ? nil : String(decoding: bytes.prefix(1 << 16), as: UTF8.self)
    }
    own.isOurs = { held.bytes($0) != nil }
    return held.reading(real, own)
  }

  private func reading(_ real: Host.Files, _ files: Host.Files) -> Host.Files {
    var own = files
    own.pieces = { [self] (path, take) throws(Diagnostic) in
      guard let bytes = bytes(path) else { return try real.pieces(path, take) }
      _ = bytes.withUnsafeBytes { take($0, $0.count) }
    }
    own.read = { [self] (path) throws(Diagnostic) in
      guard let bytes = bytes(path) else { return try real.read(path) }
      return String(decoding: bytes, as: UTF8.self)
    }
    own.script = { [self] (path, source) throws(Diagnostic) in
      let place = source.place(of: path)
      guard let bytes = bytes(place) else { return try real.script(path, source) }
      let script = Source(name: place, text: String(decoding: bytes, as: UTF8.self))
      return Host.Script(source: script, identity: Self.place(of: place))
    }
    return own
  }

  private func keep(
    _ bytes: [UInt8], _ path: String, adds: Bool = false
  ) throws(Host.WriteFailure) {
    guard Ceilings.takes(bytes.count) else {
      throw Host.WriteFailure(reason: "what a page writes while it is graded is too much to be kept")
    }
    let place = Self.place(of: path)
    contents.withLock { contents in
      if adds { contents[place, default: []] += bytes } else { contents[place] = bytes }
    }
  }

  /// The same for every name of the same file, which need not be there.
  private static func place(of path: String) -> String {
    let target = Files.destination(of: path)
    let name = target.split(separator: "/").last.map(String.init) ?? target
    let folder = Files.realFolder(of: target)
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
