/// A value behind a reference: copies are one pointer and share it, until one of them is changed.
///
/// A session is copied for every statement, and each statement changes little of it.
@propertyWrapper
public struct Shared<Value: Sendable>: Sendable {
  /// Written only while nobody else refers to it.
  private final class Box: @unchecked Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
  }

  private var box: Box

  /// A value that nobody shares yet.
  public init(wrappedValue: Value) { box = Box(wrappedValue) }

  /// The value itself.
  public var wrappedValue: Value {
    _read { yield box.value }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
      yield &box.value
    }
  }

  /// Whether both are the same one: then nothing of either was changed since one was copied.
  func isSame(as other: Self) -> Bool { box === other.box }
}
