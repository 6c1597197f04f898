/// How the learning rate changes while a training goes on: one row of the table of schedules.
public struct Schedule: Sendable {
  /// What its clock counts.
  public enum Unit: Sendable { case epoch, update }

  /// The word of the language.
  public let name: String
  /// One line for help, without a final stop.
  public let summary: String
  /// The factor on the rate, of the clock k and the length n.
  public let formula: String
  /// Where it comes from; PyTorch's name for it.
  public let source: String
  /// The numbers that follow its name.
  public let parameters: [Setting]
  /// What its clock counts.
  public let unit: Unit
  /// Whether it stretches over a number of epochs that has to be known.
  public let hasLength: Bool
  /// The factor on the rate; nil for one that looks at how the loss goes.
  let factor: (@Sendable (_ clock: Double, _ length: Double, _ numbers: [Double]) -> Double)?

  /// Every schedule, in the order of help.
  public static let all: [Schedule] = [step, exponential, cosine, oneCycle, plateau]

  /// The schedule of this name; nil if there is none.
  public static func named(_ name: String) -> Schedule? { all.first { $0.name == name } }

  /// Whether it watches a figure after every epoch.
  public var isAdaptive: Bool { factor == nil }

  /// lr · factor^⌊epoch / every⌋: `StepLR`.
  public static let step = Schedule(
    name: "step", summary: "multiplies the rate by a factor every N epochs",
    formula: "factor^⌊k / every⌋",
    source: "torch.optim.lr_scheduler.StepLR",
    parameters: [
      Setting(.every, 30, .whole(1...1_000_000_000), "epochs"),
      Setting(.factor, 0.1, .positive, "on the rate"),
    ], unit: .epoch, hasLength: false
  ) { clock, _, numbers in
    Elementary.power(numbers[1], (clock / numbers[0]).rounded(.down))
  }

  /// lr · factor^epoch: `ExponentialLR`.
  public static let exponential = Schedule(
    name: "exponential", summary: "multiplies the rate by a factor every epoch", formula: "factor^k",
    source: "torch.optim.lr_scheduler.ExponentialLR",
    parameters: [Setting(.factor, 0.99, .positive, "on the rate")], unit: .epoch, hasLength: false
  ) { clock, _, numbers in
    Elementary.power(numbers[0], clock)
  }

  /// Half a cosine from lr to 0: `CosineAnnealingLR`.
  public static let cosine = Schedule(
    name: "cosine", summary: "from the rate to 0 along half a wave", formula: "(1 + cos(π k / n)) / 2",
    source: "torch.optim.lr_scheduler.CosineAnnealingLR", parameters: [], unit: .epoch, hasLength: true
  ) { clock, length, _ in
    (1 + Elementary.cos(.pi * min(clock / length, 1))) / 2
  }

  /// Up from a 25th along half a wave for the first 30 % of all updates, then down to a 250,000th.
  public static let oneCycle = Schedule(
    name: "one-cycle", summary: "up to the rate, then down to nearly 0, update by update",
    formula: "1/25 to 1 in 0.3 n − 1 updates, then to 1/250000, along half waves",
    source: "torch.optim.lr_scheduler.OneCycleLR(cycle_momentum=False); Smith and Topin 2017",
    parameters: [], unit: .update, hasLength: true
  ) { clock, length, _ in
    let (top, end) = (0.3 * length - 1, length - 1)
    func wave(_ from: Double, _ to: Double, _ share: Double) -> Double {
      to + (from - to) / 2 * (1 + Elementary.cos(.pi * min(max(share, 0), 1)))
    }
    if clock <= top { return wave(1 / 25, 1, top <= 0 ? 1 : clock / top) }
    return wave(1, 1 / 250_000, (clock - top) / (end - top))
  }

  /// A metric is better that is below the best so far by more than a 10,000th of it (above, for accuracy): PyTorch's
  /// `threshold=1e-4`, `threshold_mode="rel"`.
  public static let plateau = Schedule(
    name: "plateau",
    summary: "times a factor when the metric has not improved by a 10,000th",
    formula: "rate · factor, each time",
    source: "torch.optim.lr_scheduler.ReduceLROnPlateau",
    parameters: [
      Setting(.patience, 10, .whole(0...1_000_000_000), "epochs"),
      Setting(.factor, 0.1, .belowOne, "on the rate"),
    ], unit: .epoch, hasLength: false, factor: nil)
}

extension Setting.Key {
  /// Epochs between two changes.
  public static let every = Self("every")
  /// What the rate is multiplied by.
  public static let factor = Self("factor")
  /// Epochs without improvement before the rate falls.
  public static let patience = Self("patience")
}

extension Schedule: Equatable {
  /// Rows are equal if their names are.
  public static func == (a: Schedule, b: Schedule) -> Bool { a.name == b.name }
}
