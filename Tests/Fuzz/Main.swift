import Foundation

// Built by `make fuzz`, the main function is libFuzzer's; else this is a program that feeds files to a target, as the
// ordinary suite does with the corpora.
#if FUZZING
  private let target = FuzzTarget(rawValue: ProcessInfo.processInfo.environment["NN_FUZZ"] ?? "") ?? .parse

  @_cdecl("LLVMFuzzerTestOneInput")
  public func feed(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target.feed(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  }
#else
  @main
  struct Replay {
    static func main() throws {
      let arguments = CommandLine.arguments.dropFirst()
      guard let target = arguments.first.flatMap(FuzzTarget.init) else {
        print("usage: fuzz \(FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")) FILE…")
        exit(64)
      }
      for file in arguments.dropFirst() {
        let begun = clock()
        target.feed(Array(try Data(contentsOf: URL(filePath: file))))
        let seconds = Double(clock() - begun) / Double(CLOCKS_PER_SEC)
        if seconds > 1 { print("\(file): \(seconds) s") }
      }
      print("\(arguments.count - 1) files")
    }
  }
#endif
