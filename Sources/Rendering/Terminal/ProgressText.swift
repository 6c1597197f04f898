import Interpreter
import Language
import NeuralCore

/// A training under way in one line: epoch, loss, a small curve, speed, time left.
public struct ProgressText: Sendable {
  /// Columns of the terminal.
  public let width: Int
  /// Whether the terminal shows blocks of different heights.
  public let hasBlocks: Bool

  /// A writer of progress for a terminal.
  public init(width: Int, hasBlocks: Bool) { (self.width, self.hasBlocks) = (width, hasBlocks) }

  private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let curveWidth = 16

  /// The parts that fit into the line, the most important first.
  public func line(_ progress: TrainProgress) -> String {
    let of =
      progress.budget < NumberRange.mostWhole
      ? " of \(progress.epoch - progress.epochs + progress.budget)" : ""
    var line = "epoch \(progress.epoch)\(of)   loss \(progress.loss.shown)"
    for part in [curve(progress.losses), left(progress), speed(progress), "Ctrl-C stops"] where !part.isEmpty
    {
      guard (line + "   " + part).columns < width else { break }
      line += "   " + part
    }
    return String(line.prefix(max(1, width - 1)))
  }

  /// The same of a sweep: runs done, time left.
  public func line(_ progress: SweepProgress) -> String {
    var line = "run \(progress.done) of \(progress.all)"
    let bar = 20 * progress.done / max(1, progress.all)
    let left = progress.seconds * Double(progress.all - progress.done) / Double(max(1, progress.made))
    let parts = [
      hasBlocks ? String(repeating: "█", count: bar) + String(repeating: "░", count: 20 - bar) : "",
      progress.made > 0 ? "\(Self.span(left)) left" : "", "Ctrl-C keeps what is done",
    ]
    for part in parts where !part.isEmpty {
      guard (line + "   " + part).columns < width else { break }
      line += "   " + part
    }
    return String(line.prefix(max(1, width - 1)))
  }

  /// The loss on the way, on a logarithmic scale where it is positive.
  private func curve(_ points: [LossPoint]) -> String {
    guard hasBlocks, points.count >= 4 else { return "" }
    let count = min(Self.curveWidth, points.count)
    let losses = (0..<count).map { points[$0 * (points.count - 1) / (count - 1)].loss }
    let isPositive = losses.allSatisfy { $0 > 0 }
    let heights = isPositive ? losses.map { Elementary.log($0) } : losses
    guard let low = heights.min(), let high = heights.max(), low.isFinite, high.isFinite else { return "" }
    return String(
      heights.map {
        high > low ? Self.blocks[Int(clamping: (7 * ($0 - low) / (high - low)).rounded())] : Self.blocks[0]
      })
  }

  private func speed(_ progress: TrainProgress) -> String {
    guard progress.seconds > 0, progress.epochs > 0 else { return "" }
    let speed = Double(progress.epochs) / progress.seconds
    switch speed {
    case 1e6...: return "\((speed / 1e6).significant(2))M epochs/s"
    case 1e4...: return "\((speed / 1e3).significant(2))k epochs/s"
    default: return "\(speed.significant(2)) epochs/s"
    }
  }

  private func left(_ progress: TrainProgress) -> String {
    guard progress.epochs > 0 else { return "" }
    let byEpochs =
      progress.budget < NumberRange.mostWhole
      ? progress.seconds * Double(progress.budget - progress.epochs) / Double(progress.epochs) : .infinity
    let byTime = progress.secondsAllowed.map { $0 - progress.seconds } ?? .infinity
    let left = max(0, min(byEpochs, byTime))
    guard left.isFinite else { return "" }
    return "\(Self.span(left)) left"
  }

  /// Seconds in the largest unit of which there are at least a hundred seconds, a hundred minutes and so on.
  private static func span(_ seconds: Double) -> String {
    switch seconds {
    case ..<100: "\(seconds.significant(2)) s"
    case ..<36_000: "\(Int(clamping: seconds) / 60) min"
    case ..<1e9: "\(Int(clamping: seconds) / 3600) h"
    default: "years"
    }
  }
}
