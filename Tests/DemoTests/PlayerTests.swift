import Demo
import Foundation
import Interpreter
import Language
import Rendering
import Testing

/// A demo at the speaker's keys, without a terminal.
struct PlayerTests {
  private static let script = """
    section "First"
    say "Hello."
    let a = 1
    print a + 1
    section "Second"
    note "Slowly."
    let a = 10
    print a * 2
    """

  private func play(
    _ keys: String, _ text: String = script, on stage: FakeStage = FakeStage(), style: Player.Style? = nil
  ) throws -> (end: Interpreter.End, stage: FakeStage) {
    let style = style ?? Player.Style(pace: Pace(isInstant: true))
    let player = try #require(
      Player(Source(name: "demo", text: text), identity: nil, on: stage, FakeKeys(keys), style))
    return (player.play(), stage)
  }

  @Test func spaceRunsWhatStandsTyped() throws {
    let (end, stage) = try play("  q")
    #expect(end == .done)
    #expect(stage.text.contains("Hello.") && stage.text.contains("nn> let a = 1"))
    #expect(
      stage.text.contains("a = 1\n") && stage.text.contains("nn> print a + 1") && stage.text.contains("2\n"))
    #expect(!stage.text.contains("20\n"))
  }

  @Test func goingBackBringsTheSessionBack() throws {
    // To the end of the script, three steps back, and on again: `a` is 1 when it is printed.
    let stage = try play("    bbb  ").stage
    #expect(stage.screen.contains("2\n"))
    #expect(!stage.screen.contains("20\n") && !stage.screen.contains("11\n"))
  }

  @Test func whatIsDoneAtTheLivePromptIsGoneAfterwards() throws {
    let stage = FakeStage { $0.run(Source(name: "prompt", text: "let a = 100")) }
    let shown = try play(" p ", on: stage).stage.text
    #expect(shown.contains("[Your turn"))
    #expect(shown.contains("2\n") && !shown.contains("101\n"))
  }

  @Test func aSkippedStatementDoesNotRun() throws {
    let stage = try play("s q").stage
    #expect(stage.text.contains("print a + 1") && stage.text.contains("error:"))
  }

  @Test func aSectionIsGoneToThroughWhatLiesBetween() throws {
    let stage = try play("g2  ").stage
    #expect(stage.text.contains("1  First") && stage.text.contains("2  Second"))
    #expect(stage.screen.contains("20\n"))
  }

  @Test func ctrlCEndsADemo() throws {
    #expect(try play(" ^").end == .interrupted)
    #expect(try play("g^").end == .interrupted)
  }

  @Test func notesGoToTheSpeaker() throws {
    var notes: [String] = []
    let style = Player.Style(pace: Pace(isInstant: true)) { note, place in notes.append("\(place): \(note)") }
    let stage = try play("    ", style: style).stage
    #expect(notes == ["2/2 Second · 3 of 4: Slowly."])
    #expect(!stage.text.contains("Slowly."))
  }

  @Test func eachKeyTypesACharacterWhereTheSpeakerTypes() throws {
    let style = Player.Style(pace: Pace(), byKeys: true)
    let stage = try play("abcdefghij q", "print 123", style: style).stage
    #expect(stage.text.contains("print 123") && stage.text.contains("\n123\n"))
  }

  @Test func aScriptWithMistakesIsNotPlayed() {
    let stage = FakeStage()
    let source = Source(name: "demo", text: "prnt 1")
    #expect(Player(source, identity: nil, on: stage, FakeKeys(""), Player.Style()) == nil)
    #expect(stage.text.contains("demo:1:1: error:"))
  }

  @Test func theTourIsPlayedToItsEnd() throws {
    let stage = FakeStage()
    let style = Player.Style(pace: Pace(isInstant: true))
    let keys = FakeKeys(String(repeating: " ", count: 60))
    let player = try #require(Player(Tour.source, identity: nil, on: stage, keys, style))
    #expect(player.play() == .done)
    #expect(!stage.text.contains("error:") && stage.text.contains("reached loss < 0.01 at epoch 1514"))
  }

  // MARK: Pace and recordings

  @Test func theSameTextTakesTheSameTime() {
    let delays = Pace(speed: 2).delays(of: "train adam")
    #expect(delays == Pace(speed: 2).delays(of: "train adam"))
    #expect(delays.count == 10 && Set(delays).count > 5 && delays.allSatisfy { $0 > 0 && $0 < 0.1 })
    #expect(zip(delays, Pace().delays(of: "train adam")).allSatisfy { ($0 - $1 / 2).magnitude < 1e-12 })
    #expect(Pace(isInstant: true).delays(of: "ab") == [0, 0])
  }

  private func record(_ text: String, isColored: Bool = false) -> (end: Interpreter.End, cast: Asciicast) {
    Recording(pace: Pace(), isColored: isColored).play(
      Source(name: "folder/demo.nn", text: text), identity: nil, world: { Host(output: $0) },
      mistakes: CallbackSink { _ in })
  }

  @Test func aRecordingIsTheSameEveryTime() throws {
    let text = "section \"A\"\nnet 2 2 1\ninit he\ntrain adam seconds 0.3 epochs 1000000\nprint rand()"
    let (end, cast) = record(text)
    #expect(end == .done && record(text).cast.text == cast.text)
    let lines = cast.text.split(separator: "\n")
    #expect(lines[0].hasPrefix(#"{"version":2,"width":80,"height":24,"title":"demo.nn""#))
    var last = 0.0
    for line in lines.dropFirst() {
      let frame = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
      let time = try #require(frame[0] as? Double)
      #expect(time >= last && frame[1] as? String == "o")
      last = time
    }
    #expect(!cast.text.contains("\\u001b") && record(text, isColored: true).cast.text.contains("\\u001b[1m"))
  }

  @Test func aRecordingEndsWhereAStatementFails() {
    let (end, cast) = record("print 1\nexpect 1 == 2\nprint 3")
    #expect(end == .failed(1))
    #expect(cast.text.contains("1\\r\\n") && !cast.text.contains("3\\r\\n"))
    #expect(record("prnt 1").end == .failed(65))
  }
}
