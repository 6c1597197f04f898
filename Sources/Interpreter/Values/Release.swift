/// The nn that this is.
public enum Release {
  /// As `nn --version` says it, and as ledgers have it.
  public static let version = "0.1.0"
}
