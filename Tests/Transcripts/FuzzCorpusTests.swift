import Foundation
import TestSupport
import Testing

/// What a fuzzer once found, and files of the project, fed to its targets again: none traps, and none takes long.
struct FuzzCorpusTests {
  private static let corpora = Documents.root.appending(path: "Tests/Fuzz/Corpora")
  private static let targets =
    ((try? FileManager.default.contentsOfDirectory(atPath: corpora.path)) ?? []).filter { !$0.hasPrefix(".") }
    .sorted()

  @Test func everyTargetHasACorpus() throws {
    let usage = try Command.shell("fuzz none", in: Documents.root)
    let names = usage.output.split(separator: " ")[2].split(separator: "|").map(String.init)
    #expect(usage.status == 64 && names.sorted() == Self.targets, "\(usage.output)")
  }

  @Test(arguments: targets) func nothingOfTheCorpusDoesHarm(_ target: String) throws {
    let folder = Self.corpora.appending(path: target)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(!files.isEmpty)
    let words = files.map { "'\($0)'" }.joined(separator: " ")
    let result = try Command.shell("fuzz \(target) \(words)", in: folder)
    #expect(
      result.status == 0 && result.output == "\(files.count) files\n", "\(result.output)\(result.error)")
  }

  /// Each target looks at some promise about its corpus, and one that is broken ends the program as a trap does. There are no
  /// files that break one, so here all count as broken.
  @Test(arguments: targets) func theTargetsDoLook(_ target: String) throws {
    let folder = Self.corpora.appending(path: target)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let words = files.map { "'\($0)'" }.joined(separator: " ")
    let result = try Command.shell("ulimit -c 0; NN_FUZZ_BREAK=1 fuzz \(target) \(words)", in: folder)
    #expect(result.error.hasPrefix("broken: "), "\(result.output)\(result.error)")
    #expect(result.status == 128 + SIGABRT || result.status == SIGABRT, "\(result.status)")
  }
}
