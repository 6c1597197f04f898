import Foundation
import Interpreter
import NeuralCore
import TestSupport
import Testing

/// What released versions saved is read by this one, and goes on with the same bits.
struct ReleaseTests {
  struct Save: CustomTestStringConvertible, Sendable {
    let release: String
    let file: String
    /// After `train`, which trains as many epochs again.
    let fingerprint: String
    let loss: Double

    var testDescription: String { "\(release) \(file)" }
  }

  private static let folder = Documents.root.appending(path: "Tests/InterpreterTests/Saving/Releases")

  static func saves() throws -> [Save] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().flatMap { release in
      let lines = try String(
        contentsOf: folder.appending(path: "\(release)/expected.txt"), encoding: .utf8
      ).split(separator: "\n")
      return try lines.map { line in
        let words = line.split(separator: " ").map(String.init)
        return Save(
          release: release, file: words[0], fingerprint: words[1], loss: try #require(Double(words[2])))
      }
    }
  }

  @Test func everyReleaseGoesOn() throws {
    let saves = try Self.saves()
    #expect(Set(saves.map(\.release)).contains(Release.version), "this version has no saves among the tests")
    for save in saves {
      let file = Self.folder.appending(path: "\(save.release)/\(save.file)")
      let session = TestSession(scripts: [save.file: try String(contentsOf: file, encoding: .utf8)])
      session.run("load \"\(save.file)\"\ntrain\nlet after = loss")
      #expect(session.problems.isEmpty, "\(save.testDescription): \(session.problems.map(\.message))")
      #expect(session.session.fingerprint == save.fingerprint, "\(save.testDescription)")
      #expect(session.session.presentLoss == save.loss, "\(save.testDescription)")
    }
  }
}
