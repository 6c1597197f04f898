import Classroom
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A process of this same command in which an exercise is set up, and which judges one hand-in after the other.
final class GradingProcess {
  /// How a hand-in ended.
  enum End: Equatable {
    /// It was judged.
    case judged(Grader.Result)
    /// It cannot be read.
    case unread(String)
    /// The page itself is wrong, or takes too long.
    case fault(String)
    /// It took too long.
    case late
    /// It ended without a word: the signal that ended it.
    case died(Int32)
    /// Ctrl-C.
    case interrupted
    case notBegun
  }

  /// What went wrong before any hand-in; nil if nothing did.
  private(set) var fault: End?
  private let process: pid_t
  /// Where the numbers of hand-ins are written, and the other end, which is kept open so that writing is never an error.
  private let (asking, asked): (Int32, Int32)
  private let telling: Int32
  private var bytes: [UInt8] = []

  /// - Parameters:
  ///   - arguments: of the command after its name.
  ///   - preparing: seconds that the page's own statements may take.
  init?(arguments: [String], preparing: Double) {
    guard let begun = Self.beginning.withLock({ _ in Self.begin(arguments) }) else { return nil }
    (process, asking, asked, telling) = (begun.process, begun.asking, begun.asked, begun.telling)
    switch next(within: preparing) {
    case .line(.ready): break
    case .line(.fault(let text)): fault = .fault(text)
    case .line: fault = .notBegun
    case .late:
      fault = .fault(
        "what stands before it on the page takes more than \(preparing.shortest) s (--page-time)")
    case .closed: fault = .fault("its set-up ended the process")
    case .interrupted: fault = .interrupted
    }
  }

  deinit {
    // And the copy of it that judges a hand-in.
    kill(-process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    for descriptor in [asking, asked, telling] { close(descriptor) }
  }

  /// Judges a hand-in.
  ///
  /// - Parameter seconds: that it may take, from where it begins.
  func judge(_ number: Int, within seconds: Double) -> End {
    if let fault { return fault }
    guard Files.writeAll(Array("\(number)\n".utf8), to: asking) else { return .notBegun }
    var (findings, remarks) = ([Grader.Result.Finding](), [Remark]())
    var end: End?
    while true {
      // The system ends it at its time. What takes much longer has lost its way.
      switch next(within: seconds + 60) {
      case .late, .closed:
        fault = .notBegun
        return .died(SIGKILL)
      case .interrupted: return .interrupted
      case .line(.finding(let finding)): findings.append(finding)
      case .line(.remark(let remark)): remarks.append(remark)
      case .line(.points(let points)):
        end = .judged(Grader.Result(findings: findings, points: points, remarks: remarks))
      case .line(.unread(let text)): end = .unread(text)
      case .line(.ended(let signal)): return end ?? (signal == SIGALRM ? .late : .died(signal))
      case .line(.again): (findings, remarks, end) = ([], [], nil)
      case .line(.ready), .line(.fault): continue
      }
    }
  }

  // MARK: What it tells

  private enum Word {
    case line(GradeLine)
    case late
    /// It has ended.
    case closed
    case interrupted
  }

  private func next(within seconds: Double) -> Word {
    let deadline = Self.now + seconds
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        let line = GradeLine(String(decoding: bytes[..<end], as: UTF8.self))
        bytes.removeSubrange(...end)
        if let line { return .line(line) }
      }
      if Interrupts.isPending { return .interrupted }
      guard Self.now < deadline else { return .late }
      var wait = pollfd(fd: telling, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 50) > 0 else { continue }
      let count = chunk.withUnsafeMutableBytes { read(telling, $0.baseAddress, $0.count) }
      if count == 0 { return .closed }
      if count > 0 { bytes += chunk[..<count] }
    }
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// One process is begun at a time, so that none gets the ends of another's pipe.
  private static let beginning = Mutex(())

  private struct Begun {
    let process: pid_t
    let asking: Int32
    let asked: Int32
    let telling: Int32
  }

  private static func begin(_ arguments: [String]) -> Begun? {
    guard let questions = pipe() else { return nil }
    guard let answers = pipe() else {
      questions.forEach { close($0) }
      return nil
    }
    defer { close(answers[1]) }
    guard let process = begin(arguments, input: questions[0], output: answers[1]) else {
      (questions + [answers[0]]).forEach { close($0) }
      return nil
    }
    return Begun(process: process, asking: questions[1], asked: questions[0], telling: answers[0])
  }

  /// The end to read and the end to write; no other process gets them.
  private static func pipe() -> [Int32]? {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      guard Glibc.pipe(&ends) == 0 else { return nil }
    #else
      guard Darwin.pipe(&ends) == 0 else { return nil }
    #endif
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  /// Its errors are nothing, and it leads a group of its own, so that its copies end with it.
  private static func begin(_ arguments: [String], input: Int32, output: Int32) -> pid_t? {
    #if canImport(Glibc)
      var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
    // A report of a crash would take time, and nobody reads it.
    var variables: [UnsafeMutablePointer<CChar>?] =
      (["PATH=/usr/bin:/bin", "LANG=C.UTF-8", "SWIFT_BACKTRACE=enable=no"] as [String]).map { strdup($0) } + [
        nil
      ]
    defer { (words + variables).forEach { free($0) } }
    var process = pid_t()
    return posix_spawn(&process, executable, &actions, &attributes, &words, &variables) == 0 ? process : nil
  }

  /// The path of this command.
  static let executable: String = {
    #if canImport(Glibc)
      return Files.identity(of: "/proc/self/exe")
    #else
      var size = UInt32(4096)
      var buffer = [CChar](repeating: 0, count: 4096)
      guard _NSGetExecutablePath(&buffer, &size) == 0 else { return CommandLine.arguments[0] }
      return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #endif
  }()
}

extension Double {
  /// As it is typed.
  var shortest: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
