import Language
import NeuralCore

/// Weight lines: `L0N0 -> L1N0 = 0.66`.
extension Executor {
  /// Weight lines: every name is looked up and every value computed before the first weight changes.
  mutating func run(_ statement: WeightsStatement, _ source: Source) throws(Diagnostic) {
    var network = try session.requireNetwork()
    var changes: [(index: Int, weight: WeightValue)] = []
    for line in statement.lines {
      let name = WeightName(line.weight.node)
      guard let index = network.index(of: name) else {
        throw .unknownWeight(line, statement, network, source)
      }
      changes.append((index, WeightValue(name: name, value: try element(line.value))))
    }
    for change in changes { network.parameters[change.index] = change.weight.value }
    session.model.network = network
    session.model.hasWeights = true
    session.training.end = nil

    let weights = changes.map { change in
      WeightValue(name: change.weight.name, value: network.parameters.decimal(change.index))
    }
    emit(.set(weights, of: network.parameters.count))
  }
}

extension Diagnostic {
  /// A weight that the net does not have. If the whole block fits once from and to are exchanged, it was made from
  /// PyTorch's `[out, in]` matrices, and is shown put right.
  fileprivate static func unknownWeight(
    _ line: WeightsStatement.Line, _ statement: WeightsStatement, _ network: Network, _ source: Source
  ) -> Diagnostic {
    let name = WeightName(line.weight.node)
    let swapped = statement.lines.map { (WeightName($0.weight.node).transposed, source.text($0.value.span)) }
    let span = network.has(name.to) ? line.weight.span : line.weight.toSpan
    guard statement.lines.count > 1, swapped.allSatisfy({ network.index(of: $0.0) != nil }) else {
      let rest = statement.lines.count > 1 ? ["Nothing was set."] : []
      return Diagnostic(.unknownWeight, network.whyNot(name), at: span, help: rest)
    }
    let order = Dictionary(uniqueKeysWithValues: network.weightNames.enumerated().map { ($1, $0) })
    let lines = swapped.sorted { order[$0.0] ?? 0 < order[$1.0] ?? 0 }
      .map { "    \($0.0)\($0.0.isBias ? ":" : " =") \($0.1)" }
    return Diagnostic(
      .transposedDump, network.whyNot(name), at: span,
      help: [
        "This looks like a dump made from PyTorch's matrices, which are [out, in]: from and to are swapped.",
        "Put right, ready to paste:",
      ] + lines + ["Nothing was set."])
  }
}

extension Located where Node == WeightReference {
  /// The place of the neuron that the weight leads to: the end of the name.
  fileprivate var toSpan: Span { Span(span.end - node.to.text.utf8.count, span.end) }
}
