extension ExportedFile {
  /// What the programs of Python import, in one form or another.
  private static let modules = ["math", "numpy", "torch", "keras", "sklearn"]

  /// The module that a program of Python under this name would hide from itself and from those beside it, since Python
  /// looks into the folder of a program first; nil for none.
  public func hiddenModule(in file: String) -> String? {
    let name = file.split(separator: "/").last ?? ""
    guard case .text(let text) = self, name.hasSuffix(".py") else { return nil }
    let stem = String(name.dropLast(".py".count))
    let imports = text.split(whereSeparator: \.isNewline).contains { line in
      line.hasPrefix("import \(stem)") && ["", " ", "."].contains(line.dropFirst(7 + stem.count).prefix(1))
        || line.hasPrefix("from \(stem) ") || line.hasPrefix("from \(stem).")
    }
    return imports || Self.modules.contains(stem) ? stem : nil
  }
}
