import Language
import NeuralCore

/// Nets like the present one, and lines that begin anew.
extension Diagnoser {
  var layers: [Layer] { view.network.layers }
  var hasHiddenLayer: Bool { layers.count > 1 }

  /// The net with other layers: sizes with activations, from the first hidden layer to the output.
  private func net(_ layers: [(outputs: Int, activation: Activation)]) -> Network {
    let sizes = [view.network.inputs] + layers.map(\.outputs)
    return Network(
      layers: layers.indices.map {
        Layer(
          inputs: sizes[$0], outputs: sizes[$0 + 1], activation: layers[$0].activation,
          hasBias: self.layers[0].hasBias)
      }, view.network.precision)
  }

  private var form: [(outputs: Int, activation: Activation)] { layers.map { ($0.outputs, $0.activation) } }

  /// With another activation in the output layer.
  func withOutput(_ activation: Activation) -> Network {
    net(form.dropLast() + [(view.network.outputs, activation)])
  }

  /// With another activation in some hidden layers.
  func withHidden(_ activation: Activation, where isChanged: (Activation) -> Bool = { _ in true }) -> Network
  {
    net(
      form.enumerated().map { k, layer in
        k < layers.count - 1 && isChanged(layer.activation) ? (layer.outputs, activation) : layer
      })
  }

  /// With one hidden layer of this width.
  func withOneHidden(_ width: Int, _ activation: Activation = .tanh, output: Activation? = nil) -> Network {
    net([(width, activation), (view.network.outputs, output ?? view.network.output)])
  }

  /// With so many more units in the narrowest hidden layer; nil without one.
  func widened(by more: Int) -> Network? {
    var form = form
    guard more > 0,
      let narrow = form.indices.dropLast().min(by: { form[$0].outputs < form[$1].outputs })
    else { return nil }
    form[narrow].outputs += more
    return net(form)
  }

  /// With this share of the units of every hidden layer, at least 2 (or as many as there are).
  func narrowed(to share: Double) -> Network? {
    let narrow = form.enumerated().map { k, layer in
      guard k < layers.count - 1 else { return layer }
      let units = (Double(layer.outputs) * share).rounded()
      return (min(layer.outputs, max(2, Int(exactly: units) ?? 2)), layer.activation)
    }
    return zip(narrow, form).contains { $0.outputs != $1.outputs } ? net(narrow) : nil
  }

  /// With so many times as many units in every hidden layer.
  func multiplied(by factor: Int) -> Network {
    net(
      form.enumerated().map { k, layer in
        k < layers.count - 1 ? (factor * layer.outputs, layer.activation) : layer
      })
  }

  /// With two hidden layers of this width, of the units of the first; nil where there are two already.
  func withSecondHidden(_ width: Int) -> Network? {
    guard layers.count == 2 else { return nil }
    return net([(width, layers[0].activation), (width, layers[0].activation), form[1]])
  }

  /// With a bias for every unit.
  var withBiases: Network {
    Network(
      layers: layers.map {
        Layer(inputs: $0.inputs, outputs: $0.outputs, activation: $0.activation, hasBias: true)
      }, view.network.precision)
  }

  // MARK: Weights

  /// The line that draws the weights as they were drawn, from the seed or one later.
  func drawing(seedsLater: Int = 0) -> String? {
    guard let start = session.model.initialization, start.isWhole, let seed = start.seed else { return nil }
    return start.lines(seed: seed &+ Int64(seedsLater))
  }

  /// The line that draws weights for a net by the rule that suits its hidden units.
  func suitable(_ network: Network, seed: Int64 = 1) -> String {
    let starts = network.layers.dropLast().map(\.activation.initializer)
    let start = starts.first.flatMap { first in starts.allSatisfy { $0 == first } ? first : nil } ?? .xavier
    return "init \(start.name) seed \(seed)"
  }

  /// Begins anew with the weights as they were drawn; with suitable ones where that is not known.
  var anew: String { drawing() ?? suitable(view.network) }

  // MARK: Lines

  /// The last train line, complete.
  var line: TrainLine {
    if let request {
      var line = request.line
      if let text = session.recall.train?.text, let typed = typedLine(text) { line = typed }
      return line
    }
    var line = TrainLine("adam")
    line.set(setting: Setting.Key.lr.word, "0.01")
    line.set(.epochs, "1000")
    return line
  }

  private func typedLine(_ text: String) -> TrainLine? {
    guard let last = session.recall.train else { return nil }
    return TrainLine(last.statement, in: last.source)
  }

  /// In the canonical layout, on one line however long it is: it is there to be typed.
  func canonical(_ line: TrainLine) -> String {
    let source = Source(name: "train", text: line.text)
    let program = parse(source, .standard)
    guard program.problems.isEmpty, let train = program.statements.first else { return line.text }
    return Language.line(of: train, in: source) { _ in nil }
  }

  /// The last line again, in the shortest way that repeats it.
  var again: String { request == nil ? canonical(line) : "train" }

  /// The last line with a setting of the optimizer.
  func line(_ setting: Setting.Key, _ value: Double) -> String {
    var changed = line
    changed.set(setting: setting.word, value.significant(1))
    return canonical(changed)
  }
}
