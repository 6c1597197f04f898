/// A message of protocol buffers as its bytes have it: fields with a number each, in any order ("Encoding", protobuf.dev).
/// Only one level is read: what is within a field is read when it is asked for.
struct ProtobufMessage {
  /// What a field holds.
  enum Value {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  private var fields: [(number: Int, value: Value)] = []
  /// A message of a net has fewer.
  private static let mostFields = 1_000_000

  init(_ bytes: ArraySlice<UInt8>) throws(ExchangeFault) {
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let tag = try Self.varint(bytes, &place)
      let number = Int(truncatingIfNeeded: tag >> 3)
      guard number > 0, fields.count < Self.mostFields else { throw Self.broken }
      switch tag & 7 {
      case 0: fields.append((number, .number(try Self.varint(bytes, &place))))
      case 1: fields.append((number, .number(try Self.fixed(8, bytes, &place))))
      case 2:
        let length = try Self.varint(bytes, &place)
        guard let length = Int(exactly: length), length <= bytes.endIndex - place else { throw Self.broken }
        fields.append((number, .bytes(bytes[place..<place + length])))
        place += length
      case 5: fields.append((number, .number(try Self.fixed(4, bytes, &place))))
      default: throw Self.broken
      }
    }
  }

  static let broken = ExchangeFault("it is damaged, or no file of ONNX", advice: ["Get the file again."])

  private static func varint(
    _ bytes: ArraySlice<UInt8>, _ place: inout Int
  ) throws(ExchangeFault) -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while place < bytes.endIndex, shift < 64 {
      let byte = bytes[place]
      place += 1
      value |= UInt64(byte & 127) << shift
      if byte < 128 { return value }
      shift += 7
    }
    throw broken
  }

  private static func fixed(
    _ count: Int, _ bytes: ArraySlice<UInt8>, _ place: inout Int
  ) throws(ExchangeFault) -> UInt64 {
    guard count <= bytes.endIndex - place else { throw broken }
    defer { place += count }
    return (0..<count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[place + $1]) }
  }

  // MARK: Fields

  /// The last of this number, as a number.
  func number(_ field: Int) -> UInt64? {
    for (number, value) in fields.reversed() where number == field {
      if case .number(let bits) = value { return bits }
    }
    return nil
  }

  func int(_ field: Int) -> Int? { number(field).map { Int(truncatingIfNeeded: $0) } }

  func float(_ field: Int) -> Double? {
    number(field).map { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) }
  }

  /// All of this number that have bytes.
  func all(_ field: Int) -> [ArraySlice<UInt8>] {
    fields.compactMap { if $0.number == field, case .bytes(let bytes) = $0.value { bytes } else { nil } }
  }

  func message(_ field: Int) throws(ExchangeFault) -> ProtobufMessage? {
    guard let bytes = all(field).last else { return nil }
    return try ProtobufMessage(bytes)
  }

  func text(_ field: Int) -> String { all(field).last.map { String(decoding: $0, as: UTF8.self) } ?? "" }
  func texts(_ field: Int) -> [String] { all(field).map { String(decoding: $0, as: UTF8.self) } }

  /// Whole numbers of a repeated field, packed or one by one; no more than these.
  func ints(_ field: Int, atMost most: Int) throws(ExchangeFault) -> [Int] {
    var numbers: [Int] = []
    for (number, value) in fields where number == field {
      switch value {
      case .number(let bits): numbers.append(Int(truncatingIfNeeded: bits))
      case .bytes(let bytes):
        var place = bytes.startIndex
        while place < bytes.endIndex, numbers.count < most {
          numbers.append(Int(truncatingIfNeeded: try Self.varint(bytes, &place)))
        }
      }
    }
    return numbers
  }

  /// Numbers of four or eight bytes of a repeated field, packed or one by one.
  func floats(_ field: Int, isDouble: Bool = false) -> [Double] {
    func number(_ bits: UInt64) -> Double {
      isDouble ? Double(bitPattern: bits) : Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    }
    let size = isDouble ? 8 : 4
    return fields.filter { $0.number == field }.flatMap { field in
      switch field.value {
      case .number(let bits): [number(bits)]
      case .bytes(let bytes):
        (0..<bytes.count / size).map { k in
          let start = bytes.startIndex + k * size
          return number((0..<size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[start + $1]) })
        }
      }
    }
  }
}
