import Foundation

/// The built `nn`, run as a process.
public struct Command: Sendable {
  public struct Result: Sendable {
    public let status: Int32
    public let output: String
    public let error: String

    public var lines: [String] {
      output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The folder of the products that the tests were built with.
  public static let products: URL = {
    let bundle = ProcessInfo.processInfo.arguments.first { $0.contains(".xctest") }
    let named = bundle.map { URL(filePath: $0).deletingLastPathComponent() }
    let folders = [named] + ["release", "debug"].map { Documents.root.appending(path: ".build/\($0)") }
    return folders.compactMap { $0 }.first { hasCommand($0) } ?? Documents.root
  }()

  public static var nn: String { products.appending(path: "nn").path }

  private static func hasCommand(_ folder: URL) -> Bool {
    FileManager.default.isExecutableFile(atPath: folder.appending(path: "nn").path)
  }

  /// Runs nn with these arguments; `input` is its standard input.
  public static func run(
    _ arguments: [String], input: String = "", in folder: URL = Documents.root
  ) throws -> Result {
    try launch(nn, arguments, input: Data(input.utf8), in: folder)
  }

  /// Runs a line of a shell in which `nn` is the built one.
  public static func shell(_ line: String, in folder: URL = Documents.root) throws -> Result {
    try launch("/bin/sh", ["-c", "PATH=\"\(products.path):$PATH\"; \(line)"], input: Data(), in: folder)
  }

  /// Starts nn and does not wait for it; what it prints is dropped.
  public static func start(_ arguments: [String], in folder: URL) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: nn)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private static func launch(
    _ path: String, _ arguments: [String], input: Data, in folder: URL
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let scratch = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    // Files and not pipes: neither side can wait for the other.
    let files = ["in", "out", "err"].map { scratch.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    try input.write(to: files[0])
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      error: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
  }
}
