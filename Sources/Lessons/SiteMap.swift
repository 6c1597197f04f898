import Language
import Markdown

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
  /// What does not go along, and why.
  private(set) var notes: [String] = []
  private let encloses: (String, [String]) -> Site.Enclosure

  init(_ contents: Source, encloses: @escaping (String, [String]) -> Site.Enclosure) {
    self.encloses = encloses
    let place = Self.plain(contents.name)
    pages = [(place, "index.html")]
    let parts = Lesson(contents.text(Span(0, contents.bytes.count))).page.parts
    var title = ""
    for part in parts {
      switch part {
      case .heading(let words, _): title = words.plain
      case .list(let items, _): for item in items { take(item, title, place) }
      case .paragraph, .quote, .code, .table, .rule, .html: continue
      }
    }
  }

  /// The first link of an item is a page of the site.
  private func take(_ item: [PagePart], _ title: String, _ contents: String) {
    guard case .paragraph(let phrases)? = item.first, let (words, address) = Self.firstLink(phrases),
      let place = place(address, from: contents), place.lowercased().hasSuffix(".md")
    else { return }
    guard !pages.contains(where: { $0.place == place }) else { return }
    let file = Self.unused(Self.parts(of: place).stem, ".html", of: place, among: pages.map(\.file))
    pages.append((place, file))
    if groups.last?.title != title { groups.append(Group(title: title, entries: [])) }
    groups[groups.count - 1].entries.append((words, file))
  }

  /// The file that an address names; nil for what leads elsewhere. A name that holds what would be an escape may stand as it
  /// is where there is no other file.
  private func place(_ address: String, from page: String) -> String? {
    guard let path = PageLink.path(of: address) else { return nil }
    let place = Self.joined(page, path)
    let literal = Self.joined(page, String(address.dropLast(PageLink.rest(of: address).count)))
    guard literal != place, isMissing(place), !isMissing(literal) else { return place }
    return literal
  }

  private func isMissing(_ place: String) -> Bool {
    if case .missing = encloses(place, pages.map(\.place)) { true } else { false }
  }

  private static func firstLink(_ phrases: [Phrase]) -> (words: String, address: String)? {
    for phrase in phrases {
      if case .link(let words, let address) = phrase { return (words.plain, address) }
    }
    return nil
  }

  /// Where a link leads in the site: to a page of it, to a file that then goes along, or out of it; nil for what is not there.
  func link(_ address: String, from page: String) -> String? {
    guard let place = place(address, from: page) else { return address }
    let rest = PageLink.rest(of: address)
    if let known = pages.first(where: { $0.place == place }) {
      return PageLink.address(of: known.file) + rest
    }
    if let known = enclosures.first(where: { $0.place == place }) {
      return PageLink.address(of: known.name) + rest
    }
    func note(_ problem: String) -> String? {
      let note = "\"\(place)\", which \(page) links to, \(problem)"
      if !notes.contains(note) { notes.append(note) }
      return nil
    }
    switch encloses(place, pages.map(\.place)) {
    case .missing: return note("is not there: its words stay, without a link")
    case .along where place.lowercased().hasSuffix(".md"):
      return note("is no page of the site: its words stay, without a link")
    case .refused(let reason): return note("does not go along: \(reason)")
    case .along:
      let (stem, suffix) = Self.parts(of: place)
      let names = enclosures.map { String($0.name.dropFirst(Self.folderOfEnclosures.count)) }
      let name = Self.folderOfEnclosures + Self.unused(stem, suffix, of: place, among: names)
      enclosures.append((place, name))
      return PageLink.address(of: name) + rest
    }
  }

  // MARK: Names

  private static let folderOfEnclosures = "files/"

  /// The name of a file, with that of its folder in front where another one has it, and then with a number. Many file systems
  /// take small and capital letters for the same.
  private static func unused(
    _ stem: String, _ suffix: String, of place: String, among names: [String]
  ) -> String {
    let taken = Set(names.map { $0.lowercased() })
    func isFree(_ name: String) -> Bool { !taken.contains(name.lowercased()) }
    let folder = folder(of: place).split(separator: "/").last { $0 != ".." }.map(String.init) ?? "other"
    let names = [stem + suffix, "\(folder)-\(stem)\(suffix)"]
    if let name = names.first(where: isFree) { return name }
    var number = 2
    while !isFree("\(folder)-\(stem)-\(number)\(suffix)") { number += 1 }
    return "\(folder)-\(stem)-\(number)\(suffix)"
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The name of a file up to its last point, and the rest.
  private static func parts(of path: String) -> (stem: String, suffix: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let point = name.lastIndex(of: "."), point > name.startIndex else { return (name, "") }
    return (String(name[..<point]), String(name[point...]))
  }

  /// A path that a page names, seen from where the page's own path is; `..` and `.` are gone.
  static func joined(_ page: String, _ path: String) -> String {
    plain(path.hasPrefix("/") ? path : folder(of: page) + path)
  }

  /// The same path without `.` and, where it goes back, `..`, so that one file has one path.
  private static func plain(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
