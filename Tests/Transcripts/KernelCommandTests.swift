import Foundation
import TestSupport
import Testing

/// Whatever a machine has, its numbers are the same.
struct KernelCommandTests {
  /// Wide layers, batches that do not come out even, dropout, both precisions, evaluation and saving.
  private static let session = """
    data circle 300 noise 0.1 seed 4
    net 2 130 tanh 70 tanh 1 sigmoid
    init xavier seed 3
    train adam lr 0.01 batch 44 shuffle dropout 0.2 epochs 3
    fingerprint
    score
    precision double
    train rmsprop lr 0.001 epochs 5
    fingerprint
    save "net.json"
    data line 2000 noise 0.1 seed 2
    net 1 40 silu 40 silu 1
    init he seed 1
    train rprop epochs 4
    fingerprint
    show
    data iris
    scale standard
    net 4 5 tanh 3 softmax
    sweep seeds 0..40
      init torch
      init he
      train adam lr 0.02 until loss<0.3 epochs 40
      train rprop epochs 12
      train sgd lr 0.1 momentum 0.9 batch 40 epochs 9
    end
    sweep seeds 0..9 folds 3
      train rmsprop lr 0.01 epochs 15
    end
    """

  private func run(_ kernel: String, _ processors: Int) throws -> (output: String, saved: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-kernel-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.session.write(to: folder.appending(path: "a.nn"), atomically: true, encoding: .utf8)
    let result = try Command.shell(
      "NN_KERNEL=\(kernel) NN_PROCESSORS=\(processors) nn --json a.nn", in: folder)
    #expect(result.status == 0 && result.error == "", "\(kernel): \(result.error)")
    let saved = try String(contentsOf: folder.appending(path: "net.json"), encoding: .utf8)
    return (result.output.replacing(/"seconds":[^,}]*/, with: ""), saved)
  }

  /// What the processor at hand has, as the message about one that it has not says.
  private func supported() throws -> [String] {
    let result = try Command.shell(
      "NN_KERNEL=abacus nn -e 'print 1'", in: FileManager.default.temporaryDirectory)
    #expect(result.status == 64 && result.output == "")
    let names = try #require(result.error.firstMatch(of: /NN_KERNEL=abacus .* has (.*)\n/))
    return names.output.1.split(separator: ", ").map(String.init)
  }

  @Test func eachKernelAndAnyNumberOfProcessorsGivesTheSame() throws {
    let kernels = try supported()
    #expect(kernels.first == "reference" && kernels.count >= 2)
    let expected = try run("reference", 1)
    #expect(expected.output.contains("fingerprint") && expected.saved.count > 10_000)
    for kernel in kernels {
      for processors in [1, 2, 7] {
        let other = try run(kernel, processors)
        #expect(other.output == expected.output, "\(kernel) on \(processors)")
        #expect(other.saved == expected.saved, "\(kernel) on \(processors)")
      }
    }
  }

  @Test func aNumberOfProcessorsIsAWholeNumber() throws {
    let folder = FileManager.default.temporaryDirectory
    for wrong in ["0", "-1", "two", "2.5"] {
      let result = try Command.shell("NN_PROCESSORS=\(wrong) nn -e 'print 1'", in: folder)
      #expect(result.status == 64 && result.output == "" && result.error.contains("NN_PROCESSORS=\(wrong)"))
    }
    let unset = try Command.shell("NN_PROCESSORS= NN_KERNEL= nn -e 'print 1'", in: folder)
    #expect(unset.status == 0 && unset.output == "1\n")
  }

  @Test func everythingHasItsBitsFromEachKernel() throws {
    let golden = try String(
      contentsOf: Documents.root.appending(path: "Tests/Determinism/everything.out"), encoding: .utf8)
    for kernel in try supported() {
      let result = try Command.shell(
        "NN_KERNEL=\(kernel) NN_PROCESSORS=3 nn --quiet Tests/Determinism/everything.nn", in: Documents.root)
      #expect(result.output == golden, "\(kernel)")
    }
  }
}
