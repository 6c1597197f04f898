import Experiments
import Language
import NeuralCore

/// `sweep`.
extension Executor {
  mutating func run(_ statement: SweepStatement) throws(Diagnostic) -> Flow {
    switch statement {
    case .lines(let item, let options, let body):
      let file = options[.to]?.expression
      let name = try file.map { (file) throws(Diagnostic) in
        let name = try ledgerName(file)
        _ = try mayReplace(Located(name, file.span))
        return name
      }
      let order = host.sweeps.order(name.map(context.source.place))
      if case .passedOver = order { return .normal }
      if case .refused(let ledger, let reason, let advice) = order {
        throw .refusedLedger(ledger, reason, advice, item.span)
      }
      let seeds = try seeds(item)
      let lines = try lines(of: body)
      let plan = try plan(lines, seeds: seeds, options, at: item.span)
      if case .share(let share, let ledger, let origin) = order {
        let (file, known) = try openedLedger(header(plan, options, origin), at: ledger, share, item.span)
        return try sweep(plan, share, known: known, to: file)
      }
      guard let file, let name else { return try sweep(plan) }
      let ledger = try newLedger(
        header(plan, options), to: Located(name, file.span), replaces: options.contains(.replace))
      return try sweep(plan, to: ledger)
    case .resume(let file): return try resume(file)
    }
  }

  /// Makes those runs of a part that are not known yet. Only all of them make a table.
  mutating func sweep(
    _ plan: SweepPlan, _ share: SweepShare = .all, known: [SweepRun] = [], to ledger: LedgerFile? = nil
  ) throws(Diagnostic) -> Flow {
    let (begun, count) = (host.clock.now(), plan.points.count)
    let runner = SweepRunner(plan, host, context, share, without: Set(known.map(\.number))) { run in
      ledger?.add(run) ?? true
    }
    let runs = known + (try runner.run())
    let isInterrupted = isStopped && runs.count { share.contains($0.number) } < share.count(of: count)
    if let ledger { try check(ledger, isWhole: runs.count == count) }
    let seconds = host.clock.now() - begun
    if let ledger, share != .all, runs.count < count {
      session.recall.sweep = nil
      let done = runs.count { share.contains($0.number) }
      emit(
        .sweepShare(
          SweepShareReport(
            share: share, points: count, done: done, known: done - runs.count + known.count,
            seconds: seconds, isInterrupted: isInterrupted, ledger: ledger.name)))
    } else {
      finish(plan, runs, known: known.count, seconds: seconds, isInterrupted: isInterrupted, ledger?.name)
    }
    return isInterrupted ? .interrupted : .normal
  }

  /// Somebody asked for the end of it.
  private var isStopped: Bool { host.input.isInterrupted() || host.sweeps.isEnding() }

  /// Whether all could be written; one with all runs is put into their order.
  private func check(_ ledger: LedgerFile, isWhole: Bool) throws(Diagnostic) {
    if let reason = ledger.failure {
      throw Diagnostic(
        .cannotWrite, "I cannot write \"\(ledger.name)\": \(reason)", help: [ledger.advice])
    }
    if isWhole { try ledger.putInOrder(host) }
  }

  private mutating func finish(
    _ plan: SweepPlan, _ runs: [SweepRun], known: Int, seconds: Double, isInterrupted: Bool, _ ledger: String?
  ) {
    trace.isTimed = trace.isTimed || isInterrupted
    let outline = plan.outline
    let sweep = Sweep(
      result: SweepResult(points: plan.points, outline: outline, runs: runs), outline: outline,
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

extension Diagnostic {
  /// A ledger whose name the script decides, and not the command.
  static func refusedLedger(_ name: String, _ reason: String, _ advice: [String], _ span: Span) -> Diagnostic
  {
    Diagnostic(.cannotWrite, "I cannot write the ledger \"\(name)\": \(reason)", at: span, help: advice)
  }
}
