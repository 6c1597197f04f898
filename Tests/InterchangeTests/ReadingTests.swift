import Foundation
import JSONText
import NeuralCore
import TestSupport
import Testing

import Interchange

/// Files that the clients themselves wrote (make_files.py): the nets that come of them give the outputs that the clients
/// gave.
struct ReadingTests {
  /// A file, what is said besides it, rows, and the client's outputs of them.
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let activations: [Activation]
    let classes: [String]
    let tolerance: Double
    let rows: [[Double]]
    let outputs: [[Double]]
    var testDescription: String { file }
  }

  static let folder = Documents.root.appending(path: "Tests/InterchangeTests/Files")

  static func bytes(_ file: String) throws -> FileBytes {
    Array(try Data(contentsOf: folder.appending(path: file)))
  }

  static let cases: [Case] = {
    let json = (try? bytes("expected.json"))?.withUnsafeBufferPointer { JSONText(reading: $0) }
    return (json?["cases"]?.items ?? []).map { one in
      func table(_ key: String) -> [[Double]] {
        one[key]?.items?.map { $0.items?.compactMap(\.double) ?? [] } ?? []
      }
      func texts(_ key: String) -> [String] { one[key]?.items?.compactMap(\.text) ?? [] }
      return Case(
        file: one["file"]?.text ?? "", activations: texts("activations").compactMap { Activation.named($0) },
        classes: texts("classes"), tolerance: one["tolerance"]?.double ?? 0, rows: table("rows"),
        outputs: table("outputs"))
    }
  }()

  /// The row for a file, as `import` finds it.
  static func format(_ file: String, _ bytes: FileBytes) throws -> FileFormat {
    try #require(
      FileFormat.suiting(file).first { format in FileFormat.read.contains { $0.name == format.name } }
    )
    .suiting(bytes)
  }

  static func imported(_ one: Case) throws -> ImportedNet {
    let bytes = try bytes(one.file)
    return try format(one.file, bytes).load(bytes, ImportRequest(activations: one.activations))
  }

  @Test func thereAreFilesOfAllFormats() {
    #expect(Self.cases.count >= 42)
    let kinds = Set(Self.cases.map { $0.file.split(separator: ".").last.map(String.init) ?? "" })
    #expect(kinds == ["safetensors", "pt", "pth", "npz", "onnx", "net"])
  }

  @Test(arguments: ReadingTests.cases)
  func outputsAreThoseOfTheClient(_ one: Case) throws {
    let net = try Self.imported(one).net
    let given = Vector(one.rows.flatMap { $0 }, net.network.precision)
    let outputs = try net.outputs(for: given)
    let expected = one.outputs.flatMap { $0 }
    try #require(outputs.count == expected.count)
    for (own, other) in zip(outputs, expected) {
      #expect(abs(own - other) <= one.tolerance * max(1, abs(other)), "\(own) in place of \(other)")
    }
    #expect(net.classes == one.classes)
  }
}
