import Foundation
import Interpreter
import Language
import NeuralCore
import Rendering
import Standard
import TestSupport
import Testing

/// Damaged scripts: nothing traps, nothing hangs, and a statement that fails leaves the session as it was.
struct MutationTests {
  private static let sources: [String] = {
    let folder = Documents.root.appending(path: "examples")
    let files =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    let scripts = files.filter { $0.pathExtension == "nn" }.sorted { $0.path < $1.path }
      .compactMap { try? String(contentsOf: $0, encoding: .utf8) }
    return scripts + Documents.blocks("nn").map(\.text)
  }()

  private static let snippets = [
    "(", ")", "[", "]", "\"", "{", "}", "\\", ";", "\n", "->", "..", "=", "==", "-", "^", "mod", "1e308",
    "-1", "0",
    "9999999999", "0.5", "L0N0", "0B", "end", "data", "net", "until", "loss", "not", " ", "\t", "\u{e9}",
    "日本", "\0",
    "0,5", "1.", "10s", "rand()", "within", "by", "train adam", "undo", "init", "\u{feff}", "epochs", "seed",
  ]

  /// One to four changes: bytes deleted, doubled, replaced, exchanged, snippets put in, lines moved.
  private func mutated(_ text: String, _ generator: inout MersenneTwister) -> String {
    func pick(_ n: Int) -> Int { Int(generator.nextWord()) % max(n, 1) }
    var characters = Array(text)
    for _ in 0...pick(4) {
      let place = pick(characters.count)
      guard !characters.isEmpty else { break }
      switch pick(7) {
      case 0: characters.remove(at: place)
      case 1: characters.insert(characters[place], at: place)
      case 2: characters[place] = Character(Unicode.Scalar(UInt8(32 + pick(95))))
      case 3: characters.swapAt(place, pick(characters.count))
      case 4:
        let length = min(pick(12), characters.count - place)
        characters.removeSubrange(place..<place + length)
      case 5:
        let length = min(pick(30), characters.count - place)
        characters.insert(contentsOf: characters[place..<place + length], at: pick(characters.count))
      default: characters.insert(contentsOf: Self.snippets[pick(Self.snippets.count)], at: place)
      }
    }
    return String(characters)
  }

  @Test(arguments: 0..<40)
  func damagedScriptsDoNoHarm(_ part: Int) {
    var generator = MersenneTwister(seed: Int64(1000 + part))
    for _ in 0..<500 {
      let text = mutated(Self.sources[Int(generator.nextWord()) % Self.sources.count], &generator)
      run(text)
    }
  }

  /// Statement by statement, as at a prompt; each may ask 40 times whether to go on.
  private func run(_ text: String) {
    let program = parse(Source(name: "damaged", text: text), .standard)
    for problem in program.problems { draw(problem) }
    let stage = TestSession(patience: 40)
    for statement in program.statements {
      let before = stage.session.fingerprint
      let source = Source(name: "damaged", text: text)
      let end = stage.run(source.text(statement.span))
      if case .failed = end {
        #expect(stage.session.fingerprint == before, "a failed statement changed the session: \(text)")
      }
    }
    for event in stage.events {
      _ = TextRenderer(verbosity: .echo).lines(event)
      _ = JSONLines.lines(event)
    }
    #expect(!stage.problems.contains { $0.code == .internalFault }, "\(text)")
  }

  /// A mistake can always be drawn, within the width.
  private func draw(_ problem: Diagnostic) {
    for width in [80, 40] {
      for line in TextRenderer(verbosity: .script, width: width).lines(.failure(problem)) { _ = line }
    }
    #expect(!problem.message.isEmpty && problem.source != nil)
  }
}
