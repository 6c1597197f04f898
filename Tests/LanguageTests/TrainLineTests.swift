import Language
import Standard
import Testing

/// Training lines that nn itself writes.
struct TrainLineTests {
  private func line(_ text: String) throws -> TrainLine {
    let source = Source(name: "test", text: text)
    let program = parse(source, .standard)
    #expect(program.problems.isEmpty, "\(program.problems.map(\.message))")
    guard case .train(let train)? = program.statements.first?.node else {
      throw Diagnostic(.internalFault, "not a train line")
    }
    return try #require(TrainLine(train, in: source))
  }

  @Test func optionsAreReplacedInTheirPlace() throws {
    var line = try line("train  sgd lr 0.01  momentum 0.9 until loss < x*2 log every 5 epochs 9 shuffle")
    #expect(line[.until] == "loss < x*2" && line[.log] == "every 5" && line[.shuffle] == "")
    #expect(line[.batch] == nil)
    line.set(.epochs, "3")
    line.set(setting: "lr", "0.5")
    line.remove(.until, .log)
    line.set(.restart, "7")
    line.set(.keeping)
    #expect(
      line.text == "train sgd lr 0.5 momentum 0.9 epochs 3 shuffle restart every 7 keeping optimizer")
  }

  /// Every option can be set, and what comes out is a line that the parser reads with that option.
  @Test(arguments: TrainOption.allCases)
  func everyOptionReadsBack(_ option: TrainOption) throws {
    let values: [TrainOption: String] = [
      .until: "loss < 0.1", .on: "val.loss", .loss: "mae", .weights: "[1, 2]", .schedule: "step 30 0.1",
      .clip: "norm 1", .shuffle: "", .keeping: "",
    ]
    var written = TrainLine("adam")
    written.set(option, values[option] ?? "3")
    #expect(try line(written.text)[option] == written[option])
  }
}
