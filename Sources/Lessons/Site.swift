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
  /// Files that pages link to and that do not go along: which, and why.
  public let notes: [String]
  /// What went wrong in a page; the site is not to be shown to anybody then.
  public let failures: [Outcome]
  /// Whether Ctrl-C ended it.
  public let isInterrupted: Bool

  /// Whether a file that a page links to goes along.
  public enum Enclosure: Sendable {
    case along
    /// There is no such file.
    case missing
    /// It stays where it is: why, in lower case and without a final stop.
    case refused(String)
  }

  /// Runs all pages.
  ///
  /// - Parameters:
  ///   - contents: the page in front. What it links to belongs to the site; its headings and lists are the navigation.
  ///   - runner: makes the sessions that blocks run in.
  ///   - read: the page at a place; nil if there is none.
  ///   - encloses: whether the file at a place goes along with pages at these.
  ///   - address: the bytes of a picture, as `data:`; nil if it cannot be read.
  public init(
    _ contents: Source, with runner: LessonRunner, read: (String) -> Source?,
    encloses: @escaping (_ place: String, _ pages: [String]) -> Enclosure,
    address: @escaping (String) -> String?
  ) {
    let map = SiteMap(contents, encloses: encloses)
    var (pages, failures) = ([Page](), [Outcome]())
    var isInterrupted = false
    for (place, file) in map.pages where !isInterrupted {
      guard let source = place == map.pages[0].place ? contents : read(place) else {
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
    (enclosures, notes) = (map.enclosures, map.notes)
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
