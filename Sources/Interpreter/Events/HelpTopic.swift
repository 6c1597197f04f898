import Language
import NeuralCore
import Standard

/// What `help` shows.
public enum HelpTopic: Sendable {
  /// The first things to type, and where more is.
  case beginning
  /// The words of the field that the glossary explains.
  case glossary([GlossaryEntry])
  /// A word of the field.
  case term(GlossaryEntry)
  /// Everything that can be typed.
  case overview([StatementSpec], metrics: [String], functions: [String])
  /// A statement with its options and the named things that it takes, by kind.
  case statement(StatementSpec, options: [OptionSpec], named: [(kind: String, entries: [Vocabulary.Entry])])
  /// A named thing: an optimizer, an activation, a loss …
  case entry(kind: String, Vocabulary.Entry, settings: [Setting], source: String?)
  /// All named things of a kind: the metrics.
  case kind(plural: String, [Vocabulary.Entry])
  /// A word that is an option, with what it means in the statements that take it; if it is a setting, with the optimizers
  /// that have it.
  case option([Meaning], settings: [(optimizer: String, setting: Setting)])
  /// What has to do with a word: where it was found, its name, its line.
  case found(String, [(kind: String, name: String, summary: String)])

  /// What an option means in some statements. In others the same word may mean something else.
  public struct Meaning: Sendable {
    /// Its row.
    public let option: OptionSpec
    /// The words of the statements that take it.
    public internal(set) var takers: [String]
    /// The named things that may follow it.
    public let named: [Vocabulary.Entry]
  }
}
