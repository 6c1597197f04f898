import Language
import Markdown
import Rendering

/// Pages that belong together as a site: their handouts, with a contents page in front, navigation, and a search that needs no
/// server. It can be opened from a folder, and asks for nothing from anywhere.
public struct Site {
  /// A page on its way.
  struct Page {
    /// Where its Markdown is.
    let place: String
    /// The file that it becomes.
    let file: String
    let handout: Handout
  }

  /// How its files of JavaScript begin.
  public static let marks = [SiteSearch.mark, SiteFrame.mark]

  /// The files of the site, by their names.
  public let files: [(name: String, text: String)]
  /// Files that pages link to and that go along: where they are, and their names in the site.
  public let enclosures: [(place: String, name: String)]
  /// What went wrong in a page; the site is not to be shown to anybody then.
  public let failures: [Outcome]
  /// Whether Ctrl-C ended it.
  public let isInterrupted: Bool

  /// Runs all pages.
  ///
  /// - Parameters:
  ///   - contents: the page in front. What it links to belongs to the site; its headings and lists are the navigation.
  ///   - runner: makes the sessions that blocks run in.
  ///   - read: the page at a place; nil if there is none.
  ///   - exists: whether there is a file at a place.
  ///   - address: the bytes of a picture, as `data:`; nil if it cannot be read.
  public init(
    _ contents: Source, with runner: LessonRunner, read: (String) -> Source?,
    exists: @escaping (String) -> Bool,
    address: @escaping (String) -> String?
  ) {
    let map = SiteMap(contents, exists: exists)
    var (pages, failures) = ([Page](), [Outcome]())
    var isInterrupted = false
    for (place, file) in map.pages where !isInterrupted {
      guard let source = place == contents.name ? contents : read(place) else {
        failures.append(Outcome(name: place, .failed(["it cannot be read"])))
        continue
      }
      let handout = Handout(
        source, with: runner, link: { map.link($0, from: place) },
        address: { address(SiteMap.joined(place, $0)) })
      failures += handout.failures
      isInterrupted = handout.isInterrupted
      pages.append(Page(place: place, file: file, handout: handout))
    }
    (self.failures, self.isInterrupted) = (failures, isInterrupted)
    enclosures = map.enclosures
    files =
      pages.map { page in
        let frame = HTMLPage.Frame(
          style: SiteFrame.style, scripts: ["search.js", "site.js"],
          before: SiteFrame.navigation(map, at: page.file))
        return (
          page.file, HTMLPage.text(title: page.handout.title, documents: page.handout.documents, in: frame)
        )
      } + [("search.js", SiteSearch.index(pages)), ("site.js", SiteFrame.script)]
  }
}

/// What belongs to a site, and what each is called there.
final class SiteMap {
  /// A heading of the contents page, and the pages below it.
  struct Group {
    let title: String
    var entries: [(words: String, file: String)]
  }

  /// Places of the Markdown, with the files that they become; the contents page first.
  private(set) var pages: [(place: String, file: String)]
  private(set) var groups: [Group] = []
  private(set) var enclosures: [(place: String, name: String)] = []
  private let exists: (String) -> Bool

  init(_ contents: Source, exists: @escaping (String) -> Bool) {
    self.exists = exists
    pages = [(contents.name, "index.html")]
    let parts = Lesson(contents.text(Span(0, contents.bytes.count))).page.parts
    var title = ""
    for part in parts {
      switch part {
      case .heading(let words, _): title = words.plain
      case .list(let items, _): for item in items { take(item, title, contents.name) }
      case .paragraph, .quote, .code, .table, .rule, .html: continue
      }
    }
  }

  /// The first link of an item is a page of the site.
  private func take(_ item: [PagePart], _ title: String, _ contents: String) {
    guard case .paragraph(let phrases)? = item.first, let (words, address) = Self.firstLink(phrases),
      address.lowercased().hasSuffix(".md")
    else { return }
    let place = Self.joined(contents, address)
    guard !pages.contains(where: { $0.place == place }) else { return }
    let file = unused(name: Self.stem(of: place), folder: Self.folder(of: place), suffix: ".html")
    pages.append((place, file))
    if groups.last?.title != title { groups.append(Group(title: title, entries: [])) }
    groups[groups.count - 1].entries.append((words, file))
  }

  private static func firstLink(_ phrases: [Phrase]) -> (words: String, address: String)? {
    for phrase in phrases {
      if case .link(let words, let address) = phrase { return (words.plain, address) }
    }
    return nil
  }

  /// Where a link leads in the site: to a page of it, to a file that then goes along, or out of it; nil for what is not there.
  func link(_ address: String, from page: String) -> String? {
    let scheme = address.prefix { $0 != "/" && $0 != "#" && $0 != "?" }
    guard !scheme.contains(":"), !address.hasPrefix("//"), !address.hasPrefix("#") else { return address }
    let path = String(address.prefix { $0 != "#" })
    let place = Self.joined(page, path)
    if let known = pages.first(where: { $0.place == place }) {
      return known.file + address.dropFirst(path.count)
    }
    if let known = enclosures.first(where: { $0.place == place }) { return known.name }
    guard exists(place), !path.lowercased().hasSuffix(".md") else { return nil }
    let name = place.split(separator: "/").last.map(String.init) ?? place
    enclosures.append((place, "files/" + name))
    return "files/" + name
  }

  // MARK: Names

  /// The name of a page, with that of its folder in front where another page has it.
  private func unused(name: String, folder: String, suffix: String) -> String {
    let plain = name + suffix
    guard pages.contains(where: { $0.file == plain }) else { return plain }
    return (folder.split(separator: "/").last.map { $0 + "-" } ?? "other-") + plain
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  private static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }

  /// A path that a page names, seen from where the page's own path is; `..` and `.` are gone.
  static func joined(_ page: String, _ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    var parts: [Substring] = []
    let whole = folder(of: page) + path
    for part in whole.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (whole.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
