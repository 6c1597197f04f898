import Language
import NeuralCore
import Standard

/// The loss that a line trains with: `train` keeps it for later lines, and `net` forgets it.
extension Diagnoser {
  /// The options of `train` that choose the loss.
  static let lossOptions = [TrainOption.loss, .weights, .smoothing]

  /// The training of a line that begins with a new net: with the loss in use, where the net can have it.
  ///
  /// - Parameter text: the line; nil for the last one again.
  func training(_ text: String?, of network: Network) -> String {
    guard network.output == view.network.output else { return text ?? again }
    let old = text.flatMap(parsed) ?? line
    let new = old[.loss] == nil ? withLossInUse(old) : old
    return new.text == old.text ? text ?? again : canonical(new)
  }

  /// The last line for a net with another output: with the loss in use, if that goes with every output, else with the
  /// output's own.
  var againForOtherOutput: String {
    session.objective.loss.needs == nil ? canonical(withLossInUse(line)) : line(loss: nil)
  }

  private func parsed(_ text: String) -> TrainLine? {
    let source = Source(name: "trial", text: text)
    guard case .train(let train)? = parse(source, .standard).statements.first?.node else { return nil }
    return TrainLine(train, in: source)
  }

  /// A line that says of the loss what earlier lines have chosen, and not this one.
  func withLossInUse(_ line: TrainLine) -> TrainLine {
    var line = line
    for option in Self.lossOptions where line[option] == nil {
      if let kept = lossInUse(option) { line.set(option, kept) }
    }
    return line
  }

  /// What an option of the loss is now; nil for what it is without being given.
  private func lossInUse(_ option: TrainOption) -> String? {
    let objective = session.objective
    if option == .loss {
      return objective.loss == Loss.standard(for: view.network.output) ? nil : objective.loss.name
    }
    if option == .weights {
      return objective.weights.isEmpty ? nil : "[\(objective.weights.map(\.text).joined(separator: ", "))]"
    }
    return objective.smoothing > 0 ? objective.smoothing.text : nil
  }

  /// The options of the loss that are other than they were, whoever chose them, and whether they are given.
  ///
  /// - Parameter newOutput: of the new net that the line begins with; nil without one.
  func lossChanges(_ new: TrainLine, newOutput: Activation?) -> [(option: TrainOption, isGiven: Bool)] {
    Self.lossOptions.compactMap { option in
      let was = line[option] ?? lossInUse(option)
      // A loss that is named begins without weights and smoothing.
      let isForgotten = newOutput != nil || option != .loss && new[.loss] != nil
      let will = new[option] ?? (isForgotten ? nil : was)
      let output = view.network.output
      guard plain(was, option, output) != plain(will, option, newOutput ?? output) else { return nil }
      return (option, isGiven: new[option] != nil)
    }
  }

  /// Without blanks; nil for what does nothing.
  private func plain(_ value: String?, _ option: TrainOption, _ output: Activation) -> String? {
    if option == .loss { return value ?? Loss.standard(for: output).name }
    return value == "0" ? nil : value.map { String($0.filter { $0 != " " }) }
  }
}
