import Diagnosing
import Language
import NeuralCore

/// Options, settings and leftovers of earlier lines that can hold a training back.
extension Diagnoser {
  /// Options and settings that can hold a training back: each left out.
  var hindrances: [Candidate] {
    var list: [Candidate] = []
    for option in [TrainOption.dropout, .clip, .maxnorm, .schedule, .warmup, .patience, .accumulate]
    where line[option] != nil {
      var changed = line
      changed.remove(option)
      if option == .schedule { changed.remove(.over) }
      if option == .patience { changed.remove(.least, .on) }
      list.append(without(option.rawValue, changed))
    }
    return list + keptHindrances + settingHindrances
  }

  /// Class weights and smoothing stay with the loss, so they are given as what does nothing.
  private var keptHindrances: [Candidate] {
    let objective = session.objective
    var list: [Candidate] = []
    var whole = withLossInUse(line)
    whole.set(.loss, objective.loss.name)
    if objective.smoothing > 0 {
      var changed = whole
      changed.set(.smoothing, "0")
      list.append(without(TrainOption.smoothing.rawValue, changed))
    }
    if !objective.weights.isEmpty {
      var changed = whole
      changed.set(.weights, "[\(objective.weights.map { _ in "1" }.joined(separator: ", "))]")
      list.append(without(TrainOption.weights.rawValue, changed))
    }
    return list
  }

  /// Settings of the optimizer that are not at their defaults.
  private var settingHindrances: [Candidate] {
    guard let request else { return [] }
    var list: [Candidate] = []
    for setting in request.configuration.optimizer.settings
    where ![.lr, .history, .moves, .looks].contains(setting.key) && setting.range != .flag {
      let value = request.configuration.settings[setting.key]
      guard value != setting.fallback else { continue }
      if setting.key == .momentum, value > 0.9 {
        list.append(
          Candidate(
            line: "\(anew) ; \(line(.momentum, 0.9))", remedy: .less(setting.name), isEvident: true,
            finding: .hindered(by: setting.name)))
      }
      var changed = line
      changed.remove(setting: setting.name)
      list.append(without(setting.name, changed))
    }
    return list
  }

  private func without(_ word: String, _ line: TrainLine) -> Candidate {
    Candidate(
      line: "\(anew) ; \(canonical(line))", remedy: .without(word), isEvident: true,
      finding: .hindered(by: word))
  }
}
