import ArgumentParser
import Interpreter
import Prompt
import Rendering

/// `nn doctor`: what of this machine nn uses.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what of this machine nn uses, and what would be missed without it.",
    discussion: """
      Nothing is changed and nothing is sent anywhere. The exit status is 0: whatever is missing, nn runs.
      """)

  func run() {
    let screen = Screen(verbosity: .script, appearance: Appearance(), theme: .plain)
    var table = Table([.leading, .leading, .leading], indent: 2, hang: 4)
    table.rows = Finding.all().map { finding in
      [
        Text(finding.state.rawValue, finding.state == .missing ? .warning : .good), Text(finding.subject),
        Text(finding.text),
      ]
    }
    let document = Document([.paragraph(Paragraph(text: Text(NN.fullVersion))), .blank, .table(table)])
    screen.renderer.lines(document).forEach(screen.write)
    screen.output.flush()
  }
}

/// One thing that nn uses where it is there.
private struct Finding {
  enum State: String {
    case good = "ok"
    case missing = "missing"
    /// Nobody but the reader can say.
    case look
  }

  let state: State
  let subject: String
  let text: String

  private init(_ isGood: Bool, _ subject: String, _ text: String) {
    self.init(isGood ? .good : .missing, subject, text)
  }

  private init(_ state: State, _ subject: String, _ text: String) {
    (self.state, self.subject, self.text) = (state, subject, text)
  }

  static func all() -> [Finding] {
    [
      terminal, characters, braille, colors, pager, png, browser, history, lessons, processors,
    ]
  }

  private static var terminal: Finding {
    let name = Terminal.variable("TERM") ?? "none"
    guard Terminal.isTerminal(0), Terminal.isTerminal(1) else {
      return Finding(
        false, "terminal", "input or output is none: no prompt with keys, no stage; scripts run as ever")
    }
    let size = Terminal.size
    guard Terminal.canMove else {
      return Finding(false, "terminal", "TERM=\(name) cannot move its cursor: no stage, no live pictures")
    }
    return Finding(
      size.columns >= 80, "terminal",
      "\(name), \(size.columns) columns, \(size.rows) lines"
        + (size.columns < 80 ? ": tables are broken into several lines below 80 columns" : ""))
  }

  private static var characters: Finding {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { name in
      Terminal.variable(name).map { "\(name)=\($0)" }
    }.first
    return Finding(
      Terminal.isUTF8, "UTF-8",
      Terminal.isUTF8
        ? locale ?? ""
        : "\(locale ?? "no locale is set"): pictures are drawn in ASCII; set LANG=C.UTF-8 for finer ones")
  }

  private static var braille: Finding {
    let sample =
      "\u{2840}\u{28e4}\u{28f6}\u{28ff}\u{28f7}\u{28e6}\u{28c4} \u{2581}\u{2583}\u{2585}\u{2587} \u{250c}\u{2500}\u{2510}"
    guard Terminal.isUTF8 else { return Finding(false, "font", "pictures in braille need UTF-8") }
    return Finding(
      .look, "font",
      "\(sample)  dots, bars, a corner? If you see boxes, take another font, as DejaVu Sans Mono")
  }

  private static var colors: Finding {
    let reason =
      Terminal.variable("NO_COLOR") != nil
      ? "NO_COLOR is set" : Terminal.variable("TERM") == "dumb" ? "TERM=dumb" : "output is no terminal"
    let isColored = Appearance().hasColor(1)
    return Finding(
      isColored, "colors",
      isColored
        ? "on; --color never or NO_COLOR=1 turns them off" : "off: \(reason); --color always turns them on")
  }

  private static var pager: Finding {
    let command = Pager.command
    return Finding(
      command != nil, "pager",
      command.map { "\($0), for help and long output at the prompt" }
        ?? "neither PAGER nor less: long output scrolls by")
  }

  private static var png: Finding {
    let isThere = Pager.isInstalled("rsvg-convert")
    return Finding(
      isThere, "PNG",
      isThere
        ? "rsvg-convert: plot … to \"x.png\""
        : "no rsvg-convert (apt install librsvg2-bin, brew install librsvg): plot writes .svg, .tex, .json, .txt"
    )
  }

  private static var browser: Finding {
    let names = ["xdg-open", "open", "firefox", "chromium", "google-chrome", "wslview"]
    let found = names.first(where: Pager.isInstalled)
    return Finding(
      found != nil, "browser",
      found.map { "\($0), for pages of report, nn page and --html: \($0) run.html" }
        ?? "none found: pages of report, nn page and --html are for another machine")
  }

  private static var history: Finding {
    guard let path = HistoryFile.standardPath else {
      return Finding(
        false, "history", "no place for it (HOME is not set, or NN_HISTORY is empty): it is not kept")
    }
    let isWritable = Files.isWritable(path)
    return Finding(
      isWritable, "history", isWritable ? path : "\(path) cannot be written: history is not kept")
  }

  private static var lessons: Finding {
    let lessons = LessonFolder.lessons
    return Finding(
      !lessons.isEmpty, "lessons",
      lessons.first.map { "\(lessons.count) in \(Files.folder(of: $0))" }
        ?? "none in lessons/, NN_LESSONS or \(LessonFolder.installed): nn course takes a FILE")
  }

  private static var processors: Finding {
    let kernels = Host.Processors.kernels
    return Finding(
      true, "processors",
      "\(Threads.processors), kernels \(kernels.joined(separator: ", ")); results are the same with all of them"
    )
  }
}
