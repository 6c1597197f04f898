import Interpreter
import Language

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reading and writing of files, by the system's own calls.
enum Files {
  /// The text of a script; `-` is the standard input.
  static func script(_ path: String) throws(Diagnostic) -> Source {
    var bytes = try contents(path, limit: scriptLimit)
    // A byte order mark says nothing in UTF-8.
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes.removeFirst(3) }
    let name = path == "-" ? "stdin" : path
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw notUTF8(bytes, name)
    }
    return Source(name: name, text: text)
  }

  /// Hands a file over piece by piece, with its length, until `take` says no.
  static func pieces(
    _ path: String, _ take: (UnsafeRawBufferPointer, Int?) -> Bool
  ) throws(Diagnostic) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotRead(path) }
    defer { close(descriptor) }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 { return }
      if count < 0, errno != EINTR { throw cannotRead(path) }
      guard count > 0 else { continue }
      let goesOn = chunk.withUnsafeBytes {
        take(.init(rebasing: $0[..<count]), isFile ? Int(status.st_size) : nil)
      }
      if !goesOn { return }
    }
  }

  /// The text of any file.
  static func text(_ path: String) throws(Diagnostic) -> String {
    let bytes = try contents(path, limit: fileLimit)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw notUTF8(bytes, path) }
    return text
  }

  /// The script that another text names.
  static func script(_ path: String, from source: Source) throws(Diagnostic) -> Host.Script {
    let place = source.place(of: path)
    return Host.Script(source: try script(place), identity: identity(of: place))
  }

  /// The files and folders whose path begins so, folders with a slash behind.
  static func names(beginning path: String) -> [String] {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    guard let open = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(open) }
    var names: [String] = []
    while let entry = readdir(open) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let whole = folder + name
      guard whole.hasPrefix(path), name.first != "." || path.hasSuffix(".") else { continue }
      names.append(whole + (isFolder(whole) ? "/" : ""))
    }
    return names.sorted()
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The same for every name of the same file.
  static func identity(of path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The most bytes of a script, and of a saved session.
  private static let scriptLimit = 16_000_000
  private static let fileLimit = 2_000_000_000

  private static func contents(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotRead(path) }
    defer { if path != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count > 0 { bytes += chunk[..<count] }
      if bytes.count > limit {
        throw Diagnostic(.badFile, "\"\(path)\" is larger than \(limit / 1_000_000) MB, too large to be read")
      }
      if count == 0 { return bytes }
      if count < 0, errno != EINTR { throw cannotRead(path) }
      if count < 0, Interrupts.isPending {
        throw Diagnostic(
          .interrupted, "interrupted while reading \(path == "-" ? "the standard input" : path)")
      }
    }
  }

  private static func cannotRead(_ path: String) -> Diagnostic {
    let reason = errno == ENOENT ? "there is no such file" : String(cString: strerror(errno)).lowercased()
    return Diagnostic(.fileMissing, "I cannot read \"\(path)\": \(reason)")
  }

  private static func notUTF8(_ bytes: [UInt8], _ name: String) -> Diagnostic {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    let diagnostic = Diagnostic(
      .notUTF8, "this file is not UTF-8 text: line \(line + 1) has other bytes",
      help: ["Save it as UTF-8 in your editor, or convert it: iconv -f latin1 -t utf8 FILE"])
    return diagnostic.inSource(Source(name: name, text: ""))
  }

  /// Writes a whole file or leaves what was there: to a neighbor first, which then takes its place, with its mode. A
  /// link is followed; what is no file (a terminal, a pipe, a device) is written to as it is.
  static func write(_ path: String, _ text: String) throws(Host.WriteFailure) {
    let target = identity(of: path)
    var status = stat()
    let exists = stat(target, &status) == 0
    let isFile = status.st_mode & S_IFMT == S_IFREG
    if exists, access(target, W_OK) != 0 { throw Host.WriteFailure(reason: reason) }
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw Host.WriteFailure(reason: "it is a folder") }
    if exists, !isFile { return try writeDirectly(target, text) }
    let neighbor = target + ".\(getpid()).tmp"
    let descriptor = open(neighbor, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Host.WriteFailure(reason: reason) }
    if exists { fchmod(descriptor, status.st_mode & 0o7777) }
    let isWritten = writeAll(Array(text.utf8), to: descriptor) && fsync(descriptor) == 0
    let problem = reason
    close(descriptor)
    guard isWritten, rename(neighbor, target) == 0 else {
      let problem = isWritten ? reason : problem
      unlink(neighbor)
      throw Host.WriteFailure(reason: problem)
    }
  }

  private static func writeDirectly(_ path: String, _ text: String) throws(Host.WriteFailure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Host.WriteFailure(reason: reason) }
    defer { close(descriptor) }
    guard writeAll(Array(text.utf8), to: descriptor) else { throw Host.WriteFailure(reason: reason) }
  }

  private static var reason: String { String(cString: strerror(errno)).lowercased() }

  /// False if not all could be written; errno tells why.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Self.systemWrite(descriptor, $0) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return false }
      start += count
    }
    return true
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
