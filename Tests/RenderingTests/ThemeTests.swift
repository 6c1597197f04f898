import Foundation
import Interpreter
import Rendering
import Testing

/// Looks of roles: readable on a projector, and without colors.
struct ThemeTests {
  /// The parameters of the escapes around a word.
  private func look(_ role: Role, _ theme: Theme) -> [Int] {
    let painted = role.painted("x", theme)
    guard painted != "x" else { return [] }
    return painted.dropFirst(2).prefix { $0 != "m" }.split(separator: ";").compactMap { Int($0) }
  }

  /// xterm's cube of 6 × 6 × 6 colors and its 24 grays.
  private func luminance(_ color: Int) -> Double {
    let levels = [0, 95, 135, 175, 215, 255]
    let parts =
      color >= 232
      ? Array(repeating: 8 + 10 * (color - 232), count: 3)
      : [36, 6, 1].map { levels[(color - 16) / $0 % 6] }
    let linear = parts.map { part -> Double in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  /// WCAG 2.2, 1.4.3: text is at least 4.5 times as bright as its ground, or the other way around.
  @Test(arguments: Role.allCases)
  func colorsHaveEnoughContrast(_ role: Role) throws {
    for (theme, ground) in [(Theme.light, 1.0), (.dark, 0.0)] {
      let look = look(role, theme)
      guard let place = look.firstIndex(of: 38) else { continue }
      #expect(look[place + 1] == 5)
      let text = luminance(look[place + 2])
      let contrast = (max(text, ground) + 0.05) / (min(text, ground) + 0.05)
      #expect(contrast >= 4.5, "\(role) on \(theme): \(contrast)")
    }
    // Nothing but attributes, and nothing faint.
    #expect(look(role, .contrast).allSatisfy { [1, 4, 7].contains($0) })
  }

  /// What begins a statement can be told without color.
  @Test(arguments: Theme.allCases)
  func statementsAreReadableWithoutColor(_ theme: Theme) {
    let line = Line(Text(statement: "train adam lr 0.01 # slowly"))
    #expect(line.text == "train adam lr 0.01 # slowly")
    #expect(look(.verb, theme).contains(1))
    #expect(line.colored(theme).hasPrefix("\u{1b}[1mtrain\u{1b}[0m adam lr "))
  }

  @Test func rowsAreBrokenBetweenWords() {
    let text = "print \"a b\", L0N0->L1N0 + L0N1->L1N0 + 0B->L1N0"
    let rows = TypedLine.rows(of: text, prompt: "nn 2-2-1> ", columns: 40).map(\.plain)
    #expect(rows == ["nn 2-2-1> print \"a b\", L0N0->L1N0 +", "         L0N1->L1N0 + 0B->L1N0"])
    #expect(TypedLine.rows(of: text, prompt: "nn> ", columns: 80).map(\.plain) == ["nn> " + text])
    let block = TypedLine.rows(of: "repeat 2\n  print 1\nend", prompt: "nn> ", columns: 40).map(\.plain)
    #expect(block == ["nn> repeat 2", "...>   print 1", "...> end"])
    // A word that is longer than the screen stays whole.
    let long = String(repeating: "x", count: 90)
    #expect(TypedLine.rows(of: long, prompt: "nn> ", columns: 40).map(\.plain).last?.hasSuffix(long) == true)
  }
}
