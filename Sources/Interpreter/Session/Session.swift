import Language
import NeuralCore

/// The state of a conversation, as a value: two can exist side by side, `undo` keeps the one before, and a statement that
/// fails leaves it as it was.
///
/// Eight values with lifetimes of their own. A statement that begins something anew replaces the value as a whole, so that
/// nothing of the old one can be forgotten: `net` the model and its training, `init`, `reset` and `goto` the training,
/// `data` the data, `load` all but the scope
/// and the exercise.
public struct Session: Sendable {
  /// The network and what goes with it.
  @Shared public internal(set) var model = Model()
  /// The data, split and scaled.
  @Shared public internal(set) var data = DataState()
  /// How far the model has been trained.
  @Shared public internal(set) var training = TrainingState()
  @Shared var random = RandomState()
  var scope = Scope()
  /// How numbers are held and shown.
  public internal(set) var format = NumberFormat()
  @Shared var recall = Recall()
  @Shared var exercises = Exercises()

  /// No network, no data, no variables.
  public init() {}

  /// The exercise that somebody works at; nil if none is open.
  public internal(set) var exercise: OpenExercise? {
    get { exercises.open }
    set { exercises.open = newValue }
  }

  /// The last `sweep`; nil before the first.
  public var sweep: Sweep? { recall.sweep }
  /// nil before the first `net`.
  public var network: Network? { model.network }
  /// Of the networks and data made from now on.
  public var precision: Precision { format.precision }
  /// Epochs since the weights were drawn.
  public var epoch: Int { training.epoch }
  /// Why there are no epochs to draw or to go to, and what to do about it.
  var lackOfEpochs: (reason: String, help: [String]) {
    if let last = training.history.last, last > epoch {
      return (
        "the net is back at epoch \(epoch), before all that was trained",
        ["Go to a later epoch first, for example: goto epoch \(last)"]
      )
    }
    let bytes = network.map { $0.precision.bytes * $0.parameters.count * 4 } ?? 0
    guard EpochHistory.keeps(bytes) || epoch == 0 else {
      let (size, bound) = (Double(bytes).bytes, Double(EpochHistory.bound).bytes)
      return ("a state of this net takes \(size), too much for the \(bound) that epochs may take", [])
    }
    let reason =
      epoch == 0
      ? "no epoch was trained yet"
      : "a saved session has its weights, not the \(count(epoch, "epoch")) before, and none was trained since"
    let make = network == nil ? "\(lineOfFittingNet) ; " : ""
    return (reason, ["Train first, for example: \(make)train adam lr 0.01 epochs 100"])
  }

  /// What training makes small.
  var objective: Objective { model.objective }

  /// The loss over the training data with the present weights, if there is a network and data that fit each other and
  /// whose targets the loss can take.
  public var presentLoss: Double? { try? presentLoss(.never) }

  /// The same for data that may be much.
  func presentLoss(_ stop: StopSignal) throws(Interrupted) -> Double? {
    guard let network, let data = data.training, fits(network, data), canTake(data) else { return nil }
    return try loss(of: network, on: data, stop)
  }

  /// The same if one pass over the data is short; nil if it is not.
  var quickLoss: Double? { passIsLong ? nil : try? presentLoss(.never) }

  /// Whether one pass over the data takes some milliseconds or more.
  var passIsLong: Bool {
    (network?.parameters.count ?? 0) * (data.training?.rows ?? 0) > TrainingRules.longPass
  }

  /// The loss as the language sees it: the shortest decimal of its precision.
  func loss(
    of network: Network, on data: Dataset, _ stop: StopSignal, on machine: Machine = Machine()
  ) throws(Interrupted) -> Double {
    network.precision.decimal(try network.loss(model.objective, on: data, stop, on: machine))
  }

  func fits(_ network: Network, _ data: Dataset) -> Bool {
    data.inputCount == network.inputs && data.targetCount == network.outputs
  }

  /// Whether no statement between the two has touched the training.
  func hasTraining(of other: Session) -> Bool { _training.isSame(as: other._training) }

  /// Bytes of the states that bring epochs back.
  public var keptBytes: Int { training.history.bytes }

  /// About how many bytes the session takes if it shares none with another.
  var size: Int {
    let parameters = network?.parameters.count ?? 0
    let copies = 1 + (model.initialization == nil ? 0 : 1) + (training.optimizer == nil ? 0 : 3)
    let numbers = parameters * copies + (data.whole.map { $0.inputs.count + $0.targets.count } ?? 0)
    return precision.bytes * numbers + 4096
  }

  /// A hash of network, weights and generator: FNV-1a, 64 bits, as 16 hexadecimal digits. What else a training goes on with,
  /// the optimizer's memory above all, is not in it.
  public var fingerprint: String { fingerprint(.never) ?? "" }

  /// The same of a network that may be large; nil if it was stopped.
  func fingerprint(_ stop: StopSignal) -> String? {
    var hash = FNV1a()
    for layer in network?.layers ?? [] {
      hash.mix(word: UInt64(layer.inputs))
      hash.mix(word: UInt64(layer.outputs))
      hash.mix(word: layer.hasBias ? 1 : 0)
      for byte in layer.activation.name.utf8 { hash.mix(word: UInt64(byte)) }
    }
    if let parameters = network?.parameters {
      for place in parameters.indices {
        if place & 0xffff == 0xffff, stop.isGiven { return nil }
        hash.mix(word: parameters.bits(at: place))
      }
    }
    for word in random.generator.words { hash.mix(word: word) }
    return hash.hexadecimal
  }

  /// The place that a training of a network begins at.
  func state(_ network: Network) -> EpochHistory.State {
    EpochHistory.State(
      epoch: epoch, network: network, optimizer: training.optimizer, generator: random.generator,
      seed: random.seed)
  }
}
