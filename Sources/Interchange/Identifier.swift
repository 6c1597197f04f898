extension ExchangedNet {
  /// The name of a file as an identifier: its last part without suffix, in lower case, other characters as _.
  public static func identifier(of file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? ""
    let stem = last.split(separator: ".", omittingEmptySubsequences: true).first.map(String.init) ?? ""
    var name = String(
      stem.lowercased().unicodeScalars.map { isLetter($0) || isDigit($0) ? Character($0) : "_" })
    while name.hasPrefix("_") { name.removeFirst() }
    if let first = name.unicodeScalars.first, !isLetter(first) { name = "net_" + name }
    return name.isEmpty || isReserved(name) ? "net" + (name.isEmpty ? "" : "_" + name) : name
  }

  /// Whether a name is one in all the languages that nets leave in.
  public static func isIdentifier(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    guard let first = scalars.first, isLetter(first), name.utf8.count <= 64 else { return false }
    return scalars.allSatisfy { isLetter($0) || isDigit($0) || $0 == "_" } && !isReserved(name)
  }

  /// Whether a name cannot be taken because it is a word of one of those languages.
  ///
  /// Swift's name is the one with a capital letter, so letters of either case count: of `float` a type would be `Float`.
  public static func isReserved(_ name: String) -> Bool {
    let words = name.lowercased().split(separator: "_")
    return words.count == 1 && reserved.contains(String(words[0]))
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    "a"..."z" ~= scalar || "A"..."Z" ~= scalar
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }

  /// Words of C, Python, JavaScript or Swift, in lower case.
  private static let reserved: Set<String> = [
    "and", "any", "as", "asm", "assert", "async", "auto", "await", "bool", "break", "case", "catch", "char",
    "class", "const", "continue", "def", "default", "del", "do", "double", "elif", "else", "enum", "except",
    "export", "extern", "finally", "float", "for", "from", "func", "function", "global", "goto", "if",
    "import",
    "in", "inline", "int", "is", "lambda", "let", "long", "main", "new", "none", "nonlocal", "not", "null",
    "or",
    "pass", "raise", "register", "restrict", "return", "self", "short", "signed", "sizeof", "static",
    "struct",
    "super", "switch", "this", "throw", "true", "false", "try", "typedef", "union", "unsigned", "var", "void",
    "volatile", "while", "with", "yield", "torch", "numpy", "math", "array", "foundation", "protocol",
    "string", "type",
  ]
}
