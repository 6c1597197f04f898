import Language
import NeuralCore
import Standard

extension TrainRequest {
  /// The line that asks for the same training, with values in place of expressions, up to its condition. When else it
  /// ends (`epochs`, `seconds`, `patience`, restarts) is for whoever writes it.
  var line: TrainLine {
    var line = configuration.line
    for option in TrainOption.allCases where option != .until {
      if let value = value(of: option) { line.set(option, value) }
    }
    if let conditionText { line.set(.until, conditionText) }
    return line
  }

  /// What follows an option on that line; nil if the line does not need it. Exhaustive, so that no option is forgotten.
  private func value(of option: TrainOption) -> String? {
    switch option {
    case .until: conditionText
    case .epochs, .seconds, .patience, .least, .restart, .keeping, .log, .mingrad, .as: nil
    case .batch: configuration.batch.map { "\($0)" }
    case .shuffle: configuration.shuffles ? "" : nil
    case .accumulate: configuration.accumulate > 1 ? "\(configuration.accumulate)" : nil
    case .dropout: configuration.dropout > 0 ? configuration.dropout.text : nil
    case .clip: configuration.clip.map(\.text)
    case .maxnorm: configuration.maxNorm?.text
    case .schedule:
      schedule.map { ([$0.schedule.name] + $0.numbers.map(\.text)).joined(separator: " ") }
    case .warmup: warmup > 0 ? "\(warmup)" : nil
    case .over: schedule?.schedule.hasLength == true ? "\(configuration.rates.length)" : nil
    case .on: watched?.node
    case .loss: isLossChosen ? configuration.objective.loss.name : nil
    case .weights:
      isLossChosen && !configuration.objective.weights.isEmpty
        ? "[\(configuration.objective.weights.map(\.text).joined(separator: ", "))]" : nil
    case .smoothing:
      isLossChosen && configuration.objective.smoothing > 0 ? configuration.objective.smoothing.text : nil
    }
  }

  /// A clock decides where it ends.
  var watchesClock: Bool {
    seconds != nil || condition?.mentions(name: MetricName.seconds.rawValue) == true
  }
}

extension TrainingConfiguration {
  /// The optimizer and what differs from its defaults.
  fileprivate var line: TrainLine { TrainLine(optimizer, settings) }
}

extension TrainLine {
  /// An optimizer with its learning rate and the settings that differ from its defaults.
  init(_ optimizer: Optimizer, _ settings: Settings) {
    self.init(optimizer.name)
    for setting in optimizer.settings where settings[setting.key] != setting.fallback || setting.key == .lr {
      set(setting: setting.name, setting.range == .flag ? "" : settings[setting.key].text)
    }
  }
}

extension Clip {
  /// As typed after `clip`: `norm 1`.
  fileprivate var text: String {
    switch self {
    case .value(let limit): "\(ClipChoice.value.rawValue) \(limit.text)"
    case .norm(let limit): "\(ClipChoice.norm.rawValue) \(limit.text)"
    }
  }
}
