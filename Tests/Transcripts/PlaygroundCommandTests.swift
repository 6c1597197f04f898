import TestSupport
import Testing

/// `nn playground`: what it writes is a script in the canonical layout that runs.
struct PlaygroundCommandTests {
  @Test(arguments: [
    "", "dataset=xor&noise=5&networkShape=&activation=linear",
    "dataset=gauss&noise=25&regularization=L1&regularizationRate=0.01&activation=sigmoid",
    "dataset=spiral&noise=10&networkShape=6,4,2&xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true",
    "problem=regression&noise=10&activation=relu",
    "problem=regression&regDataset=reg-gauss&regularization=L2&regularizationRate=0.1",
  ])
  func scriptsOfLinksRun(_ pairs: String) throws {
    let written = try Command.run(["playground", "https://playground.tensorflow.org/#\(pairs)"])
    #expect(written.status == 0 && written.error.isEmpty)
    #expect(try Command.run(["fmt", "-"], input: written.output).output == written.output)
    let short = written.output.replacing("epochs 200", with: "epochs 3")
    let run = try Command.run(["-"], input: short)
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    #expect(run.output.contains(pairs.contains("regression") ? "1200 rows" : "500 rows"))
  }

  @Test func anythingElseIsRefused() throws {
    let refused = try Command.run(["playground", "https://example.org/"])
    #expect(refused.status == 64 && refused.output.isEmpty)
    #expect(refused.error.hasPrefix("error: this is no link to TensorFlow Playground\nhelp: "))
  }
}
