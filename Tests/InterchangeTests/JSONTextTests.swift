import JSONText
import NeuralCore
import Testing

/// Texts of JSON that become values.
struct JSONTextTests {
  private func read(_ text: String) -> JSONText? {
    Array(text.utf8).withUnsafeBufferPointer { JSONText(reading: $0) }
  }

  @Test(
    "lists of numbers keep their digits",
    arguments: [
      ("[1]", "[1]"), (" [ 1 , 2.50,\n-3e-4 ] ", "[1,2.50,-3e-4]"), ("[[1,2],[3]]", "[[1,2],[3]]"),
      ("[9223372036854775807,0]", "[9223372036854775807,0]"), ("{\"a\":[1,2]}", "{\"a\":[1,2]}"),
      ("[1,\"2\",null]", "[1,\"2\",null]"), ("[1,[2,3],true]", "[1,[2,3],true]"), ("[]", "[]"),
    ])
  func digitsOfListsStay(text: String, written: String) {
    #expect(read(text)?.written == written)
  }

  @Test("numbers of lists are whole or doubles, as they are asked for")
  func numbersComeOutOfLists() {
    let list = read("[9223372036854775807, -2, 0.5]")
    #expect(list?.items?.map(\.int64) == [.max, -2, nil])
    #expect(list?.items?.map(\.double) == [0x1p63, -2, 0.5])
    #expect(list?.doubles == [0x1p63, -2, 0.5])
    #expect(read("[]")?.doubles == [])
    #expect(JSONText.list([.int(3), .double(0.25)]).doubles == [3, 0.25])
  }

  @Test(
    "a list with anything else is no list of numbers",
    arguments: ["[1,null]", "[1,\"2\"]", "[[1]]", "1", "{}"])
  func othersAreNoNumbers(text: String) {
    #expect(read(text) != nil)
    #expect(read(text)?.doubles == nil)
  }

  @Test(
    "what is no JSON is refused",
    arguments: [
      "[1,]", "[1 2]", "[1", "[1,", "[,1]", "[1e999]", "[1,--2]", "[1,2]]", "[1.2.3]", "[-]",
    ])
  func brokenListsAreRefused(text: String) {
    #expect(read(text) == nil)
  }

  @Test("a long list is read no further once that is asked for")
  func longListsStop() {
    let text = Array(("[" + String(repeating: "1,", count: 100_000) + "1]").utf8)
    _ = text.withUnsafeBufferPointer { bytes in
      #expect(throws: Interrupted.self) { try JSONText(reading: bytes, StopSignal { true }) }
    }
  }
}
