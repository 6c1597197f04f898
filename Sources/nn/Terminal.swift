import ArgumentParser

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is known of the terminal.
enum Terminal {
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// A variable of the environment; nil if it is not set or empty.
  static func variable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Whether the locale's characters are UTF-8.
  static var isUTF8: Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(variable).first ?? ""
    return locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
  }

  /// Whether pictures may use more than ASCII. Where no locale is set, a file or a pipe may hold UTF-8, as all other text.
  static func speaksUTF8(isLive: Bool) -> Bool {
    let hasLocale = ["LC_ALL", "LC_CTYPE", "LANG"].contains { variable($0) != nil }
    return isUTF8 || !isLive && !hasLocale
  }

  /// Columns of the terminal on standard output, 80 where there is none.
  static var width: Int { size.columns }

  /// Lines and columns of the terminal on standard output, 24 and 80 where there is none or it does not say.
  static var size: (rows: Int, columns: Int) {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0 else { return (24, 80) }
    return (size.ws_row >= 2 ? Int(size.ws_row) : 24, size.ws_col >= 20 ? Int(size.ws_col) : 80)
  }

  /// Whether it can move its cursor: neither unnamed nor dumb.
  static var canMove: Bool { (variable("TERM") ?? "dumb") != "dumb" }
}

/// Whether a stream is colored: `--color`, else FORCE_COLOR, NO_COLOR, TERM=dumb, else whether it is a terminal.
struct Appearance {
  enum When: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

  var color = When.auto

  func hasColor(_ descriptor: Int32) -> Bool {
    switch color {
    case .always: return true
    case .never: return false
    case .auto:
      if let force = Terminal.variable("FORCE_COLOR") { return force != "0" && force != "false" }

      if Terminal.variable("NO_COLOR") != nil || Terminal.variable("TERM") == "dumb" { return false }
      return Terminal.isTerminal(descriptor)
    }
  }
}

/// The options of commands that run texts of others.
struct WritingOptions: ParsableArguments {
  @Flag(
    help: """
      For scripts of others: only new files, in or below this folder, are written, and nothing outside is read; at most \
      ten minutes of a processor, 4 GB of memory and 200 MB of files.
      """)
  var safe = false

  @Option(
    help: ArgumentHelp(
      "Let scripts write in or below this folder as if they were typed; may be repeated.", valueName: "folder"
    ),
    completion: .directory)
  var allowWrite: [String] = []

  /// - Parameter files: that the command names.
  func rules(for files: [String]) -> WritingRules {
    WritingRules(
      isSafe: safe, allowed: allowWrite.map { Files.identity(of: $0) },
      readable: files.map { Files.identity(of: Files.folder(of: $0).isEmpty ? "." : Files.folder(of: $0)) })
  }

  func validate() throws {
    guard !safe || allowWrite.isEmpty else {
      throw ValidationError("--safe and --allow-write exclude each other")
    }
    if let folder = allowWrite.first(where: { !Files.isFolder($0) }) {
      throw ValidationError("--allow-write: there is no folder \"\(folder)\"")
    }
  }
}

/// The options of all commands that show something.
struct AppearanceOptions: ParsableArguments {
  @Option(help: "Color: auto, always or never.")
  var color: Appearance.When = .auto

  var given: Appearance { Appearance(color: color) }
}
