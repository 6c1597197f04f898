/// The share of the rows whose class is predicted; nil if the targets are not classes.
///
/// The class of several outputs is the largest; that of one is above ½ for targets 0 and 1, above 0 for −1 and 1.
public func accuracy(_ outputs: [Vector], _ data: Dataset) -> Double? {
  Confusion(outputs, data).map { Double($0.correct) / Double(data.rows) }
}
