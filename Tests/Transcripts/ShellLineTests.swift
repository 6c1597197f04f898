import Foundation
import TestSupport
import Testing

/// What belongs to the shell and is typed at the prompt, and the other way round.
struct ShellLineTests {
  private func error(of line: String) throws -> String {
    try Command.run(["--color", "never", "-e", line]).error
  }

  /// Every command that `nn --help` lists and that is no statement.
  @Test func eachCommandIsKnownAtThePrompt() throws {
    let help = try Command.run(["--help"]).output
    let listed = help.split(separator: "SUBCOMMANDS:")[1].split(separator: "\n").compactMap { line in
      line.firstMatch(of: #/^  ([a-z]+) /#).map { String($0.output.1) }
    }
    #expect(listed.count > 10, "\(listed)")
    for command in listed where !["run", "repl", "check", "sweep", "help", "test"].contains(command) {
      for typed in [command, "nn \(command)", "\(command) some.md", "nn \(command) some.md"] {
        let meant = typed.hasPrefix("nn ") ? typed : "nn \(typed)"
        #expect(try error(of: typed).contains("of the shell: type `quit`, then `\(meant)`\n"), "\(typed)")
      }
    }
  }

  static let lines: [(typed: String, told: String)] = [
    ("nn train adam", "Write: train adam"), ("nn xor.nn", "Write: run \"xor.nn\""),
    ("nn --version", "then `nn --version`"), ("nn", "This is the prompt of nn"),
    ("check a.nn", "then `nn check a.nn`"), ("sweep grid.nn", "then `nn sweep grid.nn`"),
    ("demo examples/xor.nn", "then `nn demo examples/xor.nn`"), ("test", "Write: score"),
    ("test lesson.md", "then `nn test lesson.md`"), ("help()", "Write: help"),
    ("doc train", "Write: help train"),
  ]

  @Test(arguments: lines) func linesLeadToWhereTheyBelong(_ typed: String, _ told: String) throws {
    #expect(try error(of: typed).contains(told), "\(typed)")
  }

  @Test func statementsAndSlipsInTheShell() throws {
    let statement = try Command.run(["train"])
    #expect(statement.status == 66 && statement.error.contains("`train` is a statement"))
    let letters = try Command.run(["trian"])
    #expect(letters.status == 66 && letters.error.contains("Did you mean the statement `train`? Type it"))
    let slip = try Command.run(["doctr"])
    #expect(slip.status == 66 && slip.error.contains("Did you mean: nn doctor"))
    let help = try Command.run(["help", "train"])
    let typed = try Command.run(["-e", "help train"])
    #expect(help.status == 0 && help.output == typed.output)
    #expect(try Command.run(["help", "check"]).output.contains("USAGE: nn check"))
  }

  /// A table is told from a script by its name, once, whatever its bytes are.
  @Test(arguments: ["fruit.csv", "data/Fruit.TSV", "fruit.data"])
  func tablesAreNoScripts(_ name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "data"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = (0..<60).map { "\($0),\($0 * 2),apple" }.joined(separator: "\n")
    for bytes in [Data("a,b,kind\n\(rows)\n".utf8), Data([0xe4, 0x2c, 0x31, 0x0a])] {
      try bytes.write(to: folder.appending(path: name))
      let result = try Command.run(["--color", "never", name], in: folder)
      #expect(result.status == 65 && result.error.contains("a table, not a script"), "\(result.error)")
      #expect(result.error.contains("data \"\(name)\"") && result.error.utf8.count < 250, "\(result.error)")
    }
  }

  /// A page in the place of a script is told in one sentence, whichever command is given it.
  @Test(arguments: [[], ["check"], ["fmt"], ["sweep"]])
  func pagesAreNoScripts(_ command: [String]) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = "# A lesson\n\nIt begins.\n\n```nn\nnet 2 2 1\n```\n"
    try page.write(to: folder.appending(path: "lesson.md"), atomically: true, encoding: .utf8)
    let result = try Command.run(command + ["--color", "never", "lesson.md"], in: folder)
    let told = "error: \"lesson.md\" is a page and no script\nIts blocks are run by: nn test lesson.md\n"
    #expect(result.status == 65 && result.error == told && result.output == "", "\(result.error)")
    let none = try Command.run(command + ["none.md"], in: folder)
    #expect(none.status == 66 && !none.error.contains("page"), "\(none.error)")
  }

  /// What is installed is played from wherever one is.
  @Test func installedDemosAreFound() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    for folder in ["bin", "share/nn/examples", "work"] {
      try FileManager.default.createDirectory(
        at: root.appending(path: folder), withIntermediateDirectories: true)
    }
    try FileManager.default.copyItem(atPath: Command.nn, toPath: root.appending(path: "bin/nn").path)
    let script = "net 2 2 1\ninit xavier seed 1000\nprint \"installed\"\n"
    try script.write(
      to: root.appending(path: "share/nn/examples/hello.nn"), atomically: true, encoding: .utf8)
    let work = root.appending(path: "work")
    for name in ["examples/hello.nn", "hello.nn"] {
      let played = try Command.shell("../bin/nn demo \(name)", in: work)
      #expect(played.status == 0 && played.output.contains("installed"), "\(played.error)")
    }
    try "print \"own\"\n".write(to: work.appending(path: "hello.nn"), atomically: true, encoding: .utf8)
    #expect(try Command.shell("../bin/nn demo hello.nn", in: work).output.contains("own"))
    #expect(try Command.shell("../bin/nn demo none.nn", in: work).status == 66)
  }
}
