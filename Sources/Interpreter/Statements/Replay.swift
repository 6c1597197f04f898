import Experiments
import Language
import NeuralCore

/// `replay`.
extension Executor {
  mutating func run(_ statement: ReplayStatement) throws(Diagnostic) -> Flow {
    guard let sweep = session.recall.sweep else {
      throw Diagnostic(
        .nothingToRepeat, "`replay` makes a run of the last sweep again, and there was none yet",
        help: ["For example: sweep seeds 0..199 ; init torch ; init xavier ; train adam epochs 500 ; end"])
    }
    return try replay(try run(of: statement, sweep), sweep)
  }

  // MARK: Which run

  private mutating func run(
    of statement: ReplayStatement, _ sweep: Sweep
  ) throws(Diagnostic) -> SweepRun {
    let variant = try variant(of: statement, sweep.result)
    guard let expression = statement.seed else {
      if let fold = statement.options[.fold] {
        throw Diagnostic(
          .settingMismatch, "`replay best` takes the fold of the best run", at: fold.span,
          help: ["Leave `fold` out, or say which seed: replay seed 0 fold 1"])
      }
      guard let best = sweep.result.best(of: variant) else {
        throw Diagnostic(.nothingToRepeat, "no run of it was made: the sweep was stopped before")
      }
      return best
    }
    let seed = try seedValue(expression)
    let chosen = variant ?? 0
    guard sweep.result.points.seeds.place(of: seed) != nil else {
      throw Diagnostic(
        .outOfRange, "seed \(seed) is none of this sweep: it had \(sweep.result.points.seeds.text)",
        at: expression.span)
    }
    if variant == nil, sweep.result.variants.count > 1 { throw .whichVariant(sweep.result, seed, expression) }
    let fold = try fold(statement.options[.fold], sweep.result.points, expression)
    guard let number = sweep.result.points.number(variant: chosen, fold: fold, seed: seed) else {
      throw Diagnostic(
        .outOfRange, "seed \(seed) is none of this sweep: it had \(sweep.result.points.seeds.text)",
        at: expression.span)
    }
    guard let run = sweep.result.run(number) else {
      throw Diagnostic(
        .nothingToRepeat, "this run was not made: the sweep was stopped before", at: expression.span)
    }
    return run
  }

  private mutating func variant(
    of statement: ReplayStatement, _ result: SweepResult
  ) throws(Diagnostic) -> Int? {
    guard let expression = statement.options[.of]?.expression else { return nil }
    let given = try value(expression)
    // As the table numbers them.
    if case .number(let number) = given, let place = Int(exactly: number),
      result.variants.indices.contains(place - 1)
    {
      return place - 1
    }
    guard case .string(let name) = given else {
      throw Diagnostic(
        .wrongType, "the name of a variant stands in quotes", at: expression.span,
        help: ["For example: of \(result.variants[0].quoted), or its number in the table: of 1"])
    }
    if let place = Int(name), result.variants.indices.contains(place - 1) { return place - 1 }
    // A line of it is enough where no other variant has it.
    let alike = result.variants.indices.filter {
      result.variants[$0].name.components(partedBy: " · ").contains(name)
    }
    guard
      let variant = result.variants.firstIndex(where: { $0.name == name })
        ?? (alike.count == 1 ? alike[0] : nil)
    else {
      throw .unknownVariant(name, result, expression)
    }
    return variant
  }

  private mutating func fold(
    _ option: GivenOption?, _ points: SweepPoints, _ seed: Expression
  ) throws(Diagnostic) -> Int? {
    guard let folds = points.folds else {
      guard let option else { return nil }
      throw Diagnostic(.settingMismatch, "this sweep had no folds", at: option.span, help: ["Leave it out."])
    }
    guard let value = option?.expression else {
      throw Diagnostic(
        .missingArgument, "this sweep had \(folds) folds a seed: which one?", at: seed.span,
        help: ["Add: fold 1"])
    }
    return try whole(value, "`fold K`", in: 1...folds)
  }

  // MARK: The run

  /// The session becomes that of the run: its net, its data, its start. Then it trains, as the sweep did.
  private mutating func replay(_ run: SweepRun, _ sweep: Sweep) throws(Diagnostic) -> Flow {
    let variant = sweep.variants[run.point.variant]
    (session.model, session.data) = (variant.model, variant.data)
    session.training = TrainingState()
    emit(.note("(\(sweep.result.text(of: run)))"))
    try begin(variant.start, run.point, folds: sweep.result.points.folds)
    let source = Source(name: "sweep", text: variant.train)
    let program = parse(source, .standard)
    guard case .train(let statement)? = program.statements.first?.node, let network = session.network,
      let data = session.data.training
    else {
      throw Diagnostic(.internalFault, "the training of the sweep cannot be read again: \(variant.train)")
    }
    let reason: StopReason
    do throws(Diagnostic) {
      let request = try request(statement, source, network)
      session.recall.train = (statement, source, variant.train)
      reason = try train(request, data)
    } catch {
      throw error.inSource(source)
    }
    if reason == .interrupted { return .interrupted }
    guard trace.epochs == run.epochs, session.fingerprint == run.fingerprint else {
      throw Diagnostic(
        .internalFault, "the run came out otherwise than in the sweep: please report this",
        help: ["The sweep had \(run.epochs) epochs and \(run.fingerprint)."])
    }
    return .normal
  }
}

extension SweepResult {
  /// The best run of a variant, or of all.
  fileprivate func best(of variant: Int?) -> SweepRun? {
    guard let variant else { return best }
    return summaries().first { $0.variant == variant }?.best
  }

  /// `seed 17 of "init xavier", fold 2`
  func text(of run: SweepRun) -> String {
    "seed \(run.point.seed) of \(variants[run.point.variant].quoted)"
      + (run.point.fold.map { ", fold \($0)" } ?? "")
  }
}

extension Diagnostic {
  fileprivate static func whichVariant(
    _ result: SweepResult, _ seed: Int64, _ expression: Expression
  ) -> Diagnostic {
    Diagnostic(
      .missingArgument, "seed \(seed) ran in \(result.variants.count) variants: which one?",
      at: expression.span,
      help: result.variants.prefix(5).map { "replay seed \(seed) of \($0.quoted)" })
  }

  fileprivate static func unknownVariant(
    _ name: String, _ result: SweepResult, _ expression: Expression
  ) -> Diagnostic {
    let names = result.variants.map(\.name)
    return Diagnostic(
      .unknownName, "the last sweep has no variant \"\(name)\"", at: expression.span,
      label: ForeignWords.meant(by: name, among: names).map { "did you mean \"\($0)\"?" },
      help: ["There are: " + result.variants.prefix(10).map(\.quoted).joined(separator: ", ")])
  }
}

extension String {
  /// What stands between a mark.
  fileprivate func components(partedBy mark: String) -> [String] {
    split(separator: mark, omittingEmptySubsequences: false).map(String.init)
  }
}
