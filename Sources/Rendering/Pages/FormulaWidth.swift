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
    case "_", "^": return 0.7 * next()
    case "+", "-": return 2.4
    case "=": return 2.7
    case ".", ",": return 0.6
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
    case "frac", "dfrac": return max(group(), group()) + 0.5
    case "sqrt": return 1.5 + group()
    case "left", "right", "mathrm", "operatorname", "text": return 0
    case "cdot": return 1.5
    case "to", "sum", "quad": return 2
    case "max", "min", "cdots": return 3
    case "ln": return 2
    case "tanh": return 4
    default: return 1
    }
  }

  /// What stands between the next braces.
  private mutating func group() -> Double {
    guard rest.first == "{" else { return rest.isEmpty ? 0 : next() }
    var (depth, end) = (0, rest.startIndex)
    for place in rest.indices {
      if rest[place] == "{" { depth += 1 }
      if rest[place] == "}" { depth -= 1 }
      end = place
      if depth == 0 { break }
    }
    let inner = rest[rest.index(after: rest.startIndex)..<end]
    rest = rest[rest.index(after: end)...]
    var reader = Self(inner)
    return reader.all()
  }
}
