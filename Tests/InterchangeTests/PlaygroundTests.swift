import Testing

import Interchange

/// Links to TensorFlow Playground as scripts. That these run is a test of the command (Transcripts).
struct PlaygroundTests {
  private func script(_ pairs: String) throws -> String {
    try Playground("https://playground.tensorflow.org/#" + pairs).script
  }

  private func message(_ link: String) -> String {
    do throws(ExchangeFault) {
      _ = try Playground(link)
      return "read"
    } catch { return error.message }
  }

  /// What the page shows where nothing is said: a circle, 4 and 2 units of tanh.
  @Test func theEmptyLinkIsThePageAsItOpens() throws {
    let script = try script("")
    #expect(script.contains("  for k in 1..250\n    let r = rand(0, 2.5)\n"))
    #expect(script.contains("(x) (y) -> (2*step(2.5 - d) - 1)\n"))
    #expect(script.contains("\nnet 2 4 tanh 2 tanh 1 tanh\ninit uniform -0.5 0.5 seed 0\n0B -> L1N0 = 0.1\n"))
    #expect(script.contains("\ntrain sgd lr 0.015 batch 10 epochs 200 log every 20\nplot boundary\n"))
    #expect(
      try Playground("https://playground.tensorflow.org/").script.contains("net 2 4 tanh 2 tanh 1 tanh"))
  }

  @Test func allThatALinkSays() throws {
    let script = try script(
      "activation=relu&regularization=L1&batchSize=3&dataset=xor&learningRate=0.1&regularizationRate=0.003&noise=20"
        + "&networkShape=3&seed=0.52312&percTrainData=70&x=false&y=true&xTimesY=true&xSquared=true&sinY=true&initZero=true"
    )
    for line in [
      "seed 52312", "split 0.7 seed 52312",
      "    (y) (x^2) (x*y) (sin(y)) -> "
        + "(2*heaviside((x + 0.2*rand(-5, 5))*(y + 0.2*rand(-5, 5))) - 1)",
      "net 4 3 relu 1 tanh", "init zeros", "train sgd lr 0.05 batch 3 epochs 200 log every 20 l1 0.006",
    ] {
      #expect(script.contains("\n\(line)\n"), "\(line)\n\(script)")
    }
    #expect(!script.contains("plot boundary"))
  }

  @Test func noHiddenLayerAndRegression() throws {
    let script = try script("networkShape=&problem=regression&regDataset=reg-gauss&activation=sigmoid")
    #expect(script.contains("\nnet 2 1 linear\n") && script.contains("for k in 1..1200"))
    #expect(script.contains("let z = z - max(0, 1 - sqrt((u - (0))^2 + (v - (2.5))^2)/2)"))
    #expect(try self.script("problem=regression").contains("    let z = z + (x + y)/10\n"))
  }

  @Test(arguments: [
    ("https://example.org/", "no link to TensorFlow Playground"),
    ("https://playground/#activation=mish", "activation is mish"),
    ("#batchSize=0", "batchSize is 0"), ("#networkShape=4,-1", "networkShape is 4,-1"),
    ("#learningRate=nan", "learningRate"),
    ("#networkShape=99999999999999999999", "networkShape"), ("#x=false&y=false", "no input"),
    ("#percTrainData=100", "percTrainData"),
    ("#noise=inf", "noise"), ("#regularization=L3", "regularization is L3"),
    ("#dataset=\u{1b}[31m", "dataset is \u{fffd}[31m"),
  ])
  func whatIsWrongIsNamed(_ link: String, _ words: String) {
    #expect(message(link).contains(words), "\(message(link))")
  }

  /// Nothing of a link becomes a line of its own.
  @Test func linksCannotWriteLines() throws {
    let script = try script("seed=1\nsave \"x\"&foo=\u{2028}shell")
    #expect(
      !script.split(separator: "\n").contains {
        !$0.hasPrefix("#") && ($0.contains("save") || $0.contains("shell"))
      })
  }
}
