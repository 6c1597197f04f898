import Interpreter
import Rendering

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writing of files, by the system's own calls.
extension Files {
  /// Writes a whole file or leaves what was there: to a neighbor first, which then takes its place, with its mode. A
  /// link is followed, to a file that is not there yet too; what is no file (a terminal, a pipe, a device) is written to
  /// as it is.
  static func write(_ path: String, _ text: String) throws(Host.WriteFailure) {
    var text = text
    try text.withUTF8 { bytes in result { () throws(Host.WriteFailure) in try write(path, bytes) } }.get()
  }

  /// The same of bytes.
  static func write(_ path: String, _ bytes: [UInt8]) throws(Host.WriteFailure) {
    try bytes.withUnsafeBufferPointer { bytes in
      result { () throws(Host.WriteFailure) in try write(path, bytes) }
    }.get()
  }

  private static func result(
    _ work: () throws(Host.WriteFailure) -> Void
  ) -> Result<Void, Host.WriteFailure> {
    do throws(Host.WriteFailure) { return .success(try work()) } catch { return .failure(error) }
  }

  private static func write(
    _ path: String, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Host.WriteFailure) {
    guard !path.utf8.contains(0) else {
      throw Host.WriteFailure(reason: "a file name cannot hold the character NUL")
    }
    var status = stat()
    // The system knows where `/dev/stdout` leads; no path says it.
    if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
      return try writeDirectly(path, bytes)
    }
    let target = destination(of: path)
    let exists = stat(target, &status) == 0
    // Of links that lead in a circle none is taken for a file that is not there; nor is a name that no file can have.
    guard exists || errno == ENOENT else { throw Host.WriteFailure(reason: reason) }
    if exists, access(target, W_OK) != 0 { throw Host.WriteFailure(reason: reason) }
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw Host.WriteFailure(reason: "it is a folder") }
    let neighbor = neighbor(of: target)
    let descriptor = try openedAlone(neighbor)
    defer { close(descriptor) }
    if exists { fchmod(descriptor, status.st_mode & 0o7777) }
    let isWritten =
      ftruncate(descriptor, 0) == 0 && writeInPieces(bytes, to: descriptor) && fsync(descriptor) == 0
    guard isWritten, rename(neighbor, target) == 0 else {
      let problem = Interrupts.isPending ? "interrupted" : reason
      unlink(neighbor)
      throw Host.WriteFailure(reason: problem)
    }
  }

  /// Writes a whole file where none is, or one whose text `isNothing`: of several processes that try, one does, and the
  /// others find it whole.
  ///
  /// - Returns: false if there is another one, which stays.
  static func create(
    _ path: String, _ text: String, over isNothing: (String) -> Bool
  ) throws(Host.WriteFailure) -> Bool {
    guard !path.utf8.contains(0) else {
      throw Host.WriteFailure(reason: "a file name cannot hold the character NUL")
    }
    let target = destination(of: path)
    let neighbor = neighbor(of: target)
    if exists(target), !holds(target, isNothing) {
      removeSecondName(neighbor)
      return false
    }
    let descriptor = try openedAlone(neighbor)
    var isNeighborLeft = true
    defer {
      if isNeighborLeft { unlink(neighbor) }
      close(descriptor)
    }
    guard ftruncate(descriptor, 0) == 0, writeAll(Array(text.utf8), to: descriptor), fsync(descriptor) == 0
    else {
      throw Host.WriteFailure(reason: reason)
    }
    if link(neighbor, target) == 0 { return true }
    let problem = errno
    // What is nothing is looked at once more: whoever was waited for may have begun it. Where there is none, the file system
    // has no second names for a file. Whoever holds the neighbor is alone, so nobody else creates it.
    if exists(target) {
      guard holds(target, isNothing) else { return false }
      guard access(target, W_OK) == 0 else { throw Host.WriteFailure(reason: reason) }
      copyMode(of: target, to: descriptor)
    } else if problem == EEXIST {
      throw Host.WriteFailure(reason: reason)
    }
    isNeighborLeft = rename(neighbor, target) != 0
    guard !isNeighborLeft else { throw Host.WriteFailure(reason: reason) }
    return true
  }

  /// Whether a file can be read and its text is nothing.
  private static func holds(_ path: String, _ isNothing: (String) -> Bool) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let text = try? Self.text(path) else {
      return false
    }
    return isNothing(text)
  }

  private static func copyMode(of path: String, to descriptor: Int32) {
    var status = stat()
    if stat(path, &status) == 0 { fchmod(descriptor, status.st_mode & 0o7777) }
  }

  /// Adds a text to the end of a file that is there, in one call of the system as a rule, so that a process that is
  /// stopped leaves whole lines.
  static func append(_ path: String, _ text: String) throws(Host.WriteFailure) {
    guard !path.utf8.contains(0) else {
      throw Host.WriteFailure(reason: "a file name cannot hold the character NUL")
    }
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw Host.WriteFailure(reason: reason) }
    defer { close(descriptor) }
    guard writeAll(Array(text.utf8), to: descriptor) else { throw Host.WriteFailure(reason: reason) }
  }

  /// The first 64 kB of a file that is there; nil for none, an empty one, and what is no file.
  static func beginning(of path: String) -> String? {
    first(1 << 16, of: path).map { $0.isEmpty ? "?" : String(decoding: $0, as: UTF8.self) }
  }

  /// The first bytes of a file that is there, none if it cannot be read; nil for no file, an empty one, and what is none.
  static func first(_ most: Int, of path: String) -> [UInt8]? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: most)
    let count = read(descriptor, &bytes, bytes.count)
    return Array(bytes[..<max(0, count)])
  }

  /// Where the links of a path lead, the last of which may name a file that is not there.
  static func destination(of path: String) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    var (target, buffer) = (path, [CChar](repeating: 0, count: 4096))
    for _ in 0..<40 {
      let count = readlink(target, &buffer, buffer.count)
      guard count > 0 else { break }
      let next = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      target = next.hasPrefix("/") ? next : folder(of: target) + next
    }
    return target
  }

  /// Whether a file, or where there is none its folder, could be written. Folders that are missing would be made.
  static func isWritable(_ path: String) -> Bool {
    if exists(path) { return access(path, W_OK) == 0 }
    var folder = folder(of: path)
    while !folder.isEmpty, !exists(folder) { folder = self.folder(of: String(folder.dropLast())) }
    return access(folder.isEmpty ? "." : folder, W_OK) == 0
  }

  /// With its slash; empty for a name alone.
  static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

  /// A short name in the same folder, always the same for the same file, so that what an nn that was killed left behind
  /// is taken over by the next one that writes the file.
  private static func neighbor(of target: String) -> String {
    var hash = FNV1a()
    for byte in target.utf8 { hash.mix(byte) }
    return folder(of: target) + ".nn-\(String(hash.value, radix: 36)).tmp"
  }

  /// Opens the neighbor for this process alone; another one that writes the same file is waited for.
  private static func openedAlone(_ neighbor: String) throws(Host.WriteFailure) -> Int32 {
    while true {
      // A pipe in its place would be waited for.
      let descriptor = open(neighbor, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
      guard descriptor >= 0, isFile(descriptor) else {
        let problem = reason
        if descriptor >= 0 { close(descriptor) }
        guard removeForeign(neighbor) else { throw Host.WriteFailure(reason: problem) }
        continue
      }
      while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        let isHeld = errno == EWOULDBLOCK || errno == EINTR
        if !isHeld || Interrupts.isPending {
          let problem = isHeld ? "interrupted" : reason
          close(descriptor)
          throw Host.WriteFailure(reason: problem)
        }
        usleep(5000)
      }
      // Whoever held it has renamed it meanwhile: then the name is free, or another's.
      var (mine, named) = (stat(), stat())
      if fstat(descriptor, &mine) == 0, lstat(neighbor, &named) == 0, mine.st_ino == named.st_ino {
        guard mine.st_nlink > 1 else { return descriptor }
        // A second name of a whole file, which is not to be written over: see `removeSecondName`.
        unlink(neighbor)
      }
      close(descriptor)
    }
  }

  private static func isFile(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Takes away what stands in the place of a neighbor and is neither file nor folder: a link, a pipe, a device.
  ///
  /// - Returns: whether there was such a thing.
  private static func removeForeign(_ neighbor: String) -> Bool {
    var status = stat()
    guard lstat(neighbor, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
      return false
    }
    return unlink(neighbor) == 0
  }

  /// What `create` leaves behind if it is killed between giving a file its name and taking the neighbor's away: another
  /// name of the same file. A neighbor that somebody writes, or that is a file of its own, stays.
  private static func removeSecondName(_ neighbor: String) {
    let descriptor = open(neighbor, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0, status.st_nlink > 1 {
      unlink(neighbor)
    }
  }

  private static func writeDirectly(
    _ path: String, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Host.WriteFailure) {
    var descriptor = open(path, O_WRONLY | O_CLOEXEC)
    while descriptor < 0, errno == EINTR, !Interrupts.isPending {
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
    }
    guard descriptor >= 0 else {
      throw Host.WriteFailure(reason: Interrupts.isPending ? "interrupted" : reason)
    }
    defer { close(descriptor) }
    let isWritten =
      isatty(descriptor) == 0
      ? writeInPieces(bytes, to: descriptor) : writeVisibly(bytes, to: descriptor)
    guard isWritten else {
      throw Host.WriteFailure(reason: Interrupts.isPending ? "interrupted" : reason)
    }
  }

  /// What comes out on a terminal is text, also from `to "/dev/stdout"`.
  private static func writeVisibly(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.steersTerminals else { return writeInPieces(bytes, to: descriptor) }
    var visible = text.visible
    return visible.withUTF8 { writeInPieces($0, to: descriptor) }
  }

  private static var reason: String { String(cString: strerror(errno)).lowercased() }

  /// Piece by piece, until Ctrl-C; false if not all could be written, and then errno tells why.
  private static func writeInPieces(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      guard !Interrupts.isPending else { return false }
      let end = min(bytes.count, start + 1 << 20)
      let piece = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start..<end]))
      guard writeAll(piece, to: descriptor, untilInterrupt: true) else { return false }
      start = end
    }
    return true
  }

  /// False if not all could be written; errno tells why.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { writeAll($0, to: descriptor, untilInterrupt: false) }
  }

  /// A stream that takes nothing now, though it does not block, is waited for.
  private static func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, untilInterrupt: Bool
  ) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: bytes[start...]))
      if count > 0 { start += count }
      guard count <= 0 else { continue }
      guard errno == EINTR || errno == EAGAIN, !(untilInterrupt && Interrupts.isPending) else { return false }
      if errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, 100)
      }
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
