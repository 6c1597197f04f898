import Language
import NeuralCore

/// What an optimizer remembers, read and checked: every number that its rule relies on.
extension SavedFields {
  /// The most updates or epochs that a file may count: far enough from 2⁵³ that a training can go on from there.
  static let mostCounted = 1 << 52

  func memory(of network: Network?, _ precision: Precision) throws(SavedFault) -> OptimizerMemory {
    var memory = OptimizerMemory()
    let padded = ((network?.parameters.count ?? 0) + 3) / 4 * 4
    for name in names where name.hasPrefix("scalar.") {
      let counter = OptimizerMemory.Counter(String(name.dropFirst(7)))
      guard let number = Double(try text(name)), precision.isFinite(number),
        counter != .steps || number >= 0 && number == number.rounded() && number <= Double(Self.mostCounted),
        !counter.isProduct || 0...1 ~= number
      else { throw fault(name) }
      memory.scalars[counter] = number
    }
    for name in names where name.hasPrefix("vector.") {
      let slot = OptimizerMemory.Slot(String(name.dropFirst(7)))
      let numbers = try numbers(name, precision)
      // Squares may have grown beyond their precision; then the steps are 0.
      let isRight: (Double) -> Bool = slot == .squares || slot == .largest ? { $0 >= 0 } : \.isFinite
      guard numbers.count == padded, numbers.allSatisfy(isRight) else { throw fault(name) }
      memory.arrays[slot] = numbers
    }
    for k in 0..<(try whole("history", in: 0...2000)) {
      let numbers = try numbers("history.\(k)", precision)
      guard numbers.count == padded, numbers.allSatisfy(\.isFinite) else { throw fault("history.\(k)") }
      memory.history.append(numbers)
    }
    // What no update has touched yet holds nothing.
    if memory.scalars[.steps] == 0 {
      for (slot, numbers) in memory.arrays where !numbers.allSatisfy({ $0 == 0 }) {
        throw fault("vector.\(slot.word)")
      }
    }
    guard memory.history.count.isMultiple(of: 2) else { throw fault("history") }
    try readClock(into: &memory)
    try readSchedule(into: &memory)
    return memory
  }

  /// How far the schedule has come.
  private func readClock(into memory: inout OptimizerMemory) throws(SavedFault) {
    let clock = try values("clock")
    guard clock.count == 4, let updates = Int(clock[0]), (0...Self.mostCounted).contains(updates),
      let reduction = Double(clock[1]), reduction > 0, reduction <= 1, let waited = Int(clock[3]),
      (0...Self.mostCounted).contains(waited)
    else { throw fault("clock") }
    let best = Double(clock[2])
    guard best?.isFinite ?? (clock[2] == "-") else { throw fault("clock") }
    (memory.clock.updates, memory.clock.reduction) = (updates, reduction)
    (memory.clock.best, memory.clock.waited) = (best, waited)
  }

  private func readSchedule(into memory: inout OptimizerMemory) throws(SavedFault) {
    let rates = try values("schedule")
    let numbers = rates.dropFirst(5).compactMap { Double($0) }
    let counted = 0...Self.mostCounted
    guard rates.count >= 5, let perEpoch = Int(rates[0]), let warmup = Int(rates[2]),
      let length = Int(rates[3]), counted.contains(perEpoch), counted.contains(warmup),
      counted.contains(length), numbers.count == rates.count - 5
    else { throw fault("schedule") }
    let schedule = Schedule.named(String(rates[1]))
    let metric = rates[4] == "-" ? "" : String(rates[4])
    guard schedule != nil || rates[1] == "-", schedule?.parameters.count ?? 0 == numbers.count,
      zip(schedule?.parameters ?? [], numbers).allSatisfy({ $0.allows($1) }),
      schedule?.hasLength != true || length > warmup,
      metric.isEmpty || TrainingMetric(rawValue: metric) != nil
    else { throw fault("schedule") }
    memory.updatesPerEpoch = perEpoch
    memory.rates = LearningRatePlan(
      schedule, numbers: numbers, warmup: warmup, length: length, metric: metric)
  }
}
