import Diagnosing
import Language
import NeuralCore
import Standard

/// Lines to paste.
extension Diagnoser {
  /// In the canonical layout.
  private var trainLine: String {
    session.recall.train?.text.map(canonical) ?? "train adam lr 0.01 epochs 1000"
  }

  private func canonical(_ typed: String) -> String {
    let line = formatted(Source(name: "train", text: typed), .standard) ?? typed
    return String(line.prefix { $0 != "\n" })
  }

  mutating func advice(
    _ verdict: Diagnosis.Verdict, _ floor: LossFloor?, _ groups: [Diagnosis.Group],
    _ findings: [Diagnosis.Finding], _ trial: Diagnosis.Trial?
  ) -> [Diagnosis.Advice] {
    var advice: [Diagnosis.Advice] = []
    if findings.contains(where: \.isOutOfReach) { advice.append(unbounded) }
    let isInseparable = findings.contains(where: \.isInseparable)
    if isInseparable { advice.append(withHiddenLayer) }
    if verdict == .leaving || verdict == .slow {
      advice.append(.init(line: "train", why: "goes on from here"))
    }
    if let floor, !isInseparable {
      advice += self.advice(floor, groups)
    }
    switch verdict {
    case .falling:
      if trial?.reached == true || !findings.contains(where: \.isOverfitting) { advice.append(goOn(trial)) }
    case .unknown:
      advice += [anotherStart(), session.epoch > 0 ? .init(line: "train", why: "goes on from here") : nil]
        .compactMap { $0 }
    case .flat, .stuck, .leaving, .slow, .settling, .arrived, .diverged: break
    }
    for finding in findings { advice += self.advice(finding) }
    if advice.isEmpty, verdict == .flat || verdict == .diverged, let line = anotherStart() {
      advice.append(line)
    }
    return advice
  }

  private func goOn(_ trial: Diagnosis.Trial?) -> Diagnosis.Advice {
    guard let trial, trial.reached else { return .init(line: "train", why: "goes on from here") }
    return .init(
      line: "train", why: "goes on from here; a copy got there at epoch \(session.epoch + trial.epochs)")
  }

  private mutating func advice(_ floor: LossFloor, _ groups: [Diagnosis.Group]) -> [Diagnosis.Advice] {
    switch floor {
    case .groups where groups.contains { $0.layer == 0 }:
      return [
        .init(line: "show data", why: "rows with the same inputs and different targets: no net can fit both")
      ]
    case .groups, .locked: return otherStarts() + [wider()].compactMap { $0 }
    case .linear: return [withHiddenLayer]
    case .bottleneck:
      return [widened(by: view.network.outputs - view.network.layers[view.network.layers.count - 1].inputs)]
        .compactMap { $0 }.map {
          .init(line: $0.statementText, why: "as many hidden units as the targets have directions")
        }
    case .pieces(_, let dead):
      return otherStarts()
        + (dead.isEmpty
          ? [wider()].compactMap { $0 } : [.init(line: leaky.statementText, why: "units that never die")])
    case .outOfReach: return []
    }
  }

  private var unbounded: Diagnosis.Advice {
    .init(
      line: withOutput(.linear).statementText,
      why: "an output without bounds; or bring the targets into its reach")
  }

  private var withHiddenLayer: Diagnosis.Advice {
    let sizes = [view.network.inputs, max(2, view.network.inputs), view.network.outputs].map(String.init)
    let isStandard = [.linear, .step].contains(view.network.output)
    return .init(
      line: "net " + sizes.joined(separator: " ") + (isStandard ? "" : " \(view.network.output.name)"),
      why: "a hidden layer can bend what a single layer cannot")
  }

  // MARK: Other starts

  /// Another seed, tried; restarts.
  private mutating func otherStarts() -> [Diagnosis.Advice] {
    guard let start = session.model.initialization, start.varies(layers: view.network.layers.count) else {
      return [.init(line: "init xavier", why: "weights drawn by chance")]
    }
    var advice = [anotherStart()].compactMap { $0 }
    if order?.restartEvery == nil, order?.condition != nil, start.isWhole {
      let every = max(100, min(1000, session.epoch / 5))
      advice.append(
        .init(line: "\(trainLine) restart every \(every)", why: "a new start whenever one is in vain"))
    }
    return advice
  }

  private mutating func anotherStart() -> Diagnosis.Advice? {
    guard let start = session.model.initialization, start.isDrawn else { return nil }
    let epochs = max(session.epoch, 1)
    if let found = seedThatArrives(epochs) {
      return .init(
        line: start.lines(seed: found.seed) + " ; train",
        why: "another start; a copy got there in \(count(found.epochs, "epoch"))")
    }
    return .init(line: start.lines(seed: start.seed &+ 1) + " ; train", why: "another start")
  }

  // MARK: Other nets

  private mutating func wider() -> Diagnosis.Advice? {
    guard let wider = widened(by: 1) else { return nil }
    if let found = widerNetArrives(wider, max(session.epoch, 1)), let start = session.model.initialization {
      return .init(
        line: "\(wider.statementText) ; \(start.lines(seed: found.seed)) ; \(trainLine)",
        why: "one more hidden unit; a copy got there in \(count(found.epochs, "epoch"))")
    }
    return .init(line: wider.statementText, why: "one more hidden unit")
  }

  /// With more units in the narrowest hidden layer; nil without one.
  private func widened(by more: Int) -> Network? {
    var layers = view.network.layers
    let hidden = layers.indices.dropLast()
    guard more > 0, let narrow = hidden.min(by: { layers[$0].outputs < layers[$1].outputs }) else {
      return nil
    }
    let (old, next) = (layers[narrow], layers[narrow + 1])
    layers[narrow] = Layer(
      inputs: old.inputs, outputs: old.outputs + more, activation: old.activation, hasBias: old.hasBias)
    layers[narrow + 1] = Layer(
      inputs: old.outputs + more, outputs: next.outputs, activation: next.activation, hasBias: next.hasBias)
    return Network(layers: layers, view.network.precision)
  }

  private func changed(_ change: (Int, Layer) -> Activation) -> Network {
    let layers = view.network.layers.enumerated().map { k, layer in
      Layer(
        inputs: layer.inputs, outputs: layer.outputs, activation: change(k, layer), hasBias: layer.hasBias)
    }
    return Network(layers: layers, view.network.precision)
  }

  private var leaky: Network {
    changed { _, layer in layer.activation.canDie ? .leakyRelu : layer.activation }
  }

  private func withOutput(_ activation: Activation) -> Network {
    changed { k, layer in k == view.network.layers.count - 1 ? activation : layer.activation }
  }

  private func withHidden(_ activation: Activation) -> Network {
    changed { k, layer in k < view.network.layers.count - 1 ? activation : layer.activation }
  }

  // MARK: Findings

  private func advice(_ finding: Diagnosis.Finding) -> [Diagnosis.Advice] {
    switch finding {
    case .mirrored: return [.init(line: "init xavier ; train", why: "weights that differ from unit to unit")]
    case .dead: return [.init(line: leaky.statementText, why: "units that let a slope pass everywhere")]
    case .vanishing:
      return [
        .init(
          line: withHidden(.relu).statementText + " ; init he",
          why: "slopes that do not fade from layer to layer")
      ]
    case .exploding: return [.init(line: "\(trainLine) clip norm 1", why: "keeps the gradient short")]
    case .tooLarge(_, let limit, _):
      let back =
        session.training.end == .diverged
        ? session.training.history.lastBegin.map { "goto epoch \($0.epoch) ; " } ?? "" : ""
      return [.init(line: back + line(rate: limit / 4), why: "steps that do not overshoot")]
    case .tooSmall(_, let limit, _): return [.init(line: line(rate: limit / 4), why: "longer steps")]
    case .overfitting(let best, _, _):
      return [.init(line: "goto epoch \(best)", why: "where the loss over the validation part was least")]
    case .saturated, .twins, .inseparable, .outOfReach: return []
    }
  }

  /// The last train line with another rate, of two digits.
  private func line(rate: Double) -> String {
    guard let order else { return "train sgd lr \(rate.significant(1))" }
    var line = order.line
    // The session keeps the loss.
    line.remove(.loss, .weights, .smoothing)
    line.set(setting: Setting.Key.lr.word, rate.significant(1))
    if let epochs = order.epochs { line.set(.epochs, "\(epochs)") }
    return canonical(line.text)
  }
}

extension Diagnosis.Finding {
  fileprivate var isOverfitting: Bool { if case .overfitting = self { true } else { false } }
  fileprivate var isInseparable: Bool { if case .inseparable = self { true } else { false } }
  fileprivate var isOutOfReach: Bool { if case .outOfReach = self { true } else { false } }
}
