/// What a run of output means. A writer decides how it looks; color says no more than the words do.
public enum Role: String, Sendable, CaseIterable {
  /// A mistake, and what is as bad: a training that diverged.
  case error
  /// What a reader should not miss: a target that was not met.
  case warning
  /// What came out as wanted.
  case good
  case heading
  case prompt
  /// What `say` says.
  case narration
  /// A remark in passing: times, notes.
  case faint
  /// Something to type.
  case code
  /// The last row of a demo's screen.
  case status
  /// In the prose of a page: stressed, stressed more, and as it is typed.
  case emphasis, strong, literal
  /// The parts of a statement: the word that it begins with, numbers, texts, names of neurons and biases.
  case verb, numeral, quotation, neuron
  /// A weight above or below zero.
  case positive, negative
  /// The curves and classes of a picture, in their order.
  case first, second, third, fourth, fifth, sixth
}
