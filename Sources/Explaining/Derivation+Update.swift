import NeuralCore

extension UpdateFormulas.Name {
  /// The weight after `decay`.
  package static let kept = Self("kept")
  /// The weight after the rule, before `maxnorm`.
  package static let long = Self("long")
  /// A weight after the update.
  package static let new = Self("new")
}

/// One update, weight by weight.
extension Derivation {
  /// - Returns: the settings and counters that the formulas use, in the order of the table.
  public mutating func addUpdate(
    _ made: UpdateMade, _ formulas: UpdateFormulas
  ) throws(DerivationFault) -> [(name: String, value: Double)] {
    let used = giveSettings(made, formulas)
    try addCommon(made, formulas)
    let frozen = Set(made.configuration.frozen)
    for layer in 1...network.layers.count {
      begin(.update(layer: layer))
      var moved: [WeightName] = []
      for name in network.weightNames(into: layer) {
        guard let index = network.index(of: name), !frozen.contains(index) else { continue }
        begin(.weight(name))
        try addUpdate(of: name, index, made, formulas)
        moved.append(name)
      }
      if let limit = made.configuration.maxNorm { try addShortening(layer, Set(moved), limit, made) }
    }
    return used
  }

  private mutating func giveSettings(
    _ made: UpdateMade, _ formulas: UpdateFormulas
  ) -> [(name: String, value: Double)] {
    let variables = Set((formulas.common + formulas.steps).flatMap(\.formula.variables))
    let settings = made.configuration.settings
    var used: [(variable: UpdateFormulas.Variable, value: Double)] = []
    for setting in made.configuration.optimizer.settings {
      let isUsed = variables.contains(.setting(setting.key))
      guard isUsed || setting.key == .lr && settings[.decay] != 0 else { continue }
      used.append((.setting(setting.key), setting.key == .lr ? made.rate : settings[setting.key]))
    }
    for key in [Setting.Key.l2, .l1, .decay] where settings[key] != 0 {
      used.append((.setting(key), settings[key]))
    }
    if variables.contains(.count) { used.append((.count, Double(made.number))) }
    for (variable, value) in formulas.scalars.sorted(by: { $0.key.description < $1.key.description }) {
      used.append((variable, value))
    }
    for (variable, value) in used { give(Quantity(.update(variable)), value) }
    return used.map { ($0.variable.description, $0.value) }
  }

  /// What is computed once for all weights: the factor of `clip norm`, and what the rule begins with.
  private mutating func addCommon(_ made: UpdateMade, _ formulas: UpdateFormulas) throws(DerivationFault) {
    let names = network.names
    for (index, derivative) in made.update.gradient.enumerated() {
      give(Quantity(.byWeight(names[index])), derivative)
    }
    if case .norm(let limit)? = made.configuration.clip {
      begin(.common)
      let squares = names.map { QuantityFormula.of(.byWeight($0)).squared }
      try add(Quantity(.gradientLength), .sqrt(.sum(squares)))
      try add(Quantity(.clipFactor), .smallest(1, .number(limit) / (.of(.gradientLength) + 1e-6)))
    }
    guard !formulas.common.isEmpty else { return }
    begin(.common)
    for step in formulas.common {
      try add(Quantity(.update(.value(step.name))), step.formula.replacing { .of(.update($0)) })
    }
  }

  private mutating func addUpdate(
    of name: WeightName, _ index: Int, _ made: UpdateMade, _ formulas: UpdateFormulas
  ) throws(DerivationFault) {
    let slots = Dictionary(uniqueKeysWithValues: formulas.memory.map { ($1, $0) })
    let own: Set<UpdateFormulas.Variable> = Set(formulas.steps.map { .value($0.name) })
      .union(slots.keys.map { .previous($0) }).union([.gradient])
    for (short, slot) in slots {
      give(Quantity(.ofWeight(.previous(short), name)), made.memoryBefore.arrays[slot]?[index] ?? 0)
    }
    try add(Quantity(.ofWeight(.gradient, name)), gradient(by: name, made.configuration))
    for step in formulas.steps {
      let slot = slots[step.name]
      // An average is moved by its distance from the new derivative, which rounds as its old value does.
      let old = slot.flatMap { made.memoryBefore.arrays[$0]?[index] } ?? 0
      try add(
        Quantity(.ofWeight(.value(step.name), name)),
        step.formula.replacing { .of(own.contains($0) ? .ofWeight($0, name) : .update($0)) },
        engine: slot.flatMap { made.memoryAfter.arrays[$0]?[index] },
        slack: 4 * network.precision.epsilon * old.magnitude)
    }
    try addNewWeight(name, index, made)
  }

  /// dE/dw as it enters the rule: clipped, with l2 and l1 added.
  private func gradient(by name: WeightName, _ configuration: TrainingConfiguration) -> QuantityFormula {
    var gradient = QuantityFormula.of(.byWeight(name))
    let weight = QuantityFormula.of(.weight(name))
    switch configuration.clip {
    case .value(let limit)?: gradient = .smallest(.largest(gradient, .number(-limit)), .number(limit))
    case .norm?: gradient = gradient * .of(.clipFactor)
    case nil: break
    }
    if configuration.settings[.l2] != 0 { gradient = gradient + .of(.update(.setting(.l2))) * weight }
    if configuration.settings[.l1] != 0 { gradient = gradient + .of(.update(.setting(.l1))) * .sign(weight) }
    return gradient
  }

  private mutating func addNewWeight(
    _ name: WeightName, _ index: Int, _ made: UpdateMade
  ) throws(DerivationFault) {
    var weight = QuantityFormula.of(.weight(name))
    let decays = made.configuration.settings[.decay] != 0
    if decays {
      let kept = Quantity(.ofWeight(.value(.kept), name))
      try add(
        kept, weight * (1 - .of(.update(.setting(.lr))) * .of(.update(.setting(.decay)))))
      weight = .quantity(kept)
    }
    let change = Quantity(.ofWeight(.value(.change), name))
    let isShortened = made.configuration.maxNorm != nil && !name.isBias
    try add(
      Quantity(.ofWeight(.value(isShortened ? .long : .new), name)), weight + .quantity(change),
      engine: isShortened ? nil : made.after.parameters[index])
    guard !isShortened, !decays else { return }
    try checkChange(change, from: network.parameters[index], to: made.after.parameters[index])
  }

  /// The change itself: what the sum with a large weight would hide.
  private func checkChange(
    _ change: Quantity, from old: Double, to new: Double
  ) throws(DerivationFault) {
    let (byHand, rounding) = (
      value(change), 4 * network.precision.epsilon * max(old.magnitude, new.magnitude)
    )
    let (relative, least) = network.precision == .single ? (1e-4, 1e-25) : (1e-9, 1e-250)
    let tolerance = relative * magnitude(of: change) + rounding + least
    guard !byHand.isFinite || (byHand - (new - old)).magnitude <= tolerance else {
      throw DerivationFault(
        message: "the change of a weight by hand is \(byHand.text), and the engine's is \((new - old).text)")
    }
  }

  /// `maxnorm`: the weights into a neuron whose norm exceeds the limit are scaled down.
  private mutating func addShortening(
    _ layer: Int, _ moved: Set<WeightName>, _ limit: Double, _ made: UpdateMade
  ) throws(DerivationFault) {
    for index in 0..<network.layers[layer - 1].outputs {
      let neuron = NeuronName(layer: layer, index: index)
      let names = network.weightNames(into: layer).filter { $0.to == neuron && !$0.isBias }
      guard names.contains(where: moved.contains) else { continue }
      func long(_ name: WeightName) -> QuantityFormula {
        .of(moved.contains(name) ? .ofWeight(.value(.long), name) : .weight(name))
      }
      begin(.neuron(neuron))
      let length = Quantity(.weightLength(neuron))
      try add(length, .sqrt(.sum(names.map { long($0).squared })))
      for name in names where moved.contains(name) {
        guard let index = network.index(of: name) else { continue }
        begin(.weight(name))
        let shortened = long(name) * .number(limit) / (.quantity(length) + 1e-7)
        try add(
          Quantity(.ofWeight(.value(.new), name)),
          .chosen(.quantity(length), .above, .number(limit), shortened, else: long(name)),
          engine: made.after.parameters[index])
      }
    }
  }
}
