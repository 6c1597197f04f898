/// A text as one word of a POSIX shell.
enum ShellWord {
  static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
          UInt8(ascii: "-"), UInt8(ascii: ","):
          true
        default: false
        }
      }
    let word = isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    // A name that begins with a dash is no option.
    return word.hasPrefix("-") ? "./" + word : word.hasPrefix("'-") ? "./" + word : word
  }
}
