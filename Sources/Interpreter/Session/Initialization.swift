import NeuralCore

/// How the weights of a network were drawn, and the weights that came of it.
struct Initialization: Sendable {
  /// One `init`.
  struct Step: Sendable {
    let initializer: Initializer
    var options = Initializer.Options()
    /// Layers that were drawn, counted from 0; nil for all.
    var layers: Range<Int>?
    /// As given; nil if it was chosen, or the generator simply went on.
    var seed: Int64?
  }

  /// One for the whole network, or for single layers one after the other, the first with the seed.
  let draws: [Step]
  let seed: Int64
  let parameters: Vector
  /// Whether drawing all of it again, from its seeds, gives these parameters.
  let isWhole: Bool

  func converted(to precision: Precision) -> Initialization {
    Initialization(
      draws: draws, seed: seed, parameters: parameters.converted(to: precision), isWhole: isWhole)
  }
}

extension Initialization {
  /// As typed after `init`: `xavier normal`; of several draws the first and how many follow.
  var name: String {
    draws[0].nameAndForm + (draws.count > 1 ? " and \(count(draws.count - 1, "layer")) by itself" : "")
  }

  /// The lines that draw it from this seed.
  func lines(seed: Int64) -> String {
    draws.enumerated().map { k, draw in
      let own = k == 0 ? seed : draw.seed
      return "init \(draw.nameAndForm)" + draw.optionsText + (own.map { " seed \($0)" } ?? "")
    }.joined(separator: " ; ")
  }

  var isDrawn: Bool { draws.contains { $0.initializer.isDrawn } }

  /// Whether another seed gives other weights: some layer was last drawn by chance, and not from a seed of its own.
  func varies(layers: Int) -> Bool {
    (0..<layers).contains { layer in
      let last = draws.lastIndex { $0.layers?.contains(layer) ?? true }
      return last.map { draws[$0].initializer.isDrawn && ($0 == 0 || draws[$0].seed == nil) } ?? false
    }
  }

  /// Draws all of it anew from a seed, or on from where the generator is.
  func redraw(
    _ network: inout Network, seed: Int64?, from generator: inout MersenneTwister
  ) {
    if let seed { generator.reseed(seed) }
    for (k, draw) in draws.enumerated() {
      if k > 0, let own = draw.seed { generator.reseed(own) }
      network.initialize(draw.initializer, draw.options, only: draw.layers, from: &generator)
    }
  }
}

extension Initialization.Step {
  var nameAndNumbers: String {
    ([initializer.name] + options.numbers.map(\.text)).joined(separator: " ")
  }

  var nameAndForm: String {
    let form = initializer.hasForms ? [options.form.rawValue] : []
    return ([initializer.name] + form + options.numbers.map(\.text)).joined(separator: " ")
  }

  var optionsText: String {
    var text = ""
    if let gain = options.gain { text += " gain \(gain.text)" }
    if options.fan == .out { text += " fan out" }
    if let layers { text += " layer \(layers.lowerBound + 1)" }
    return text
  }
}
