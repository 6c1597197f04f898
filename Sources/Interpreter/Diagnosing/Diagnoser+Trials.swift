import Diagnosing
import Language
import NeuralCore
import Standard

/// Trials: lines carried out on copies of the session with nobody watching. Nothing of the session changes, and the same
/// comes out every time.
extension Diagnoser {
  /// What became of a copy.
  struct Attempt {
    let session: Session
    let report: Diagnosis.Trial
    /// The line asked for more epochs than the work left allowed.
    let isCut: Bool
  }

  /// The last train line goes on for so many epochs, whatever ends it otherwise. nil without such a line, or where it would
  /// take too long.
  ///
  /// - Parameter before: epochs that the copy was trained already.
  mutating func goOn(
    from session: Session, epochs: Int, after before: Int = 0
  ) throws(Diagnostic) -> Attempt? {
    guard var line = request?.line else { return nil }
    line.remove(.loss, .weights, .smoothing, .seconds, .restart, .keeping, .patience, .least)
    if line[.schedule] == nil { line.remove(.on) }
    line.set(.epochs, "\(epochs)")
    // Half of the work is left for remedies.
    let all = work
    work /= 2
    defer { work += all / 2 }
    guard var attempt = try attempt(line.text, from: session), !attempt.isCut else { return nil }
    var report = attempt.report
    let rest = epochs - report.epochs
    if attempt.session.training.end == .until, !report.reached, rest > 0 {
      // A pass that met the condition by chance does not show where the training goes.
      line.remove(.until)
      line.set(.epochs, "\(rest)")
      guard let further = try self.attempt(line.text, from: attempt.session), !further.isCut else {
        return nil
      }
      attempt = further
      report = Diagnosis.Trial(epochs: epochs, loss: further.report.loss, reached: false)
    }
    let loss = isAboutValidation ? measure(attempt.session) ?? report.loss : report.loss
    return Attempt(
      session: attempt.session,
      report: Diagnosis.Trial(epochs: before + report.epochs, loss: loss, reached: report.reached),
      isCut: false)
  }

  /// Carries out a line of statements on a copy.
  ///
  /// - Returns: nil if it does not succeed, or the work left does not allow a single epoch.
  mutating func attempt(_ text: String, from session: Session? = nil) throws(Diagnostic) -> Attempt? {
    let source = Source(name: "trial", text: text)
    let program = parse(source, .standard)
    guard program.problems.isEmpty else { return nil }
    var copy = Executor(session ?? self.session, host.silent, Context(source))
    (copy.locals, copy.trial) = (executor.locals, TrialBudget(work: work))
    defer {
      work = copy.trial?.work ?? work
      isOutOfWork = copy.trial?.isCut == true
    }
    do throws(Diagnostic) {
      for statement in program.statements where try run(&copy, statement) == .interrupted {
        throw Diagnostic(.interrupted, "interrupted")
      }
    } catch {
      guard error.code != .interrupted else {
        throw .interrupted
      }
      return nil
    }
    guard let after = copy.session.network, let budget = copy.trial, copy.session.training.end != .diverged,
      let loss = lossOfCopy(copy.session, after), loss.isFinite
    else { return nil }
    // The condition may hold after the last update and not before it: then the training did not get there.
    let isReached =
      budget.epochs > 0
      ? copy.session.training.reached == true && request?.condition.map { copy.isMetByChance($0) } != true
      : holds(copy) == true
    return Attempt(
      session: copy.session,
      report: Diagnosis.Trial(epochs: budget.epochs, loss: loss, reached: isReached),
      isCut: budget.isCut && !isReached)
  }

  /// By the objective of the session, so that losses can be compared, and over the part that its training watched; by its
  /// own objective where that is not defined.
  private func lossOfCopy(_ copy: Session, _ network: Network) -> Double? {
    let part = isAboutValidation && copy.data.validation != nil ? Part.validation : .train
    let own = part == .validation ? copy.data.validation : copy.data.training
    guard let data = own, copy.fits(network, data) else { return nil }
    let (network, seen) = inUnitsOfSession(network, copy, part) ?? (network, data)
    let needs = session.objective.loss.needs
    let objective = needs == nil || needs == network.output.role ? session.objective : copy.objective
    let loss = try? network.loss(objective, on: seen, host.input.stop)
    return loss.map(network.precision.decimal)
  }

  /// The network of a copy that has scaled its targets, with the data, so that its loss is that of the session; nil where
  /// both scale alike.
  private func inUnitsOfSession(_ network: Network, _ copy: Session, _ part: Part) -> (Network, Dataset)? {
    guard session.data.targetScaling == nil, let scaling = copy.data.targetScaling,
      let network = network.unscalingOutputs(scaling),
      let raw = try? copy.data.unscaled(part, host.input.stop),
      let seen = try? copy.data.scaled(raw, host.input.stop)
    else { return nil }
    return (network, raw.replacing(inputs: seen.inputs))
  }

  /// Whether a copy did what was wanted: met the condition, or, without one, at least halved the squared errors.
  func isSuccess(_ attempt: Attempt) -> Bool {
    guard request?.condition == nil else { return attempt.report.reached }
    // A remedy that only fits the training set better is none, where there is a validation set to tell.
    let validation = session.data.validation
    guard let network = attempt.session.network,
      let data = validation == nil ? attempt.session.data.training : attempt.session.data.validation
    else { return false }
    let (judged, seen) =
      inUnitsOfSession(network, attempt.session, validation == nil ? .train : .validation) ?? (network, data)
    let stop = host.input.stop
    guard let now = try? view.network.loss(Objective(.mse), on: validation ?? view.data, stop),
      let then = try? judged.loss(Objective(.mse), on: seen, stop)
    else { return false }
    return then <= 0.5 * now
  }
}
