/// The options that choose the loss, of statements that read it: it is kept for later ones, as `train` keeps it.
public enum LossOption: String, OptionKey {
  case loss, weights, smoothing

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .loss:
      OptionSpec(
        rawValue, [.word(.loss)], "loss to minimize; kept for later statements", effects: [.changesSession])
    case .weights:
      OptionSpec(
        rawValue, [.argument("LIST")], "weight of each class in the loss; kept with the loss",
        effects: [.changesSession])
    case .smoothing:
      OptionSpec(
        rawValue, [.argument("X")], "label smoothing: share of each target spread over all classes; kept too",
        .fraction, fallback: "0", effects: [.changesSession])
    }
  }
}
