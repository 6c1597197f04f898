extension String {
  /// Where LaTeX expects text: nothing in it is markup, and everything can be set by pdflatex, whatever the names of a
  /// file have in them.
  var latex: String {
    var result = ""
    var foreign: [Unicode.Scalar] = []
    for character in visibleOnOneLine.replacing("->", with: "→") {
      guard let text = character.latex else {
        foreign += character.unicodeScalars
        continue
      }
      result += Self.foreign(foreign) + text
      foreign = []
    }
    return result + Self.foreign(foreign)
  }

  /// Letters that pdflatex cannot set, as Chinese ones: their numbers; the other engines take the letters, if the font has
  /// them.
  private static func foreign(_ letters: [Unicode.Scalar]) -> String {
    guard !letters.isEmpty else { return "" }
    let numbers = letters.map { letter in
      let digits = String(letter.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
    }
    return "\\ifdefined\\Umathcode \(String(String.UnicodeScalarView(letters)))\\else"
      + "{\\tiny \(numbers.joined(separator: " "))}\\fi{}"
  }
}

extension Character {
  /// As LaTeX takes it; nil for a letter that pdflatex does not know.
  fileprivate var latex: String? {
    if let text = Self.signs[self] { return text }
    if isASCII { return String(self) }
    guard isLetter else { return "?" }
    guard unicodeScalars.count == 1, let scalar = unicodeScalars.first else { return nil }
    switch scalar.value {
    // With accents on them, of the fonts that LaTeX begins with.
    case 0xc0...0x17f, 0x218...0x21b: return String(self)
    default: return nil
    }
  }

  /// `\to` means something else inside of pgfplots.
  private static let signs: [Character: String] = [
    "<": "$<$", ">": "$>$", "|": "$|$", "\\": "\\textbackslash{}", "&": "\\&", "%": "\\%", "$": "\\$",
    "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}",
    "−": "$-$", "·": "$\\cdot$", "→": "$\\rightarrow$", "≥": "$\\geq$", "≤": "$\\leq$", "×": "$\\times$",
    "√": "$\\surd$", "′": "$'$", "±": "$\\pm$", "²": "$^2$", "³": "$^3$", "₀": "$_0$", "°": "$^\\circ$",
    "µ": "$\\mu$", "ª": "$^a$", "º": "$^o$", "…": "\\dots{}", "—": "---", "–": "--", "“": "``", "”": "''",
    "‘": "`", "’": "'",
    // What the fonts that LaTeX begins with do not have.
    "Ą": "A", "ą": "a", "Ę": "E", "ę": "e", "Į": "I", "į": "i", "Ų": "U", "ų": "u", "Đ": "D", "đ": "d",
    "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t", "Ŋ": "N", "ŋ": "n",
    "ĸ": "k", "Ŀ": "L", "ŀ": "l", "ŉ": "'n", "ſ": "s",
    "α": "$\\alpha$", "β": "$\\beta$", "γ": "$\\gamma$", "δ": "$\\delta$", "ε": "$\\varepsilon$",
    "ζ": "$\\zeta$", "η": "$\\eta$", "θ": "$\\theta$", "ι": "$\\iota$", "κ": "$\\kappa$",
    "λ": "$\\lambda$", "μ": "$\\mu$", "ν": "$\\nu$", "ξ": "$\\xi$", "ο": "$o$", "π": "$\\pi$",
    "ρ": "$\\rho$", "σ": "$\\sigma$", "ς": "$\\varsigma$", "τ": "$\\tau$", "υ": "$\\upsilon$",
    "φ": "$\\varphi$", "χ": "$\\chi$", "ψ": "$\\psi$", "ω": "$\\omega$", "Γ": "$\\Gamma$",
    "Δ": "$\\Delta$", "Θ": "$\\Theta$", "Λ": "$\\Lambda$", "Ξ": "$\\Xi$", "Π": "$\\Pi$", "Σ": "$\\Sigma$",
    "Φ": "$\\Phi$", "Ψ": "$\\Psi$", "Ω": "$\\Omega$", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H",
    "Ι": "I",
    "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X", "ά": "$\\acute\\alpha$",
    "έ": "$\\acute\\varepsilon$", "ή": "$\\acute\\eta$", "ί": "$\\acute\\iota$", "ό": "$\\acute o$",
    "ύ": "$\\acute\\upsilon$", "ώ": "$\\acute\\omega$",
  ]
}
