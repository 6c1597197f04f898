import Language
import NeuralCore
import Standard

extension Transcript {
  /// The statements of a script that give the same again: with the seeds that were chosen, and no further than a clock or a
  /// person let it go. nil where that cannot be written.
  static func script(
    for statement: Located<Statement>, in source: Source, to after: Session, _ trace: Trace,
    _ effects: Set<Effect>
  ) -> [String]? {
    let text = source.text(statement.span)
    if case .train(let train) = statement.node {
      // `train` alone repeats a line that may be written here differently from how it was typed.
      guard train.optimizer == nil || trace.isTimed else { return seeded(text, trace) }
      return trained(after, trace).flatMap { seeded($0, trace) }
    }
    guard effects.contains(.takesSeed) else {
      return trace.isTimed ? nil : seeded(text, trace)
    }
    guard trace.seeds.count <= 1 else { return nil }
    return [trace.seeds.first.map { "\(text) seed \($0.seed)" } ?? text]
  }

  /// The generator that was seeded on the way is seeded before.
  static func seeded(_ text: String, _ trace: Trace) -> [String]? {
    guard let chosen = trace.seeds.first else { return [text] }
    guard trace.seeds.count == 1, chosen.restarts else { return nil }
    return [chosen.seed < 0 ? "seed (\(chosen.seed))" : "seed \(chosen.seed)", text]
  }

  /// The last training as a line of so many epochs as it had.
  private static func trained(_ after: Session, _ trace: Trace) -> String? {
    guard let (train, source, _) = after.recall.train, var line = TrainLine(train, in: source) else {
      return nil
    }
    guard trace.isTimed else { return line.text }
    guard line[.restart] == nil, trace.epochs > 0 else { return nil }
    // A schedule that goes by the length of the whole training keeps that.
    if let epochs = line[.epochs], line[.over] == nil, hasLength(train.options[.schedule]) {
      line.set(.over, epochs)
    }
    line.remove(.seconds, .epochs)
    if train.options[.until]?.expression?.mentions(name: MetricName.seconds.rawValue) == true {
      line.remove(.until)
      line.set(.until, "epoch \(after.training.reached == true ? ">=" : ">") \(after.epoch)")
    }
    line.set(.epochs, "\(trace.epochs)")
    return line.text
  }

  private static func hasLength(_ schedule: GivenOption?) -> Bool {
    schedule?.name.flatMap { Schedule.named($0.node) }?.hasLength ?? false
  }
}
