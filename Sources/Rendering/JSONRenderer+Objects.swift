import Interpreter
import Language
import NeuralCore

/// The fields of each event.
extension JSONRenderer {
  typealias Pairs = [(String, JSON)]

  func net(_ network: Network) -> Pairs {
    [
      ("layers", .array(network.sizes.map { JSON($0) })),
      ("activations", .array(network.layers.map { .string($0.activation.name) })),
      ("bias", .bool(network.layers[0].hasBias)), ("parameters", JSON(network.parameters.count)),
    ]
  }

  func data(_ report: DataReport) -> Pairs {
    [
      ("name", .string(report.name)), ("rows", JSON(report.rows)), ("inputs", JSON(report.inputs)),
      ("targets", JSON(report.targets)), ("fallback", .bool(report.isFallback)),
      ("classes", .array(report.classes.map { .string($0) })),
      ("seed", report.seed.map { JSON(Int($0)) } ?? .null),
    ]
  }

  func data(_ summary: DataSummary) -> Pairs {
    func columns(_ all: [DataSummary.Column], _ value: (DataSummary.Column) -> JSON) -> JSON {
      .array(all.map(value))
    }
    let all = summary.inputs + summary.targets
    return data(summary.report) + [
      ("parts", .object(summary.parts.map { ($0.part.rawValue, JSON($0.rows)) })),
      ("scaling", summary.scaling.map { .string($0) } ?? .null),
      ("columns", columns(all) { .string($0.name) }), ("least", columns(all) { JSON($0.least) }),
      ("mean", columns(all) { JSON($0.mean) }), ("most", columns(all) { JSON($0.most) }),
      ("balance", .object(summary.balance.map { ($0.name, JSON($0.rows)) })),
    ]
  }

  func table(_ report: TableReport) -> Pairs {
    [
      ("file", .string(report.file)), ("rows", JSON(report.rows)), ("delimiter", .string(report.delimiter)),
      ("header", .bool(report.hasHeader)), ("targets", .array(report.targets.map { .string($0) })),
      ("filled", JSON(report.filled)), ("dropped", JSON(report.dropped)),
    ]
  }

  func scale(_ report: ScaleReport) -> Pairs {
    [
      ("kind", report.scaling.map { .string($0.kind.rawValue) } ?? .null),
      ("columns", .array(report.columns.map { .string($0) })),
      ("shift", JSON(report.scaling?.shift.decimals ?? [])),
      ("scale", JSON(report.scaling?.scale.decimals ?? [])),
    ]
  }

  func start(_ report: InitializationReport) -> Pairs {
    [
      ("start", .string(report.name)), ("form", report.form.map { .string($0) } ?? .null),
      ("seed", report.seed.map { JSON(Int($0)) } ?? .null), ("chosen", .bool(report.isSeedChosen)),
      ("implied", .bool(report.isImplied)),
    ]
  }

  func weight(_ weight: WeightValue) -> Pairs {
    [
      ("from", .string(weight.name.from.description)), ("to", .string(weight.name.to.description)),
      ("value", JSON(weight.value)),
    ]
  }

  func train(_ report: TrainReport) -> Pairs {
    [
      ("epochs", JSON(report.epochs)), ("epoch", JSON(report.epoch)), ("loss", JSON(report.loss)),
      ("loss_after", report.lossAfter.map { JSON($0) } ?? .null),
      ("reached", report.reached.map { .bool($0) } ?? .null),
      ("reason", .string(report.reason.rawValue)), ("until", report.condition.map { .string($0) } ?? .null),
      ("seconds", JSON(report.seconds)), ("seed", report.seed.map { JSON(Int($0)) } ?? .null),
      ("attempts", JSON(max(1, report.attempts.count))),
      ("best_epoch", report.best.map { JSON($0.epoch) } ?? .null),
      ("best", report.best.map { JSON($0.value) } ?? .null),
    ]
  }

  func attempt(_ attempt: TrainReport.Attempt, _ number: Int) -> Pairs {
    [
      ("attempt", JSON(number)), ("seed", attempt.seed.map { JSON(Int($0)) } ?? .null),
      ("epochs", JSON(attempt.epochs)), ("loss", JSON(attempt.loss)), ("end", .string(attempt.end.rawValue)),
    ]
  }

  func eval(_ row: EvalRow, _ classes: [String]) -> Pairs {
    let best = row.outputs.indices.reduce(0) { row.outputs[$1] > row.outputs[$0] ? $1 : $0 }
    let name = classes.indices.contains(best) ? [("class", JSON.string(classes[best]))] : []
    return [("inputs", JSON(row.inputs)), ("outputs", JSON(row.outputs))] + name
      + (row.targets.map { [("targets", JSON($0))] } ?? [])
  }

  func check(_ report: GradientReport) -> Pairs {
    let worst = report.check.worst.first
    return [
      ("parameters", JSON(report.check.count)), ("corners", JSON(report.check.corners)),
      ("agrees", .bool(report.check.agrees)),
      ("worst", worst.map { .string(report.network.names[$0.place].description) } ?? .null),
      ("gradient", worst.map { JSON($0.gradient) } ?? .null),
      ("difference", worst.map { JSON($0.difference) } ?? .null),
      ("error", worst.map { JSON($0.error) } ?? .null), ("loss_name", .string(report.loss)),
      ("rows", JSON(report.rows)),
    ]
  }

  func score(_ report: ScoreReport) -> Pairs {
    [
      ("data", .string(report.data)), ("part", .string(report.part.rawValue)), ("rows", JSON(report.rows)),
      ("loss_name", .string(report.lossName)),
      ("loss", JSON(report.loss)),
      ("accuracy", report.confusion.map { JSON(Double($0.right) / Double(report.rows)) } ?? .null),
      ("rmse", JSON(report.errors.rmse)), ("mae", JSON(report.errors.mae)),
      ("r2", report.errors.r2.map { JSON($0) } ?? .null), ("largest_error", JSON(report.errors.largest)),
      ("classes", .array((report.confusion?.names ?? []).map { .string($0) })),
      ("confusion", .array((report.confusion?.counts ?? []).map { .array($0.map { JSON($0) }) })),
    ]
  }

  func show(_ report: SessionReport) -> Pairs {
    [
      ("layers", report.network.map { .array($0.sizes.map { JSON($0) }) } ?? .null),
      ("activations", report.network.map { .array($0.layers.map { .string($0.activation.name) }) } ?? .null),
      ("parameters", report.network.map { JSON($0.parameters.count) } ?? .null),
      ("start", report.start.map { .string($0) } ?? .null),
      ("seed", report.seed.map { JSON(Int($0)) } ?? .null),
      ("data", report.data.map { .string($0.name) } ?? .null), ("loss_name", .string(report.loss)),
      ("loss", report.lossValue.map { JSON($0) } ?? .null),
      ("optimizer", report.optimizer.map { .string($0) } ?? .null), ("epoch", JSON(report.epoch)),
      ("precision", .string(report.precision.rawValue)),
    ]
  }

  func error(_ diagnostic: Diagnostic) -> Pairs {
    let position = diagnostic.source.flatMap { source in
      diagnostic.span.map { source.position(of: $0.start) }
    }
    return [
      ("code", .string(diagnostic.code.rawValue)), ("message", .string(diagnostic.message)),
      ("file", diagnostic.source.map { .string($0.name) } ?? .null),
      ("line", position.map { JSON($0.line) } ?? .null),
      ("column", position.map { JSON($0.column) } ?? .null),
      ("label", diagnostic.label.map { .string($0) } ?? .null),
      ("help", .string(diagnostic.help.joined(separator: "\n"))),
    ]
  }
}
