/// An address that a page links to.
public enum PageLink {
  /// The file that it names, seen from the page; nil for what leads elsewhere: another server, a scheme of its own, a place of
  /// the same page.
  public static func path(of address: String) -> String? {
    let scheme = address.prefix { $0 != "/" && $0 != "#" && $0 != "?" }
    guard !scheme.contains(":"), !address.hasPrefix("//"), !address.hasPrefix("#") else { return nil }
    return String(address.prefix { $0 != "#" })
  }
}
