/// A stage on the way from the bytes of a file to cells: takes pieces as they come.
protocol ByteSink: AnyObject {
  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault)
  /// All pieces were taken.
  func end() throws(TableFault)
}

extension ByteSink {
  func take(_ bytes: [UInt8]) throws(TableFault) {
    var fault: TableFault?
    bytes.withUnsafeBytes { bytes in
      do throws(TableFault) { try take(bytes) } catch { fault = error }
    }
    if let fault { throw fault }
  }
}

/// Keeps the first bytes until it can be said what takes them and all others.
final class Sniffer: ByteSink {
  /// So many bytes decide.
  static let size = 65_536

  private var head: [UInt8] = []
  private var next: (any ByteSink)?
  private let choose: (_ head: [UInt8], _ isWhole: Bool) throws(TableFault) -> any ByteSink

  init(choose: @escaping (_ head: [UInt8], _ isWhole: Bool) throws(TableFault) -> any ByteSink) {
    self.choose = choose
  }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    if let next { return try next.take(piece) }
    head += piece
    if head.count >= Self.size { try begin(isWhole: false) }
  }

  func end() throws(TableFault) {
    if next == nil { try begin(isWhole: true) }
    try next?.end()
  }

  private func begin(isWhole: Bool) throws(TableFault) {
    let next = try choose(head, isWhole)
    self.next = next
    try next.take(head)
    head = []
  }
}

/// The cells of a table, behind a pointer: libcsv calls back for every cell, and a class's own properties would be checked
/// for exclusive access each time.
final class CellStore {
  let cells: UnsafeMutablePointer<TableCells>
  /// How long the file is, where that is known.
  var total: Int?
  private let isStopped: @Sendable () -> Bool

  init(_ options: TableOptions) {
    isStopped = options.isStopped
    cells = .allocate(capacity: 1)
    cells.initialize(to: TableCells(options))
  }

  deinit {
    cells.deinitialize(count: 1)
    cells.deallocate()
  }

  /// Gives up if nobody wants the table any more.
  func look() throws(TableFault) {
    if isStopped() { throw TableFault(line: nil, message: "it was not read to its end") }
  }

  /// Complains about what was wrong with the cells so far.
  func check() throws(TableFault) { if let fault = cells.pointee.fault { throw fault } }
}

/// Cuts bytes into lines, for formats that are read line by line. Lines without anything are left out.
final class LineCutter {
  private var carry: [UInt8] = []
  private var ends = 0
  private var isAfterReturn = false
  /// Of the line that was taken last, counted from 1.
  private(set) var number = 0
  /// The most bytes of a line: a file without line ends would be kept whole.
  static let mostBytes = 16_000_000

  static func isEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

  func take(
    _ piece: UnsafeRawBufferPointer, _ line: ([UInt8]) throws(TableFault) -> Void
  ) throws(TableFault) {
    var start = 0
    for i in piece.indices where Self.isEnd(piece[i]) {
      carry += piece[start..<i]
      // CR LF is one end.
      let isSecond = piece[i] == 10 && isAfterReturn && carry.isEmpty
      isAfterReturn = piece[i] == 13
      start = i + 1
      guard !isSecond else { continue }
      ends += 1
      number = ends
      if !carry.isEmpty { try line(carry) }
      carry.removeAll(keepingCapacity: true)
    }
    carry += piece[start...]
    guard carry.count <= Self.mostBytes else {
      throw TableFault(line: nil, message: "a line has no end within \(Self.mostBytes / 1_000_000) MB")
    }
  }

  func end(_ line: ([UInt8]) throws(TableFault) -> Void) throws(TableFault) {
    number = ends + 1
    if !carry.isEmpty { try line(carry) }
    carry = []
  }
}
