import Language
import NeuralCore

/// The state of a conversation, as a value: two can run side by side, `undo` is keeping the last one, and a
/// statement that fails leaves it as it was.
public struct Session: Sendable {
  /// How the weights were drawn, and as what.
  struct Initialization: Sendable {
    /// One `init`.
    struct Step: Sendable {
      let initializer: Initializer
      var options = Initializer.Options()
      /// Counted from 0; nil for all.
      var layers: Range<Int>?
      /// As given; nil where it was chosen or the generator went on.
      var seed: Int64?
    }

    /// One for the whole net, or for single layers one after the other, the first with the seed.
    let draws: [Step]
    let seed: Int64
    let parameters: Vector
    /// Drawing all of it again, from its seeds, gives these parameters.
    let isWhole: Bool
  }

  /// The optimizer in use with what it remembers.
  struct OptimizerInUse: Sendable {
    let optimizer: Optimizer
    let settings: Settings
    let memory: OptimizerMemory
    /// Its schedule goes on where it is, even past its length: the state is one of the middle of a training.
    var isMidway = false
  }

  /// Figures that only a running `train` has.
  struct Progress: Sendable {
    /// As the language sees it: the shortest decimal.
    var loss: Double
    var epoch: Int
    var seconds: Double
  }

  public internal(set) var network: Network?
  /// The data as given; what training sees is in `parts`.
  public internal(set) var data: Dataset?
  /// The rows of each part, if the data was split.
  var split: [Part: [Int]]?
  var scaling: Scaling?
  /// The data in its parts, scaled: `train` alone if it was not split.
  var parts: [Part: Dataset] = [:]
  var start: Initialization?
  /// Weights were drawn or set since `net`.
  var hasWeights = false
  /// Of the numbers of nets and data made from now on.
  public internal(set) var precision = Precision.single
  /// The loss that `train` chose, with class weights and smoothing.
  var chosenObjective: Objective?
  /// Parameters, by place, that training leaves alone.
  var frozen: Set<Int> = []
  var optimizer: OptimizerInUse?
  /// The epochs since the weights were drawn.
  var history = EpochHistory()
  /// Where in its epoch `step` stands; nil between epochs.
  var stepping: AnyTrainer.Place?
  var lastTrain: (statement: TrainStatement, source: Source, text: String?)?
  var progress: Progress?
  public internal(set) var epoch = 0
  /// Whether the last `train` met its condition; nil if it had none.
  var reached: Bool?
  /// How the last `train` ended, if nothing changed the weights since.
  var lastEnd: TrainReport.Reason?
  var epochsOfLastTrain = 0

  var generator = MersenneTwister(seed: 0)
  /// What the generator was last seeded with; nil before that.
  var seed: Int64?
  /// Nothing has been drawn since a seed was given by `seed`.
  var isFreshlySeeded = false
  /// Variables of the session, and of each procedure that is running, the innermost last.
  var globals: [String: Value] = [:]
  var locals: [[String: Value]] = []
  var procedures: [String: Procedure] = [:]
  /// The rows of the data block that is being read.
  var rowsInProgress: [(inputs: [Double], targets: [Double])] = []
  public internal(set) var digits = 4
  public internal(set) var display = Display()
  /// What `_` is.
  var lastValue: Value?
  /// Of the statement that runs.
  var trace = Trace()

  var lastInputs: [Double]?

  /// A statement that `define` made, with the text that it stands in.
  struct Procedure: Sendable {
    let definition: DefineStatement
    let context: Context
  }

  public init() {}

  /// What expressions can see by name: the innermost procedure's own variables before the session's.
  var variables: [String: Value] {
    locals.last.map { globals.merging($0) { $1 } } ?? globals
  }

  func variable(_ name: String) -> Value? { locals.last?[name] ?? globals[name] }

  /// `let` inside a procedure is local to it.
  mutating func setVariable(_ name: String, _ value: Value) {
    if locals.isEmpty { globals[name] = value } else { locals[locals.count - 1][name] = value }
  }

  /// What is made small: the loss chosen, else the standard of the output layer.
  var objective: Objective {
    chosenObjective ?? Objective(network.map { Loss.standard(for: $0.output) } ?? .mse)
  }

  /// The loss over the data with the present weights, if there is a net and data that fit.
  public var presentLoss: Double? {
    guard let network, let data = parts[.train], fits(network, data) else { return nil }
    return loss(of: network, on: data)
  }

  /// One pass over the data takes some milliseconds or more.
  var passIsLong: Bool { (network?.parameters.count ?? 0) * (parts[.train]?.rows ?? 0) > 2_000_000 }

  /// The loss as the language sees it: the shortest decimal of its precision.
  func loss(of network: Network, on data: Dataset) -> Double {
    network.precision.decimal(network.loss(objective, on: data))
  }

  /// Inputs as the net sees them.
  func scaled(_ inputs: [Double]) -> [Double] {
    guard let scaling, scaling.shift.count == inputs.count else { return inputs }
    return scaling.applied(to: inputs)
  }

  func fits(_ network: Network, _ data: Dataset) -> Bool {
    data.inputCount == network.inputs && data.targetCount == network.outputs
  }

  /// About how many bytes it takes if it shares none with another.
  var size: Int {
    let parameters = network?.parameters.count ?? 0
    let copies = 1 + (start == nil ? 0 : 1) + (optimizer == nil ? 0 : 3)
    let numbers = parameters * copies + (data.map { $0.inputs.count + $0.targets.count } ?? 0)
    return precision.bytes * numbers + 4096
  }

  /// With the states of its epochs, those counted that `seen` does not have yet.
  func size(_ seen: inout Set<ObjectIdentifier>) -> Int {
    history.states.reduce(size) { seen.insert(ObjectIdentifier($1)).inserted ? $0 + $1.bytes : $0 }
  }

  /// A hash of everything that decides what comes out: net, weights, generator. FNV-1a, 64 bits.
  public var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ word: UInt64) {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        hash = (hash ^ (word >> shift & 0xff)) &* 0x100_0000_01b3
      }
    }
    for layer in network?.layers ?? [] {
      mix(UInt64(layer.inputs))
      mix(UInt64(layer.outputs))
      mix(layer.hasBias ? 1 : 0)
      for byte in layer.activation.name.utf8 { mix(UInt64(byte)) }
    }
    for bits in network?.parameters.bits ?? [] { mix(bits) }
    for word in generator.words { mix(word) }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// What a session may ask of the world around it. Chance, output, time and files come in through here alone.
public struct Host: Sendable {
  public enum WriteProblem: Error, Sendable { case failed(reason: String) }

  /// A script found by name: its text, and a name that is the same for the same file.
  public struct Script: Sendable {
    public let source: Source
    public let identity: String
    public init(source: Source, identity: String) { (self.source, self.identity) = (source, identity) }
  }

  public var emit: @Sendable (Event) -> Void
  /// Whether statements are shown behind the prompt of their moment, which may take a pass over the data.
  public var showsPrompts = true
  /// Asked between epochs and statements: stop?
  public var isInterrupted: @Sendable () -> Bool
  /// Seconds since some fixed moment.
  public var now: @Sendable () -> Double
  /// A seed for someone who gave none.
  public var chooseSeed: @Sendable () -> Int64
  /// Writes a whole file or leaves what was there.
  public var write: @Sendable (_ path: String, _ text: String) throws(WriteProblem) -> Void

  /// Hands a file over piece by piece; the closure also gets how long it is, and says whether to go on.
  public var pieces:
    @Sendable (_ path: String, _ take: (UnsafeRawBufferPointer, Int?) -> Bool) throws(Diagnostic) -> Void

  /// An explanation as the text of a file, in a notation of the table or as plain text.
  public var page: @Sendable (Explanation, _ notation: String?) -> String

  /// Shows the tour to whoever is there; nil where nobody is.
  public var tour: (@Sendable () -> Void)?

  /// Told some times a second how a training goes; nil where nobody watches.

  public var progress: (@Sendable (TrainProgress) -> Void)?

  /// Asks whoever is there for a line; nil where nobody is.
  public var ask: @Sendable (_ question: String) -> String?

  /// The text of a file that is no script.
  public var read: @Sendable (_ path: String) throws(Diagnostic) -> String

  /// The script of this name, looked for beside the source that names it.
  public var script: @Sendable (_ path: String, _ from: Source) throws(Diagnostic) -> Script

  public init(
    emit: @escaping @Sendable (Event) -> Void, isInterrupted: @escaping @Sendable () -> Bool = { false },
    now: @escaping @Sendable () -> Double = { 0 }, chooseSeed: @escaping @Sendable () -> Int64 = { 0 },
    write: @escaping @Sendable (String, String) throws(WriteProblem) -> Void = { _, _ throws(WriteProblem) in
    },
    page: @escaping @Sendable (Explanation, String?) -> String = { _, _ in "" },
    ask: @escaping @Sendable (String) -> String? = { _ in nil },
    pieces: @escaping @Sendable (String, (UnsafeRawBufferPointer, Int?) -> Bool) throws(Diagnostic) -> Void =
      {
        (path, _) throws(Diagnostic) in
        throw Diagnostic(.fileMissing, "I cannot read \"\(path)\": there are no files here")
      },
    read: @escaping @Sendable (String) throws(Diagnostic) -> String = { (path) throws(Diagnostic) in
      throw Diagnostic(.fileMissing, "I cannot read \"\(path)\": there are no files here")
    },
    script: @escaping @Sendable (String, Source) throws(Diagnostic) -> Script = {
      (path, _) throws(Diagnostic) in
      throw Diagnostic(.fileMissing, "I cannot read \"\(path)\": there are no files here")
    }
  ) {
    self.emit = emit
    self.isInterrupted = isInterrupted
    self.now = now
    self.chooseSeed = chooseSeed
    self.write = write
    (self.page, self.ask) = (page, ask)
    self.pieces = pieces

    self.read = read
    self.script = script
  }
}
