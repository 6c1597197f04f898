import Foundation

// Built by `make fuzz`, which defines FUZZING and links libFuzzer without its own main function: feeds NN_FUZZ's target with
// what libFuzzer makes up. Else feeds files to a target, as the ordinary suite does with the corpora.
#if FUZZING
  /// libFuzzer's loop; a program that has a main function of its own calls it (its documentation, "Using libFuzzer as a
  /// library").
  @_silgen_name("LLVMFuzzerRunDriver")
  private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ feed: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  ) -> CInt

  private let target = ProcessInfo.processInfo.environment["NN_FUZZ"].flatMap(FuzzTarget.init)

  @main
  struct Fuzz {
    static func main() {
      guard target != nil else {
        print("NN_FUZZ=\(FuzzTarget.allCases.map(\.rawValue).joined(separator: "|"))")
        exit(64)
      }
      var (count, arguments) = (CommandLine.argc, CommandLine.unsafeArgv)
      let status = runFuzzer(&count, &arguments) { bytes, count in
        target?.feed(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
      }
      exit(status)
    }
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
        let bytes = Array(try Data(contentsOf: URL(filePath: file)))
        func seconds() -> Double {
          let begun = clock()
          target.feed(bytes)
          return Double(clock() - begun) / Double(CLOCKS_PER_SEC)
        }
        // A processor that others work on too takes twice as long at times, but hardly twice in a row.
        if case let first = seconds(), first > 1, case let second = seconds(), second > 1 {
          print("\(file): \(min(first, second)) s")
        }
      }
      print("\(arguments.count - 1) files")
    }
  }
#endif
