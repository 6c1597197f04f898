import Classroom
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Begins a process of this same command for a hand-in, and waits for what it tells, as long as it may take.
struct GradingProcess {
  /// How a process ended.
  enum End: Equatable {
    /// It told all.
    case judged(Grader.Result)
    /// It said why not.
    case refused([String])
    /// The page itself is wrong.
    case fault(String)
    /// It took too long.
    case late
    /// It ended without a word: the signal that ended it, or 0.
    case died(Int32)
    /// Ctrl-C.
    case interrupted
    case notBegun
  }

  /// Of the command after its name.
  let arguments: [String]
  /// What the hand-in may take.
  let seconds: Double
  /// What the page may take before.
  private static let preparing = 120.0

  func run() -> End {
    guard let (process, output) = Self.beginning.withLock({ _ in begin() }) else { return .notBegun }
    defer { close(output) }
    let (lines, isLate) = listen(to: output)
    // It cannot refuse this, and after its last word it has nothing left to do.
    kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return end(lines, isLate: isLate, status)
  }

  private func end(_ lines: [GradeLine], isLate: Bool, _ status: Int32) -> End {
    var (findings, remarks) = ([Grader.Result.Finding](), [String]())
    for line in lines {
      switch line {
      case .ready: break
      case .finding(let finding): findings.append(finding)
      case .remark(let text): remarks.append(text)
      case .points(let points):
        return .judged(Grader.Result(findings: findings, points: points, remarks: remarks))
      case .fault(let text): return .fault(text)
      }
    }
    if Interrupts.isPending { return .interrupted }
    if isLate { return .late }
    return remarks.isEmpty ? .died(status & 0x7f) : .refused(remarks)
  }

  /// What it tells, until it has no more to say or its time is over.
  private func listen(to descriptor: Int32) -> (lines: [GradeLine], isLate: Bool) {
    var (bytes, lines) = ([UInt8](), [GradeLine]())
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    var deadline = Self.now + Self.preparing
    while true {
      let left = deadline - Self.now
      guard left > 0, !Interrupts.isPending else { return (lines, left <= 0) }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 50) > 0 else { continue }
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return (lines, false) }
      guard count > 0 else { continue }
      bytes += chunk[..<count]
      while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        if let line = GradeLine(String(decoding: bytes[..<end], as: UTF8.self)) {
          lines.append(line)
          if line == .ready { deadline = Self.now + seconds }
        }
        bytes.removeSubrange(...end)
      }
      if case .points? = lines.last { return (lines, false) }
    }
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// One process is begun at a time, so that none gets the ends of another's pipe.
  private static let beginning = Mutex(())

  /// - Returns: the process, and where to read what it tells.
  private func begin() -> (process: pid_t, output: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    guard let process = begin(output: ends[1]) else {
      close(ends[0])
      return nil
    }
    return (process, ends[0])
  }

  /// Its input and its errors are nothing, its output is the pipe.
  private func begin(output: Int32) -> pid_t? {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words: [UnsafeMutablePointer<CChar>?] = ([Self.executable] + arguments).map { strdup($0) } + [nil]
    // A report of a crash would take time, and nobody reads it.
    var variables: [UnsafeMutablePointer<CChar>?] =
      (["PATH=/usr/bin:/bin", "LANG=C.UTF-8", "SWIFT_BACKTRACE=enable=no"] as [String]).map { strdup($0) } + [
        nil
      ]
    defer { (words + variables).forEach { free($0) } }
    var process = pid_t()
    return posix_spawn(&process, Self.executable, &actions, nil, &words, &variables) == 0 ? process : nil
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
