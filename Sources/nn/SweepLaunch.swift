import ArgumentParser

/// `nn sweep launch ENGINE FILE.nn --shards N`
struct SweepLaunch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "launch",
    abstract: "Print what a cluster needs to run the shards: a file to read, change and send.",
    discussion: Launcher.all.map {
      "  \($0.name)\(String(repeating: " ", count: 12 - $0.name.count))\($0.summary)"
    }
    .joined(separator: "\n"))

  @Argument(help: "slurm, mpi, parallel, dask or kubernetes.", completion: .list(Launcher.all.map(\.name)))
  var engine: String

  @Argument(help: "The script.", completion: .file(extensions: ["nn"]))
  var file: String

  @Option(help: ArgumentHelp("How many parts the sweep is run in.", valueName: "n"))
  var shards: Int

  func validate() throws {
    guard Launcher.named(engine) != nil else {
      throw ValidationError(
        "there is no launcher \"\(engine)\": " + Launcher.all.map(\.name).joined(separator: ", "))
    }
    guard (1...100_000).contains(shards) else { throw ValidationError("--shards is 1 to 100000") }
    guard !file.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
      throw ValidationError("the name of the script has a character that no launcher can hold")
    }
    if engine == "parallel", file.contains("{") {
      throw ValidationError("parallel reads { in a name as a place to fill in: give the script another name")
    }
  }

  func run() throws {
    if !Files.exists(file) {
      let errors = Output(descriptor: 2)
      errors.say("note: there is no \"\(file)\" here; where the shards run it has to be")
      errors.flush()
    }
    guard let launcher = Launcher.named(engine) else { return }
    Output.standard.writeText(launcher.text(Launcher.Places(file: file, shards: shards)))
    Output.standard.flush()
  }
}

/// What runs the shards of a sweep, and the text that it is given.
struct Launcher: Sendable {
  let name: String
  let summary: String
  let text: @Sendable (Places) -> String

  static let all = [slurm, mpi, parallel, dask, kubernetes]

  static func named(_ name: String) -> Launcher? { all.first { $0.name == name } }

  /// What a text is about.
  struct Places {
    let file: String
    /// The number of shards.
    let shards: Int

    /// The last shard, counted from 0.
    var last: Int { shards - 1 }
    /// The script as a word of the shell.
    var word: String { ShellWord.quoted(file) }
    /// The beginning of whatever is named after it, as a word of the shell.
    var stem: String { ShellWord.quoted(SweepLedgerName.stem(of: file)) }
    /// The ledgers of all shards, as a pattern of the shell.
    var ledgers: String { "\(stem).*.jsonl" }
    /// The script as JSON, YAML and Python write a text. A name that begins with a dash is no option.
    var json: String {
      "\"" + (file.hasPrefix("-") ? "./" : "")
        + file.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    /// What puts the ledgers together.
    var merge: String { "nn sweep merge \(ledgers)" }
  }
}
