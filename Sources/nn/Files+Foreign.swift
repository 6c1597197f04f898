import ArgumentParser

extension Files {
  /// Refuses to overwrite what begins as nothing of nn, unless that may be replaced.
  static func guardForeign(_ path: String, _ marks: [String], replace: Bool) throws(ValidationError) {
    guard replace || !isForeign(path, marks) else {
      throw ValidationError("\"\(path)\" exists, and nn did not write it: --replace overwrites it")
    }
  }
}
