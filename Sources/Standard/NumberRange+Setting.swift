import Language
import NeuralCore

extension NumberRange {
  /// The range of a setting of the core, as the language speaks of it.
  public init(_ range: Setting.Range) {
    switch range {
    case .positive: self = .positive
    case .notNegative: self = .notNegative
    case .fraction: self = .fraction
    case .share: self = .share
    case .belowOne: self = .belowOne
    case .aboveOne: self = .aboveOne
    case .any: self = .any
    case .whole(let range): self = .whole(range)
    case .flag: self = .flag
    }
  }
}
