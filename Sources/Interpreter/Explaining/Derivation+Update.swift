import Language
import NeuralCore

/// One update, weight by weight.
extension Derivation {
  /// - Returns: the settings and counters that the formulas use, in the order of the table.
  mutating func addUpdate(
    _ made: UpdateMade, _ formulas: UpdateFormulas
  ) throws(Diagnostic) -> [(name: String, value: Double)] {
    let used = giveSettings(made, formulas)
    try addCommon(made, formulas)
    let frozen = Set(made.plan.frozen)
    for layer in 1...network.layers.count {
      begin(.update(layer: layer))
      var moved: [WeightName] = []
      for name in network.weightNames(into: layer) {
        guard let place = network.index(of: name), !frozen.contains(place) else { continue }
        begin(.weight(name))
        try addUpdate(of: name, place, made, formulas)
        moved.append(name)
      }
      if let limit = made.plan.maxNorm { try addShortening(layer, Set(moved), limit, made) }
    }
    return used
  }

  private mutating func giveSettings(
    _ made: UpdateMade, _ formulas: UpdateFormulas
  ) -> [(name: String, value: Double)] {
    let all = (formulas.common + formulas.steps).flatMap(\.formula.quantities)
    let names = Set(all.compactMap { if case .local(let name) = $0.kind { name } else { nil } })
    var used: [(name: String, value: Double)] = []
    let shrinks = made.plan.settings["decay"] != 0
    for setting in made.plan.optimizer.settings
    where names.contains(setting.name) || setting.name == "lr" && shrinks {
      used.append((setting.name, setting.name == "lr" ? made.rate : made.plan.settings[setting.name]))
    }
    for name in ["l2", "l1", "decay"] where made.plan.settings[name] != 0 {
      used.append((name, made.plan.settings[name]))
    }
    if names.contains("t") { used.append(("t", Double(made.number))) }
    for (name, value) in formulas.scalars.sorted(by: { $0.key < $1.key }) { used.append((name, value)) }
    for (name, value) in used { give(Quantity(.local(name)), value) }
    return used
  }

  /// What is computed once for all weights: the factor of `clip norm`, and what the rule begins with.
  private mutating func addCommon(_ made: UpdateMade, _ formulas: UpdateFormulas) throws(Diagnostic) {
    let names = network.names
    for (place, slope) in made.update.gradient.enumerated() {
      give(Quantity(.byWeight(names[place])), slope)
    }
    if case .norm(let limit)? = made.plan.clip {
      begin(.rate)
      let squares = names.map { Formula.quantity(Quantity(.byWeight($0))).squared }
      try add(Quantity(.local("length")), .sqrt(.sum(squares)))
      try add(
        Quantity(.local("share")),
        .least(1, .number(limit) / (.local("length") + 1e-6)))
    }
    guard !formulas.common.isEmpty else { return }
    begin(.rate)
    for step in formulas.common { try add(Quantity(.local(step.name)), step.formula) }
  }

  private mutating func addUpdate(
    of name: WeightName, _ place: Int, _ made: UpdateMade, _ formulas: UpdateFormulas
  ) throws(Diagnostic) {
    let slots = Dictionary(uniqueKeysWithValues: formulas.memory.map { ($1, $0) })
    let own = Set(formulas.steps.map(\.name)).union(slots.keys.map(UpdateFormulas.old)).union(["g"])
    for (short, slot) in slots {
      give(Quantity(.ofWeight(UpdateFormulas.old(short), name)), made.memoryBefore.arrays[slot]?[place] ?? 0)
    }
    func placed(_ formula: Formula) -> Formula {
      formula.replacing { quantity in
        guard case .local(let local) = quantity.kind, own.contains(local) else { return nil }
        return .quantity(Quantity(.ofWeight(local, name)))
      }
    }
    try add(Quantity(.ofWeight("g", name)), slope(of: name, made.plan))
    for step in formulas.steps {
      let engine = slots[step.name].flatMap { made.memoryAfter.arrays[$0]?[place] }
      // An average is moved by its distance from the new slope, which rounds as its old value does.
      let old = slots[step.name].flatMap { made.memoryBefore.arrays[$0]?[place] } ?? 0
      try add(
        Quantity(.ofWeight(step.name, name)), placed(step.formula), engine: engine,
        slack: 4 * network.precision.epsilon * old.magnitude)
    }
    try addNewWeight(name, place, made)
  }

  /// dE/dw as it enters the rule: clipped, with l2 and l1 added.
  private func slope(of name: WeightName, _ plan: TrainingConfiguration) -> Formula {
    var slope = Formula.quantity(Quantity(.byWeight(name)))
    let weight = Formula.quantity(Quantity(.weight(name)))
    switch plan.clip {
    case .value(let limit)?: slope = .least(.largest(slope, .number(-limit)), .number(limit))
    case .norm?: slope = slope * .local("share")
    case nil: break
    }
    if plan.settings["l2"] != 0 { slope = slope + .local("l2") * weight }
    if plan.settings["l1"] != 0 { slope = slope + .local("l1") * .sign(weight) }
    return slope
  }

  private mutating func addNewWeight(
    _ name: WeightName, _ place: Int, _ made: UpdateMade
  ) throws(Diagnostic) {
    var weight = Formula.quantity(Quantity(.weight(name)))
    if made.plan.settings["decay"] != 0 {
      let kept = Quantity(.ofWeight("kept", name))
      try add(kept, weight * (1 - .local("lr") * .local("decay")))
      weight = .quantity(kept)
    }
    let change = Quantity(.ofWeight("change", name))
    let isShortened = made.plan.maxNorm != nil && !name.isBias
    try add(
      Quantity(.ofWeight(isShortened ? "long" : "new", name)), weight + .quantity(change),
      engine: isShortened ? nil : made.after.parameters[place])
    guard !isShortened, made.plan.settings["decay"] == 0 else { return }
    try checkChange(change, from: network.parameters[place], to: made.after.parameters[place])
  }

  /// The change itself: what the sum with a large weight would hide.
  private func checkChange(_ change: Quantity, from old: Double, to new: Double) throws(Diagnostic) {
    let (byHand, rounding) = (
      value(change), 4 * network.precision.epsilon * max(old.magnitude, new.magnitude)
    )
    let (relative, least) = network.precision == .single ? (1e-4, 1e-25) : (1e-9, 1e-250)
    guard
      !byHand.isFinite || (byHand - (new - old)).magnitude <= relative * size(of: change) + rounding + least
    else {
      throw Diagnostic(
        .internalFault,
        "the change of a weight by hand is \(byHand.text), and the engine's is \((new - old).text)")
    }
  }

  /// `maxnorm`: the weights into a neuron that are longer than the limit are shortened.
  private mutating func addShortening(
    _ layer: Int, _ moved: Set<WeightName>, _ limit: Double, _ made: UpdateMade
  ) throws(Diagnostic) {
    for index in 0..<network.layers[layer - 1].outputs {
      let neuron = NeuronName(layer: layer, index: index)
      let names = network.weightNames(into: layer).filter { $0.to == neuron && !$0.isBias }
      guard names.contains(where: moved.contains) else { continue }
      func long(_ name: WeightName) -> Formula {
        .quantity(Quantity(moved.contains(name) ? .ofWeight("long", name) : .weight(name)))
      }
      begin(.neuron(neuron))
      let length = Quantity(.local("length(\(neuron))"))
      try add(length, .sqrt(.sum(names.map { long($0).squared })))
      for name in names where moved.contains(name) {
        guard let place = network.index(of: name) else { continue }
        begin(.weight(name))
        let shortened = long(name) * .number(limit) / (.quantity(length) + 1e-7)
        try add(
          Quantity(.ofWeight("new", name)),
          .chosen(.quantity(length), .above, .number(limit), shortened, else: long(name)),
          engine: made.after.parameters[place])
      }
    }
  }
}
