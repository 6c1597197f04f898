import Language
import NeuralCore

/// Carries out one statement with all that is nested in it: on a copy of a session, which its caller takes over when the
/// statement has succeeded.
///
/// What statements do is written in extensions, a file a family in `Statements/`.
struct Executor {
  var session: Session
  var preferences: Preferences
  /// The world as it was given; `host` is the one to speak to.
  var world: Host {
    didSet { acknowledges = !world.output.ignores(.acknowledgment) }
  }
  /// Whether anybody wants to know of what only worked: most front ends do not.
  private(set) var acknowledges: Bool
  /// Blocks of `quiet` around the statement.
  var quietBlocks = 0
  /// Where the statement that runs is.
  var context: Context

  /// Local variables of each procedure that is running, the innermost last.
  var locals: [Frame] = []
  /// Metrics that only a running `train` has.
  var progress: Progress?
  /// Rows of the data block that is being read.
  var rowsInProgress: [(inputs: [Double], targets: [Double])] = []
  /// What a trial of a diagnosis may take; nil for what a person runs.
  var trial: TrialBudget?
  /// Procedures that the statement has called, and the bodies of those that it has called again, made ready.
  var called: Set<ObjectIdentifier> = []
  var procedures: [ObjectIdentifier: PreparedBody] = [:]
  /// What the statement did that its text does not tell.
  var trace = Trace()

  /// Metrics of a running training.
  struct Progress: Sendable {
    /// As the language sees it: the shortest decimal.
    var loss: Double
    var epoch: Int
    var seconds: Double
  }

  init(
    _ session: Session, _ host: Host, _ context: Context,
    preferences: Preferences = Preferences()
  ) {
    (self.session, world) = (session, host)
    (self.context, self.preferences) = (context, preferences)
    acknowledges = !host.output.ignores(.acknowledgment)
  }

  /// The world that events go to: without reports where it is quiet.
  var host: Host { quietBlocks > 0 || preferences.isQuiet ? world.quiet : world }

  func emit(_ event: Event) {
    if quietBlocks > 0 || preferences.isQuiet { world.quiet.emit(event) } else { world.emit(event) }
  }

  /// The same for one that only says that something worked, which most front ends do not show.
  func acknowledge(_ event: @autoclosure () -> Event) {
    if acknowledges { emit(event()) }
  }

  /// Whether Ctrl-C came.
  var isInterrupted: Bool { world.input.isInterrupted() }

  /// The names of the variables that expressions can see, in alphabetical order.
  var variableNames: [String] {
    Set(session.scope.variables.keys).union(locals.last.map { Array($0.byName.keys) } ?? []).sorted()
  }

  func variable(_ name: String) -> Value? { locals.last?[name] ?? session.scope.variables[name] }

  /// `let` inside a procedure is local to it.
  mutating func setVariable(_ name: String, _ value: Value) {
    if locals.isEmpty {
      session.scope.variables.give(name, value)
    } else {
      locals[locals.count - 1][name] = value
    }
  }

  /// The same by the place of the name in the table of names.
  @inline(__always)
  mutating func setVariable(at place: Int, _ value: Value) {
    if locals.isEmpty {
      session.scope.variables.give(at: place, value)
    } else {
      locals[locals.count - 1][place: place] = value
    }
  }

  /// What passes over the data run on.
  var machine: Machine { Machine(processors: host.processors.count) }

  /// The loss as the language sees it: the shortest decimal of its precision.
  func loss(of network: Network, on data: Dataset) throws(Diagnostic) -> Double {
    try host.interruptibly { (stop) throws(Interrupted) in
      try session.loss(of: network, on: data, stop, on: machine)
    }
  }

  /// The loss over the training data with the present weights; nil where that is not defined.
  func presentLoss() throws(Diagnostic) -> Double? {
    try host.interruptibly { (stop) throws(Interrupted) in try session.presentLoss(stop) }
  }

  /// The loss as the language sees it, and the outputs for every row.
  func evaluation(
    of network: Network, on data: Dataset
  ) throws(Diagnostic) -> (loss: Double, outputs: [Vector]) {
    try host.interruptibly { (stop) throws(Interrupted) in
      let (loss, outputs) = try network.evaluation(session.model.objective, on: data, stop, on: machine)
      return (network.precision.decimal(loss), outputs)
    }
  }

  /// The outputs for every row.
  func outputs(of network: Network, for data: Dataset) throws(Diagnostic) -> [Vector] {
    try host.interruptibly { (stop) throws(Interrupted) in try network.outputs(for: data, stop, on: machine) }
  }

  /// The same as one array, row by row.
  func flatOutputs(of network: Network, for data: Dataset) throws(Diagnostic) -> Vector {
    try host.interruptibly { (stop) throws(Interrupted) in
      try network.flatOutputs(for: data, stop, on: machine)
    }
  }

  /// Data as the network sees it.
  func scaled(_ data: Dataset) throws(Diagnostic) -> Dataset {
    try host.interruptibly { (stop) throws(Interrupted) in try session.data.scaled(data, stop) }
  }

  /// A part of the data as given, not scaled.
  func unscaled(_ part: Part) throws(Diagnostic) -> Dataset? {
    try host.interruptibly { (stop) throws(Interrupted) in try session.data.unscaled(part, stop) }
  }

  /// Ends a loop over much if Ctrl-C came, which it asks now and then.
  func checkInterrupt(at place: Int) throws(Diagnostic) { if place & 0x3ff == 0x3ff { try checkInterrupt() } }

  /// Ends a statement that takes long, if Ctrl-C came.
  func checkInterrupt() throws(Diagnostic) {
    if isInterrupted { throw .interrupted }
  }
}
