import Language
import NeuralCore

/// Whether a loss can take the targets it is given. Asked wherever a loss or its gradient is computed, so it does not matter
/// how data and loss came together: typed in, read from a file, loaded, or the loss named later.
extension Session {
  /// Whether the loss in use can take all targets of the data.
  func canTake(_ data: Dataset) -> Bool { data.targets.allSatisfy(objective.loss.targets.allows) }

  /// - Parameters:
  ///   - data: a part of this session's data, or what takes its place; all parts are looked at.
  ///   - loss: the one in use if it is left out.
  func checkTargets(of data: Dataset, _ loss: Loss? = nil) throws(Diagnostic) {
    let loss = loss ?? objective.loss
    let parts = self.data.parts.values
    if !parts.isEmpty, parts.allSatisfy({ $0.targets.allSatisfy(loss.targets.allows) }) { return }
    // Scaled as a whole only for the message, which names the row of the data.
    let whole = self.data.whole.flatMap { try? self.data.scaled($0, .never) }
    try checkTargets(seen: whole ?? data, loss)
  }

  /// - Parameter data: as the network sees it.
  func checkTargets(seen data: Dataset, _ loss: Loss) throws(Diagnostic) {
    guard let place = data.targets.firstIndex(where: { !loss.targets.allows($0) }), let network else {
      return
    }
    let (row, column) = (place / data.targetCount, place % data.targetCount)
    let wrongRows = (0..<data.rows).count { row in !data.target(row).allSatisfy(loss.targets.allows) }
    let more = wrongRows > 1 ? "; \(wrongRows) of \(data.rows) rows have such targets" : ""
    throw Diagnostic(
      .lossMismatch,
      "the loss `\(loss.name)` is for targets \(loss.targets.text), and \(data.targetWords(column)) of row "
        + "\(row + 1) is \(data.targets.decimal(place).text)\(more)",
      help: loss.remedies(for: Array(data.targets), network))
  }

  /// The mistake of a single target that the loss in use cannot take.
  func refusal(of target: Double, _ network: Network, at span: Span) -> Diagnostic {
    let loss = objective.loss
    return Diagnostic(
      .lossMismatch,
      "the loss `\(loss.name)` is for targets \(loss.targets.text), not \(precision.decimal(target).text)",
      at: span,
      help: loss.remedies(for: [target], network))
  }
}

extension Loss {
  /// What to type instead, for a net of the same shape.
  fileprivate func remedies(for targets: [Double], _ network: Network) -> [String] {
    let linear = network.statementText(output: .linear)
    let other = "Numbers of any size are learned by a linear output and the loss mse: \(linear)"
    switch self.targets {
    case .any: return []
    case .signs:
      guard targets.allSatisfy(Targets.bits.allows) else { return [other + " ; train adam loss mse"] }
      return [
        "For targets 0 and 1 there is bce, with a sigmoid output: \(network.statementText(output: .sigmoid))"
      ]
    case .bits, .probabilities:
      guard targets.allSatisfy({ $0.magnitude <= 1 && $0 == $0.rounded() }) else { return [other] }
      let hinge =
        "For targets −1 and 1 there is hinge, with a linear output: \(linear) ; train adam loss hinge"
      return ["Write 0 in place of −1."] + (targets.allSatisfy(Targets.signs.allows) ? [hinge] : [])
    }
  }
}

extension Loss.Targets {
  /// In words, for messages.
  fileprivate var text: String {
    switch self {
    case .any: "of any size"
    case .signs: "−1 and 1"
    case .bits: "0 and 1"
    case .probabilities: "from 0 to 1"
    }
  }
}

extension Dataset {
  /// A target of a row in a sentence: `the target`, `target 2`, `price`.
  fileprivate func targetWords(_ column: Int) -> String {
    guard targetColumns.isEmpty else { return "`\(targetColumns[column])`" }
    return targetCount == 1 ? "the target" : "target \(column + 1)"
  }
}
