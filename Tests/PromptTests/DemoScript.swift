import Foundation

/// A script that is played.
enum DemoScript {
  static let text = """
    section "One"
    say "Words, words, words."
    net 2 2 1
    note "Ask the room."
    init xavier seed 1000
    section "Two"
    train adam lr 0.01 until loss<0.01
    pause
    section "Three"
    repeat 2
      print "twice"
    end
    eval 0 1
    """

  /// Writes a script into a folder of its own.
  ///
  /// - Returns: where it is.
  static func file(_ text: String = text, _ name: String = "lesson.nn") throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    return folder.appending(path: name).path
  }
}
