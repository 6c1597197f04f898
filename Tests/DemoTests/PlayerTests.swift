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

  @Test func aLongTitleLeavesRoomForPlaceAndKeys() throws {
    let title = String(repeating: "very long ", count: 12)
    let stage = try play(" q", "section \"\(title)\"\nlet a = 1\nlet b = 2\n").stage
    #expect(stage.text.contains("… · 1 of 2 · space next"))
  }

  @Test func goingBackBringsTheNotesBack() throws {
    let text = "say \"Hello.\"\nnote \"ONE\"\nlet a = 1\nnote \"TWO\"\nlet b = 2\nlet c = 3\n"
    var notes: [String?] = []
    var style = Player.Style(pace: Pace(isInstant: true))
    style.presenter = { notes.append($0.note) }
    _ = try play("  bbq", text, style: style)
    #expect(notes == ["ONE", "TWO", nil, "TWO", "ONE"])
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
    var views: [[String]] = []
    var style = Player.Style(pace: Pace(isInstant: true)) { views.append($0.lines) }
    style.planned = 600
    let stage = try play("    ", style: style).stage
    #expect(views.count == 5)
    #expect(
      views[0] == [
        "1/2 First · 1 of 4     0:00 of 10:00 · planned here 0:00", "", "said  ── First ──", "",
        "      Hello.", "now   let a = 1", "next  print a + 1",
      ])
    #expect(
      views[2] == [
        "2/2 Second · 3 of 4     0:00 of 10:00 · planned here 5:00", "", "Slowly.", "",
        "said  ── Second ──", "now   let a = 10", "next  print a * 2",
      ])
    #expect(views[4] == ["2/2 Second · 4 of 4     0:00 of 10:00 · planned here 10:00", ""])
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

  // MARK: What the audience sees

  @Test func whatIsHiddenRunsUnseen() throws {
    let stage = try play("  q", "hide\n  let a = 41\n  print \"secret\"\nend\nprint a + 1").stage
    #expect(stage.text.contains("42\n") && !stage.text.contains("secret") && !stage.text.contains("hide"))
    let failing = try play("  q", "hide\n  print b\nend\nprint 1").stage
    #expect(failing.text.contains("error:"))
    let cast = record("hide\n  print \"secret\"\nend\nprint 5").cast.text
    #expect(!cast.contains("secret") && cast.contains("5\\r\\n"))
  }

  /// A demo that holds what it promises says nothing of it; one that does not does.
  @Test func expectationsAreSilentUntilTheyFail() throws {
    let stage = try play("  q", "let a = 1\nexpect a == 1\nprint a").stage
    #expect(!stage.text.contains("expect") && !stage.text.contains("holds") && stage.text.contains("1\n"))
    #expect(try play("  q", "let a = 1\nexpect a == 2\nprint a").stage.text.contains("error:"))
  }

  @Test func aPauseShowsItsTextAndOneOfSecondsEndsByItself() throws {
    let stage = try play("q", "pause \"Which is larger?\"\nprint 1").stage
    #expect(stage.text.contains("Which is larger?"))
    let keys = FakeKeys("")
    let source = Source(name: "demo", text: "pause 5\nprint 1")
    let style = Player.Style(pace: Pace(isInstant: true))
    _ = try #require(Player(source, identity: nil, on: FakeStage(), keys, style)).play()
    // It counts the seconds down.
    #expect(keys.patience == 1)
    #expect(record("pause 30\nprint 1").cast.seconds > record("pause 3\nprint 1").cast.seconds + 26)
  }

  /// The question stands, and the next key shows the answer.
  @Test func guessAsksTheRoom() throws {
    let script = "net 1 1\nL0N0 -> L1N0 = 2\nguess 3"
    // The fourth key reveals, and is not the one that would go on.
    let text = try play("    ", script + "\nprint 8").stage.text
    let (question, answer) = (text.range(of: "the output for 3?"), text.range(of: "the output is 6"))
    #expect(try #require(question).upperBound <= #require(answer).lowerBound)
    #expect(text.contains("nn 1-1> print 8") && !text.contains("\n8\n"))
  }

  private static let long = "for i in 1..50\n  print \"line {i}\"\nend\nprint \"after\""

  @Test func longAnswersComePageByPage() throws {
    let first = try play(" ", Self.long).stage.text
    #expect(first.contains("line 1\n") && !first.contains("line 25\n"))
    let second = try play("  ", Self.long).stage.text
    #expect(second.contains("line 25\n") && !second.contains("line 50\n"))
    #expect(try play(" s", Self.long).stage.text.contains("line 50\n"))
    let all = try play("     ", Self.long).stage.text
    #expect(all.contains("line 50\n") && all.contains("nn> print \"after\""))
    // Each line is there once.
    #expect(all.components(separatedBy: "line 30\n").count == 2)
    let auto = Player.Style(pace: Pace(isInstant: true), auto: 1)
    #expect(try play(" ", Self.long, style: auto).stage.text.contains("line 50\n"))
  }

  @Test func explanationsAreRevealedNeuronByNeuron() throws {
    var style = Player.Style(pace: Pace(isInstant: true))
    style.byNeuron = true
    let script = "net 2 2 1\nexplain 0 1"
    let first = try play("  ", script, style: style).stage.text
    #expect(!first.contains("  L1N0   s"))
    let second = try play("   ", script, style: style).stage.text
    #expect(second.contains("  L1N0   s") && !second.contains("  L1N1   s"))
    #expect(try play("     ", script, style: style).stage.text.contains("  L2N0   s"))
  }

  // MARK: On the spot

  /// The statements of the demo are what the arrow keys bring back at its live prompt.
  @Test func thePromptRecallsTheDemo() throws {
    let stage = try play(" p q").stage
    #expect(stage.recalled == ["let a = 1", "print a + 1"])
  }

  @Test func aFailedStatementIsEditedOnTheSpot() throws {
    let stage = FakeStage { $0.run(Source(name: "prompt", text: "let b = 7")) }
    let text = try play("  e  ", "let a = 1\nlet b = c\nprint b", on: stage).stage.text
    #expect(stage.recalled == ["let a = 1", "let b = c"])
    #expect(text.contains("error:") && text.contains("7\n"))
  }

  @Test func theScriptIsReadAgain() throws {
    var style = Player.Style(pace: Pace(isInstant: true))
    style.reload = { Source(name: "demo", text: "let a = 1\nprint a + 10\nprint a + 20") }
    let same = try play(" r  ", "let a = 1\nprint a\nprint 2", style: style).stage.text
    #expect(same.contains("11\n") && same.contains("21\n"))
    // What was played and is no longer so is gone back to.
    style.reload = { Source(name: "demo", text: "let a = 5\nprint a + 1") }
    #expect(try play("  r  ", "let a = 1\nprint a\nprint 2", style: style).stage.text.contains("6\n"))
    style.reload = { Source(name: "demo", text: "prnt 1") }
    #expect(try play(" r  ", "let a = 1\nprint a + 1", style: style).stage.text.contains("2\n"))
  }

  // MARK: Pace and recordings

  @Test func theSameTextTakesTheSameTime() {
    let delays = Pace(speed: 2).delays(of: "train adam")
    #expect(delays == Pace(speed: 2).delays(of: "train adam"))
    #expect(delays.count == 10 && Set(delays).count > 5 && delays.allSatisfy { $0 > 0 && $0 < 0.1 })
    #expect(zip(delays, Pace().delays(of: "train adam")).allSatisfy { ($0 - $1 / 2).magnitude < 1e-12 })
    #expect(Pace(isInstant: true).delays(of: "ab") == [0, 0])
  }

  private func record(_ text: String, isColored: Bool = false) -> Recording.Result {
    Recording(pace: Pace(), isColored: isColored).play(
      Source(name: "folder/demo.nn", text: text), identity: nil, world: { Host(output: $0) },
      mistakes: CallbackSink { _ in })
  }

  @Test func aRecordingIsTheSameEveryTime() throws {
    let text = "section \"A\"\nnet 2 2 1\ninit he\ntrain adam seconds 0.3 epochs 1000000\nprint rand()"
    let (end, cast) = (record(text).end, record(text).cast)
    #expect(end == .done && record(text).cast.text == cast.text)
    let lines = cast.text.split(separator: "\n")
    #expect(lines[0].hasPrefix(#"{"version":2,"width":80,"height":24,"title":"demo.nn""#))
    var last = 0.0
    for line in lines.dropFirst() {
      let frame = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
      let time = try #require(frame[0] as? Double)
      #expect(time >= last && ["o", "m"].contains(frame[1] as? String))
      last = time
    }
    #expect(!cast.text.contains("\\u001b") && record(text, isColored: true).cast.text.contains("\\u001b[1m"))
  }

  @Test func aRecordingEndsWhereAStatementFails() {
    let result = record("print 1\nexpect 1 == 2\nprint 3")
    let (end, cast) = (result.end, result.cast)
    #expect(result.stoppedAt == "expect 1 == 2")
    #expect(end == .failed(1))
    #expect(cast.text.contains("1\\r\\n") && !cast.text.contains("3\\r\\n"))
    #expect(record("prnt 1").end == .failed(65))
  }
}
