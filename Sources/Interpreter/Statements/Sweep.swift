import Experiments
import Language
import NeuralCore

/// `sweep`.
extension Executor {
  mutating func run(_ statement: SweepStatement) throws(Diagnostic) -> Flow {
    switch statement {
    case .lines(let item, let options, let body):
      let seeds = try seeds(item)
      let lines = try lines(of: body)
      let plan = try plan(lines, seeds: seeds, options, at: item.span)
      guard let file = options[.to]?.expression else { return try sweep(plan) }
      let ledger = try newLedger(header(plan, options), to: file, replaces: options.contains(.replace))
      return try sweep(plan, to: ledger)
    case .resume(let file): return try resume(file)
    }
  }

  /// Makes the runs that are not known yet.
  mutating func sweep(
    _ plan: SweepPlan, known: [SweepRun] = [], to ledger: LedgerFile? = nil
  ) throws(Diagnostic) -> Flow {
    let begun = host.clock.now()
    let runner = SweepRunner(plan, host, context, without: Set(known.map(\.number))) { run in
      ledger?.add(run) ?? true
    }
    let runs = known + (try runner.run())
    if let ledger, let reason = ledger.failure {
      throw Diagnostic(
        .cannotWrite, "I cannot write \"\(ledger.name)\": \(reason)",
        help: ["What it has stays; then: sweep resume \"\(ledger.name)\""])
    }
    let isInterrupted = host.input.isInterrupted() && runs.count < plan.points.count
    finish(
      plan, plan.result(runs), known: known.count, seconds: host.clock.now() - begun,
      isInterrupted: isInterrupted, ledger?.name)
    return isInterrupted ? .interrupted : .normal
  }

  private mutating func finish(
    _ plan: SweepPlan, _ result: SweepResult, known: Int, seconds: Double,
    isInterrupted: Bool, _ ledger: String?
  ) {
    trace.isTimed = trace.isTimed || isInterrupted
    let data = plan.variants.map { $0.session.data.whole }
    let isShared = data.allSatisfy { $0?.name == data[0]?.name && $0?.rows == data[0]?.rows }
    let sweep = Sweep(
      result: result, shared: plan.shared, data: isShared ? data[0].map { ($0.name, $0.rows) } : nil,
      seconds: seconds, ledger: ledger, variants: plan.variants.map(\.kept))
    session.recall.sweep = sweep
    emit(.sweep(SweepReport(of: sweep, known: known, isInterrupted: isInterrupted)))
  }

  // MARK: Seeds

  /// A range is counted, not listed, so that a mistake about its length is found before there is no memory left.
  private mutating func seeds(_ item: Item) throws(Diagnostic) -> SeedList {
    switch item {
    case .range(let range): return try seeds(range)
    case .expression(let expression):
      guard case .list(let values) = try value(expression) else {
        return .list([try seedValue(expression)])
      }
      var seeds: [Int64] = []
      for value in values {
        guard case .number(let number) = value, let seed = Int64(exactly: number) else {
          throw Diagnostic(.wrongType, "seeds are whole numbers, not \(value.text)", at: expression.span)
        }
        seeds.append(seed)
      }
      guard !seeds.isEmpty else {
        throw Diagnostic(.outOfRange, "a sweep needs at least one seed", at: expression.span)
      }
      if Set(seeds).count < seeds.count {
        throw Diagnostic(.outOfRange, "a seed is there twice, and would count twice", at: expression.span)
      }
      return .list(seeds)
    }
  }

  private mutating func seeds(_ range: RangeExpression) throws(Diagnostic) -> SeedList {
    let (first, last) = (try seedValue(range.start), try seedValue(range.end))
    let step = try range.step.map { (e) throws(Diagnostic) in try seedValue(e) } ?? (first <= last ? 1 : -1)
    let (distance, isFar) = last.subtractingReportingOverflow(first)
    guard !isFar, step != 0, distance == 0 || (distance > 0) == (step > 0), step != .min,
      let count = Int(exactly: distance / step), count < Int.max
    else {
      throw Diagnostic(
        .outOfRange, "seeds go from one whole number to another: 0..199, or 0..199 by 2", at: range.span)
    }
    return .range(first: first, step: step, count: count + 1)
  }
}
