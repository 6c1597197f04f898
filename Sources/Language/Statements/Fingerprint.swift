extension StatementSpec {
  static let fingerprint = StatementSpec(
    "fingerprint", .weights, "a short hash of the net, its weights and the generator's state",
    forms: ["fingerprint"], example: "net 2 2 1\ninit torch seed 1\nfingerprint"
  ) { (_, _) throws(Diagnostic) in .fingerprint }
}
