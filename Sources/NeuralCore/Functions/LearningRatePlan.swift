/// One use of a schedule, with a linear warm-up before it: over the first w epochs the rate is (k + 1) / w of its own.
public struct LearningRatePlan: Sendable, Equatable {
  /// nil keeps the rate constant.
  public let schedule: Schedule?
  /// One for each parameter.
  public let numbers: [Double]
  /// Epochs.
  public let warmup: Int
  /// Epochs it stretches over, the warm-up included; 0 where none are needed.
  public let length: Int
  /// The figure that a schedule without a formula watches.
  public let metric: String

  /// A schedule with its numbers; without one the rate is constant but for the warm-up.
  public init(
    _ schedule: Schedule?, numbers: [Double] = [], warmup: Int = 0, length: Int = 0, metric: String = ""
  ) {
    (self.schedule, self.numbers, self.warmup, self.length) = (schedule, numbers, warmup, length)
    self.metric = metric
  }

  /// Whether its schedule watches a metric.
  public var isAdaptive: Bool { schedule?.isAdaptive == true }

  /// The factor on the rate at the clock's place, where an epoch has so many updates.
  func factor(_ clock: ScheduleClock, updatesPerEpoch updates: Int) -> Double {
    // In doubles, exact below 2⁵³: a length times updates may be beyond an Int.
    let (made, perEpoch) = (Double(clock.updates), Double(updates))
    let epoch = clock.updates / max(1, updates)
    if epoch < warmup { return Double(epoch + 1) / Double(warmup) }
    guard let schedule else { return 1 }
    guard let factor = schedule.factor else { return clock.reduction }
    switch schedule.unit {
    case .epoch: return factor(Double(epoch - warmup), Double(length - warmup), numbers)
    case .update:
      return factor(
        made - Double(warmup) * perEpoch, Double(length - warmup) * perEpoch, numbers)
    }
  }

  /// Whether a length was given and has passed: then the next training begins a schedule anew.
  func isOver(_ clock: ScheduleClock, updatesPerEpoch updates: Int) -> Bool {
    schedule?.hasLength == true && clock.updates / max(1, updates) >= length
  }

  /// Whether the warm-up is over, where an epoch has so many updates.
  func isWarm(_ clock: ScheduleClock, updatesPerEpoch updates: Int) -> Bool {
    Double(clock.updates) > Double(warmup) * Double(updates)
  }
}
