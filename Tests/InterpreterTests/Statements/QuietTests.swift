import Interpreter
import Language
import Rendering
import Testing

/// `quiet`: statements without their reports.
struct QuietTests {
  private static let training = "net 2 2 1\ninit torch seed 1\ndata xor\ntrain adam lr 0.05 epochs 20"

  private func lines(_ text: String, scripts: [String: String] = [:], _ verbosity: Verbosity = .prompt)
    -> [String]
  {
    let stage = TestSession(scripts: scripts)
    stage.run(text)
    return stage.events.flatMap { TextRenderer(verbosity: verbosity).lines($0) }.map(\.text)
  }

  @Test func aQuietBlockShowsOnlyWhatWasAskedFor() {
    let text = "quiet\n\(Self.training)\nlet a = 1\nexpect a == 1\nprint \"p\"\n1 + 1\nend\nnet 2 1"
    #expect(lines(text) == ["p", "2", "net 2-1 · 3 parameters · output linear"])
  }

  /// Mistakes are shown, and the block is taken back as a whole; what follows is loud again.
  @Test func aMistakeIsShown() {
    let shown = lines("quiet\nnet 2 2 1\nprint lost\nend")
    #expect(shown.first?.contains("there is no metric or variable called `lost`") == true)
    let stage = TestSession()
    stage.run("quiet ; net 2 2 1 ; print 1/0 ; end\nnet 2 3 1", keepsGoing: true)
    #expect(stage.lines == ["net 2-3-1 · 13 parameters · hidden sigmoid, output linear"])
  }

  @Test func blocksMayBeNestedAndStandAnywhere() {
    let text = """
      define learn s
        quiet
          init torch seed (s)
          quiet ; train adam epochs 5 ; end
          train adam epochs 5
        end
        print "{s}"
      end
      quiet ; net 2 2 1 ; end
      for s in 1..2 ; learn s ; end
      quiet ; run "other.nn" ; end
      """
    #expect(lines(text, scripts: ["other.nn": "net 2 4 1\nprint \"other\""]) == ["1", "2", "other"])
  }

  @Test func aMissedTargetIsNoFloodInALoop() {
    let text =
      "net 2 2 1\ndata xor\nquiet\nfor s in 1..3\ninit torch seed (s)\ntrain adam until loss<1e-9 epochs 2\nend\nend\nreached"
    #expect(lines(text, .script).last == "false")
    #expect(lines(text, .script).count == 3)
  }

  // MARK: quiet on

  @Test func quietOnHoldsUntilQuietOff() {
    let text = "quiet on\n\(Self.training)\nprint 1\nundo\nquiet off\nundo"
    #expect(
      lines(text) == [
        "quiet: reports are not shown until `quiet off`", "1", "reports are shown again", "undone: data xor",
      ])
  }

  /// It concerns the screen: neither `undo` nor `clear` nor a failed statement ends it, and no transcript has it.
  @Test func quietOnIsASettingOfTheScreen() {
    let stage = TestSession()
    stage.run("quiet on\nnet 2 2 1\nundo\nclear\nprint lost\nnet 2 2 1", keepsGoing: true)
    stage.run("net 2 3 1")
    #expect(stage.lines == ["quiet: reports are not shown until `quiet off`"])
    stage.run("transcript without mistakes")
    #expect(stage.lines.dropFirst() == ["clear", "net 2 2 1", "net 2 3 1"])
  }

  @Test func quietOffInsideABlockEndsNothingOfTheBlock() {
    #expect(lines("quiet\nquiet off\nnet 2 2 1\nend\nnet 2 1").count == 1)
    #expect(lines("repeat 1\nquiet on\nnet 2 2 1\nend\nnet 2 1").count == 1)
  }

  // MARK: What machines read

  /// JSON lines are a full record, the same with `quiet` as without.
  @Test func otherProgramsReadEveryEvent() {
    func json(_ text: String) -> [String] {
      let stage = TestSession()
      stage.run(text)
      return stage.events.flatMap(JSONLines.lines)
    }
    #expect(json("quiet\n\(Self.training)\nend") == json(Self.training))
    #expect(
      json("quiet on\nquiet off") == [#"{"event":"quiet","on":true}"#, #"{"event":"quiet","on":false}"#])
    #expect(json("quiet on\nnet 2 2 1\nundo").last == #"{"event":"undo","statement":"net 2 2 1"}"#)
  }

  @Test func noProgressIsShown() {
    let loud = TestSession(tick: 0.5, watches: true)
    loud.run(Self.training)
    let quiet = TestSession(tick: 0.5, watches: true)
    quiet.run("quiet\n\(Self.training)\nend")
    #expect(!loud.progress.isEmpty && quiet.progress.isEmpty)
  }

  /// A block is a statement like any other: one step of `undo`, one entry of the transcript with the seed it chose.
  @Test func aBlockIsOneStatement() {
    let stage = TestSession()
    stage.run("net 2 2 1\nquiet\ninit xavier\ntrain adam epochs 3\nend\ntranscript")
    #expect(
      stage.lines.suffix(6) == [
        "net 2 2 1", "seed 4711", "quiet", "init xavier", "train adam epochs 3", "end",
      ])
    stage.run("undo")
    #expect(stage.session.network?.parameters.allSatisfy { $0 == 0 } == true)
  }
}
