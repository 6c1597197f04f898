import Language
import NeuralCore

extension Transcript {
  /// The statements of a script that give the same again: with the seeds that were chosen, and no further than a clock or a
  /// person let it go. nil where that cannot be written.
  static func script(
    for statement: Located<Statement>, in source: Source, to after: Session, _ trace: Trace
  ) -> [String]? {
    let text = source.text(statement.span)
    switch statement.node {
    case .train(let train):
      // `train` alone repeats a line that may be written here differently from how it was typed.
      guard train.optimizer == nil || trace.isTimed else { return seeded(text, trace) }
      return trained(after, trace).flatMap { seeded($0, trace) }
    case .data(.builtin), .split:
      guard trace.seeds.count <= 1, let chosen = trace.seeds.first else {
        return trace.seeds.isEmpty ? [text] : nil
      }
      return ["\(text) seed \(chosen.seed)"]
    case .initialize: return trace.seeds.first.map { ["\(text) seed \($0.seed)"] } ?? [text]
    default: return trace.isTimed ? nil : seeded(text, trace)
    }
  }

  /// The generator that was seeded on the way is seeded before.
  private static func seeded(_ text: String, _ trace: Trace) -> [String]? {
    guard let chosen = trace.seeds.first else { return [text] }
    guard trace.seeds.count == 1, chosen.restarts else { return nil }
    return [chosen.seed < 0 ? "seed (\(chosen.seed))" : "seed \(chosen.seed)", text]
  }

  /// The last training as a line of so many epochs as it had.
  private static func trained(_ after: Session, _ trace: Trace) -> String? {
    guard let (train, source, _) = after.recall.train, let optimizer = train.optimizer else { return nil }
    guard trace.isTimed else {
      return (["train", optimizer.node] + train.options.map { source.text($0.span) }).joined(separator: " ")
    }
    let given = Dictionary(train.options.map { ($0.word.node, $0) }) { first, _ in first }
    guard given["restart"] == nil, trace.epochs > 0 else { return nil }
    let watchesClock =
      if case .expression(let condition)? = given["until"]?.arguments.first {
        condition.mentions { $0.isName("seconds") }
      } else { false }
    var words = ["train", optimizer.node]
    for option in train.options where !["seconds", "epochs"].contains(option.word.node) {
      if option.word.node == "until", watchesClock { continue }
      words.append(source.text(option.span))
    }
    // A schedule that goes by the length of the whole training keeps that.
    if let epochs = given["epochs"], given["over"] == nil, hasLength(given["schedule"]) {
      words.append("over" + source.text(epochs.span).dropFirst("epochs".count))
    }
    if watchesClock {
      words.append("until epoch \(after.training.reached == true ? ">=" : ">") \(after.epoch)")
    }
    return (words + ["epochs \(trace.epochs)"]).joined(separator: " ")
  }

  private static func hasLength(_ schedule: GivenOption?) -> Bool {
    guard case .word(let name)? = schedule?.arguments.first else { return false }
    return Schedule.named(name.node)?.hasLength ?? false
  }
}
