import Interpreter
import Language

/// What lines mean.
extension TextRenderer {
  /// A weight by its sign.
  func weight(_ weight: WeightValue) -> Line {
    let (line, value) = (weight.line, weight.value.text)
    guard weight.value != 0, line.hasSuffix(value) else { return Line(line) }
    return Line(line).marking(line.count - value.count..<line.count, weight.value < 0 ? .negative : .positive)
  }

  /// The first line of a table stands over it.
  func head(_ index: Int, _ line: String, _ isTable: Bool) -> Line {
    if isTable, index == 0 { return Line(line, .output, .heading) }
    return line.hasSuffix("   wrong") ? Line(line).marking("wrong", .warning) : Line(line)
  }

  /// How a training ended, in one look.
  func judged(_ line: String) -> Line {
    for (words, role) in [
      ("DIVERGED", Role.error), ("not reached", .warning), ("interrupted", .warning), ("reached", .good),
      ("stopped", .warning),
    ] where line.hasPrefix(words) {
      return Line(line).marking(words, role)
    }
    return Line(line)
  }

  /// Lines to paste stand further in.
  func advice(_ line: String) -> Line {
    if line.contains("Why: ") { return Line(line).marking("Why:", .warning) }
    if let verdict = line.firstRange(of: ": "), verdict.lowerBound > line.startIndex,
      line[..<verdict.lowerBound].allSatisfy({ $0.isUppercase || $0 == " " })
    {
      return Line(line).marking(0..<line.distance(from: line.startIndex, to: verdict.lowerBound), .warning)
    }
    return line.hasPrefix("    ") ? Line(line, .output, .code) : Line(line)
  }

  /// The name of what is explained, titles of lists, the words of the lists.
  func colored(_ help: [String]) -> [Line] {
    help.enumerated().map { index, line in
      let isTitle = !line.hasPrefix(" ") && !line.hasSuffix(".") && !line.isEmpty
      if let dash = line.firstRange(of: " — "), index == 0 {
        return Line(line).marking(0..<line.distance(from: line.startIndex, to: dash.lowerBound), .heading)
      }
      if isTitle { return Line(line, .output, .heading) }
      guard line.hasPrefix("  "), !line.hasPrefix("   "), let end = line.dropFirst(2).firstRange(of: "  ")
      else { return Line(line) }
      return Line(line).marking(2..<line.distance(from: line.startIndex, to: end.lowerBound), .code)
    }
  }
}
