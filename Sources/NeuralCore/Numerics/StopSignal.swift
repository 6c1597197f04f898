/// Whether somebody wants the running work to end: the one way in which Ctrl-C reaches what takes long.
///
/// Work that may take longer than some milliseconds takes a signal, asks it after every piece of work and, once it was
/// given, throws `Interrupted`: what it was making is dropped, so that no half number is ever seen.
public struct StopSignal: Sendable {
  /// Nobody is there to stop anything: for work that is short.
  public static let never = StopSignal { false }

  /// After how many short steps, such as the copy of a row, the signal is asked again: often enough for a millisecond, and
  /// seldom enough to cost nothing. A power of two.
  static let rowsBetweenLooks = 1 << 14

  private let isRaised: @Sendable () -> Bool

  /// - Parameter isRaised: asked often, so it is to be as cheap as a look at a flag. Once true, it stays so for as long as
  ///   the work runs.
  public init(_ isRaised: @escaping @Sendable () -> Bool) { self.isRaised = isRaised }

  /// Whether the work is to end.
  public var isGiven: Bool { isRaised() }

  /// Throws if the work is to end.
  public func check() throws(Interrupted) { if isRaised() { throw Interrupted() } }

  /// The same for a loop over many short steps, which asks at every so many of their places only.
  @inline(__always)
  public func check(at place: Int) throws(Interrupted) {
    if place & (Self.rowsBetweenLooks - 1) == Self.rowsBetweenLooks - 1 { try check() }
  }
}

/// Work that was stopped before it was done.
public struct Interrupted: Error, Sendable {
  /// That it was stopped is all there is to know.
  public init() {}
}
