import Diagnosing
import Language
import NeuralCore
import Standard

/// Remedies for numbers whose size does not suit a fresh net, and for classes that are learned as numbers.
extension Diagnoser {
  /// Inputs with mean 0 and deviation 1.
  var scaledInputs: [Candidate] {
    let starts = ["\(anew) ; \(again)", "\(suitable(view.network)) ; \(again)"]
    return (starts + (canFollowGradients ? ["\(suitable(view.network)) ; \(adam)"] : [])).map {
      evident("scale standard ; \($0)", .scaling)
    }
  }

  /// Every unit has a derivative.
  private var canFollowGradients: Bool { layers.allSatisfy(\.activation.isDifferentiable) }

  /// The outputs and the loss of classes, with scaled inputs where these are not.
  func classOutputs(_ output: Activation) -> [Candidate] {
    let network = withOutput(output)
    let named = output == .softmax ? nil : Loss.bce.name
    let trainings =
      [line(loss: named)] + (canFollowGradients ? [line(loss: named, trainLine("adam", rate: 0.01))] : [])
    let scales = view.unscaledInputs.isEmpty ? [""] : ["", "scale standard ; "]
    return trainings.flatMap { training in
      scales.map { scale in
        evident(
          "\(scale)\(network.statementText) ; \(suitable(network)) ; \(training)",
          output == .softmax ? .softmaxOutput : .sigmoidOutput)
      }
    }
  }

  /// Targets with mean 0 and deviation 1. A goal for the loss is asked of the scaled targets then.
  var scaledTargets: [Candidate] {
    guard session.data.targetScaling == nil, view.network.output == .linear, layers[0].hasBias else {
      return []
    }
    var ways = [again, adam]
    if let condition = request?.condition, condition.mentions(.loss) || condition.mentions(.validationLoss) {
      guard let goal = scaledGoal(condition) else { return [] }
      ways = [line, trainLine("adam", rate: 0.01)].map { line in
        var changed = line
        changed.set(.until, goal)
        return canonical(changed)
      }
    }
    let isScaled = view.unscaledInputs.isEmpty
    let scale = (isScaled ? "" : "scale standard ; ") + "scale targets standard ; "
    return ways.map { evident("\(scale)\(suitable(view.network)) ; \($0)", .targetScaling) }
  }

  /// `loss < x`, as the same error means it after the targets were scaled; nil where that depends on more than one number.
  private func scaledGoal(_ condition: Expression) -> String? {
    guard view.objective.loss == .mse, view.network.outputs == 1, let bound = condition.upperBound else {
      return nil
    }
    var copy = executor
    guard let goal = try? copy.number(bound) else { return nil }
    let deviation = ColumnSummary(name: "", view.targets.column(0)).deviation
    let metric: MetricName = condition.mentions(.validationLoss) ? .validationLoss : .loss
    // Rounded up, it would be met by an error above the one that is asked for.
    return "\(metric.rawValue) < \((goal / (deviation * deviation)).significantBelow(3))"
  }

  /// The bias of each output at the mean of its targets, and steps that suit their size.
  var biased: [Candidate] {
    let columns = view.targets.columns.map { k in
      ColumnSummary(name: "", view.targets.column(k))
    }
    guard layers[0].hasBias, columns.count <= 4 else { return [] }
    let layer = layers.count
    let lines = columns.enumerated().map { "\(layer - 1)B -> L\(layer)N\($0) = \($1.mean.significant(3))" }
    let draw = ([suitable(view.network)] + lines).joined(separator: " ; ")
    let deviation = columns.reduce(0) { max($0, $1.deviation) }
    return [
      again, line(.lr, 0.01 * deviation), with("adam", rate: 0.01 * deviation), with("l-bfgs", rate: nil),
    ].map {
      evident("\(draw) ; \($0)", .biasAtMean)
    }
  }
}
