import NeuralCore

/// The losses of a training as `plot loss` draws them: those of the attempts that were given up, then those of the weights
/// that stayed.
struct LossRun: Sendable {
  /// As `train … as` called it; nil for the present training.
  var name: String?
  /// By epochs, counted on over all attempts: one list an attempt.
  var parts: [[LossPoint]]
  /// Epochs at which the weights were drawn anew.
  var restarts: [Int]
  /// Over the validation set after some epochs; empty without one.
  var validation: [LossPoint] = []
  /// The loss, as typed after `loss`.
  var lossName: String
}

extension Session {
  /// The losses of the training that led to the present weights; without validation. Empty before any.
  var presentRun: LossRun {
    let earlier = training.earlier
    var (parts, offset) = ([[LossPoint]](), 0)
    for attempt in earlier {
      parts.append(
        attempt.losses.map { LossPoint(epoch: $0.epoch + offset, loss: precision.decimal($0.loss)) })
      offset += attempt.epochs
    }
    let own = training.history.losses.filter { $0.epoch <= training.epoch }
    parts.append(own.map { LossPoint(epoch: $0.epoch + offset, loss: precision.decimal($0.loss)) })
    return LossRun(
      parts: parts.filter { !$0.isEmpty }, restarts: training.restarts, lossName: objective.text)
  }

  /// How many epochs were trained in attempts that were given up.
  var epochsGivenUp: Int { training.earlier.reduce(0) { $0 + $1.epochs } }
}
