import Language

/// A statement that `define` made, with the text that it is in.
final class Procedure: Sendable {
  let definition: DefineStatement
  let context: Context

  /// About what a definition takes: its statements are a part of its text, which is there anyhow.
  static let bytes = MemoryLayout<DefineStatement>.stride + MemoryLayout<Context>.stride

  init(definition: DefineStatement, context: Context) {
    (self.definition, self.context) = (definition, context)
  }
}
