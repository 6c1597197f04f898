/// The parts of a data set after a split.
public enum Part: String, Sendable, CaseIterable {
  case train, validation, test
}
