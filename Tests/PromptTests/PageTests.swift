import Foundation
import TestSupport
import Testing

/// The screens of docs/prompt.md and docs/demo.md are what a terminal shows. `UPDATE_GOLDEN=1` writes them.
@Suite(.serialized) struct PageTests {
  struct Scene: Sendable {
    let name: String
    let arguments: [String]
    let rows: Int
    /// Keys, each with what the screen holds before the next.
    let keys: [(keys: String, shows: String)]
  }

  private static let training = "train adam lr 0.01 until loss<0.01"

  static let prompt: [Scene] = [
    Scene(
      name: "start", arguments: [], rows: 18,
      keys: [
        ("net 2 2 1\r", "nn 2-2-1> "), ("init xavier seed 1000\r", "bias 0\nnn 2-2-1> "),
        (training + "\r", "nn 2-2-1 loss 0.0098> "),
      ]),
    Scene(
      name: "tab", arguments: ["--no-init"], rows: 30,
      keys: [
        ("net 2 2 1\r", "nn 2-2-1> "), ("init \t", "orthogonal"), ("\t", "factor on the standard deviation"),
        ("xa\tuni\tse\t7", "init xavier uniform seed 7"),
      ]),
    Scene(
      name: "block", arguments: ["--no-init"], rows: 18,
      keys: [
        ("data\r", "...> "), ("0 0 -> 0\r", "0 0 -> 0\n...> "), ("0 1 => 1\r", "drops it.\n...> "),
        ("0 1 -> 1\r", "0 1 -> 1\n...> "), ("end\r", "2 rows"), ("", "nn> "),
      ]),
    Scene(
      name: "paste", arguments: ["--no-init"], rows: 12,
      keys: [
        (Keys.paste("let a = 3\nfor k in 1..2\n  print k * a\nend"), "end"), ("\r", "6\nnn> "),
      ]),
    Scene(
      name: "join", arguments: ["--no-init"], rows: 10,
      keys: [("let rate = 1 / \\\r", "...> "), ("8\r", "rate = 0.125"), ("", "nn> ")]),
    Scene(
      name: "search", arguments: ["--no-init"], rows: 12,
      keys: [
        ("net 4 8 3 softmax\r", "nn 4-8-3> "), ("init he seed 7\r", "bias"), ("", "nn 4-8-3> "),
        (Keys.ctrlR + "net", "search 'net': net 4 8 3 softmax"),
      ]),
    Scene(
      name: "progress", arguments: ["--no-init"], rows: 24,
      keys: [
        ("net 2 2 1 ; init torch seed 1\r", "bias within"), ("", "nn 2-2-1> "),
        ("train adam lr 1e-9 epochs 900000000\r", "left"),
      ]),
    Scene(
      name: "why", arguments: ["--no-init"], rows: 30,
      keys: [
        ("net 2 2 1\r", "nn 2-2-1> "), ("eval 0 1 1\r", "a mistake)\nnn 2-2-1> "), ("why\r", "right"),
        ("", "nn 2-2-1> "),
      ]),
    Scene(
      name: "transcript", arguments: ["--no-init", "--seed", "3"], rows: 26,
      keys: [
        ("net 2 3 1\r", "nn 2-3-1> "), ("undo\r", "nn> "), ("net 2 2 1\r", "parameters"), ("", "nn 2-2-1> "),
        ("evla 0 1\r", "a mistake)\nnn 2-2-1> "), ("eval 0 1\r", "->"), ("", "nn 2-2-1> "),
        ("transcript\r", "eval 0 1\nnn 2-2-1> "),
        ("transcript without mistakes\r", "net 2 2 1\neval 0 1\nnn 2-2-1> "),
      ]),
  ]

  static let demo: [Scene] = [
    Scene(
      name: "stage", arguments: ["demo", "--instant", "examples/xor.nn"], rows: 24,
      keys: [
        ("", "nn> net 2 2 1"), (" ", "nn 2-2-1> init xavier seed 1000"),
        (" ", "nn 2-2-1> train adam lr 0.01 until loss < 0.01"),
      ]),
    Scene(
      name: "keys", arguments: ["demo", "--instant", "examples/xor.nn"], rows: 12,
      keys: [("", "nn> net 2 2 1"), ("?", "any key: back to the demo")]),
    Scene(
      name: "sections", arguments: ["demo", "--instant", "examples/xor.nn"], rows: 10,
      keys: [("", "nn> net 2 2 1"), ("g", "which section?")]),
  ]

  @Test(arguments: Self.prompt)
  func screensOfThePromptPage(_ scene: Scene) throws { try compare(scene, "docs/prompt.md") }

  @Test(arguments: Self.demo)
  func screensOfTheDemoPage(_ scene: Scene) throws { try compare(scene, "docs/demo.md") }

  @Test func everyScreenIsMade() {
    for (page, scenes) in [("docs/prompt.md", Self.prompt), ("docs/demo.md", Self.demo)] {
      let shown = Documents.blocks(of: page).filter { $0.kind == "screen" }.map(\.argument)
      #expect(shown == scenes.map(\.name), "\(page)")
    }
  }

  private func compare(_ scene: Scene, _ page: String) throws {
    let seen = try play(scene)
    let blocks = Documents.blocks(of: page)
    let block = try #require(blocks.first { $0.kind == "screen" && $0.argument == scene.name })
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      return try Documents.write(seen, into: block)
    }
    #expect(block.text == seen, "\(page), screen \(scene.name)")
  }

  private func play(_ scene: Scene) throws -> String {
    let terminal = try PseudoTerminal(scene.arguments, rows: scene.rows, in: Documents.root)
    if scene.arguments.first != "demo" { #expect(terminal.shows("nn> ")) }
    for step in scene.keys {
      terminal.type(step.keys)
      // In a search only what differs is drawn.
      let isShown =
        step.keys.hasPrefix(Keys.ctrlR)
        ? terminal.sees { $0.text.contains(step.shows) } : terminal.shows(step.shows)
      #expect(isShown, "\(scene.name): \(step.shows)")
    }
    let isComplete = terminal.sees {
      scene.arguments.first != "demo" || $0.text.contains("space") || $0.text.contains("section?")
        || $0.text.contains("any key")
    }
    #expect(isComplete)
    if scene.name == "progress" {
      #expect(terminal.sees { $0.lines[$0.cursor.row].contains(" left") })
    } else {
      // Until nothing more comes.
      var seen = -1
      while seen != terminal.raw.count {
        seen = terminal.raw.count
        terminal.wait(0.2)
      }
    }
    let text = masked(terminal.screen.text) + "\n"
    return scene.name == "progress" ? text.replacing(/epoch +[0-9]+   loss [0-9.]+\n/, with: "") : text
  }

  /// Times, and what a training under way happens to have reached, are different each time.
  private func masked(_ text: String) -> String {
    var text = text.replacing(/· [0-9.]+ (ms|s)\b/) { "· … \($0.1)" }
    text.replace(/epoch [0-9]+ of ([0-9]+)/) { "epoch … of \($0.1)" }
    text.replace(/[▁▂▃▄▅▆▇█]{4,}/, with: "▇▇▆▅▅▄▄▃▃▂▂▂▁▁▁▁")
    text.replace(/[0-9.]+ (s|min) left/, with: "… left")
    text.replace(/[0-9.]+[kM]? epochs\/s/, with: "… epochs/s")
    return text
  }
}
