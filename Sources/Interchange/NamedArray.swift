import Archives
import NeuralCore

/// An array of numbers of a file: what it is called, its shape, and its bytes.
struct NamedArray {
  let name: String
  let shape: [Int]
  let coding: NumberCoding
  let bytes: ArraySlice<UInt8>
  /// An array of NumPy whose first index changes fastest has its own order.
  private let columnMajor: NPYArray?

  /// Row by row, as many bytes as the shape takes.
  init(_ name: String, _ shape: [Int], _ coding: NumberCoding, _ bytes: ArraySlice<UInt8>) {
    (self.name, self.shape, self.coding, self.bytes, columnMajor) = (name, shape, coding, bytes, nil)
  }

  /// nil where it is of texts.
  init?(_ name: String, _ array: NPYArray) {
    guard case .numbers(let coding) = array.content else { return nil }
    (self.name, shape, self.coding, bytes) = (name, array.shape, coding, array.bytes)
    columnMajor = array.isColumnMajor ? array : nil
  }

  /// Row by row.
  func numbers(_ stop: StopSignal) throws(ExchangeFault) -> [Double] {
    if let numbers = columnMajor?.numbers { return numbers }
    return try coding.numbers(bytes, stop)
  }

  /// As messages have it: `0.weight [4, 3]`.
  var text: String { "\(name) \(shape.shapeText)" }

  /// How many numbers a shape has; nil for more than any net.
  static func count(_ shape: [Int]) -> Int? {
    var count = 1
    for length in shape {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: length)
      guard length >= 0, !isTooLarge else { return nil }
      count = product
    }
    return count
  }
}

extension [Int] {
  /// `[4, 3]`
  var shapeText: String { "[" + map(String.init).joined(separator: ", ") + "]" }
}

extension String {
  /// A name of a file as a message has it: short, and without what a terminal would act on.
  var shown: String { shown(atMost: 60) }

  /// The same for longer texts.
  func shown(atMost most: Int) -> String {
    let plain = unicodeScalars.prefix(most).map { $0.value < 32 || 127...159 ~= $0.value ? "\u{fffd}" : $0 }
    return String(String.UnicodeScalarView(plain)) + (unicodeScalars.count > most ? "…" : "")
  }
}

extension NumberCoding {
  /// All numbers of some bytes, a piece after the other.
  func numbers(_ bytes: ArraySlice<UInt8>, _ stop: StopSignal) throws(ExchangeFault) -> [Double] {
    let piece = size << 16
    guard bytes.count > piece else { return numbers(bytes) }
    var numbers: [Double] = []
    numbers.reserveCapacity(bytes.count / size)
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: piece) {
      guard !stop.isGiven else { throw .interrupted }
      numbers += self.numbers(bytes[start..<min(bytes.endIndex, start + piece)])
    }
    return numbers
  }
}

extension ExchangeFault {
  /// Somebody wanted the reading to end.
  public static let interrupted = ExchangeFault("interrupted")
}
