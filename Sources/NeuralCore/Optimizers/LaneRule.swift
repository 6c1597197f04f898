/// An update rule as CKernels has it, from the steps on that it has made; for many nets, from none.
struct LaneRule<S: Scalar> {
  /// In CKernels.
  let number: Int
  /// The numbers that do not change, as Nets.inc lists them.
  let settings: [S]
  /// A choice of the rule, likewise.
  var flag = false
  /// What the slots begin with; 0 where nothing is said.
  var initial: [S] = []
  /// Where CKernels has the slots of the rule.
  var slots = [0, 1, 2]
  /// How many numbers change from step to step.
  var scalars = 0
  /// Writes these numbers of the steps that come next, so many of them.
  var fill: (_ table: UnsafeMutablePointer<S>, _ steps: Int) -> Void = { _, _ in }
}
