import Archives
import JSONText
import NeuralCore

/// Reads safetensors (huggingface/safetensors, "Format"): eight bytes for the length of a header, the header in JSON, the
/// numbers of all tensors one after the other, little end first.
enum SafetensorsReader {
  /// A header that is longer belongs to no net of dense layers.
  private static let longestHeader = 10_000_000

  static func net(_ file: FileBytes, _ request: ImportRequest) throws(ExchangeFault) -> ImportedNet {
    let (arrays, metadata) = try tensors(of: file)
    return try OwnWeights(metadata).net(arrays, request, usual: .outIn, isOrdered: false)
  }

  private static func tensors(
    of file: FileBytes
  ) throws(ExchangeFault) -> (arrays: [NamedArray], metadata: [String: String]) {
    guard file.count >= 10, file[8] == UInt8(ascii: "{") else {
      throw ExchangeFault("it does not begin as files of safetensors do")
    }
    let length = (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(file[$1]) }
    guard length <= longestHeader else {
      throw ExchangeFault("its header has \(length) bytes, and \(longestHeader / 1_000_000) MB are the most")
    }
    guard let size = Int(exactly: length), size <= file.count - 8 else {
      throw ExchangeFault("it is shorter than its header: it was cut short", advice: ["Get the file again."])
    }
    let header = file[8..<8 + size].withUnsafeBufferPointer { JSONText(reading: $0) }
    guard case .object(let members) = header else { throw ExchangeFault("its header is no JSON") }
    guard Set(members.map(\.key)).count == members.count else {
      throw ExchangeFault("two tensors of it have the same name")
    }
    let data = file[(8 + size)...]
    var found: [(array: NamedArray, start: Int)] = []
    for member in members where member.key != "__metadata__" {
      found.append(try tensor(member.key, member.value, data))
    }
    try check(found, data.count)
    var metadata: [String: String] = [:]
    if case .object(let pairs)? = header?["__metadata__"] {
      for pair in pairs { metadata[pair.key] = pair.value.text }
    }
    return (found.map(\.array), metadata)
  }

  private static func tensor(
    _ name: String, _ value: JSONText, _ data: ArraySlice<UInt8>
  ) throws(ExchangeFault) -> (array: NamedArray, start: Int) {
    guard let word = value["dtype"]?.text, let shape = value["shape"]?.items?.map(\.int),
      let span = value["data_offsets"]?.items?.map(\.int), span.count == 2, let start = span[0],
      let end = span[1]
    else { throw ExchangeFault("tensor \(name.shown) has no dtype, shape or data_offsets") }
    guard let kind = kinds[word] else {
      throw ExchangeFault(
        "tensor \(name.shown) is of \(word.shown) numbers, which nn does not take",
        advice: ["In Python: save_file({k: v.float() for k, v in tensors.items()}, \"FILE\")"])
    }
    let lengths = shape.compactMap { $0 }
    guard start >= 0, end >= start, end <= data.count else {
      throw ExchangeFault(
        "tensor \(name.shown) ends behind the end of the file: it was cut short",
        advice: ["Get the file again."])
    }
    let coding = NumberCoding(kind)
    guard lengths.count == shape.count, let count = NamedArray.count(lengths),
      count.multipliedReportingOverflow(by: coding.size) == (end - start, false)
    else {
      throw ExchangeFault("tensor \(name.shown) has another number of bytes than its shape takes")
    }
    let bytes = data[(data.startIndex + start)..<(data.startIndex + end)]
    return (NamedArray(name, lengths, coding, bytes), start)
  }

  private static let kinds: [String: NumberCoding.Kind] = [
    "F64": .float64, "F32": .float32, "F16": .float16, "BF16": .bfloat16, "I64": .signed(8),
    "I32": .signed(4),
    "I16": .signed(2), "I8": .signed(1), "U8": .unsigned(1), "U16": .unsigned(2), "U32": .unsigned(4),
    "U64": .unsigned(8), "BOOL": .bool,
  ]

  /// Every byte is part of one tensor.
  private static func check(
    _ found: [(array: NamedArray, start: Int)], _ size: Int
  ) throws(ExchangeFault) {
    var end = 0
    for (array, start) in found.sorted(by: {
      ($0.start, $0.array.bytes.count) < ($1.start, $1.array.bytes.count)
    }) {
      guard start == end else {
        throw ExchangeFault(
          start < end
            ? "tensor \(array.name.shown) lies over another one"
            : "there are bytes before tensor \(array.name.shown) that belong to none")
      }
      end = start + array.bytes.count
    }
    guard end == size else {
      throw ExchangeFault("there are bytes behind the last tensor that belong to none")
    }
  }
}
