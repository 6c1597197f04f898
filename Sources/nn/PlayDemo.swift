import ArgumentParser
import Demo
import Interpreter
import Language
import Prompt
import Rendering

/// `nn demo FILE`: plays a script as a person would type it, at the speaker's keys.
struct PlayDemo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Play a script to an audience: typed out, at your keys, back and forth.",
    discussion: """
      Space runs the typed statement and types the next, b goes back, s skips, g goes to a section, p drops to \
      a live prompt and back, e edits, r reads the script again, v scrolls back, q leaves, ? shows the keys. Without a terminal the script plays at once, as with --echo.
      """)

  @Argument(
    help: "The script to play: a file, or one that is installed with nn, as examples/xor.nn.",
    completion: .file(extensions: ["nn"]))
  var file: String

  @Option(help: ArgumentHelp("How fast it types; 1 is an unhurried typist.", valueName: "factor"))
  var speed = 1.0

  @Flag(help: "Show statements at once, without typing.")
  var instant = false

  @Flag(help: "Each key you press types the next character: you seem to type, without mistakes.")
  var byKeys = false

  @Option(
    help: ArgumentHelp("Advance automatically after this many seconds, as 2 or 2s.", valueName: "seconds"))
  var auto: Seconds?

  @Option(help: "Colors: plain (those of the terminal), light, dark or contrast, for projectors.")
  var theme = Theme.plain

  @Flag(help: "Reveal what is explained neuron by neuron.")
  var byNeuron = false

  @Option(
    help: ArgumentHelp(
      "Write the speaker's view here (notes, what comes, time); tail -f shows it elsewhere.",
      valueName: "file"))
  var notes: String?

  @Option(help: ArgumentHelp("How long the demo is to take, for the speaker's view.", valueName: "number"))
  var minutes: Double?

  @Option(
    help: ArgumentHelp(
      "Write an asciinema recording instead of playing; reproducible byte for byte.", valueName: "file"))
  var record: String?

  @Option(help: ArgumentHelp("The screen of a recording, columns and rows.", valueName: "80x24"))
  var size: ScreenSize?

  @Flag(help: "Let --record and --notes overwrite a file that nn did not write.")
  var replace = false

  @OptionGroup var writing: WritingOptions
  @OptionGroup var appearance: AppearanceOptions

  func validate() throws {
    guard (0.01...1000).contains(speed) else {
      throw ValidationError("--speed takes a number from 0.01 to 1000")
    }
    for output in [record, notes].compactMap({ $0 })
    where Files.identity(of: output) == Files.identity(of: file) {
      throw ValidationError("\"\(output)\" is the script itself, which would be lost")
    }
    for output in [record, notes].compactMap({ $0 }) {
      try Files.guardForeign(output, Self.marks, replace: replace)
    }
    guard record == nil || notes == nil && !byKeys else {
      throw ValidationError("a recording has no speaker: --record goes without --notes and --by-keys")
    }
    guard size == nil || record != nil else {
      throw ValidationError("--size is the screen of a recording: it goes with --record")
    }
    guard minutes.map({ notes != nil && $0 > 0 && $0 < 10_000 }) ?? true else {
      throw ValidationError("--minutes takes a number above 0, and goes with --notes")
    }
    guard !(instant && byKeys) else { throw ValidationError("--instant and --by-keys exclude each other") }
  }

  /// What the files begin with that a demo writes.
  private static let marks = [Recording.mark, SpeakerNotes.mark]

  /// `2`, `2s`, `0.5`.
  struct Seconds: ExpressibleByArgument {
    let value: Double
    init?(argument: String) {
      let number = argument.hasSuffix("s") ? String(argument.dropLast()) : argument
      guard let value = Double(number), (0...86400).contains(value) else { return nil }
      self.value = value
    }
  }

  /// `100x30`: columns and rows.
  struct ScreenSize: ExpressibleByArgument {
    let columns: Int
    let rows: Int
    init?(argument: String) {
      let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map {
        Int($0)
      }
      guard parts.count == 2, let columns = parts[0], let rows = parts[1], (20...500).contains(columns),
        (5...200).contains(rows)
      else { return nil }
      (self.columns, self.rows) = (columns, rows)
    }
  }

  private var script: String { SharedFiles.path(of: file) }

  func run() throws {
    Interrupts.install()
    if writing.safe { Ceilings.install() }
    let keyboard = record == nil ? Keyboard() : nil
    let console = Console(
      verbosity: keyboard == nil ? .echo : .demo, appearance: appearance.given,
      writing: writing.rules(for: [script]), theme: theme)
    let source: Source
    do throws(Diagnostic) {
      source = try writing.rules(for: [script]).script(script)
    } catch {
      console.show(.failure(error))
      throw ExitCode(error.code.exitStatus)
    }
    throw ExitCode(try play(source, on: console, keyboard))
  }

  private func play(_ source: Source, on console: Console, _ keyboard: Keyboard?) throws -> Int32 {
    let identity = Files.identity(of: script)
    let pace = Pace(speed: speed, isInstant: instant)
    if let record {
      let recording = Recording(
        pace: pace, wait: auto?.value ?? 2, isColored: appearance.color != .never,
        size: size.map { ($0.rows, $0.columns) } ?? (24, 80), theme: theme)
      return write(recording, of: source, identity, to: record, console)
    }
    guard let keyboard else {
      if DemoScript.isPage(source) {
        let end = DemoScript.recite(source, identity: identity, on: console)
        console.flush()
        return end.exitStatus
      }
      let end = Interpreter(host: console.host).run(source, identity: identity)
      console.flush()
      return end.exitStatus
    }
    var style = Player.Style(pace: pace, byKeys: byKeys, auto: auto?.value)
    style.byNeuron = byNeuron
    style.reload = { readAgain(on: console) }
    if let notes {
      guard let file = SpeakerNotes(path: notes) else {
        throw ValidationError("the notes cannot be written to \"\(notes)\"")
      }
      style.presenter = file.show
      style.planned = minutes.map { 60 * $0 }
    }
    guard let player = Player(source, identity: identity, on: console, keyboard, style) else { return 65 }
    return player.play().exitStatus
  }

  /// The script as it is now; nil if it cannot be read, which is shown.
  private func readAgain(on console: Console) -> Source? {
    do throws(Diagnostic) {
      return try writing.rules(for: [script]).script(script)
    } catch {
      console.show(.failure(error))
      return nil
    }
  }

  /// A script that fails is not recorded.
  private func write(
    _ recording: Recording, of source: Source, _ identity: String, to path: String, _ console: Console
  ) -> Int32 {
    let rules = writing.rules(for: [script])
    let result = recording.play(
      source, identity: identity, world: { Host.system(output: $0, rules) }, mistakes: console)
    console.flush()
    guard result.end == .done else {
      let place = result.stoppedAt.map { ": the script stops at `\($0)`" } ?? ""
      console.say("not recorded, and \"\(path)\" is not written\(place)", .error)
      return result.end.exitStatus
    }
    let cast = result.cast
    do throws(Host.WriteFailure) {
      try Files.write(path, cast.text)
    } catch {
      console.show(.failure(Diagnostic(.cannotWrite, "I cannot write \"\(path)\": \(error.reason)")))
      return 73
    }
    console.say("wrote \"\(path)\": \(cast.seconds) s, for asciinema play")
    return 0
  }
}

extension Theme: ExpressibleByArgument {}
