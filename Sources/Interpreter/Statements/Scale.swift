import Language
import NeuralCore
import Standard

/// `scale`.
extension Executor {
  mutating func scale(_ kind: Located<String>) throws(Diagnostic) {
    let data = try requireData()
    if let wanted = Scaling.Kind(rawValue: kind.node), let part = session.data.unscaledTraining,
      let column = Scaling.columnTooWide(wanted, part)
    {
      let name = data.columnNames.indices.contains(column) ? data.columnNames[column] : "\(column + 1)"
      throw Diagnostic(
        .outOfRange,
        "input `\(name)` spreads too far to be scaled: its numbers differ by more than "
          + (data.precision == .single ? "a float32 holds" : "a float64 holds"), at: kind.span)
    }
    session.data.scale(Scaling.Kind(rawValue: kind.node))
    session.training.end = nil
    emit(.scale(ScaleReport(scaling: session.data.scaling, columns: data.columnNames)))
  }
}
