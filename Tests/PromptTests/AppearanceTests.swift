import Foundation
import TestSupport
import Testing

/// Color by meaning, where it belongs; what the user's own file says.
@Suite(.serialized) struct AppearanceTests {
  private static let red = "\u{1b}[1;31merror:"

  private func run(_ environment: [String: String], _ arguments: [String] = []) throws -> String {
    let terminal = try PseudoTerminal(arguments, environment: environment)
    #expect(terminal.shows("nn> "))
    terminal.enter("print 1 +")
    #expect(terminal.shows("error:"))
    #expect(terminal.leave() == 0)
    return String(decoding: terminal.raw, as: UTF8.self)
  }

  private func hasColor(_ text: String) -> Bool {
    text.firstRange(of: /\u{1b}\[[0-9;]*m/) != nil && text.contains("\u{1b}[1;31m")
  }

  @Test func aTerminalDecides() throws {
    #expect(hasColor(try run([:])))
    #expect(!hasColor(try run(["NO_COLOR": "1"])))
    #expect(hasColor(try run(["NO_COLOR": ""])), "an empty variable is not set")
    #expect(hasColor(try run(["NO_COLOR": "1", "FORCE_COLOR": "1"])))
    #expect(!hasColor(try run([:], ["--color", "never"])))
    #expect(hasColor(try run(["NO_COLOR": "1"], ["--color", "always"])))
  }

  /// No byte of an escape where the terminal knows none.
  @Test func dumbTerminalsAreSpared() throws {
    #expect(!(try run(["TERM": "dumb", "LANG": "C"])).contains("\u{1b}"))
  }

  @Test func pipesArePlain() throws {
    let script = "net 2 2 1\ninit zeros\nprint 6 * 7\nL0N0 -> L1N0 = -1\ndump\neval 1 2 3\n"
    let plain = try Command.run(["--keep-going", "-"], input: script)
    #expect(!(plain.output + plain.error).contains("\u{1b}"))
    #expect(!plain.output.contains("nn>"))
    // Streams are decided on one by one, and color changes no word.
    let forced = try Command.run(["--keep-going", "--color", "always", "-"], input: script)
    #expect(forced.output.contains("\u{1b}[35m-1\u{1b}[0m") && forced.error.contains(Self.red))
    let escapes = /\u{1b}\[[0-9;]*m/
    #expect(forced.output.replacing(escapes, with: "") == plain.output)
    #expect(forced.error.replacing(escapes, with: "") == plain.error)
    let byVariable = try Command.shell("FORCE_COLOR=1 nn -e 'print 1 +' 2>&1")
    #expect(byVariable.output.contains(Self.red))
    let byStatement = try Command.run(["-e", "color on", "-e", "print 1 +"])
    #expect(byStatement.error.contains(Self.red))
  }

  /// Every example says the same with color and without.
  @Test(arguments: ["xor", "stuck", "by-hand", "iris", "perceptron"])
  func colorRepeatsWords(_ name: String) throws {
    let plain = try Command.run(["--echo", "examples/\(name).nn"]).output
    let colored = try Command.run(["--echo", "--color", "always", "examples/\(name).nn"]).output
    let timeless = { (text: String) in
      text.replacing(/\u{1b}\[[0-9;]*m/, with: "").replacing(/[0-9.]+ (ms|s)\b/, with: "")
    }
    #expect(colored.contains("\u{1b}[1;32m") && timeless(colored) == timeless(plain))
  }

  @Test func statementsSwitchIt() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    #expect(String(decoding: terminal.raw, as: UTF8.self).contains("\u{1b}[1;32mnn>"))
    terminal.enter("color off")
    #expect(terminal.shows("nn> "))
    let mark = terminal.raw.count
    terminal.enter("eval 1")
    #expect(terminal.shows("error:"))
    #expect(terminal.shows("nn> "))
    #expect(!String(decoding: terminal.raw[mark...], as: UTF8.self).contains("merror"))
    #expect(!String(decoding: terminal.raw[mark...], as: UTF8.self).contains("\u{1b}[1;3"))
    // What concerns the screen alone is not undone.
    terminal.enter("undo")
    #expect(terminal.shows("nothing to undo"))
    terminal.enter("color on")
    terminal.enter("net 2 2 1 ; prompt short")
    #expect(terminal.shows("nn> "))
    #expect(
      terminal.sees {
        $0.lines[$0.cursor.row] == "nn>" && $0.style(row: $0.cursor.row, column: 0).isBold
      })
    #expect(terminal.leave() == 0)
  }

  // MARK: init.nn

  private func home(_ text: String, in folder: String = ".config") throws -> URL {
    let home = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    let nn = home.appending(path: folder).appending(path: "nn")
    try FileManager.default.createDirectory(at: nn, withIntermediateDirectories: true)
    try text.write(to: nn.appending(path: "init.nn"), atomically: true, encoding: .utf8)
    return home
  }

  @Test func theUsersFileComesFirst() throws {
    let text = "digits 2\nprompt short\nlet mine = 42\nprint \"hello {mine}\"\ncolor on\n"
    let home = try home(text)
    let terminal = try PseudoTerminal(home: home, environment: ["NO_COLOR": "1"])
    #expect(terminal.shows("hello 42\n"))
    #expect(terminal.shows("nn> "))
    #expect(!terminal.screen.text.contains("decimals shown"), "reports are left out")
    terminal.enter("net 2 2 1 ; init zeros ; eval 0 1 ; print mine")
    #expect(terminal.shows("0 1 -> 0.00\n42\nnn> "))
    #expect(String(decoding: terminal.raw, as: UTF8.self).contains("\u{1b}[1;32m"))
    terminal.type(Keys.ctrlD)
    #expect(terminal.ends() == 0)

    // The command line outdoes it, and can leave it out; scripts do not see it.
    let plain = try PseudoTerminal(["--color", "never"], home: home)
    #expect(plain.shows("nn> "))
    #expect(!hasColor(String(decoding: plain.raw, as: UTF8.self)))
    plain.type(Keys.ctrlD)
    #expect(plain.ends() == 0)
    let without = try PseudoTerminal(["--no-init"], home: home)
    #expect(without.shows("nn> "))
    without.enter("print mine")
    #expect(without.shows("error:"))
    #expect(!without.screen.text.contains("hello"))
    #expect(without.leave() == 0)
    let script = try PseudoTerminal(["-e", "print 1"], home: home)
    #expect(script.ends() == 0 && !script.screen.text.contains("hello"))
  }

  @Test func aMistakeInItIsShown() throws {
    let home = try home("let a = 1\nlet b = oops\nlet c = 3\n", in: "xdg")
    // Wide enough for the path of any folder for trials.
    let terminal = try PseudoTerminal(
      home: home, environment: ["XDG_CONFIG_HOME": home.appending(path: "xdg").path], columns: 300)
    #expect(terminal.shows("init.nn:2:9: error:"))
    #expect(terminal.shows("nn> "))
    terminal.enter("a + 41")
    #expect(terminal.shows("\n42\n"))
    #expect(terminal.leave() == 0)
  }

  // MARK: Help at hand

  @Test func whyIsOfferedOnce() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("or: tour · help · quit"))
    #expect(terminal.shows("nn> "))
    terminal.enter("eval 0 1")
    #expect(terminal.shows("(`why` tells more about a mistake)"))
    #expect(terminal.shows("nn> "))
    terminal.enter("why")
    #expect(terminal.shows("no-net — "))
    #expect(terminal.shows("right"))
    #expect(terminal.shows("nn> "))
    terminal.enter("eval 0 2")
    #expect(terminal.shows("error:"))
    #expect(terminal.shows("nn> "))
    let offers = terminal.screen.everything.count { $0.contains("`why` tells more") }
    #expect(offers == 1)
    terminal.type(Keys.ctrlD)
    #expect(terminal.ends() == 0)
  }
}
