import Interpreter
import Language
import Rendering

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Host {
  /// The world of this process: its clock, files and interrupts.
  static func system(output: any EventSink) -> Host { system(output: output, writing: WritingRules()) }

  /// The same, with rules for what statements may write.
  static func system(output: any EventSink, writing: WritingRules) -> Host {
    Host(
      output: output, input: Input(isInterrupted: { Interrupts.isPending }),
      files: Files(
        write: { (path, content) throws(WriteFailure) in try write(path, content, writing) },
        pieces: { (path, take) throws(Diagnostic) in try nn.Files.pieces(path, take) },
        read: nn.Files.text, script: nn.Files.script(_:from:)),
      clock: Clock(now: now),
      entropy: Entropy(chooseSeed: {
        var source = SystemRandomNumberGenerator()
        return Int64(source.next() % 100_000)
      }))
  }

  /// Explanations become pages in the notation asked for.
  private static func write(
    _ path: String, _ content: FileContent, _ rules: WritingRules
  ) throws(WriteFailure) -> Int {
    if let refusal = rules.refusal(of: path) { throw WriteFailure(reason: refusal) }
    let text =
      switch content {
      case .text(let text): text
      case .explanation(let explanation, let notation): ExplanationPage.text(explanation, notation)
      }
    try nn.Files.write(path, text)
    return text.utf8.count { $0 == UInt8(ascii: "\n") }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
