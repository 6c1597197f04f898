/// What one test came to.
public struct Outcome: Sendable, Equatable {
  /// Passed, failed, or not run.
  public enum Result: Sendable, Equatable {
    case passed
    /// The output is another one: lines that show how.
    case different([String])
    /// Anything else: lines that say what is wrong.
    case failed([String])
    /// Passed over on purpose; the text says why: the language of the block, `ignore`.
    case skipped(String)
  }

  /// The file, with a line in a lesson.
  public let name: String
  /// What it came to.
  public let result: Result

  /// An outcome.
  public init(name: String, _ result: Result) { (self.name, self.result) = (name, result) }

  /// Lines that say what is wrong; nil if nothing is.
  public var failure: [String]? {
    switch result {
    case .passed, .skipped: nil
    case .different(let lines), .failed(let lines): lines
    }
  }

  /// Why it was passed over; nil if it was not.
  public var reason: String? { if case .skipped(let reason) = result { reason } else { nil } }
}
