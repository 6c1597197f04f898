import Interpreter
import Testing

/// A condition of which parts are asked first ends a training where the same condition, asked as a whole, ends it.
struct StopConditionTests {
  static let conditions = [
    "loss<0.1", "loss<0.1 and epoch>=300", "epoch>=300 and loss<0.1", "loss<0.1 and accuracy==1",
    "accuracy==1 and loss<0.05 or epoch==77", "loss<1e-9 or largest.error<0.4", "loss<0.2 and loss>0.05",
    "epoch==13", "epoch!=1 and (loss<0.3 or loss>9)", "loss<0.1 and L0N0->L1N0 > -100 and not (epoch<50)",
    "val.loss<0.3", "accuracy>=0.9", "val.accuracy==1 and accuracy>0.8", "largest.error<0.5",
    "accuracy>1 or val.loss<0.35 and val.accuracy>=0.5", "loss<=bound and epoch mod 10==4", "bound>loss",
  ]

  @Test(arguments: conditions, ["", "patience 5", "log every 7 batch 2 shuffle", "mingrad 1e-4"])
  func endsAtTheSameEpoch(_ condition: String, _ options: String) {
    func run(_ condition: String) -> [String] {
      let stage = TestSession()
      stage.run(
        "net 2 4 1\ndata moons 24 seed 1\nsplit 0.75 seed 1\ninit torch seed 2\nlet bound = 0.15\n"
          + "train adam lr 0.05 until \(condition) epochs 400 \(options)")
      #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
      return stage.reports.map { "\($0.reason) \($0.epoch) \($0.loss)" } + [stage.session.fingerprint]
    }
    #expect(run(condition) == run("not (not (\(condition)))"))
  }
}
