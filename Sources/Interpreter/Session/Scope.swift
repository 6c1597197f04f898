import Language

/// What a session gives names to: variables and procedures.
struct Scope: Sendable {
  var variables: [String: Value] = [:]
  var procedures: [String: Procedure] = [:]
}

/// A statement that `define` made, with the text that it is in.
struct Procedure: Sendable {
  let definition: DefineStatement
  let context: Context
}
