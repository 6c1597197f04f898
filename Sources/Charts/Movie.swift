/// A picture as it changes: one after the other, all with the same axes.
public struct Movie: Sendable {
  /// A picture of a moment.
  public struct Frame: Sendable {
    /// Since the weights were drawn.
    public let epoch: Int
    /// What is seen.
    public let chart: Chart

    /// A picture of an epoch.
    public init(epoch: Int, chart: Chart) { (self.epoch, self.chart) = (epoch, chart) }
  }

  /// In the order in which they are shown; at least one.
  public let frames: [Frame]
  /// That each is seen.
  public static let seconds = 0.1

  /// Pictures in the order in which they are shown. Their axes and colors are made the same: those of all of them.
  public init(_ frames: [Frame]) {
    let charts = frames.map(\.chart).unified
    self.frames = zip(frames, charts).map { Frame(epoch: $0.epoch, chart: $1) }
  }
}

extension [Chart] {
  /// With axes that hold all, and colors that mean the same.
  fileprivate var unified: [Chart] {
    guard let first, count > 1 else { return self }
    var result = self
    for k in first.panels.indices where allSatisfy({ $0.panels.count == first.panels.count }) {
      let panels = map { $0.panels[k] }
      let (x, y) = (panels.map(\.x).joined, panels.map(\.y).joined)
      let most = panels.flatMap(\.marks).compactMap(\.signedMost).max()
      for frame in result.indices {
        (result[frame].panels[k].x, result[frame].panels[k].y) = (x, y)
        guard let most else { continue }
        for mark in result[frame].panels[k].marks.indices {
          result[frame].panels[k].marks[mark] = result[frame].panels[k].marks[mark].signed(upTo: most)
        }
      }
    }
    return result
  }
}

extension [Axis] {
  /// One that holds the values of all.
  fileprivate var joined: Axis {
    var axis = self[0]
    if axis.categories.isEmpty {
      axis.scale = Scale(
        axis.scale.kind, from: map(\.scale.low).min() ?? axis.scale.low,
        to: map(\.scale.high).max() ?? axis.scale.high)
    }
    return axis
  }
}

extension Mark {
  fileprivate var signedMost: Double? {
    if case .cells(let cells) = shape, case .signed(let most) = cells.meaning { most } else { nil }
  }

  fileprivate func signed(upTo most: Double) -> Mark {
    guard case .cells(let cells) = shape, signedMost != nil else { return self }
    var copy = self
    copy.shape = .cells(
      Cells(
        columns: cells.columns, rows: cells.rows, values: cells.values, .signed(most: most),
        texts: cells.texts))
    return copy
  }
}

extension Chart {
  /// Several pictures beside each other as one.
  public static func joined(_ charts: [Chart], title: String) -> Chart {
    let panels = charts.flatMap { chart in
      chart.panels.map { panel in
        var copy = panel
        if chart.panels.count == 1 { copy.title = chart.title }
        return copy
      }
    }
    return Chart(charts.map(\.name).joined(separator: " "), title: title, panels: panels)
  }
}
