import NeuralCore

/// The data of a session: as given, how it is split and scaled, and the parts that training sees.
public struct DataState: Sendable {
  /// As given, not scaled.
  public internal(set) var whole: Dataset?
  /// The rows of each part; nil if the data was not split.
  private(set) var split: [Part: [Int]]?
  /// Of the inputs.
  private(set) var scaling: Scaling?
  /// Of the targets.
  private(set) var targetScaling: Scaling?
  /// The data in its parts, scaled: `train` alone if it was not split; empty without data.
  public private(set) var parts: [Part: Dataset] = [:]

  /// Data in one part, not scaled.
  init(_ whole: Dataset? = nil) {
    self.whole = whole
    prepare()
  }

  /// The part that weights are fitted to, scaled.
  var training: Dataset? { parts[.train] }
  var validation: Dataset? { parts[.validation] }
  /// The same as given, not scaled.
  var unscaledTraining: Dataset? { unscaled(.train) }

  /// The rows of the whole that are not kept for a test: what cross-validation cuts into folds.
  var rowsToTrainOn: [Int] {
    guard let split else { return Array(0..<(whole?.rows ?? 0)) }
    return ((split[.train] ?? []) + (split[.validation] ?? [])).sorted()
  }

  /// Makes one fold the validation part and the rest the training part; a test part stays. Scaling is fitted anew, to the
  /// rest alone.
  ///
  /// - Parameters:
  ///   - fold: from 1.
  ///   - folds: the fold of each of the rows to train on, from 0.
  mutating func hold(out fold: Int, of folds: [Int]) {
    let rows = rowsToTrainOn
    var parts: [Part: [Int]] = [:]
    parts[.train] = rows.indices.filter { folds[$0] != fold - 1 }.map { rows[$0] }
    parts[.validation] = rows.indices.filter { folds[$0] == fold - 1 }.map { rows[$0] }
    parts[.test] = split?[.test]
    divide(into: parts)
  }

  /// A part as given, not scaled.
  func unscaled(_ part: Part) -> Dataset? {
    guard let split else { return part == .train ? whole : nil }
    return split[part].flatMap { whole?.selecting($0) }
  }

  /// Splits the data into these rows; nil makes one part of it again. Scaling is computed anew.
  mutating func divide(into rows: [Part: [Int]]?) {
    split = rows
    prepare()
  }

  /// Scales one side by numbers of the training part; nil takes its scaling back.
  mutating func scale(_ side: Scaling.Side, _ request: Scaling.Request?) {
    let made = request.flatMap { request in unscaledTraining.map { Scaling(request, of: $0, side) } }
    switch side {
    case .inputs: scaling = made
    case .targets: targetScaling = made
    }
    prepare()
  }

  /// The same data in another precision: float32 numbers exactly, float64 ones rounded.
  func converted(to precision: Precision) -> DataState {
    var state = self
    state.whole = whole?.converted(to: precision)
    state.prepare()
    return state
  }

  /// Two classes as a net with so many outputs takes them: a single target for one output, else a target each.
  ///
  /// - Returns: whether that is another form than before.
  mutating func fitClasses(outputs: Int) -> Bool {
    guard let other = outputs == 1 ? whole?.withOneTarget : whole?.withTargetForEachClass else {
      return false
    }
    whole = other
    prepare()
    return true
  }

  // MARK: Scaling

  /// The scaling that concerns a net with so many inputs: none if the data has another width.
  func scaling(width: Int) -> Scaling? { scaling.flatMap { $0.shift.count == width ? $0 : nil } }

  /// The scaling of the targets that concerns a net with so many outputs.
  func targetScaling(width: Int) -> Scaling? { targetScaling.flatMap { $0.shift.count == width ? $0 : nil } }

  /// Inputs as the network sees them.
  func scaled(_ inputs: [Double]) -> [Double] {
    scaling(width: inputs.count)?.applied(to: inputs) ?? inputs
  }

  /// Targets as the network sees them.
  func scaled(targets: [Double]) -> [Double] {
    targetScaling(width: targets.count)?.applied(to: targets) ?? targets
  }

  /// Outputs in the units of the data.
  func unscaled(outputs: Vector) -> Vector {
    guard let scaling = targetScaling(width: outputs.count) else { return outputs }
    return Vector(scaling.inverted(Array(outputs)), outputs.precision)
  }

  /// Data as the network sees it.
  func scaled(_ data: Dataset) -> Dataset {
    let targetScaling = targetScaling(width: data.targetCount)
    return data.replacing(
      inputs: scaling(width: data.inputCount)?.applied(to: data.inputs),
      targets: targetScaling?.applied(to: data.targets), scaled: targetScaling)
  }

  /// Cuts and scales the data. The numbers of the scalings come from the training part alone.
  private mutating func prepare() {
    guard let whole else {
      parts = [:]
      return
    }
    let raw = split.map { $0.mapValues { whole.selecting($0) } } ?? [.train: whole]
    if let training = raw[.train] {
      scaling = scaling.map { Scaling($0.request, of: training) }
      targetScaling = targetScaling.map { Scaling($0.request, of: training, .targets) }
    }
    parts = scaling == nil && targetScaling == nil ? raw : raw.mapValues { scaled($0) }
  }
}
