import NeuralCore

/// Formulas of TeX in lines, each with the room that it has.
///
/// What is too long is taken apart: a sum at its operators, a product at its signs of multiplication, and so on between
/// its brackets, which are of one size then, since TeX does not stretch them over lines. Of a fraction with a long
/// numerator the denominator goes first, `1/n · (…)`. Below a root, and in cases, lines stay one thing.
extension Notation {
  /// A formula in lines, of which all but the first go on with it.
  ///
  /// - Parameter room: what a line has room for, in the units of `FormulaWidth`.
  func lines(of formula: Formula<Variable>, within room: Double) -> [String] {
    let whole = text(formula)
    guard FormulaWidth.of(whole) > room else { return [whole] }
    // What goes on stands further in.
    let indent = 2.0
    var (lines, current) = ([String](), "")
    for piece in pieces(of: formula, within: room - indent) {
      let next = current.isEmpty ? piece : current + " " + piece
      if current.isEmpty || (lines.isEmpty ? 0 : indent) + FormulaWidth.of(next) <= room {
        current = next
      } else {
        lines.append(current)
        current = piece
      }
    }
    return lines + [current]
  }

  /// What a formula is made of, each piece with the operator before it; one piece where it has room on a line.
  private func pieces(of formula: Formula<Variable>, within room: Double) -> [String] {
    let whole = text(formula)
    guard FormulaWidth.of(whole) > room else { return [whole] }
    switch formula {
    case .sum(let terms): return pieces(ofSum: terms, within: room)
    case .product(let factors): return pieces(ofProduct: factors, within: room)
    case .negative(let inner):
      let pieces = pieces(of: inner, below: .product, within: room - 2.4)
      guard pieces[0].hasPrefix(minus) else { return [minus + pieces[0]] + pieces.dropFirst() }
      return inBrackets(pieces, after: minus)
    case .quotient(let above, let below): return pieces(ofQuotient: above, below, within: room)
    case .power(let base, let exponent):
      var pieces = pieces(of: base, below: .atom, within: room - 2)
      guard pieces.count > 1 else { return [power(pieces[0], piece(exponent))] }
      pieces[pieces.count - 1] += "^{\(text(exponent))}"
      return pieces
    case .call(let function, let arguments): return pieces(of: function, arguments, within: room) ?? [whole]
    case .choice(let a, let relation, let b, let then, let otherwise):
      if let values {
        return pieces(of: relation.holds(a.value(values), b.value(values)) ? then : otherwise, within: room)
      }
      // The conditions stand below what they are of.
      let rows =
        lines(of: then, within: room - 3) + ["\\quad \\text{if } \(text(a)) \(relation.rawValue) \(text(b))"]
        + lines(of: otherwise, within: room - 3) + ["\\quad \\text{else}"]
      return ["\\begin{cases}\n  " + rows.joined(separator: " \\\\\n  ") + "\n  \\end{cases}"]
    case .number, .variable: return [whole]
    }
  }

  /// The same between brackets, if it holds together more loosely than what it stands in.
  private func pieces(
    of formula: Formula<Variable>, below strength: BindingStrength, within room: Double
  ) -> [String] {
    guard piece(formula).strength < strength else { return pieces(of: formula, within: room) }
    let whole = inBrackets(text(formula))
    guard FormulaWidth.of(whole) > room else { return [whole] }
    return inBrackets(pieces(of: formula, within: room - 4))
  }

  private func inBrackets(
    _ pieces: [String], after head: String = "", _ brackets: (String, String) = ("(", ")")
  ) -> [String] {
    let size = pieces.contains { $0.contains("\\frac") || $0.contains("\\begin") } ? "bigg" : "big"
    var pieces = pieces
    pieces[0] = head + "\\\(size)l\(brackets.0) " + pieces[0]
    pieces[pieces.count - 1] += " \\\(size)r\(brackets.1)"
    return pieces
  }

  private func pieces(ofSum terms: [Formula<Variable>], within room: Double) -> [String] {
    terms.enumerated().flatMap { k, term -> [String] in
      let pieces = pieces(of: term, below: .product, within: room - 2.4)
      guard k > 0 else { return pieces }
      let first =
        pieces[0].hasPrefix(minus) ? "\(minus) " + pieces[0].dropFirst(minus.count) : "+ " + pieces[0]
      return [first] + pieces.dropFirst()
    }
  }

  private func pieces(ofProduct factors: [Formula<Variable>], within room: Double) -> [String] {
    factors.enumerated().flatMap { k, factor -> [String] in
      let room = room - 1.5
      var isQuotient = false
      if case .quotient = factor { isQuotient = true }
      var pieces = pieces(of: factor, below: .product, within: room)
      // As in a line, what begins with a sign is bracketed, and a fraction.
      if k > 0, pieces[0].hasPrefix(minus) || isQuotient {
        pieces = pieces.count == 1 ? [inBrackets(pieces[0])] : inBrackets(pieces)
      }
      return k == 0 ? pieces : [times.trimmed + pieces[0]] + pieces.dropFirst()
    }
  }

  private func pieces(
    ofQuotient above: Formula<Variable>, _ below: Formula<Variable>, within room: Double
  ) -> [String] {
    let denominator = text(below)
    guard FormulaWidth.of(denominator) < room / 2 else {
      let (above, below) = (block(above, within: room - 1), block(below, within: room - 1))
      return [quotient?(above, below) ?? above + " / " + below]
    }
    let head = quotient?(number(1), denominator) ?? number(1) + " / " + denominator
    var rest = pieces(of: above, below: .product, within: room - FormulaWidth.of(head) - 1.5)
    if rest[0].hasPrefix(minus) { rest = inBrackets(rest) }
    rest[0] = head + times + rest[0]
    return rest
  }

  private func pieces(
    of function: FormulaFunction, _ arguments: [Formula<Variable>], within room: Double
  ) -> [String]? {
    switch function {
    // What is raised stays in one line.
    case .exp: return nil
    case .sqrt: return [call(function, [NotationPiece(block(arguments[0], within: room - 2), .atom)]).text]
    case .abs: return inBrackets(pieces(of: arguments[0], within: room - 4), after: "", ("|", "|"))
    case .ln, .max, .min, .tanh, .sign, .erf:
      let isWord = function == .sign || function == .erf
      let name = isWord ? "\\operatorname{\(function.rawValue)}" : "\\\(function.rawValue)"
      let inner = arguments.enumerated().flatMap { k, argument -> [String] in
        var pieces = pieces(of: argument, within: room - 8)
        if k < arguments.count - 1 { pieces[pieces.count - 1] += "," }
        return pieces
      }
      return inBrackets(inner, after: name)
    }
  }

  /// One line, or several as one thing.
  private func block(_ formula: Formula<Variable>, within room: Double) -> String {
    let lines = lines(of: formula, within: room)
    guard lines.count > 1 else { return lines[0] }
    return "\\begin{aligned}\n  &" + lines.joined(separator: " \\\\\n  &") + "\n  \\end{aligned}"
  }
}

extension String {
  /// Without the blank that it begins with.
  fileprivate var trimmed: String { hasPrefix(" ") ? String(dropFirst()) : self }
}
