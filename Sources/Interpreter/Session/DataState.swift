import NeuralCore

/// The data of a session: as given, how it is split and scaled, and the parts that training sees.
public struct DataState: Sendable {
  /// As given, not scaled.
  public internal(set) var whole: Dataset?
  /// The rows of each part; nil if the data was not split.
  private(set) var split: [Part: [Int]]?
  private(set) var scaling: Scaling?
  /// The data in its parts, scaled: `train` alone if it was not split; empty without data.
  private(set) var parts: [Part: Dataset] = [:]

  /// Data in one part, not scaled.
  init(_ whole: Dataset? = nil) {
    self.whole = whole
    prepare()
  }

  /// The part that weights are fitted to, scaled.
  var training: Dataset? { parts[.train] }
  var validation: Dataset? { parts[.validation] }
  /// The same as given, not scaled.
  var unscaledTraining: Dataset? { split?[.train].flatMap { whole?.selecting($0) } ?? whole }

  /// Splits the data into these rows; nil makes one part of it again. Scaling is computed anew.
  mutating func divide(into rows: [Part: [Int]]?) {
    split = rows
    prepare()
  }

  /// Scales the inputs by numbers of the training part; nil takes scaling back.
  mutating func scale(_ kind: Scaling.Kind?) {
    scaling = nil
    prepare()
    guard let kind, let training else { return }
    scaling = Scaling(kind, of: training)
    prepare()
  }

  /// The same data in another precision: float32 numbers exactly, float64 ones rounded.
  func converted(to precision: Precision) -> DataState {
    var state = self
    state.whole = whole?.converted(to: precision)
    state.prepare()
    return state
  }

  /// The scaling that concerns a net with so many inputs: none if the data has another width.
  func scaling(width: Int) -> Scaling? { scaling.flatMap { $0.shift.count == width ? $0 : nil } }

  /// Inputs as the network sees them.
  func scaled(_ inputs: [Double]) -> [Double] {
    scaling(width: inputs.count)?.applied(to: inputs) ?? inputs
  }

  /// Cuts and scales the data. The numbers of the scaling come from the training part alone.
  private mutating func prepare() {
    guard let whole else {
      parts = [:]
      return
    }
    let raw = split.map { $0.mapValues { whole.selecting($0) } } ?? [.train: whole]
    if let kind = scaling?.kind, let training = raw[.train] { scaling = Scaling(kind, of: training) }
    parts = raw.mapValues { part in scaling.map { $0.applied(to: part) } ?? part }
  }
}
