/// What a statement does, apart from its result: what the history, the transcript, a demo and `nn check` ask of it.
public enum Effect: Sendable, Hashable, CaseIterable {
  /// `undo` takes it back.
  case changesSession
  /// It writes a file, which a later statement may read.
  case writesFile
  /// It runs epochs, and itself reports an interrupt.
  case trains
  /// It runs another script, whose definitions a reader of this text does not see.
  case runsScript
  /// It draws random numbers, from the option `seed` if that is given.
  case takesSeed
  /// It speaks to the audience or the speaker, as narration of a lesson.
  case narrates
  /// Nobody wants to know how long it took.
  case untimed
}
