import Foundation
import TestSupport
import Testing

/// What nn says is said once, and only what is so.
struct SaidOnceTests {
  private func said(_ script: String, _ files: [String: String] = [:]) throws -> Command.Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    return try Command.run(["-e", script], in: folder)
  }

  @Test func aStartOfOneLayerSaysWhich() throws {
    let lines = try said("net 2 2 1\ninit torch seed 1000\ninit xavier layer 1").lines
    #expect(lines.contains("start torch · seed 1000"))
    #expect(lines.contains("start xavier (normal) · seed 1000 · layer 1 alone"))
  }

  @Test func aConstantStartSaysItsNumberOnce() throws {
    let lines = try said("net 2 2 1\ninit zeros").lines
    #expect(lines.contains("  layer 1   2→2   all 0   biases 0"), "\(lines)")
  }

  @Test func aSeedIsSaidWhereSomethingIsDrawn() throws {
    #expect(try said("data line 5").output == "data line 5 · 5 rows · 1 input, 1 target\n")
    #expect(try !said("data sine 20").output.contains("seed"))
    for drawn in ["data line 5 noise 0.1", "data circle 20", "data moons 20", "data line 5 seed 3"] {
      #expect(try said(drawn).output.contains(" · seed "), "\(drawn)")
    }
    // What comes after it is the same with and without.
    let (a, b) = (
      try said("seed 4\ndata line 5\nprint rand()"), try said("seed 4\ndata line 5 noise 0.1\nprint rand()")
    )
    #expect(a.lines.suffix(2) == b.lines.suffix(2))
  }

  @Test func aRowWithAGapIsCountedAsInTheFile() throws {
    let text = "a,b,y\n1,2,3\n4,,6\n"
    let headed = try said("data \"f.csv\"", ["f.csv": text]).error.replacing("\n  1)", with: " 1)")
    #expect(
      headed.contains("column `b` has no value in line 3 of the file"), "\(headed)")
    let bare = try said("data \"f.csv\"", ["f.csv": "1,2,3\n4,,6\n"]).error
    #expect(bare.contains("has no value in line 2 of the file\n"), "\(bare)")
  }

  @Test func theReminderOfAScalingIsSaidOnce() throws {
    let script =
      "data line 20\nnet 1 2 1\ninit xavier seed 1\ntrain adam epochs 5\nscale standard\nscale targets standard"
    let output = try said(script).output
    #expect(output.components(separatedBy: "the net was trained with other numbers").count == 2, "\(output)")
    // After another training there is something to say again.
    let again = try said(script + "\ntrain adam epochs 5\nscale none").output
    #expect(again.components(separatedBy: "the net was trained with other numbers").count == 3)
  }

  @Test func showDataDoesNotRepeatTheLineOfData() throws {
    let lines = try said("data \"f.csv\"\nshow data", ["f.csv": "a,b,y\n1,2,3\n4,5,6\n"]).lines
    #expect(zip(lines, lines.dropFirst()).allSatisfy { $0 != $1 || $0 == "" }, "\(lines)")
    #expect(lines.contains("f.csv, 2 rows, column by column"))
  }

  @Test func aMisspeltOptionIsAnsweredByTheOneThatWasMeant() throws {
    let error = try said("net 2 2 1\ntrain adam lr 0.01 untl loss<0.1").error
    #expect(error.contains("did you mean `until`?") && error.contains("help train"))
    #expect(!error.contains("Its options") && !error.contains("patience"))
    // Where nothing is near there is the list.
    #expect(try said("net 2 2 1\ntrain adam qqqqqq 1").error.contains("Its options"))
  }

  @Test func aSweepSaysHowItsDataIsScaled() throws {
    let script = """
      data iris
      scale standard
      net 4 2 3 softmax
      sweep seeds 1..2
      init torch
      init xavier
      train adam epochs 2
      end
      """
    let all = try said(script).lines.first { $0.hasPrefix("  all: ") }
    #expect(all?.contains(" · scale standard · ") == true, "\(all ?? "")")
    #expect(try !said(script.replacing("scale standard\n", with: "")).output.contains("scale"))
  }

  /// The short form under `train` has little time. Where `diagnose` finds a way it does not say that there is none.
  @Test func theShortFormClaimsNothingThatItDidNotTry() throws {
    var rows: [String] = []
    for k in 0..<60 {
      let (weight, size, kind) = [(800, 12, "fig"), (1500, 20, "kiwi"), (2900, 30, "plum")][k % 3]
      // Spread without chance.
      rows.append(
        "\(weight + (k * 37) % 250 - 125 + (k % 3) * ((k * 53) % 400 - 200)),\(size + (k * 7) % 9 - 4),\(kind)"
      )
    }
    let file = "weight,size,kind\n" + rows.joined(separator: "\n") + "\n"
    let script =
      "data \"f.csv\"\nnet 2 4 3 softmax\ninit xavier seed 2\ntrain sgd lr 0.5 until loss<0.01 epochs 300\n"
    let short = try said(script, ["f.csv": file]).output
    #expect(short.contains("NOT REACHED") && short.contains("`diagnose` "), "\(short)")
    #expect(!short.contains("remedies were tried") && !short.contains("remedy was tried"), "\(short)")
  }
}
