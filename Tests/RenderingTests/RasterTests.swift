import Charts
import Foundation
import Interpreter
import Rendering
import TestSupport
import Testing

/// Pictures as they are seen: drawn by the tools that people have. Each test says when its tool is not there.
struct RasterTests {
  private static func isInstalled(_ tool: String) -> Bool {
    (try? Command.shell("command -v \(tool)"))?.status == 0
  }

  private static let charts = RenderedRun(file: "Tests/RenderingTests/Golden/plots.nn").events.compactMap {
    if case .plot(let chart) = $0 { chart } else { nil }
  }

  private static func scratch() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Fonts differ from machine to machine; curves, dots and colors do not. `UPDATE_GOLDEN=1` stores the pictures anew: look
  /// at them.
  @Test(.enabled(if: isInstalled("rsvg-convert"), "rsvg-convert is not installed"))
  func picturesLookAsTheyDidBefore() throws {
    let folder = try Self.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    var stored: [Raster] = []
    for (k, chart) in Self.charts.enumerated() {
      let name = "\(k < 10 ? "0" : "")\(k)-\(chart.name).png"
      let svg = folder.appending(path: "chart.svg")
      try SVGWriter().text(chart).write(to: svg, atomically: true, encoding: .utf8)
      let drawn = try Command.shell("rsvg-convert -w 320 -b white chart.svg -o chart.png", in: folder)
      #expect(drawn.status == 0, "\(drawn.error)")
      let (made, kept) = (
        folder.appending(path: "chart.png"),
        Documents.root.appending(path: "Tests/RenderingTests/Golden/pictures/\(name)")
      )
      if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
        try Data(contentsOf: made).write(to: kept)
      }
      let (now, before) = (try Raster(contentsOf: made), try Raster(contentsOf: kept))
      #expect(now.inked > 0.01, "\(name) is blank")
      #expect(now.distance(to: before) < 2, "\(name): \(now.distance(to: before))")
      stored.append(before)
    }
    // The measure tells pictures apart: no two of them that are drawn differently are as near as one is to itself.
    var apart = 0
    for i in stored.indices { for j in 0..<i where stored[i].distance(to: stored[j]) > 2 { apart += 1 } }
    #expect(apart * 100 >= stored.count * (stored.count - 1) / 2 * 95)
  }

  /// Three by five dots drawn by chance and written by Python's zlib, with each of the five filters in a row of its own.
  @Test func aRasterReadsEveryFilterOfARow() throws {
    let folder = try Self.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let base64 =
      "iVBORw0KGgoAAAANSUhEUgAAAAMAAAAFCAIAAAAPE8H1AAAAPUlEQVR4nAEyAM3/AEQggjz95vHCawEw+Q6X5PMdq3"
      + "QCBKkBRDAD3+ZjA/Qg2fE4Ppb+JwSGmvU2VOcKS+1DQRczQLmosgAAAABJRU5ErkJggg=="
    let file = folder.appending(path: "dots.png")
    try #require(Data(base64Encoded: base64)).write(to: file)
    let raster = try Raster(contentsOf: file)
    #expect(raster.width == 3 && raster.height == 5)
    #expect(
      raster.channels == [
        68, 32, 130, 60, 253, 230, 241, 194, 107, 48, 249, 14, 199, 221, 1,
        228, 136, 117, 52, 162, 15, 11, 13, 4, 195, 110, 216, 14, 113, 224,
        253, 119, 176, 118, 112, 235, 148, 11, 213, 51, 95, 151, 61, 170, 216,
      ])
    #expect(raster.distance(to: raster) == 0 && raster.inked > 0.9)
    #expect(throws: Raster.Fault.self) { try Raster(contentsOf: Documents.root.appending(path: "README.md")) }
  }
}
