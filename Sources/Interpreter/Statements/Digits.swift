import Language

/// `digits`.
extension Executor {
  mutating func setDigits(_ places: Expression) throws(Diagnostic) {
    session.format.digits = try whole(places, "`digits`", in: 0...9)
    emit(.digits(session.format.digits))
  }
}
