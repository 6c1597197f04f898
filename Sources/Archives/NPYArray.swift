/// An array as NumPy keeps it, a file or a part of an `.npz`: `\x93NUMPY`, two bytes for the version, the length of a header,
/// the header, which is the text of a Python dictionary, and the numbers (numpy.lib.format, versions 1 to 3).
public struct NPYArray: Sendable {
  /// How a file of an array begins.
  public static let mark: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// What an array is of.
  public enum Content: Sendable, Equatable {
    case numbers(NumberCoding)
    /// Texts of so many characters at most, of four bytes each.
    case texts(Int, isBigEndian: Bool)
    /// Texts of so many bytes at most.
    case byteTexts(Int)

    var size: Int {
      switch self {
      case .numbers(let coding): coding.size
      case .texts(let count, _): 4 * count
      case .byteTexts(let count): count
      }
    }
  }

  /// Why bytes are no array that is read: goes on after the name of the file.
  public struct Fault: Error, Sendable, Equatable {
    /// In lower case, without a final stop.
    public let message: String
    /// What to do: a whole sentence; nil where it is not known.
    public let help: String?

    init(_ message: String, _ help: String? = nil) { (self.message, self.help) = (message, help) }
  }

  /// Its numbers or texts.
  public let content: Content
  /// Lengths of its dimensions, none for a single number.
  public let shape: [Int]
  /// Whether the first index changes fastest.
  public let isColumnMajor: Bool
  /// Elements in all.
  public let count: Int
  /// The bytes of the elements.
  public let bytes: ArraySlice<UInt8>

  /// The array that some bytes hold, and nothing else.
  public init(_ file: ArraySlice<UInt8>) throws(Fault) {
    let (header, rest) = try Self.parts(of: file)
    let fields = try PythonFields(header)
    guard let kind = fields.text["descr"] else {
      throw Fault(
        "its elements have several parts, and nn reads arrays of numbers",
        "In Python: numpy.save(\"FILE\", x[\"NAME\"]) for each of them.")
    }
    guard let content = Self.content(kind) else {
      throw kind.hasSuffix("O")
        ? Fault(
          "it holds objects of Python, which only Python can open",
          "In Python: numpy.save(\"FILE\", x.astype(float))")
        : Fault("it holds elements of the kind \"\(kind.prefix(40))\", which nn does not know")
    }
    guard let shape = fields.shape, let isColumnMajor = fields.isColumnMajor else { throw Self.broken }
    var count = 1
    for length in shape {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: length)
      guard !isTooLarge else { throw Self.tooShort(shape) }
      count = product
    }
    let (size, isTooLarge) = count.multipliedReportingOverflow(by: content.size)
    guard !isTooLarge, size <= rest.count else { throw Self.tooShort(shape) }
    (self.content, self.shape, self.count) = (content, shape, count)
    self.isColumnMajor = isColumnMajor && shape.count > 1
    bytes = rest.prefix(size)
  }

  private static let broken = Fault("its header is damaged", "Get the file again.")

  private static func tooShort(_ shape: [Int]) -> Fault {
    let lengths = shape.prefix(8).map(String.init).joined(separator: ", ")
    return Fault("it is shorter than its header says, [\(lengths)]: it was cut short", "Get the file again.")
  }

  /// The header and what is behind it.
  private static func parts(
    of file: ArraySlice<UInt8>
  ) throws(Fault) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
    guard file.starts(with: mark), file.count >= 10 else { throw Fault("it is no array of NumPy") }
    let start = file.startIndex
    // Version 1 has two bytes for the length of the header, the others four.
    let width = file[start + 6] == 1 ? 2 : 4
    guard (1...3).contains(file[start + 6]), file.count >= 8 + width else {
      throw Fault("it is of version \(file[start + 6]) of NumPy's format, and nn knows 1 to 3")
    }
    let length = (0..<width).reversed().reduce(0) { $0 << 8 | Int(file[start + 8 + $1]) }
    guard length <= 65_536, 8 + width + length <= file.count else { throw broken }
    return (file[(start + 8 + width)..<(start + 8 + width + length)], file[(start + 8 + width + length)...])
  }

  /// `<f4`: the order of the bytes, the kind, the bytes of an element.
  private static func content(_ text: String) -> Content? {
    let order = text.first ?? "?"
    guard "<>|=".contains(order), text.utf8.count <= 12, text.utf8.count >= 3,
      let size = Int(text.dropFirst(2)), size >= 0, size <= 100_000
    else { return nil }
    let isBigEndian = order == ">"
    switch (text[text.index(after: text.startIndex)], size) {
    case ("f", 8): return .numbers(NumberCoding(.float64, isBigEndian: isBigEndian))
    case ("f", 4): return .numbers(NumberCoding(.float32, isBigEndian: isBigEndian))
    case ("f", 2): return .numbers(NumberCoding(.float16, isBigEndian: isBigEndian))
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8):
      return .numbers(NumberCoding(.signed(size), isBigEndian: isBigEndian))
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8):
      return .numbers(NumberCoding(.unsigned(size), isBigEndian: isBigEndian))
    case ("b", 1): return .numbers(NumberCoding(.bool))
    case ("U", 1...): return .texts(size, isBigEndian: isBigEndian)
    case ("S", 1...): return .byteTexts(size)
    default: return nil
    }
  }

  /// The numbers row by row, whatever their order in the file; nil where it is of texts.
  public var numbers: [Double]? {
    guard case .numbers(let coding) = content else { return nil }
    let numbers = coding.numbers(bytes)
    guard isColumnMajor, count > 0 else { return numbers }
    // Steps of the indices in a file whose first index changes fastest.
    var steps = [1]
    for length in shape.dropLast() { steps.append(steps[steps.count - 1] * length) }
    var (index, place) = (shape.map { _ in 0 }, 0)
    return (0..<count).map { _ in
      defer {
        var d = shape.count - 1
        while d >= 0 {
          index[d] += 1
          place += steps[d]
          if index[d] < shape[d] { break }
          place -= steps[d] * shape[d]
          index[d] = 0
          d -= 1
        }
      }
      return numbers[place]
    }
  }

  /// The texts, without the zeros that fill them up; nil where it is of numbers.
  public var texts: [String]? {
    let size = content.size
    guard size > 0 else { return nil }
    switch content {
    case .numbers: return nil
    case .byteTexts:
      return (0..<count).map { k in
        let start = bytes.startIndex + k * size
        return String(decoding: bytes[start..<start + size].prefix { $0 != 0 }, as: UTF8.self)
      }
    case .texts(_, let isBigEndian):
      let units = NumberCoding(.unsigned(4), isBigEndian: isBigEndian).numbers(bytes)
      return (0..<count).map { k in
        let scalars = units[(k * size / 4)..<((k + 1) * size / 4)].prefix { $0 != 0 }
          .map { Unicode.Scalar(UInt32(exactly: $0) ?? 0xfffd) ?? "\u{fffd}" }
        return String(String.UnicodeScalarView(scalars))
      }
    }
  }
}

/// The three fields of a header: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
private struct PythonFields {
  var text: [String: String] = [:]
  var shape: [Int]?
  var isColumnMajor: Bool?

  init(_ header: ArraySlice<UInt8>) throws(NPYArray.Fault) {
    let text = String(decoding: header.map { 32..<127 ~= $0 ? $0 : 32 }, as: UTF8.self)
    for key in ["descr", "fortran_order", "shape"] {
      guard let value = Self.value(of: key, in: text) else {
        throw NPYArray.Fault("its header is damaged", "Get the file again.")
      }
      if value.first == "'" || value.first == "\"" {
        self.text[key] = String(value.dropFirst().prefix { $0 != "'" && $0 != "\"" })
      } else if value.hasPrefix("True") || value.hasPrefix("False") {
        isColumnMajor = value.hasPrefix("True")
      } else if value.first == "(" {
        shape = Self.lengths(value)
      }
    }
  }

  private static func value(of key: String, in text: String) -> Substring? {
    for quote in ["'", "\""] {
      let mark = Array("\(quote)\(key)\(quote):".utf8)
      let bytes = Array(text.utf8)
      guard bytes.count >= mark.count,
        let start = (0...bytes.count - mark.count).first(where: { bytes[$0...].starts(with: mark) })
      else { continue }
      return text.dropFirst(start + mark.count).drop { $0 == " " }
    }
    return nil
  }

  /// `(3, 4)`, `(3,)`, `()`; Python 2 wrote `(3L, 4L)`. At most 32 dimensions, as NumPy has them.
  private static func lengths(_ text: Substring) -> [Int]? {
    let inside = text.dropFirst().prefix { $0 != ")" }
    guard inside.endIndex < text.endIndex else { return nil }
    var lengths: [Int] = []
    for part in inside.split(separator: ",", maxSplits: 40) {
      let digits = part.filter { $0 != " " && $0 != "L" }
      if digits.isEmpty { continue }
      guard let length = Int(digits), length >= 0, lengths.count < 32 else { return nil }
      lengths.append(length)
    }
    return lengths
  }
}
