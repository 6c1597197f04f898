import NeuralCore

extension Network {
  /// The activation that the output should have, where the targets are classes and outputs and loss are those of numbers: an
  /// output without an upper bound, whose error is squared or taken as it is, is punished for being more than right. nil
  /// where that is not so.
  ///
  /// softmax, an output for each class; sigmoid for a single one of 0 and 1.
  public func outputForClasses(
    of data: Dataset, _ objective: Objective, _ stop: StopSignal
  ) throws(Interrupted) -> Activation? {
    guard output.range.upperBound == .infinity, outputs == data.targetCount, objective.loss.needs == nil,
      objective.loss.targets == .any, !objective.loss.takesClasses,
      let found = try ClassLabels(data, stop), found.counts.count(where: { $0 > 0 }) > 1,
      !data.targets.contains(-1)
    else { return nil }
    return outputs > 1 ? .softmax : .sigmoid
  }
}

extension ModelAnalysis {
  /// The activation that the output should have for classes. The few rows of a truth table, of which nobody said that they
  /// are classes, are learned as numbers as well: there it is nil.
  public var outputForClasses: Activation? {
    guard !data.classes.isEmpty || data.rows > network.parameters.count else { return nil }
    return (try? network.outputForClasses(of: data, objective, stop)) ?? nil
  }
}
