import Explaining
import Language
import NeuralCore

extension Executor {
  func explanation(
    _ kind: Explanation.Kind, _ derivation: Derivation, _ rows: [Explanation.Row], rowsLeft: Int = 0,
    of only: NeuronName?, _ digits: ShownDigits
  ) throws(Diagnostic) -> Explanation {
    var explanation = try checked { () throws(DerivationFault) in
      try Explanation(
        kind: kind, derivation: derivation, rows: rows, rowsLeft: rowsLeft, only: only, digits: digits)
    }
    let columns = session.data.whole?.columns ?? []
    explanation.columns = columns.count == derivation.network.inputs ? columns : []
    explanation.classes = classNames
    return explanation
  }
}

/// A fault of a calculation by hand as a diagnostic.
func checked<Result>(
  _ body: () throws(DerivationFault) -> Result
) throws(Diagnostic) -> Result {
  do throws(DerivationFault) {
    return try body()
  } catch {
    throw error.isInterruption ? .interrupted : Diagnostic(.internalFault, error.message)
  }
}
