import Language
import NeuralCore
import Standard

/// `scale`.
extension Executor {
  mutating func scale(_ kind: Located<String>) throws(Diagnostic) {
    let data = try requireData()
    session.data.scale(Scaling.Kind(rawValue: kind.node))
    session.training.end = nil
    emit(.scale(ScaleReport(scaling: session.data.scaling, columns: data.columnNames)))
  }
}
