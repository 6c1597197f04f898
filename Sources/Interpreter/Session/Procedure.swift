import Language

/// A statement that `define` made, with the text that it is in.
struct Procedure: Sendable {
  let definition: DefineStatement
  let context: Context
}
