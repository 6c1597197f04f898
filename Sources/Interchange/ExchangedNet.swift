import NeuralCore

/// A net as other tools need it: from the columns of a row, as they are in the data, to outputs in the units of the data.
///
///     inputs of a row → words become 0 and 1 → scaled → network → scaled back → outputs, or the class of the largest
public struct ExchangedNet: Sendable, Equatable {
  /// An identifier in every language: letters, digits and _, the first a letter; lower case.
  public var name: String
  /// Its layers and parameters, which take scaled inputs and give scaled outputs.
  public var network: Network
  /// The columns that the inputs are made of, as many as make up all inputs; empty where they have no names.
  public var columns: [Recipe.Input]
  /// Of the inputs, after words became numbers: x ↦ (x − shift) / scale + offset; nil for none.
  public var inputScaling: Scaling?
  /// Of the targets: an output y is (y − offset) · scale + shift in the units of the data; nil for none.
  public var targetScaling: Scaling?
  /// Names of the classes: one an output, or those of 0 and of 1 where there is one output. Empty where outputs are numbers.
  public var classes: [String]
  /// Names of the outputs where they are numbers; empty where they have none.
  public var outputNames: [String]

  /// A net that takes its inputs as they are.
  public init(
    name: String = "net", network: Network, columns: [Recipe.Input] = [], inputScaling: Scaling? = nil,
    targetScaling: Scaling? = nil, classes: [String] = [], outputNames: [String] = []
  ) {
    (self.name, self.network, self.columns) = (name, network, columns)
    (self.inputScaling, self.targetScaling) = (inputScaling, targetScaling)
    (self.classes, self.outputNames) = (classes, outputNames)
  }

  /// A name for each input: those of its columns, opened into their words; x0, x1 … where they have none.
  public var inputNames: [String] {
    let names = columns.flatMap(\.inputNames)
    return names.count == network.inputs ? names : (0..<network.inputs).map { "x\($0)" }
  }

  /// The outputs for inputs [rows, inputs], row by row, neither of them scaled: what every format has to give.
  ///
  /// - Throws: `interrupted`.
  public func outputs(for inputs: Vector, _ stop: StopSignal = .never) throws(ExchangeFault) -> Vector {
    do throws(Interrupted) {
      let rows = Dataset(
        name: "", inputCount: network.inputs, targetCount: network.outputs,
        inputs: try inputScaling?.applied(to: inputs, stop) ?? inputs,
        targets: Vector(zeros: inputs.count / network.inputs * network.outputs, network.precision))
      let outputs = try network.flatOutputs(for: rows, stop)
      return targetScaling?.inverted(outputs) ?? outputs
    } catch {
      throw .interrupted
    }
  }

  /// The largest difference between the outputs of two nets over some rows; NaN or ∞ where one of them has such outputs.
  public func largestDifference(
    to other: ExchangedNet, over inputs: Vector, _ stop: StopSignal = .never
  ) throws(ExchangeFault) -> Double {
    let (own, others) = (try outputs(for: inputs, stop), try other.outputs(for: inputs, stop))
    return zip(own, others).reduce(0) { largest, pair in
      let difference = abs(pair.0 - pair.1)
      return pair.0 == pair.1 ? largest : difference > largest || difference.isNaN ? difference : largest
    }
  }
}

/// Rows as they were given.
public struct ExchangedRows: Sendable, Equatable {
  /// [rows, inputs], row by row, not scaled.
  public var inputs: Vector
  /// [rows, targets], row by row, not scaled; nil for none.
  public var targets: Vector?

  /// Rows without targets, or with them.
  public init(inputs: Vector, targets: Vector? = nil) { (self.inputs, self.targets) = (inputs, targets) }
}

/// How a net was trained, for programs that do it again.
public struct ExchangedTraining: Sendable {
  /// As it was before its first epoch.
  public var start: Network
  /// The rows that weights were fitted to, scaled, as the network saw them.
  public var data: Dataset
  /// Optimizer, rates, loss, batches and all else.
  public var configuration: TrainingConfiguration
  /// Epochs at most.
  public var epochs: Int
  /// The loss below which it ended; nil where nothing of the kind was asked.
  public var lossBelow: Double?
  /// What shuffling drew from, as it was before the first epoch.
  public var generator: MersenneTwister

  /// All of it.
  public init(
    start: Network, data: Dataset, configuration: TrainingConfiguration, epochs: Int, lossBelow: Double?,
    generator: MersenneTwister
  ) {
    (self.start, self.data, self.configuration) = (start, data, configuration)
    (self.epochs, self.lossBelow, self.generator) = (epochs, lossBelow, generator)
  }
}

/// A net that was read from a file, and what is to be said about the file.
public struct ImportedNet: Sendable {
  /// The net.
  public var net: ExchangedNet
  /// What its layers were called, with their shapes as the file has them: `0.weight [4, 3] → L0 to L1`.
  public var layers: [String]
  /// What was left out or decided: whole sentences.
  public var remarks: [String]

  /// A net without remarks.
  public init(_ net: ExchangedNet, layers: [String] = [], remarks: [String] = []) {
    (self.net, self.layers, self.remarks) = (net, layers, remarks)
  }
}
