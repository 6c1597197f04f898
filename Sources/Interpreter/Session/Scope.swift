/// What a session gives names to: variables and procedures.
struct Scope: Sendable {
  var variables: [String: Value] = [:]
  var procedures: [String: Procedure] = [:]
}
