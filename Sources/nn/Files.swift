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
  ///
  /// - Parameter limit: the most bytes; nil for those of any script.
  static func script(_ path: String, limit: Int? = nil) throws(Diagnostic) -> Source {
    var bytes = try contents(path, limit: limit ?? scriptLimit)
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
    let descriptor = try opened(path)
    defer { close(descriptor) }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = try read(descriptor, &chunk, path)
      if count == 0 { return }
      let goesOn = chunk.withUnsafeBytes {
        take(.init(rebasing: $0[..<count]), isFile ? Int(status.st_size) : nil)
      }
      if !goesOn { return }
    }
  }

  /// The bytes of a file that goes into a page, or beside it; one of more than 50 MB is refused, not cut off.
  static func bytes(_ path: String) throws(Diagnostic) -> [UInt8] {
    // Whoever waits for a pipe waits without an end.
    guard !isStream(path) else {
      throw Diagnostic(.badFile, "\"\(path)\" is no file, but a pipe or a device")
    }
    var bytes: [UInt8] = []
    var isTooLarge = false
    try pieces(path) { piece, size in
      isTooLarge = max(size ?? 0, bytes.count + piece.count) > enclosureLimit
      if !isTooLarge { bytes += piece }
      return !isTooLarge
    }
    guard !isTooLarge else { throw tooLarge(path, enclosureLimit) }
    return bytes
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

  /// The files and folders whose path begins so, folders with a slash at the end.
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

  /// The columns of a table, by its first megabyte; none where it is no table.
  static func columns(of path: String) -> [String] {
    let most = 1 << 20
    let bytes = first(most, of: path) ?? []
    return KnownNames.columns(ofTable: bytes, isWhole: bytes.count < most)
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether it is a link, wherever that leads.
  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Whether it is there and neither file nor folder: a pipe, a device, a socket.
  static func isStream(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// Whether a path is a file with something in it that begins with none of these marks. What is no file (a terminal, a
  /// pipe) takes anything.
  static func isForeign(_ path: String, _ marks: [String]) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      return false
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 64)
    let count = head.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    return !marks.contains { head.prefix(max(0, count)).starts(with: $0.utf8) }
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
  /// The most bytes of a picture, and of a file beside a page.
  private static let enclosureLimit = 50_000_000
  /// The most bytes of what is no file, such as a pipe or a device.
  private static let streamLimit = 200_000_000

  private static func contents(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
    let descriptor = path == "-" ? 0 : try opened(path)
    defer { if path != "-" { close(descriptor) } }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    guard !isFile || status.st_size <= limit else { throw tooLarge(path, limit) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try read(descriptor, &chunk, path)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      // What is no file does not say how long it is: an endless one is left early.
      guard bytes.count <= (isFile ? limit : min(limit, streamLimit)) else {
        throw tooLarge(path, isFile ? limit : min(limit, streamLimit))
      }
    }
  }

  /// Opens a file for reading. A pipe without a writer is waited for, until Ctrl-C.
  private static func opened(_ path: String) throws(Diagnostic) -> Int32 {
    guard !path.utf8.contains(0) else {
      throw Diagnostic(.fileMissing, "I cannot read \"\(path)\": a file name cannot hold the character NUL")
        .about(path)
    }
    while true {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      if descriptor >= 0 { return descriptor }
      guard errno == EINTR else { throw cannotRead(path) }
      if Interrupts.isPending { throw interrupted(path) }
    }
  }

  /// The next bytes of a file; 0 at its end. What has nothing to read yet is asked every 50 ms, so that Ctrl-C ends the
  /// wait even if it comes just before the call that would sleep.
  private static func read(_ descriptor: Int32, _ chunk: inout [UInt8], _ path: String) throws(Diagnostic)
    -> Int
  {
    while true {
      if Interrupts.isPending { throw interrupted(path) }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, 50)
      if ready == 0 || ready < 0 && errno == EINTR { continue }
      let count = systemRead(descriptor, &chunk)
      if count >= 0 { return count }
      if errno != EINTR, errno != EAGAIN { throw cannotRead(path) }
    }
  }

  private static func systemRead(_ descriptor: Int32, _ chunk: inout [UInt8]) -> Int {
    chunk.withUnsafeMutableBytes { bytes in
      #if canImport(Glibc)
        Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      #else
        Darwin.read(descriptor, bytes.baseAddress, bytes.count)
      #endif
    }
  }

  private static func interrupted(_ path: String) -> Diagnostic {
    Diagnostic(.interrupted, "interrupted while reading \(path == "-" ? "the standard input" : path)")
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> Diagnostic {
    Diagnostic(.badFile, "\"\(path)\" is larger than \(limit / 1_000_000) MB, too large to be read")
      .about(path)
  }

  private static func cannotRead(_ path: String) -> Diagnostic {
    guard errno == ENOENT else {
      let reason = String(cString: strerror(errno)).lowercased()
      return Diagnostic(.fileMissing, "I cannot read \"\(path)\": \(reason)").about(path)
    }
    return Diagnostic(
      .fileMissing, "I cannot read \"\(path)\": there is no such file", help: neighbor(of: path)
    ).about(path)
  }

  /// The file of the same folder that was probably meant.
  private static func neighbor(of path: String) -> [String] {
    let (folder, name) =
      path.lastIndex(of: "/").map { place in
        (String(path[...place]), String(path[path.index(after: place)...]))
      } ?? ("", path)
    guard let stream = opendir(folder.isEmpty ? "." : folder) else {
      return ["There is no folder \"\(folder)\" either."]
    }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < 10_000, let entry = readdir(stream) {
      let own = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !own.hasPrefix(".") { names.append(own) }
    }
    return suggestion(for: name, among: names.sorted()).map { ["Did you mean \"\(folder)\($0)\"?"] } ?? []
  }

  private static func notUTF8(_ bytes: [UInt8], _ name: String) -> Diagnostic {
    guard !OtherFiles.isTable(name) else {
      return Diagnostic(
        .notUTF8, "\"\(name)\" is a table, not a script", help: [OtherFiles.advice(name)])
    }
    if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
      return Diagnostic(
        .notUTF8, "this file is UTF-16, not UTF-8",
        help: ["Save it as UTF-8 in your editor, or convert it: iconv -f utf16 -t utf8 FILE"]
      ).inSource(Source(name: name, text: ""))
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    let diagnostic = Diagnostic(
      .notUTF8, "this file is not UTF-8 text: line \(line + 1) has other bytes",
      help: ["Save it as UTF-8 in your editor, or convert it: iconv -f latin1 -t utf8 FILE"])
    return diagnostic.inSource(Source(name: name, text: ""))
  }
}
