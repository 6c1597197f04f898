import Language
import NeuralCore

/// `precision`.
extension Executor {
  /// What there is of net and data is converted: exactly from single to double, rounded the other way.
  mutating func setPrecision(_ word: Located<String>) throws(Diagnostic) {
    guard let precision = Precision(rawValue: word.node) else { return }
    if precision != session.precision {
      try checkRange(precision, word)
      let (data, model) = try host.interruptibly { [session] (stop) throws(Interrupted) in
        (
          try session.data.converted(to: precision, stop), try session.model.converted(to: precision, stop)
        )
      }
      session.format.precision = precision
      (session.model, session.data) = (model, data)
      (session.training.optimizer, session.training.end) = (nil, nil)
    }
    emit(.precision(precision))
  }

  /// Nothing may become infinite by being rounded.
  private func checkRange(_ precision: Precision, _ word: Located<String>) throws(Diagnostic) {
    // All numbers of float32 are some of float64.
    guard precision == .single else { return }
    let numbers = [
      session.network?.parameters, session.model.initialization?.parameters, session.data.whole?.inputs,
      session.data.whole?.targets,
    ].compactMap { $0 }
    let tooLarge = numbers.filter { !precision.isFinite($0.largestMagnitude(in: $0.indices)) }
    guard let large = tooLarge.lazy.joined().first(where: { $0.isFinite && !precision.isFinite($0) }) else {
      return
    }
    throw Diagnostic(
      .outOfRange, "\(large.text) in net or data is too large for a float32, which ends at 3.4e38",
      at: word.span)
  }
}
