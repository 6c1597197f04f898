import Synchronization

/// The places of names: a name that was met once has its place for ever. All copies of a session share one table, so that
/// what was resolved once stays right in each of them.
final class NameTable: Sendable {
  private struct Content {
    var places: [String: Int] = [:]
    var names: [String] = []
  }

  private let content = Mutex(Content())

  /// nil if the name was never met, so that nothing can have it.
  func place(of name: String) -> Int? { content.withLock { $0.places[name] } }

  /// The same for a name that is to be given something.
  func makePlace(for name: String) -> Int {
    content.withLock { content in
      if let place = content.places[name] { return place }
      let place = content.names.count
      content.places[name] = place
      content.names.append(name)
      return place
    }
  }

  /// The names by their places.
  var names: [String] { content.withLock { $0.names } }
}
