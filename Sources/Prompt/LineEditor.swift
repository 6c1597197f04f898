import CLibEdit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads entries from the terminal, with editing, history, completion and bracketed paste.
///
/// Everything happens on the thread that calls `read`, which has to be the same one each time. During a read
/// the signals of the terminal are handled here; after it the program's own handlers are back.
public final class LineEditor {
  /// Text and cursor as a byte offset in; the byte offset where the word starts and the candidates out.
  public var complete: ((_ text: String, _ cursor: Int) -> (start: Int, candidates: [Offer]))?
  /// Whether a line can be a statement: what was pasted may begin with one, or with an answer.
  public var isStatement: (String) -> Bool = { _ in true }
  /// Whether escapes in a prompt are sent to the terminal.
  public var color: Bool
  /// Whether the terminal takes escapes in a prompt, and in their place.
  public let canMove: Bool

  private let editor: OpaquePointer
  private let relay: Relay
  private let history: HistoryFile
  private var entries: [String]
  private var walk = HistoryCursor()
  private var search: Search?
  private var prompt = ""
  /// Where candidates were listed last: Tab there again lists them with their meanings.
  private var listed: HistoryCursor.Position?

  /// A word that may follow at the cursor, and what it means in one line.
  public struct Offer {
    /// The word as it would be typed.
    public let text: String
    /// One line, empty if there is nothing to say.
    public let meaning: String
    /// A word to offer.
    public init(text: String, meaning: String) { (self.text, self.meaning) = (text, meaning) }
  }

  /// Nil when standard input or output is not a terminal. `program` is the name ~/.editrc knows.
  public init?(program: String, history: HistoryFile) {
    let relay = Relay()
    let context = Unmanaged.passUnretained(relay).toOpaque()
    guard let editor = editor_open(program, Relay.handler, context) else { return nil }
    self.relay = relay
    self.editor = editor
    self.history = history
    entries = history.load()
    canMove = editor_can_move(editor) && !Self.misplacesColor
    color = canMove

    for entry in entries { editor_remember(editor, entry) }
    relay.owner = self
  }

  deinit { editor_close(editor) }

  /// Stands between the C handler and the editor, which does not exist yet when the handler is given away.
  private final class Relay {
    weak var owner: LineEditor?

    static let handler: EditorHandler = { context, command in
      guard let context else { return EDITOR_BEEP }
      let relay = Unmanaged<Relay>.fromOpaque(context).takeUnretainedValue()
      return relay.owner?.answer(command) ?? EDITOR_BEEP
    }
  }

  #if os(macOS)
    /// Apple's libedit sends the escapes of a prompt before its text, all at once.
    private static let misplacesColor = true
  #else
    private static let misplacesColor = false
  #endif

  /// Reads one line, or a pasted or recalled block of several lines as one text with newlines. Colors in the
  /// prompt are ANSI escapes, left out unless `color` is true.
  ///
  /// - Parameter continuation: what stands before the further lines once they are read.
  public func read(prompt: String, continuation: String = "") -> Entry {
    walk = HistoryCursor()
    search = nil
    self.prompt = PromptText.marked(prompt, color: color)
    _ = editor_set_prompt(editor, self.prompt)
    _ = editor_set_continuation(editor, PromptText.marked(continuation, color: color))
    var status = EDITOR_END_OF_FILE
    guard let text = editor_read(editor, &status) else {
      return status == EDITOR_INTERRUPTED ? .interrupted : .endOfFile
    }
    defer { free(text) }
    return .text(String(cString: text))
  }

  /// The next line to be read begins with the entry that was remembered last, to be changed.
  public func recall() {
    if !entries.isEmpty { editor_push_older(editor) }
  }

  /// Adds to the editor's history and the history file, unless it is blank or the same as the entry before.
  public func remember(_ entry: String) {
    guard entry != entries.last, entry.utf8.contains(where: { $0 > 32 }) else { return }
    entries.append(entry)
    editor_remember(editor, entry)
    history.append(entry)
  }
}

// What the keys do.
extension LineEditor {
  fileprivate func answer(_ command: EditorCommand) -> EditorAnswer {
    switch command {
    case EDITOR_COMPLETE: return completeWord()
    case EDITOR_OLDER: return show(position.above ?? walk.older(from: position, in: entries))
    case EDITOR_NEWER: return show(position.below ?? walk.newer(from: position, in: entries))
    case EDITOR_LINE_START: return show(position.atLineStart)
    case EDITOR_LINE_END: return show(position.atLineEnd)
    case EDITOR_SEARCH: return beginSearch()
    case EDITOR_SEARCH_KEY: return takeSearchKey(editor_key(editor))
    case EDITOR_ENTER: return position.isOnLastLine ? EDITOR_ACCEPT : show(position.inserting("\n"))
    case EDITOR_BREAK: return show(position.inserting("\n"))
    case EDITOR_PASTE: return insertPaste()
    default: return EDITOR_BEEP
    }
  }

  private var position: HistoryCursor.Position {
    var (length, cursor) = (0, 0)
    let bytes = UnsafeRawBufferPointer(start: editor_text(editor, &length, &cursor), count: length)
    return HistoryCursor.Position(text: String(decoding: bytes, as: UTF8.self), cursor: cursor)
  }

  private func show(_ position: HistoryCursor.Position?) -> EditorAnswer {
    guard let position, editor_replace(editor, position.text, position.cursor) else { return EDITOR_BEEP }
    return EDITOR_REFRESH
  }

  private func insertPaste() -> EditorAnswer {
    var length = 0
    guard let bytes = editor_pasted(editor, &length) else { return EDITOR_BEEP }
    let pasted = Paste.clean(
      Array(UnsafeRawBufferPointer(start: bytes, count: length)), isStatement: isStatement)
    if pasted.answers > 0 {
      let lines = pasted.answers == 1 ? "1 line" : "\(pasted.answers) lines"
      editor_print_below(editor, "(a session: its statements are taken, \(lines) of answers left out)\n")
    }
    return show(position.inserting(pasted.text))
  }

  private func completeWord() -> EditorAnswer {
    let here = position
    guard let (start, offers) = complete?(here.text, here.cursor) else { return EDITOR_BEEP }
    switch Completion.outcome(for: offers.map(\.text), at: here, from: start) {
    case .replace(let position): return show(position)
    case .nothing: return EDITOR_BEEP
    case .list(let words):
      var rows: Int32 = 0
      let width = Int(editor_columns(&rows))
      let most = max(1, Int(rows) - 3)
      let isAgain = listed == here
      listed = here
      editor_print_below(
        editor,
        isAgain
          ? Columns.text(offers.map { ($0.text, $0.meaning) }, width: width, rows: most)
          : Columns.text(words, width: width, rows: most))
      return EDITOR_REFRESH
    }
  }

  private func beginSearch() -> EditorAnswer {
    let search = Search(from: position)
    self.search = search
    _ = editor_set_prompt(editor, search.prompt)
    editor_divert(editor, true)
    return EDITOR_REFRESH
  }

  private func takeSearchKey(_ key: UInt32) -> EditorAnswer {
    guard var search else { return endSearch() }
    let step = search.take(key: key, in: entries)
    self.search = search
    switch step {
    case .show(let position):
      _ = editor_set_prompt(editor, search.prompt)
      return show(position)
    case .miss:
      _ = editor_set_prompt(editor, search.prompt)
      return EDITOR_REFRESH
    case .cancel:
      _ = show(search.original)
      return endSearch()
    case .accept: return accept(search, key: key)
    }
  }

  /// The found entry becomes the line, and the key that ended the search is processed as usual.
  private func accept(_ search: Search, key: UInt32) -> EditorAnswer {
    if let place = search.place { walk.jump(to: place, from: search.original) }
    let isEnter = key == 0x0A || key == 0x0D
    if isEnter { _ = show(HistoryCursor.Position(endOf: position.text)) }
    editor_push_key(editor, CChar(truncatingIfNeeded: key))
    return endSearch()
  }

  private func endSearch() -> EditorAnswer {
    search = nil
    editor_divert(editor, false)
    _ = editor_set_prompt(editor, prompt)
    return EDITOR_REFRESH
  }
}
