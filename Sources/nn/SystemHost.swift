import Interpreter
import Language
import Rendering
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Host {
  /// The world of this process: its clock, files and interrupts.
  static func system(output: any EventSink) -> Host { system(output: output, WritingRules()) }

  /// The same, with rules for what statements may write and read.
  static func system(output: any EventSink, _ rules: WritingRules) -> Host {
    Host(
      output: output, input: Input(isInterrupted: rules.isInterrupted), files: files(rules),
      clock: Clock(now: now),
      entropy: Entropy(chooseSeed: {
        var source = SystemRandomNumberGenerator()
        return Int64(source.next() % 100_000)
      }),
      processors: Processors(count: Threads.processors, run: Threads.run))
  }

  /// Files by the calls of the system, within the rules.
  private static func files(_ rules: WritingRules) -> Files {
    let written = WrittenFiles()
    return Files(
      permission: { path, source in
        let permission = rules.permission(of: path, by: source)
        // With --safe nothing is replaced, but for what this process itself wrote.
        return rules.isSafe && written.isOurs(path) && permission != .free ? .ownFiles : permission
      },
      write: { (path, content) throws(WriteFailure) in
        let lines = try write(path, content, rules)
        written.note(path)
        return lines
      },
      create: { (path, text, isNothing) throws(WriteFailure) in
        let isCreated = try nn.Files.create(path, text, over: isNothing)
        if isCreated { written.note(path) }
        return isCreated
      },
      append: { (path, text) throws(WriteFailure) in
        try nn.Files.append(path, text)
        written.note(path)
      },
      beginning: { nn.Files.beginning(of: $0) }, isOurs: { written.isOurs($0) },
      pieces: { (path, take) throws(Diagnostic) in
        try rules.checkReading(path)
        try nn.Files.pieces(path, take)
      },
      read: { (path) throws(Diagnostic) in
        try rules.checkReading(path)
        return try nn.Files.text(path)
      },
      script: { (path, source) throws(Diagnostic) in
        try rules.checkReading(source.place(of: path))
        return try nn.Files.script(path, from: source)
      })
  }

  /// Explanations become pages in the notation asked for.
  private static func write(
    _ path: String, _ content: FileContent, _ rules: WritingRules
  ) throws(WriteFailure) -> Int {
    guard let text = content.text else {
      try check(content.bytes.count, rules)
      try nn.Files.write(path, content.bytes)
      return 0
    }
    if case .chart(_, .png) = content {
      try nn.Files.write(path, try Rasterizer.png(text))
      return 0
    }
    try check(text.utf8.count, rules)
    try nn.Files.write(path, text)
    return lines(in: text)
  }

  /// With --safe there is a ceiling on what a run writes.
  private static func check(_ bytes: Int, _ rules: WritingRules) throws(WriteFailure) {
    if rules.isSafe, !Ceilings.takes(bytes) {
      throw WriteFailure(reason: "with --safe a run writes at most \(Ceilings.written >> 20) MB")
    }
  }

  private static func lines(in text: String) -> Int {
    var text = text
    return text.withUTF8 { bytes in
      guard var place = UnsafeRawPointer(bytes.baseAddress) else { return 0 }
      let end = place + bytes.count
      var count = 0
      while let found = memchr(place, 10, end - place) {
        count += 1
        place = UnsafeRawPointer(found) + 1
      }
      return count
    }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// The files that this process wrote, as it left them.
private final class WrittenFiles: Sendable {
  private let versions = Mutex<[String: FileVersion]>([:])

  func note(_ path: String) {
    let version = FileVersion(of: path)
    versions.withLock { $0[Files.destination(of: path)] = version }
  }

  func isOurs(_ path: String) -> Bool {
    guard let version = FileVersion(of: path) else { return false }
    return versions.withLock { $0[Files.destination(of: path)] } == version
  }
}

extension WritingRules {
  fileprivate var isInterrupted: @Sendable () -> Bool {
    guard isSafe else { return { Interrupts.isPending } }
    return { Ceilings.areReached() || Interrupts.isPending }
  }

  /// A script or page that the command names: with `--safe` it is a file.
  func script(_ path: String) throws(Diagnostic) -> Source {
    guard !isSafe || !Files.isStream(path) || path.hasPrefix("/dev/") else {
      throw Diagnostic(
        .fileMissing,
        "I cannot read \"\(path)\": with --safe only files are read, and this is a pipe or a device")
    }
    return try Files.script(path)
  }

  fileprivate func checkReading(_ path: String) throws(Diagnostic) {
    guard let refusal = readRefusal(of: path) else { return }
    throw Diagnostic(.fileMissing, "I cannot read \"\(path)\": \(refusal)").about(path)
  }
}
