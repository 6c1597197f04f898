import Foundation
import TestSupport
import Testing

/// Pages in a real browser: Debian's chromium, without a window. The tests say when it is not there.
struct BrowserTests {
  private static let browser = ["chromium", "chromium-browser", "google-chrome"].first {
    (try? Command.shell("command -v \($0)"))?.status == 0
  }

  private static func scratch() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private struct Log: Decodable {
    struct Event: Decodable { let params: Parameters? }
    struct Parameters: Decodable {
      let url: String?
      let initiator: String?
    }

    let events: [Event]
  }

  /// What a page said to the console, and what it asked for besides itself.
  private static func visit(
    _ page: String, _ picture: String, _ options: String, in folder: URL
  ) throws -> (complaints: [String], requests: [String]) {
    let browser = try #require(browser)
    let run = try Command.shell(
      """
      \(browser) --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
      --disable-component-update --user-data-dir=profile --enable-logging=stderr --log-net-log=net.json \
      --window-size=1000,1400 \(options) --screenshot=\(picture) "file://$PWD/\(page)"
      """, in: folder)
    #expect(run.status == 0, "\(run.error.suffix(400))")
    let complaints = run.error.split(whereSeparator: \.isNewline).filter { $0.contains("CONSOLE") }
    let log = try JSONDecoder().decode(
      Log.self, from: Data(contentsOf: folder.appending(path: "net.json")))
    // The browser's own requests come from no page.
    let requests = log.events.compactMap { event -> String? in
      guard let url = event.params?.url, let initiator = event.params?.initiator else { return nil }
      return initiator == "not an origin" || url.hasPrefix("file:") ? nil : url
    }
    return (complaints.map(String.init), requests)
  }

  private static let script = """
    data moons 60 seed 3
    net 2 4 tanh 1 sigmoid
    init torch seed 5
    train adam lr 0.05 epochs 100
    sweep seeds 0..4
      init torch
      init xavier
      train adam lr 0.05 until loss<0.1 epochs 200
    end
    report "run.html"
    play boundary epochs 0..100 every 20 to "training.svg"
    """

  @Test(.enabled(if: browser != nil, "chromium is not installed"))
  func aReportOpensWithoutComplaintOrRequest() throws {
    let folder = try Self.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.script.write(to: folder.appending(path: "run.nn"), atomically: true, encoding: .utf8)
    let made = try Command.run(["run.nn"], in: folder)
    #expect(made.status == 0, "\(made.error)")
    var pictures: [Raster] = []
    for (name, options) in [("light.png", ""), ("dark.png", "--blink-settings=preferredColorScheme=0")] {
      let (complaints, requests) = try Self.visit("run.html", name, options, in: folder)
      #expect(complaints.isEmpty && requests.isEmpty, "\(complaints) \(requests)")
      pictures.append(try Raster(contentsOf: folder.appending(path: name)))
      #expect(pictures.last.map { $0.inked > 0.02 } == true, "\(name) is blank")
    }
    // Dark is dark: the corner of the page, and most of it.
    #expect(pictures[0].channels[0] > 200 && pictures[1].channels[0] < 60)
    #expect(pictures[0].distance(to: pictures[1]) > 100)
    #expect(try Self.visit("training.svg", "svg.png", "", in: folder).complaints.isEmpty)
  }

  /// The test above can fail: a page that complains and asks for something is found out.
  @Test(.enabled(if: browser != nil, "chromium is not installed"))
  func aPageThatAsksForMoreIsFoundOut() throws {
    let folder = try Self.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = """
      <!DOCTYPE html><title>t</title><img src="http://example.invalid/x.png">
      <script>console.error("oh")</script>
      """
    try page.write(to: folder.appending(path: "bad.html"), atomically: true, encoding: .utf8)
    let (complaints, requests) = try Self.visit("bad.html", "bad.png", "", in: folder)
    #expect(
      complaints.count >= 1 && requests == ["http://example.invalid/x.png"], "\(complaints) \(requests)")
  }
}
