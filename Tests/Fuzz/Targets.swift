import Foundation
import Language
import Rendering
import Standard

/// What a fuzzer feeds with bytes: each must neither trap nor hang, whatever they are. A promise that is broken traps.
enum FuzzTarget: String, CaseIterable {
  /// Parser, messages, formatter.
  case parse
  /// What may be typed next, at every place of a text.
  case complete
  /// Statements on a session.
  case run
  /// Tables: delimited text, ARFF, FANN, LIBSVM, IDX, archives.
  case table
  /// The sheets of a workbook whose archive is right.
  case workbook
  /// A saved session whose hash is right.
  case load
  /// A net of another tool; the first byte says which kind of file it is.
  case exchange
  /// A Markdown page: as a test, on a stage, as a handout.
  case lesson
  /// A ledger of a sweep.
  case ledger
  /// The file with the lines that were typed at the prompt.
  case history

  func feed(_ bytes: [UInt8]) {
    guard bytes.count <= 100_000 else { return }
    switch self {
    case .parse: Self.parse(String(decoding: bytes, as: UTF8.self))
    case .complete: Self.complete(bytes)
    case .run: Self.run(String(decoding: bytes, as: UTF8.self))
    case .table: Self.table(bytes)
    case .workbook: Self.workbook(bytes)
    case .load: Self.load(String(decoding: bytes, as: UTF8.self))
    case .exchange: Self.exchange(bytes)
    case .lesson: Self.lesson(String(decoding: bytes, as: UTF8.self))
    case .ledger: Self.ledger(String(decoding: bytes, as: UTF8.self))
    case .history: Self.history(bytes)
    }
  }

  /// Whether every promise counts as broken: so it is seen that a target looks at some, and that one that is broken ends the
  /// program.
  private static let breaksAll = ProcessInfo.processInfo.environment["NN_FUZZ_BREAK"] != nil

  /// A promise that has to hold.
  static func demand(_ holds: Bool, _ promise: @autoclosure () -> String) {
    guard !holds || breaksAll else { return }
    FileHandle.standardError.write(Data("broken: \(promise())\n".utf8))
    abort()
  }
}

/// Texts that are not run.
extension FuzzTarget {
  static func parse(_ text: String) {
    let source = Source(name: "fuzz", text: text)
    let program = Language.parse(source, .standard)
    let found = Language.mistakes(in: source, variables: [], vocabulary: .standard)
    demand(found.isEmpty ? program.problems.isEmpty : true, "what cannot be read is a mistake")
    for problem in program.problems.prefix(3) + found.prefix(3) {
      _ = TextRenderer(verbosity: .script).lines(.failure(problem))
      demand(!problem.code.explanation.meaning.isEmpty, "each kind of mistake is explained")
    }
    // What a prompt colors, and what a cluster looks for.
    let pieces = Language.pieces(of: source)
    demand(
      zip(pieces, pieces.dropFirst()).allSatisfy { $0.span.end <= $1.span.start }, "pieces follow each other")
    if program.problems.isEmpty { _ = program.sweeps }
    for case .train(let train) in program.statements.map(\.node) {
      guard let line = TrainLine(train, in: source), program.problems.isEmpty else { continue }
      let again = Language.parse(Source(name: "fuzz", text: line.text), .standard)
      demand(again.problems.isEmpty, "a training's line is put together again: \(line.text)")
    }
    if let once = formatted(source, .standard) {
      let twice = formatted(Source(name: "fuzz", text: once), .standard)
      demand(once == twice, "what is formatted is formatted the same again")
    }
  }

  /// At every place of a short text, and at some of a longer one. What is offered begins as what is typed.
  static func complete(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let count = text.utf8.count
    var names = KnownNames()
    names.variables = ["a", "losses"]
    names.procedures = ["warmup"]
    names.sizes = [2, 3, 1]
    names.columns = ["x", "sepal.length"]
    names.classes = ["yes", "no"]
    names.epochs = [0, 10]
    names.files = { begun in ["a.csv", "sub/"].filter { $0.hasPrefix(begun) } }
    for cursor in stride(from: 0, through: count, by: max(1, count / 100)) {
      let (start, candidates) = completions(of: text, at: cursor, .standard, names)
      demand((0...cursor).contains(start), "a word begins before the cursor")
      let typed = String(decoding: text.utf8.prefix(cursor).dropFirst(start), as: UTF8.self)
      // Of a name that needs quotes the first may be missing.
      demand(
        candidates.allSatisfy { $0.text.hasPrefix(typed) || $0.text.hasPrefix("\"" + typed) },
        "what is offered begins with \(typed)")
    }
  }
}
