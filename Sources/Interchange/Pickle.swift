import NeuralCore

/// Pickled objects of Python, as far as dictionaries of tensors go: a stack machine over the opcodes that such files have.
/// Nothing is ever called: a name that a file wants to call is compared with the few that are known, and refused.
///
/// Objects lie in one array and refer to each other by place, so that nothing here runs deeper than a file nests.
struct Pickle {
  /// An object, as far as it matters.
  enum Object {
    case none
    case number(Int)
    case text(String)
    /// Of `items`.
    case list(Int)
    /// Of `items`: keys and values in turn.
    case dictionary(Int)
    /// A name that is called, or stands for a kind of numbers: `torch FloatStorage`.
    case global(String)
    /// What `persistent_load` gets: of `items`.
    case storage(Int)
    /// What `_rebuild_tensor_v2` gets: of `items`.
    case tensor(Int)
    /// Anything that is no part of weights.
    case other
  }

  /// Of lists, tuples and dictionaries.
  private(set) var items: [[Object]] = []
  /// What the file holds.
  private(set) var top = Object.none

  private var stack: [Object] = []
  private var marks: [Int] = []
  private var memo: [Int: Object] = [:]
  private let bytes: FileBytes
  private var place = 0

  /// The names that state dictionaries of PyTorch call, besides the kinds of their numbers.
  private static let known: Set<String> = [
    "collections OrderedDict", "torch._utils _rebuild_tensor_v2", "torch._utils _rebuild_parameter",
  ]

  /// Files of dense nets have some thousands.
  private static let mostObjects = 1_000_000

  init(_ bytes: FileBytes, _ stop: StopSignal) throws(ExchangeFault) {
    self.bytes = bytes
    var steps = 0
    while try step() {
      steps += 1
      guard steps & 0xfff != 0 || !stop.isGiven else { throw .interrupted }
      guard max(stack.count, items.count) <= Self.mostObjects else {
        throw ExchangeFault(
          "its pickled part holds more than \(Self.mostObjects) objects", advice: Self.advice)
      }
    }
  }

  private static let broken = ExchangeFault("its pickled part is damaged", advice: ["Get the file again."])

  // MARK: Bytes

  private mutating func number(_ count: Int) throws(ExchangeFault) -> Int {
    let taken = try take(count)
    return taken.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func take(_ count: Int) throws(ExchangeFault) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - place else { throw Self.broken }
    defer { place += count }
    return bytes[place..<place + count]
  }

  private mutating func line() throws(ExchangeFault) -> String {
    guard let end = bytes[place...].firstIndex(of: 10) else { throw Self.broken }
    let text = String(decoding: try take(end - place), as: UTF8.self)
    place += 1
    return text
  }

  // MARK: Stack

  private mutating func pop() throws(ExchangeFault) -> Object {
    guard stack.count > marks.last ?? 0, let object = stack.popLast() else { throw Self.broken }
    return object
  }

  private mutating func popMarked() throws(ExchangeFault) -> [Object] {
    guard let mark = marks.popLast() else { throw Self.broken }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  private mutating func push(items new: [Object], as object: (Int) -> Object) {
    items.append(new)
    stack.append(object(items.count - 1))
  }

  // MARK: Opcodes

  /// - Returns: whether there is more to come.
  private mutating func step() throws(ExchangeFault) -> Bool {
    guard place < bytes.count else { throw Self.broken }
    let code = bytes[place]
    place += 1
    if code == UInt8(ascii: ".") {
      top = try pop()
      return false
    }
    if try value(code) { return true }
    if try container(code) { return true }
    if try place(code) { return true }
    switch code {
    case UInt8(ascii: "c"):
      let module = try line()
      stack.append(.global("\(module) \(try line())"))
    // STACK_GLOBAL
    case 0x93:
      guard case .text(let name) = try pop(), case .text(let module) = try pop() else { throw Self.broken }
      stack.append(.global("\(module) \(name)"))
    case UInt8(ascii: "R"):
      let arguments = try pop()
      try call(try pop(), arguments)
    // BINPERSID
    case UInt8(ascii: "Q"):
      guard case .list(let place) = try pop() else { throw Self.broken }
      stack.append(.storage(place))
    // BUILD: attributes of an ordered dictionary, which say versions of layers.
    case UInt8(ascii: "b"):
      _ = try pop()
      guard case .dictionary = try peek() else {
        throw ExchangeFault(
          "it holds an object of Python that is no dictionary of tensors", advice: Self.advice)
      }
    default:
      throw ExchangeFault(
        "its pickled part has the opcode \(code), which dictionaries of tensors do not have",
        advice: Self.advice)
    }
    return true
  }

  static let advice = [
    "In Python: torch.save(model.state_dict(), \"FILE\"), where `model` is what was saved."
  ]

  private func peek() throws(ExchangeFault) -> Object {
    guard stack.count > marks.last ?? 0, let object = stack.last else { throw Self.broken }
    return object
  }

  private mutating func remember(_ width: Int) throws(ExchangeFault) {
    memo[try number(width)] = try peek()
  }

  private mutating func recall(_ width: Int) throws(ExchangeFault) {
    guard let object = memo[try number(width)] else { throw Self.broken }
    stack.append(object)
  }

  /// What stands where: marks, the memo, and what only frames the rest.
  private mutating func place(_ code: UInt8) throws(ExchangeFault) -> Bool {
    switch code {
    // PROTO, FRAME
    case 0x80: _ = try take(1)
    case 0x95: _ = try take(8)
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "0"): _ = try pop()
    case UInt8(ascii: "q"): try remember(1)
    case UInt8(ascii: "r"): try remember(4)
    case 0x94: memo[memo.count] = try peek()
    case UInt8(ascii: "h"): try recall(1)
    case UInt8(ascii: "j"): try recall(4)
    default: return false
    }
    return true
  }

  /// Numbers and texts.
  private mutating func value(_ code: UInt8) throws(ExchangeFault) -> Bool {
    switch code {
    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88: stack.append(.number(1))
    case 0x89: stack.append(.number(0))
    case UInt8(ascii: "K"): stack.append(.number(try number(1)))
    case UInt8(ascii: "M"): stack.append(.number(try number(2)))
    case UInt8(ascii: "J"):
      stack.append(.number(Int(Int32(truncatingIfNeeded: try number(4)))))
    // LONG1
    case 0x8a:
      let count = try number(1)
      guard count <= 8 else { throw Self.broken }
      let bits = try number(count)
      stack.append(.number(count == 0 ? 0 : (bits << (64 - 8 * count)) >> (64 - 8 * count)))
    case UInt8(ascii: "G"):
      _ = try take(8)
      stack.append(.other)
    case UInt8(ascii: "X"): try text(4)
    // SHORT_BINUNICODE; SHORT_BINBYTES, SHORT_BINSTRING
    case 0x8c: try text(1)
    case UInt8(ascii: "U"), UInt8(ascii: "C"): try text(1)
    default: return false
    }
    return true
  }

  private mutating func text(_ width: Int) throws(ExchangeFault) {
    stack.append(.text(String(decoding: try take(try number(width)), as: UTF8.self)))
  }

  /// Lists, tuples and dictionaries.
  private mutating func container(_ code: UInt8) throws(ExchangeFault) -> Bool {
    switch code {
    case UInt8(ascii: ")"), UInt8(ascii: "]"): push(items: []) { .list($0) }
    case UInt8(ascii: "}"): push(items: []) { .dictionary($0) }
    case UInt8(ascii: "t"), UInt8(ascii: "l"): push(items: try popMarked()) { .list($0) }
    case UInt8(ascii: "d"): push(items: try popMarked()) { .dictionary($0) }
    case 0x85...0x87:
      var parts: [Object] = []
      for _ in 0x85...code { parts.append(try pop()) }
      push(items: parts.reversed()) { .list($0) }
    case UInt8(ascii: "a"): try append([try pop()])
    case UInt8(ascii: "e"): try append(try popMarked())
    case UInt8(ascii: "s"):
      let value = try pop()
      try append([try pop(), value])
    case UInt8(ascii: "u"): try append(try popMarked())
    default: return false
    }
    return true
  }

  private mutating func append(_ new: [Object]) throws(ExchangeFault) {
    switch try peek() {
    case .list(let place): items[place] += new
    case .dictionary(let place):
      guard new.count.isMultiple(of: 2) else { throw Self.broken }
      items[place] += new
    case .none, .number, .text, .global, .storage, .tensor, .other: throw Self.broken
    }
  }

  private mutating func call(_ function: Object, _ arguments: Object) throws(ExchangeFault) {
    guard case .global(let name) = function, case .list(let place) = arguments else { throw Self.broken }
    switch name {
    case "collections OrderedDict": push(items: []) { .dictionary($0) }
    case "torch._utils _rebuild_tensor_v2": stack.append(.tensor(place))
    case "torch._utils _rebuild_parameter":
      guard let data = items[place].first else { throw Self.broken }
      stack.append(data)
    default: throw Self.refused(name)
    }
  }

  /// A name that is called, refused.
  static func refused(_ name: String) -> ExchangeFault {
    ExchangeFault(
      "this file wants Python to run \(name.shown), and nn runs nothing out of files", advice: advice)
  }
}
