import NeuralCore

extension Initialization {
  /// As typed after `init`: `xavier normal`; of several draws the first and how many follow.
  var name: String {
    let alone = draws[0].layers.map { " of layer \($0.lowerBound + 1) alone" } ?? ""
    return draws[0].nameAndForm
      + (draws.count > 1 ? " and \(count(draws.count - 1, "layer")) by itself" : alone)
  }

  /// The seed, where chance had a part in it.
  var seedOfDraws: Int64? { isDrawn ? seed : nil }

  /// The lines that draw it from this seed.
  func lines(seed: Int64?) -> String {
    draws.enumerated().map { k, draw in
      let own = k == 0 ? seed : draw.seed
      return "init \(draw.nameAndForm)" + draw.optionsText + (own.map { " seed \($0)" } ?? "")
    }.joined(separator: " ; ")
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
