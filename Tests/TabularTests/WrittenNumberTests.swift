import Testing

import Tabular

/// Numbers with currencies and thousands, and dashes for values that are not there.
struct WrittenNumberTests {
  private func column(_ cells: [String], delimiter: String = ";") throws -> (
    values: [Double], column: Table.Column
  ) {
    let rows = cells.enumerated().map { "\($0)\(delimiter)\"\($1)\"\n" }.joined()
    let table = try TableTests.read(Array(("n\(delimiter)x\n" + rows).utf8), TableOptions(isDouble: true))
    return ((0..<table.rows).map { table.value($0, 1) }, table.columns[1])
  }

  @Test(arguments: [
    ("1.234,50 €", 1234.5), ("€ 1.234.567,8", 1_234_567.8), ("-1.234,5 €", -1234.5), ("−12 %", -12),
    ("12,5 %", 12.5), ("1 234,5", 1234.5), ("1\u{a0}234", 1234), ("1'234.50", 1234.5), ("CHF 1’234", 1234),
    ("- 5 €", -5),
  ])
  func pointsPartThousandsBesideACommaAndCurrenciesAreLeftOut(_ text: String, _ number: Double) throws {
    let (values, column) = try column([text, "1"])
    #expect(values == [number, 1] && column.kind == .numbers)
    #expect(column.written?.text == text && column.written?.number == number)
  }

  @Test(arguments: [
    ("$1,234.50", 1234.5), ("1,234,567", 1_234_567), ("1,234", 1234), ("£ 12", 12), ("5 USD", 5),
    ("(no)", .nan),
  ])
  func commasPartThousandsBesideAPoint(_ text: String, _ number: Double) throws {
    let (values, column) = try column(["1", text], delimiter: ",")
    #expect(number.isNaN ? column.strayWord?.text == text : values[1] == number, "\(values)")
  }

  /// Dates, versions, telephone numbers and units are no numbers.
  @Test(arguments: [
    "2020-01-02", "1.2.3", "12:30", "1,23,456", "12 kg", "1.2345,6", "a1", "1,2,3", "+49 151", "$", "1 2",
    "12 34",
  ])
  func othersAreWords(_ text: String) throws {
    #expect(try column([text, "x"]).column.kind == .words([text, "x"]))
  }

  /// A dash among numbers is a missing value, among words a word: `+` and `-` may be the classes.
  @Test func dashesAreMissingAmongNumbersAndWordsAmongWords() throws {
    let (numbers, missing) = try column(["-", "1", "–", "2"])
    #expect(missing.kind == .numbers && missing.missing == 2 && missing.firstMissing == 2)
    #expect(numbers[0].isNaN && numbers[1] == 1 && numbers[2].isNaN && numbers[3] == 2)
    let (words, classes) = try column(["-", "-", "+", "-"])
    #expect(classes.kind == .words(["-", "+"]) && classes.missing == 0 && classes.firstMissing == nil)
    #expect(words == [0, 0, 1, 0])
    let (mixed, column) = try column(["-", "NA", "–", "+"])
    #expect(column.kind == .words(["-", "–", "+"]) && column.missing == 1 && column.firstMissing == 3)
    #expect(mixed[0] == 0 && mixed[1].isNaN && mixed[2] == 1 && mixed[3] == 2)
    let (_, empty) = try self.column(["-", "-"])
    #expect(empty.missing == 2 && empty.kind == .numbers)
  }

  @Test func unevenRowsSayWhatPartsTheCells() {
    let fault = #expect(throws: TableFault.self) {
      try TableTests.read(Array("a;b;c\n1;2;3\n4;5\n".utf8))
    }
    #expect(fault?.place == "line 3" && fault?.message == "it has 2 cells, the first has 3 (parted by `;`)")
    #expect(fault?.help.contains { $0.contains("line 1 and at line 3") } == true)
  }
}
