/// Numbers in rows of one width, one row after another. Many rows are one piece of memory, which is given back at once; an
/// array of arrays is given back row by row, which of a million takes longer than Ctrl-C may.
public struct RowMatrix: Sendable, Equatable {
  /// Numbers of a row.
  public let width: Int
  private(set) var numbers: [Double]

  /// - Parameter numbers: `[rows][width]`, row by row.
  init(width: Int, _ numbers: [Double]) { (self.width, self.numbers) = (width, numbers) }

  /// As many rows as another one, each of these numbers.
  init(_ row: [Double], like other: RowMatrix) {
    self.init(width: row.count, [])
    numbers.reserveCapacity(other.count * row.count)
    for _ in 0..<other.count { numbers += row }
  }

  /// A number of a row.
  public subscript(row: Int, column: Int) -> Double {
    get { numbers[row * width + column] }
    set { numbers[row * width + column] = newValue }
  }

  /// The numbers of a column, from the first row to the last.
  public func column(_ column: Int) -> [Double] { (0..<count).map { self[$0, column] } }

  /// The columns of a row.
  public var columns: Range<Int> { 0..<width }

  /// A number in the place of each, by its column.
  func mapped(_ change: (_ number: Double, _ column: Int) -> Double) -> RowMatrix {
    var result = self
    for row in indices { for k in columns { result[row, k] = change(self[row, k], k) } }
    return result
  }

  /// For each column the distance from its least to its greatest number; 1 where that is 0.
  var ranges: [Double] {
    columns.map { k in
      var (low, high) = (Double.infinity, -Double.infinity)
      for row in indices {
        let number = self[row, k]
        if number < low { low = number }
        if number > high { high = number }
      }
      return high > low ? high - low : 1
    }
  }
}

extension RowMatrix: RandomAccessCollection {
  /// A row of it.
  public struct Row: RandomAccessCollection, Hashable, Sendable {
    fileprivate let numbers: [Double]
    fileprivate let start: Int
    /// Numbers of the row.
    public let count: Int

    /// 0.
    public var startIndex: Int { 0 }
    /// The number of columns.
    public var endIndex: Int { count }
    /// The number of a column.
    public subscript(column: Int) -> Double { numbers[start + column] }

    /// The same numbers.
    public static func == (one: Row, other: Row) -> Bool { one.elementsEqual(other) }
    /// By all numbers.
    public func hash(into hasher: inout Hasher) { for number in self { hasher.combine(number) } }
  }

  /// 0.
  public var startIndex: Int { 0 }
  /// The number of rows.
  public var endIndex: Int { width > 0 ? numbers.count / width : 0 }
  /// A row.
  public subscript(row: Int) -> Row { Row(numbers: numbers, start: row * width, count: width) }
}
