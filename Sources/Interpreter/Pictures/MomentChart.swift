import Charts
import Language
import NeuralCore

/// Pictures of a moment of a training.
extension Executor {
  /// A picture of a network as it was, or is, after an epoch.
  ///
  /// - Parameter axes: the inputs that a boundary varies; nil for the first two.
  func chart(
    _ picture: Picture, _ network: Network, at epoch: Int, _ axes: (x: Int, y: Int)?
  ) throws(Diagnostic) -> Chart {
    switch picture {
    case .loss:
      var run = session.presentRun
      let end = epoch + session.epochsGivenUp
      run.parts = run.parts.map { $0.filter { $0.epoch <= end } }
      return .losses(of: [run], title: "Loss", isLogarithmic: true)
    case .boundary:
      let data = try shownData(network)
      if let axes { return try boundaryChart(network, data, axes) }
      return try boundaryChart(network, data, try planeAxes(GivenOptions(), data, needsBoth: true))
    case .fit: return try fitChart(network, try shownData(network))
    case .net:
      let columns = session.data.whole.map { session.fits(network, $0) ? $0.columns : [] } ?? []
      return .net(network, columns: columns, title: "Net \(network.sizesText)")
    case .weights: return try weightsChart(network, title: "Weights of net \(network.sizesText)")
    case .histogram:
      return try weightsHistogram(network)
    case .data, .start, .activation, .confusion, .surface, .sweep:
      throw .standsStill(Located(picture.rawValue, Span(0, 0)))
    }
  }

  /// All rows, or those that a training falls back on.
  private func shownData(_ network: Network) throws(Diagnostic) -> Dataset {
    if let whole = session.data.whole { return whole }
    return try session.dataOrFallback(network).0
  }
}
