import Language

/// `digits`.
extension Executor {
  mutating func setDigits(_ places: Expression) throws(Diagnostic) {
    session.format.digits = try whole(places, .digits)
    emit(.digits(session.format.digits))
  }
}
