import Foundation
import Interpreter
// Foundation has a Host too.
import struct Interpreter.Host
import Language
import Rendering
import TestSupport

/// The events of a script, run in a world whose files are kept in memory and whose clock stands still.
struct RenderedRun {
  let events: [Event]

  private final class Files: @unchecked Sendable {
    private let lock = NSLock()
    private var texts = [
      "points.csv": "x<1>,x2,y\n1,2,0.5\n,3,0.25\n4,5,0.125\n6,7,1\n",
      "classes.csv": "a,b,kind\n1,0,<u>yes\n0,1,n&o\n1,1,<u>yes\n",
    ]

    /// Without the folder of the script.
    private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    func text(_ path: String) throws(Diagnostic) -> String {
      guard let text = lock.withLock({ texts[Self.name(path)] }) else {
        throw Diagnostic(.fileMissing, "there is no \(path)")
      }
      return text
    }

    func write(_ path: String, _ content: Host.FileContent) -> Int {
      let text = content.text ?? ""
      lock.withLock { texts[Self.name(path)] = text }
      return text.split(separator: "\n").count
    }

    func create(_ path: String, _ text: String, over isNothing: (String) -> Bool) -> Bool {
      lock.withLock {
        guard texts[Self.name(path)].map(isNothing) ?? true else { return false }
        texts[Self.name(path)] = text
        return true
      }
    }

    func append(_ path: String, _ text: String) {
      lock.withLock { texts[Self.name(path), default: ""] += text }
    }
  }

  /// - Parameter name: what mistakes call the script.
  init(_ text: String, name: String = "test") {
    let log = EventLog()
    let files = Files()
    let host = Host(
      output: log, input: Host.Input(exercises: .worked),
      files: .init(
        write: { (path, content) throws(Host.WriteFailure) in files.write(path, content) },
        create: { (path, text, isNothing) throws(Host.WriteFailure) in
          files.create(path, text, over: isNothing)
        },
        append: { (path, text) throws(Host.WriteFailure) in files.append(path, text) },
        pieces: { (path, take) throws(Diagnostic) in
          let bytes = Array(try files.text(path).utf8)
          _ = bytes.withUnsafeBytes { take($0, bytes.count) }
        },
        read: { (path) throws(Diagnostic) in try files.text(path) }))
    Interpreter(host: host).run(Source(name: name, text: text), keepsGoing: true)
    events = log.events
  }

  /// A run of a script of the project.
  init(file: String) { self.init(Documents.text(file), name: file) }

  /// The JSON lines.
  var lines: [String] { events.flatMap(JSONLines.lines) }

  /// Lines of text as somebody sees them.
  func text(_ verbosity: Verbosity = .script, width: Int = 80) -> [Line] {
    events.flatMap { TextRenderer(verbosity: verbosity, width: width).lines($0) }
  }

  static let events = RenderedRun(file: "Tests/RenderingTests/Golden/events.nn")
  static let everything = RenderedRun(file: "Tests/Determinism/everything.nn")
}

/// A file that a test compares with what comes out now; `UPDATE_GOLDEN=1` writes it anew.
enum Golden {
  /// - Returns: the text of the file, after it was written anew if that was asked for.
  static func text(_ path: String, now text: String) throws -> String {
    let file = Documents.root.appending(path: path)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    return try String(contentsOf: file, encoding: .utf8)
  }
}
