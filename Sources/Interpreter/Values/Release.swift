/// The nn that this is.
public enum Release {
  /// As `nn --version` says it, and as ledgers have it.
  public static let version = "0.1.0"
  /// The version of the language, and so of the numbers that it gives: docs/determinism.md.
  public static let language = 1
}
