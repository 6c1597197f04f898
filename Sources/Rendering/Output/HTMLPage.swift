import Interpreter

/// A run as one HTML page that needs nothing else: no script, no font, no image from elsewhere.
public struct HTMLPage: EventSink {
  private let reporter: Reporter
  private let write: @Sendable (String) -> Void

  /// A page that is written while it comes about.
  ///
  /// - Parameters:
  ///   - title: over the page and in the browser's tab.
  ///   - write: takes a piece of the page, a line or more without the last newline.
  public init(
    title: String, verbosity: Verbosity = .echo, showsTimes: Bool = true,
    write: @escaping @Sendable (String) -> Void
  ) {
    (reporter, self.write) = (Reporter(verbosity: verbosity, showsTimes: showsTimes), write)
    write(Self.head(title))
  }

  /// Writes what the event says, if anything.
  public func receive(_ event: Event) {
    let document = reporter.document(event)
    if !document.isEmpty { write(HTMLWriter().html(document)) }
  }

  /// A whole page that shows these events, without times.
  public static func text(title: String, events: [Event]) -> String {
    let reporter = Reporter(verbosity: .echo, showsTimes: false)
    let parts = events.map(reporter.document).filter { !$0.isEmpty }.map { HTMLWriter().html($0) }
    return ([head(title)] + parts + [foot, ""]).joined(separator: "\n")
  }

  /// A whole page of documents, whose headings can be linked to.
  ///
  /// - Parameter frame: what is around it where it is one of several pages; nil where it stands alone.
  public static func text(title: String, documents: [Document], in frame: Frame? = nil) -> String {
    let (writer, anchors) = (HTMLWriter(), HeadingAnchors(documents))
    let parts = anchors.blocks.map { writer.html($0.block, id: $0.id) }.filter { !$0.isEmpty }
    let whole = [head(title, frame), "<div class=\"prose\">"] + parts + ["</div>", foot, ""]
    return whole.joined(separator: "\n")
  }

  /// What pages that belong together have around them.
  public struct Frame: Sendable {
    /// More rules of style.
    public let style: String
    /// Files of JavaScript beside the page.
    public let scripts: [String]
    /// Elements before the main one, whose name is `siteMain`, as HTML. Names in it have a capital letter: those of headings
    /// have none.
    public let before: String

    /// A frame.
    public init(style: String, scripts: [String], before: String) {
      (self.style, self.scripts, self.before) = (style, scripts, before)
    }
  }

  /// How a page begins that nn wrote.
  public static let mark = "<!DOCTYPE html>\n<html lang=\"en\" xmlns="

  private static let foot = "</main>\n</body>\n</html>"

  /// Ends the page.
  public func finish() { write(Self.foot) }

  private static func head(_ title: String, _ frame: Frame? = nil) -> String {
    let scripts = (frame?.scripts ?? []).map { "<script src=\"\($0)\" defer=\"defer\"></script>\n" }.joined()
    return """
      <!DOCTYPE html>
      <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
      <head>
      <meta charset="utf-8"/>
      <meta name="generator" content="nn"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>\(title.escapedXML)</title>
      <style>
      \([style, frame?.style].compactMap { $0 }.joined(separator: "\n"))
      </style>
      \(scripts)</head>
      <body>
      \(frame.map { $0.before + "\n" } ?? "")<main\(frame == nil ? "" : " id=\"siteMain\"")>
      <h1>\(title.escapedXML)</h1>
      """
  }

  /// Light and dark as the reader's system has it. Text at least 4.5 times as bright as its ground, or the other way
  /// around (WCAG 2.2, 1.4.3).
  private static let style = """
    :root { color-scheme: light dark; --ground: #fff; --text: #1d1d1f; --faint: #63636b; --line: #d8d8de;
      --panel: #f5f5f7; --error: #b3151b; --warning: #8a5200; --good: #17692f; --code: #0b5a6e;
      --negative: #8b2a8b; --mark: #ffe7a3;
      --s0: #0072b2; --s1: #c04f00; --s2: #007d5c; --s3: #8a4fa3; --s4: #8a6000; --s5: #444; }
    @media (prefers-color-scheme: dark) {
      :root { --ground: #17181b; --text: #e6e6ea; --faint: #a0a0aa; --line: #3a3b41; --panel: #212327;
        --error: #ff8a85; --warning: #f0b35a; --good: #7fd593; --code: #7fd0e6; --negative: #e29be2;
        --mark: #5a4700;
        --s0: #5fb4ea; --s1: #ff9f5f; --s2: #4fd3a8; --s3: #cf9fe6; --s4: #e0b860; --s5: #c8c8c8; }
    }
    body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 52rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
    h1 { font-size: 1.5rem; margin: .5rem 0 1rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
    h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
    p { margin: .35rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
    .indent-1 { margin-left: 1.25rem; } .indent-2 { margin-left: 2.5rem; } .indent-3 { margin-left: 3.75rem; }
    pre, code, table, var, .line, .step, dt { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
      font-size: .875rem; }
    pre { margin: .5rem 0; overflow-x: auto; }
    pre code { font-size: 1em; }
    .code, .excerpt { background: var(--panel); padding: .6rem .8rem; border-radius: 6px; }
    .statement { margin: 1.6rem 0 .5rem; padding-left: .7rem; border-left: 3px solid var(--good);
      white-space: pre-wrap; overflow-wrap: anywhere; }
    .wide { overflow-x: auto; margin: .5rem 0; }
    table { border-collapse: collapse; }
    th, td { padding: .15rem .9rem .15rem 0; text-align: left; font-weight: normal; vertical-align: top;
      white-space: pre; }
    thead th { font-weight: 600; border-bottom: 1px solid var(--line); }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    dl { margin: .5rem 0; display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1.2rem; }
    dt { color: var(--code); overflow-wrap: anywhere; } dd { margin: 0; }
    .step { margin: .1rem 0; padding-left: 3rem; text-indent: -1.5rem; }
    .step.first { margin-top: .5rem; }
    .step span { display: inline-block; text-indent: 0; max-width: 100%; }
    var { font-style: normal; color: var(--code); }
    mark { background: var(--mark); color: inherit; border-radius: 2px; }
    .mistake { margin: .75rem 0; padding: .4rem .9rem; border-left: 3px solid var(--error);
      background: var(--panel); }
    .error { color: var(--error); font-weight: 600; } .warning { color: var(--warning); font-weight: 600; }
    .verb { font-weight: 600; } .numeral { color: var(--code); } .quotation { color: var(--warning); }
    .neuron { color: var(--negative); }
    .output { margin: 0 0 1.1rem; padding: .35rem .7rem; border-left: 3px solid var(--line); background: var(--panel); }
    .output > :first-child { margin-top: 0; } .output > :last-child { margin-bottom: 0; }
    .output p { font-size: .95rem; } .output .code { padding-left: 0; }
    .prose p { margin: .7rem 0; } .prose .statement { margin: 1rem 0 0; } .prose .output p { margin: .2rem 0; }
    .prose > .wide table, li > .wide table { font: inherit; } .prose > .wide :is(th, td), li > .wide :is(th, td) {
      font-family: inherit; font-size: .95rem; white-space: normal; padding: .25rem 1rem .25rem 0; }
    blockquote { margin: .75rem 0; padding: .1rem 1rem; border-left: 3px solid var(--line); }
    ul, ol { margin: .5rem 0; padding-left: 1.6rem; } li { margin: .2rem 0; }
    a { color: var(--s0); overflow-wrap: anywhere; } hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
    /* Pictures out of files are drawn for paper. */
    figure img { max-width: 100%; height: auto; background: #fff; }
    .good, .prompt { color: var(--good); font-weight: 600; } .heading { font-weight: 600; }
    .narration { display: block; font-size: 1.05rem; margin: .8rem 0; } .faint { color: var(--faint); }
    span.first { color: var(--s0); } .second { color: var(--s1); } .third { color: var(--s2); }
    .fourth { color: var(--s3); } .fifth { color: var(--s4); } .sixth { color: var(--s5); }
    figure { margin: .75rem 0; } .chart { width: 100%; max-width: 44rem; height: auto; }
    \(SVGWriter.pageStyle)
    .code, .positive { color: var(--code); } .negative { color: var(--negative); }
    @media print {
      figure, table, pre { break-inside: avoid; } h2, h3 { break-after: avoid; }
      pre, .wide { white-space: pre-wrap; overflow: visible; overflow-wrap: anywhere; }
      figure img, .chart { max-width: 30rem; } main { padding: 0; max-width: none; }
    }
    @media (max-width: 36rem) {
      main { padding: .5rem .9rem 2rem; }
      dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .4rem 1rem; }
      .step { margin-left: 1.5rem; } .indent-2, .indent-3 { margin-left: 1.25rem; }
    }
    """
}
