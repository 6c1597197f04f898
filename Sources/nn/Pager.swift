#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Shows what is longer than the screen in pages, as git and psql do: with $PAGER, else less. An empty one, or `cat`, is no
/// pager. Only where somebody sits at a terminal.
enum Pager {
  /// The command; nil if there is none to use.
  static var command: String? {
    guard Terminal.canMove else { return nil }
    let named = getenv("PAGER").map { String(cString: $0) }
    if let named { return named.isEmpty || named == "cat" ? nil : named }
    return isInstalled("less") ? "less" : nil
  }

  static func isInstalled(_ program: String) -> Bool {
    (Terminal.variable("PATH") ?? "").split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
  }

  /// Shows a text in pages, until the reader leaves.
  ///
  /// - Returns: false if the pager could not be run: then nothing was shown.
  static func show(_ text: String, with command: String) -> Bool {
    // -F ends at once where it fits, -R lets colors through, -X leaves the text on the screen.
    setenv("LESS", "FRX", 0)
    setenv("LV", "-c", 0)
    guard let stream = popen(command, "w") else { return false }
    // Ctrl-C is the pager's, and a reader who leaves early is no fault. The pager itself was started before this.
    let keeps = signal(SIGPIPE, SIG_IGN)
    let stops = signal(SIGINT, SIG_IGN)
    fputs(text, stream)
    let status = pclose(stream)
    signal(SIGPIPE, keeps)
    signal(SIGINT, stops)
    Interrupts.install()
    Interrupts.clear()
    // The shell says 127 where there is no such program.
    return !(status & 0x7f == 0 && (status >> 8) & 0xff == 127)
  }
}
