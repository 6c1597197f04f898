import Language
import NeuralCore

/// The world around an interpreter, in seven parts: where events go, what a person or a process says, files, time, chance,
/// processors, and other processes that share a sweep. Nothing else reaches a session from outside, and no part asks a question of the rooms above this one.
public struct Host: Sendable {
  /// Receives every event, in order.
  public var output: any EventSink
  /// What a person says while statements run.
  public var input: Input
  /// Files by path.
  public var files: Files
  /// Time.
  public var clock: Clock
  /// Where a seed comes from that nobody gave.
  public var entropy: Entropy
  /// What work can be spread over.
  public var processors: Processors
  /// Which runs of a sweep are made here.
  public var sweeps: Sweeps

  /// Parts that are not given are absent: nobody answers, there are no files, the clock does not move, the seed is 0,
  /// there is one processor, and sweeps are made whole.
  public init(
    output: any EventSink, input: Input = Input(), files: Files = Files(), clock: Clock = Clock(),
    entropy: Entropy = Entropy(), processors: Processors = Processors(), sweeps: Sweeps = Sweeps()
  ) {
    (self.output, self.input, self.files) = (output, input, files)
    (self.clock, self.entropy, self.processors, self.sweeps) = (clock, entropy, processors, sweeps)
  }

  /// Hands an event to the output.
  public func emit(_ event: Event) { output.receive(event) }

  /// The same world where reports are not shown.
  var quiet: Host {
    var host = self
    host.output = QuietSink(output: output)
    return host
  }

  /// Work that takes long: it is given what tells it to stop, and what it then throws is a mistake as any other.
  func interruptibly<Result>(
    _ work: (StopSignal) throws(Interrupted) -> Result
  ) throws(Diagnostic) -> Result {
    do throws(Interrupted) { return try work(input.stop) } catch { throw .interrupted }
  }

  /// The same world where nothing is shown but mistakes.
  var unshowing: Host {
    var host = self
    host.output = UnshowingSink(output: output)
    return host
  }

  /// The same world with one processor: for work that runs beside other work.
  var onOneProcessor: Host {
    var host = self
    host.processors = Processors()
    return host
  }

  /// The same world with nobody watching: for trials whose events concern nobody.
  var silent: Host {
    var host = self
    host.output = SilentSink()
    return host
  }
}

/// Takes no notice of anything.
private struct SilentSink: EventSink {
  func receive(_ event: Event) {}
  func ignores(_ interest: Event.Interest) -> Bool { true }
}

/// Hands events on, the reports among them as unshown.
private struct QuietSink: EventSink {
  let output: any EventSink

  func receive(_ event: Event) { output.receive(event.interest.isOfReports ? .unshown(event) : event) }

  var showsPrompts: Bool { output.showsPrompts }
  func ignores(_ interest: Event.Interest) -> Bool { output.ignores(interest) }
  var sweepProgress: (@Sendable (SweepProgress) -> Void)? { output.sweepProgress }
}

/// Hands mistakes on, and all else as unshown.
private struct UnshowingSink: EventSink {
  let output: any EventSink

  func receive(_ event: Event) {
    if case .failure = event { return output.receive(event) }
    output.receive(.unshown(event))
  }

  func ignores(_ interest: Event.Interest) -> Bool { output.ignores(interest) }
}

extension Host {
  /// What a person says while statements run.
  public struct Input: Sendable {
    /// Asks for a line of text; nil if nobody is there to answer.
    public var ask: @Sendable (_ question: String) -> String?
    /// Polled between epochs and statements and during long passes: has the user asked to stop?
    public var isInterrupted: @Sendable () -> Bool

    /// What an `exercise` is here.
    public var exercises: Exercises
    /// The most epochs between two polls, where these are counted.
    public var longestStretch = 1_000_000

    /// Without arguments: nobody answers, nobody interrupts, and nobody works at exercises.
    public init(
      ask: @escaping @Sendable (String) -> String? = { _ in nil },
      isInterrupted: @escaping @Sendable () -> Bool = { false }, exercises: Exercises = .checked
    ) {
      (self.ask, self.isInterrupted, self.exercises) = (ask, isInterrupted, exercises)
    }

    /// What an `exercise` is to whoever runs a text.
    public enum Exercises: Sendable {
      /// Nobody works: its criteria have to fail before its solution, and to hold after it.
      case checked
      /// It opens, and somebody works at it.
      case worked
      /// It is passed over with all its words: a text that is judged does not judge itself.
      case passedOver
    }

    /// The same as long work takes it.
    var stop: StopSignal { StopSignal(isInterrupted) }
  }

  /// A clock that only moves forward.
  public struct Clock: Sendable {
    /// Seconds since some fixed moment.
    public var now: @Sendable () -> Double

    /// A clock; without a closure it does not move.
    public init(now: @escaping @Sendable () -> Double = { 0 }) { self.now = now }
  }

  /// Where a seed comes from that nobody gave.
  public struct Entropy: Sendable {
    /// A seed for a session to begin with; any number.
    public var chooseSeed: @Sendable () -> Int64

    /// Without a closure, always 0.
    public init(chooseSeed: @escaping @Sendable () -> Int64 = { 0 }) { self.chooseSeed = chooseSeed }
  }
}
