/// How wide a formula of TeX is once it is set: about the number of digits that would take the same room.
///
/// What is raised or lowered is smaller, a fraction is as wide as the wider of its parts, and an operator has room around
/// it. It is a rule of thumb, good enough to decide where a line ends.
struct FormulaWidth {
  private var rest: Substring

  private init(_ text: Substring) { rest = text }

  static func of(_ formula: String) -> Double {
    var reader = Self(formula[...])
    return reader.all()
  }

  private mutating func all() -> Double {
    var width = 0.0
    while !rest.isEmpty { width += next() }
    return width
  }

  /// The next sign, command or group.
  private mutating func next() -> Double {
    let sign = rest.removeFirst()
    switch sign {
    case "\\": return command()
    case "{":
      rest = ("{" + rest)[...]
      return group()
    // Between signs that stand on the line.
    case "_", "^": return 0.77 * next()
    case "+", "-": return 2.4
    case "=": return 2.7
    case ".": return 0.6
    case ",": return 0.9
    case "N", "w", "m": return 1.5
    case "(", ")", "|": return 0.8
    case " ", "&", "}", "\n": return 0
    default: return sign.isUppercase ? 1.25 : 1
    }
  }

  private mutating func command() -> Double {
    guard let first = rest.first, first.isLetter else {
      if !rest.isEmpty { rest.removeFirst() }
      return 0
    }
    let name = rest.prefix { $0.isLetter }
    rest = rest.dropFirst(name.count)
    switch name {
    case "begin": return environment()
    case "frac", "dfrac": return max(group(), group()) + 0.5
    case "sqrt": return 1.8 + group()
    // As high as what is between them, and the wider.
    case "left": return isTall ? 1.4 : 0
    case "right", "mathrm", "operatorname", "text": return 0
    case "bigl", "bigr": return 0.1
    case "biggl", "biggr": return 0.7
    case "cdot": return 1.5
    case "to", "sum", "quad": return 2
    case "max", "min", "cdots": return 3
    case "ln": return 2
    case "tanh": return 4
    default: return 1
    }
  }

  /// Whether a fraction or a root stands between the brackets that begin here.
  private var isTall: Bool {
    var depth = 1
    for command in rest.split(separator: "\\").dropFirst() {
      if command.hasPrefix("left") { depth += 1 }
      if command.hasPrefix("right") { depth -= 1 }
      if depth == 0 { return false }
      if command.hasPrefix("frac") || command.hasPrefix("dfrac") || command.hasPrefix("sqrt") { return true }
    }
    return false
  }

  /// Rows below each other: as wide as the widest of each column.
  private mutating func environment() -> Double {
    let name = inner()
    var (depth, column, widths) = (1, 0, [Double]())
    // Where the field begins, and what of it is read.
    var (field, place) = (rest, rest)
    func end(at place: Substring.Index) {
      var reader = Self(field[..<place])
      if widths.count == column { widths.append(0) }
      widths[column] = max(widths[column], reader.all())
    }
    while depth > 0, let slash = place.firstIndex(where: { $0 == "\\" || $0 == "&" && depth == 1 }) {
      let command = place[slash...].dropFirst()
      if place[slash] == "&" {
        end(at: slash)
        (column, field, place) = (column + 1, command, command)
        continue
      }
      if command.hasPrefix("begin{") { depth += 1 }
      if command.hasPrefix("end{") { depth -= 1 }
      // A pair of them ends a row.
      let isBreak = command.hasPrefix("\\")
      place = command.dropFirst(isBreak ? 1 : 0)
      guard depth == 0 || isBreak && depth == 1 else { continue }
      end(at: slash)
      (column, field) = (0, place)
    }
    rest = place.dropFirst("end{}".count + name.count)
    // The brace of cases, and the gap before their conditions.
    return widths.reduce(0, +) + (name == "cases" ? 1.5 + 2 * Double(widths.count - 1) : 0)
  }

  /// How wide what stands between the next braces is.
  private mutating func group() -> Double {
    guard rest.first == "{" else { return rest.isEmpty ? 0 : next() }
    var reader = Self(inner())
    return reader.all()
  }

  /// What stands between the next braces.
  private mutating func inner() -> Substring {
    var (depth, end) = (0, rest.startIndex)
    for place in rest.indices {
      if rest[place] == "{" { depth += 1 }
      if rest[place] == "}" { depth -= 1 }
      end = place
      if depth == 0 { break }
    }
    guard rest.first == "{" else { return "" }
    let inner = rest[rest.index(after: rest.startIndex)..<end]
    rest = rest[rest.index(after: end)...]
    return inner
  }
}
