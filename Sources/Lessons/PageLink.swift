/// Where the address of a link leads.
public enum PageLink {
  /// The file that it names, seen from the page, its escapes (`%20`) written out; nil for what leads elsewhere: another
  /// server, a scheme of its own, a place of the same page.
  public static func path(of address: String) -> String? {
    let scheme = address.prefix { $0 != "/" && $0 != "#" && $0 != "?" }
    guard !scheme.contains(":"), !address.hasPrefix("//"), !address.hasPrefix("#") else { return nil }
    let path = address.prefix { $0 != "#" && $0 != "?" }
    return path.isEmpty ? nil : unescaped(path)
  }

  /// What follows the file in an address: a query and a place in it.
  public static func rest(of address: String) -> Substring { address.drop { $0 != "#" && $0 != "?" } }

  /// The address of a file: what would mean something else there is escaped, as is what needs quotes. RFC 3986.
  public static func address(of path: String) -> String {
    // What stands before a colon would be a scheme.
    var text = path.prefix { $0 != "/" }.contains(":") ? "./" : ""
    for scalar in path.unicodeScalars {
      let isPlain =
        scalar.value >= 0x80 || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "-._~/!$&'()*+,;=:@".unicodeScalars.contains(scalar)
      let hex = String(scalar.value, radix: 16, uppercase: true)
      text += isPlain ? String(scalar) : "%" + (hex.utf8.count < 2 ? "0" : "") + hex
    }
    return text
  }

  /// With its escapes written out; as it is where they are none, or no text. NUL is none: the system would end the name
  /// there.
  private static func unescaped(_ path: Substring) -> String {
    guard path.utf8.contains(UInt8(ascii: "%")) else { return String(path) }
    var (bytes, rest) = ([UInt8](), path.utf8[...])
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
        let value = UInt8(digits, radix: 16), value != 0
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self) ?? String(path)
  }
}
