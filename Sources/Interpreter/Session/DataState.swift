import NeuralCore

/// The data of a session: as given, how it is split and scaled, and the parts that training sees.
public struct DataState: Sendable {
  /// As given, not scaled; with the means of the training part where values are missing.
  public internal(set) var whole: Dataset?
  /// The rows of each part; nil if the data was not split.
  private(set) var split: [Part: [Int]]?
  /// Of the inputs.
  private(set) var scaling: Scaling?
  /// Of the targets.
  private(set) var targetScaling: Scaling?
  /// Whether inputs or targets are scaled.
  var isScaled: Bool { scaling != nil || targetScaling != nil }
  /// What the targets say of classes, as given and scaled; nil if the data was neither split nor are its targets scaled.
  private var forms: (given: TargetForm, seen: TargetForm)?
  /// The data in its parts, scaled: `train` alone if it was not split; empty without data.
  public private(set) var parts: [Part: Dataset] = [:]

  /// Data in one part, not scaled.
  init(_ whole: Dataset? = nil) {
    self.whole = whole
    parts = whole.map { [.train: $0] } ?? [:]
  }

  /// The part that weights are fitted to, scaled.
  var training: Dataset? { parts[.train] }
  var validation: Dataset? { parts[.validation] }

  /// The rows of the whole that are not kept for a test: what cross-validation cuts into folds.
  var rowsToTrainOn: [Int] {
    guard let split else { return Array(0..<(whole?.rows ?? 0)) }
    return ((split[.train] ?? []) + (split[.validation] ?? [])).sorted()
  }

  /// None where the data is in one part.
  var partOfEachRow: [Part?] {
    guard let split, let whole else { return [] }
    var parts = [Part?](repeating: nil, count: whole.rows)
    for (part, rows) in split { for row in rows { parts[row] = part } }
    return parts
  }

  /// Makes one fold the validation part and the rest the training part; a test part stays. Scaling is fitted anew, to the
  /// rest alone.
  ///
  /// - Parameters:
  ///   - fold: from 1.
  ///   - folds: the fold of each of the rows to train on, from 0.
  mutating func hold(out fold: Int, of folds: [Int], _ stop: StopSignal) throws(Interrupted) {
    let rows = rowsToTrainOn
    var parts: [Part: [Int]] = [:]
    parts[.train] = rows.indices.filter { folds[$0] != fold - 1 }.map { rows[$0] }
    parts[.validation] = rows.indices.filter { folds[$0] == fold - 1 }.map { rows[$0] }
    parts[.test] = split?[.test]
    try divide(into: parts, stop)
  }

  /// A part as given, not scaled.
  func unscaled(_ part: Part) -> Dataset? {
    guard let split else { return part == .train ? whole : nil }
    return split[part].flatMap { whole?.selecting($0).asPart(of: forms?.given) }
  }

  /// The same for data of any size.
  func unscaled(_ part: Part, _ stop: StopSignal) throws(Interrupted) -> Dataset? {
    guard let split, let rows = split[part] else { return unscaled(part) }
    return try whole?.selecting(rows, stop).asPart(of: forms?.given)
  }

  /// Splits the data into these rows; nil makes one part of it again. Means and scaling are computed anew.
  mutating func divide(into rows: [Part: [Int]]?, _ stop: StopSignal) throws(Interrupted) {
    var state = self
    state.split = rows
    self = try state.prepared(stop)
  }

  /// The same data in the parts that another state has, whatever was learned of scaling left as it is.
  func cut(as other: DataState) -> DataState {
    guard split != other.split else { return self }
    var state = self
    state.split = other.split
    state.forms = try? state.targetForms(.never)
    for part in Part.allCases {
      let raw = state.unscaled(part)
      state.parts[part] = raw.flatMap { raw in
        scaling == nil && targetScaling == nil ? raw : try? scaled(raw, .never)
      }
    }
    return state
  }

  /// Whether the targets are in the units of another state.
  func hasTargets(scaledAs other: DataState) -> Bool { targetScaling == other.targetScaling }

  /// Scales one side by numbers of the training part; nil takes its scaling back.
  mutating func scale(
    _ side: Scaling.Side, _ request: Scaling.Request?, _ stop: StopSignal
  ) throws(Interrupted) {
    var (state, made) = (self, Scaling?.none)
    if let request, let fitted = try fitted(side, stop) {
      made = try Scaling(request, of: fitted, side, stop)
    }
    switch side {
    case .inputs: state.scaling = made
    case .targets: state.targetScaling = made
    }
    self = try state.prepared(stop)
  }

  /// What the numbers of a scaling come from: the training part. The two numbers of classes are known without it, which may
  /// hold one of them alone.
  private func fitted(_ side: Scaling.Side, _ stop: StopSignal) throws(Interrupted) -> Dataset? {
    let isOfClasses = side == .targets && forms.map { $0.given != .numbers } ?? false
    return isOfClasses ? whole : try unscaled(.train, stop)
  }

  /// The same data in another precision: float32 numbers exactly, float64 ones rounded.
  func converted(to precision: Precision, _ stop: StopSignal) throws(Interrupted) -> DataState {
    var state = self
    state.whole = try whole?.converted(to: precision, stop)
    return try state.prepared(stop)
  }

  /// Two classes as a net with so many outputs takes them: a single target for one output, else a target each.
  ///
  /// - Returns: whether that is another form than before.
  mutating func fitClasses(outputs: Int, _ stop: StopSignal) throws(Interrupted) -> Bool {
    guard let other = outputs == 1 ? whole?.withOneTarget : whole?.withTargetForEachClass else {
      return false
    }
    var state = self
    state.whole = other
    // Of classes a single target alone is scaled.
    if outputs != 1 { state.targetScaling = nil }
    self = try state.prepared(stop)
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

  /// The same of many rows, row by row.
  func unscaled(outputs: Vector, width: Int) -> Vector {
    guard let scaling = targetScaling(width: width) else { return outputs }
    return scaling.inverted(outputs)
  }

  /// Data as the network sees it.
  func scaled(_ data: Dataset, _ stop: StopSignal) throws(Interrupted) -> Dataset {
    let targetScaling = targetScaling(width: data.targetCount)
    let scaled = data.replacing(
      inputs: try scaling(width: data.inputCount)?.applied(to: data.inputs, stop),
      targets: try targetScaling?.applied(to: data.targets, stop), scaled: targetScaling)
    guard targetScaling != nil, let forms else { return scaled }
    return scaled.asPart(of: forms.seen)
  }

  /// Rows of another file as a part of the data: they are classes if its targets are.
  func asPart(_ rows: Dataset, _ stop: StopSignal) throws(Interrupted) -> Dataset {
    guard let whole, whole.targetCount == rows.targetCount else { return rows }
    if let forms { return rows.asPart(of: forms.given) }
    return rows.asPart(of: try TargetForm(whole.targets, width: whole.targetCount, stop))
  }

  /// What the targets say of classes, as given and scaled; nil where they are seen as they are, all of them. Numbers stay
  /// numbers, whatever they are scaled to.
  private func targetForms(_ stop: StopSignal) throws(Interrupted) -> (given: TargetForm, seen: TargetForm)? {
    guard let whole else { return nil }
    let scaling = targetScaling(width: whole.targetCount)
    guard split != nil || scaling != nil else { return nil }
    let given = try TargetForm(whole.targets, width: whole.targetCount, stop)
    guard let scaling, given != .numbers else { return (given, given) }
    let seen = try scaling.applied(to: whole.targets, stop)
    return (given, try TargetForm(seen, width: whole.targetCount, stop))
  }

  /// The same with its data cut and scaled anew. The means in the place of missing values, and the numbers of the scalings,
  /// come from the training part alone.
  private func prepared(_ stop: StopSignal) throws(Interrupted) -> DataState {
    var state = self
    (state.parts, state.forms) = ([:], nil)
    guard let whole else { return state }
    state.whole = try whole.filled(from: split?[.train], stop)
    state.forms = try state.targetForms(stop)
    if let scaling, let fitted = try state.fitted(.inputs, stop) {
      state.scaling = try Scaling(scaling.request, of: fitted, .inputs, stop)
    }
    if let targetScaling, let fitted = try state.fitted(.targets, stop) {
      state.targetScaling = try Scaling(targetScaling.request, of: fitted, .targets, stop)
    }
    if targetScaling != nil { state.forms = try state.targetForms(stop) }
    for part in Part.allCases {
      guard let raw = try state.unscaled(part, stop) else { continue }
      state.parts[part] = scaling == nil && targetScaling == nil ? raw : try state.scaled(raw, stop)
    }
    return state
  }
}
