/// IDX, the format of the MNIST files: two zeros, a byte for the type of the numbers and one for the count of dimensions, the
/// dimensions as 32-bit numbers, then the numbers, the first byte first (LeCun and Cortes, "The MNIST database").
///
/// The first dimension is the rows; the others make one row of columns `pixel1`, `pixel2` …
final class IDXRows: ByteSink {
  private enum Element: UInt8 {
    case unsignedByte = 0x08
    case signedByte = 0x09
    case short = 0x0b
    case int = 0x0c
    case float = 0x0d
    case double = 0x0e

    var size: Int {
      switch self {
      case .unsignedByte, .signedByte: 1
      case .short: 2
      case .int, .float: 4
      case .double: 8
      }
    }

    func number(_ bits: UInt64) -> Double {
      switch self {
      case .unsignedByte: Double(bits)
      case .signedByte: Double(Int8(truncatingIfNeeded: bits))
      case .short: Double(Int16(truncatingIfNeeded: bits))
      case .int: Double(Int32(truncatingIfNeeded: bits))
      case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      case .double: Double(bitPattern: bits)
      }
    }
  }

  private let element: Element
  private let store: CellStore
  /// Bytes of the header that are still to come.
  private var headerLeft: Int
  /// Numbers that are still to come.
  private var left: Int
  private let width: Int
  private let isLabels: Bool
  /// The numbers of the first row so far; empty once it is whole. Before that nothing is opened: a header may promise a
  /// million columns of which no byte comes.
  private var firstRow: [Double] = []
  private var isOpen = false
  private var (bits, bytes): (UInt64, Int) = (0, 0)

  /// nil if the file is of another kind.
  init?(_ head: [UInt8], isWhole: Bool, _ store: CellStore) throws(TableFault) {
    guard head.count >= 4, head[0] == 0, head[1] == 0, let element = Element(rawValue: head[2]),
      (1...8).contains(head[3])
    else { return nil }
    let dimensions = Int(head[3])
    headerLeft = 4 + 4 * dimensions
    guard head.count >= headerLeft else { throw Self.cutShort }
    let sizes = (0..<dimensions).map { d in
      (0..<4).reduce(0) { $0 << 8 | Int(head[4 + 4 * d + $1]) }
    }
    var count = 1
    for size in sizes {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
      guard !isTooLarge, product <= TableCells.mostCells else {
        throw TableFault(
          line: nil,
          message: "more than \(TableCells.mostCells / 1_000_000) million numbers are too many to be kept")
      }
      count = product
    }
    guard count > 0 else { throw TableFault(line: nil, message: "it has no rows") }
    guard count / sizes[0] <= TableCells.mostColumns else {
      throw TableFault(
        line: nil,
        message:
          "more than \(TableCells.mostColumns / 1_000_000) million numbers a row are too many to be kept")
    }
    (self.element, self.store, left) = (element, store, count)
    (width, isLabels) = (count / sizes[0], dimensions == 1)
    store.cells.pointee.origin.format = .idx
  }

  private static let cutShort = TableFault(
    line: nil, message: "it is shorter than its header says: the file was cut short",
    help: ["Get the file again."])

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    let skipped = min(headerLeft, piece.count)
    headerLeft -= skipped
    for byte in piece[skipped...] {
      guard left > 0 else { return }
      bits = bits << 8 | UInt64(byte)
      bytes += 1
      guard bytes == element.size else { continue }
      let number = element.number(bits)
      guard number.isFinite else {
        throw TableFault(line: nil, message: "it holds numbers that are not finite")
      }
      add(number)
      (bits, bytes, left) = (0, 0, left - 1)
    }
  }

  private func add(_ number: Double) {
    guard !isOpen else { return store.cells.pointee.add(number: number) }
    firstRow.append(number)
    guard firstRow.count == width else { return }
    let names = isLabels ? ["label"] : (1...width).map { "pixel\($0)" }
    store.cells.pointee.open(names: names, kinds: names.map { _ in .numbers })
    for number in firstRow { store.cells.pointee.add(number: number) }
    (isOpen, firstRow) = (true, [])
  }

  func end() throws(TableFault) { guard left == 0 else { throw Self.cutShort } }
}
