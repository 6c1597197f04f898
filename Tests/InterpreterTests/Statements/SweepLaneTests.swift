import Experiments
import Interpreter
import Language
import NeuralCore
import Testing

/// Runs that are trained beside each other: enough seeds that lanes are filled, and filled again.
struct SweepLaneTests {
  /// Runs that arrive, that do not, and that diverge; batches; class weights; folds with rows of their own and of two sizes.
  static let experiments = [
    "data xor\nnet 2 3 1 sigmoid\nsweep seeds 0..40\ninit torch\ninit he\n"
      + "train rprop until loss<0.05 epochs 60\ntrain adam lr 0.1 until loss<0.1 epochs 45\nend",
    "data iris\nscale standard\nnet 4 5 tanh 3 softmax\nsweep seeds 3..40 by 3 folds 4\n"
      + "train adam lr 0.02 weights [1, 2, 3] smoothing 0.1 epochs 6\nend",
    "data moons 37 noise 0.2 seed 3\nsplit 0.7 seed 1\nnet 2 4 relu 1 sigmoid\nsweep seeds 0..24\n"
      + "train sgd lr 0.3 momentum 0.9 loss bce batch 8 epochs 12\ntrain rmsprop lr 0.05 decay 0.01 epochs 9\nend",
    "precision double\ndata line 21 noise 0.1 seed 2\nnet 1 4 gelu 1\nsweep seeds 0..20\n"
      + "train nadam lr 0.05 epochs 11\ntrain sgd lr 40 epochs 30\nend",
  ]

  /// `replay` compares epochs and bits itself.
  @Test(arguments: experiments) func runsAreThemselvesAlone(_ text: String) throws {
    let session = TestSession(processors: 2)
    session.run(text)
    #expect(session.problems.isEmpty, "\(session.problems.map(\.message))")
    let result = try #require(session.session.sweep?.result)
    for run in result.runs where run.number % 3 == 0 || run.end == .diverged {
      let fold = run.point.fold.map { " fold \($0)" } ?? ""
      session.run("replay seed \(run.point.seed) of \(result.variants[run.point.variant].quoted)\(fold)")
      #expect(session.problems.isEmpty, "\(run.number): \(session.problems.map(\.message))")
      #expect(session.session.fingerprint == run.fingerprint)
    }
  }

  @Test(arguments: experiments) func theNumberOfProcessorsChangesNothing(_ text: String) {
    let one = SweepTests.table(text)
    #expect(one.count > 20)
    #expect(SweepTests.table(text, processors: 3) == one)
  }

  /// Stopped anywhere, what is done is kept; what was in the lanes is made again.
  @Test func interruptedAmongOthers() throws {
    let kept =
      "net 2 2 1\ndata xor\nsweep seeds 0..40 to \"runs.jsonl\"\ninit torch\ninit xavier\n"
      + "train adam lr 0.01 until loss<0.2 epochs 3000\nend\n"
    let whole = TestSession()
    whole.run(kept)
    let expected = try #require(whole.session.sweep?.result)
    var seen: Set<Int> = []
    for patience in stride(from: 3, to: 600, by: 13) where seen.count < 6 {
      let session = TestSession(patience: patience)
      guard session.run(kept) == .interrupted, let part = session.session.sweep?.result else { continue }
      session.patience = .max
      let lines = session.file("runs.jsonl")?.split(separator: "\n").count
      #expect(lines == part.runs.count + 1 && !part.isComplete, "\(patience)")
      seen.insert(part.runs.count)
      session.run("sweep resume \"runs.jsonl\"")
      #expect(session.problems.allSatisfy { $0.code == .interrupted })
      let result = try #require(session.session.sweep?.result)
      #expect(result.isComplete && zip(expected.runs, result.runs).allSatisfy { $0.isSame(as: $1) })
    }
    #expect(seen.count >= 3, "\(seen)")
  }

  /// Whichever is done first.
  @Test func runsAreToldOfInTheirOrder() {
    let session = TestSession(processors: 2)
    session.run(Self.experiments[0])
    let numbers = session.events.compactMap { event in
      if case .run(let report) = event { report.run.number } else { nil }
    }
    let points = SweepPoints(seeds: .range(first: 0, step: 1, count: 41), folds: nil, variants: 4)
    #expect(numbers == (0..<164).map(points.number(inOrder:)))
  }
}
