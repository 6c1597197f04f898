import Archives
import NeuralCore

/// Reads what `torch.save(model.state_dict(), FILE)` writes: a zip archive with a pickled dictionary, `data.pkl`, and a file
/// for the numbers of each storage, `data/0` …
enum PTReader {
  static func net(_ file: FileBytes, _ request: ImportRequest) throws(ExchangeFault) -> ImportedNet {
    let arrays = try tensors(of: file, request.stop)
    return try WeightArrays(arrays, usual: .outIn, isOrdered: true).imported(
      request.activations, request.stop)
  }

  /// Of `data.pkl`, in which names and shapes are.
  private static let mostPickled = 16_000_000

  private static func tensors(
    of file: FileBytes, _ stop: StopSignal
  ) throws(ExchangeFault) -> [NamedArray] {
    guard let archive = ZipArchive(file) else { throw noArchive(file) }
    guard let pickled = archive.order.first(where: { $0.hasSuffix("/data.pkl") || $0 == "data.pkl" }) else {
      throw ExchangeFault("it is an archive without data.pkl, so none that torch.save wrote")
    }
    let folder = String(pickled.dropLast("data.pkl".count))
    guard !archive.order.contains(where: { $0.hasPrefix(folder + "code/") }) else {
      throw ExchangeFault(
        "it is a program of TorchScript",
        advice: ["In Python: torch.save(torch.jit.load(\"FILE\").state_dict(), \"FILE.pt\")"])
    }
    guard archive.size(pickled) ?? 0 <= mostPickled else {
      throw ExchangeFault(
        "its data.pkl has more than \(mostPickled / 1_000_000) MB, which no dictionary of tensors has",
        advice: Pickle.advice)
    }
    guard let bytes = archive.file(pickled) else {
      throw ExchangeFault("its data.pkl is damaged", advice: ["Get the file again."])
    }
    let order = folder + "byteorder"
    let isBigEndian =
      archive.size(order) ?? 0 <= 100
      && archive.file(order).map { $0.starts(with: Array("big".utf8)) } ?? false
    var tensors = TensorDictionary(try Pickle(bytes, stop), archive, folder, isBigEndian: isBigEndian)
    return try tensors.arrays()
  }

  private static func noArchive(_ file: FileBytes) -> ExchangeFault {
    // How PyTorch before 1.6 began its files: the pickled number 0x1950a86a20f9469cfc6c.
    let mark: [UInt8] = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]
    return file.starts(with: mark)
      ? ExchangeFault(
        "it is of the form that PyTorch wrote before version 1.6",
        advice: ["In Python: torch.save(torch.load(\"FILE\"), \"FILE\")"])
      : ExchangeFault(
        "it is no archive that torch.save wrote, or was cut short", advice: ["Get the file again."])
  }
}

/// The tensors of a pickled dictionary.
private struct TensorDictionary {
  let pickle: Pickle
  let archive: ZipArchive
  let folder: String
  let isBigEndian: Bool
  private var bytesSoFar = 0
  private var storages: [String: FileBytes] = [:]

  init(_ pickle: Pickle, _ archive: ZipArchive, _ folder: String, isBigEndian: Bool) {
    (self.pickle, self.archive, self.folder, self.isBigEndian) = (pickle, archive, folder, isBigEndian)
  }

  mutating func arrays() throws(ExchangeFault) -> [NamedArray] {
    var arrays: [NamedArray] = []
    for (name, place) in try named() { arrays.append(try array(name, pickle.items[place])) }
    guard Set(arrays.map(\.name)).count == arrays.count else {
      throw ExchangeFault("two tensors of it have the same name")
    }
    return arrays
  }

  /// Names and tensors of the dictionary, or of the one within it that holds the weights, as checkpoints have it.
  private func named() throws(ExchangeFault) -> [(String, Int)] {
    guard case .dictionary(let top) = pickle.top else {
      throw ExchangeFault("it holds no dictionary of tensors", advice: Pickle.advice)
    }
    let members = Self.members(pickle.items[top])
    let tensors = Self.tensors(members)
    if !tensors.isEmpty { return tensors }
    for key in ["state_dict", "model_state_dict", "model"] {
      if case .dictionary(let place)? = members.first(where: { $0.0 == key })?.1 {
        let tensors = Self.tensors(Self.members(pickle.items[place]))
        if !tensors.isEmpty { return tensors }
      }
    }
    throw ExchangeFault("there are no tensors in its dictionary", advice: Pickle.advice)
  }

  private static func members(_ items: [Pickle.Object]) -> [(String, Pickle.Object)] {
    stride(from: 0, to: items.count - 1, by: 2).compactMap { k in
      if case .text(let name) = items[k] { (name, items[k + 1]) } else { nil }
    }
  }

  private static func tensors(_ members: [(String, Pickle.Object)]) -> [(String, Int)] {
    members.compactMap { if case .tensor(let place) = $0.1 { ($0.0, place) } else { nil } }
  }

  /// Of what `_rebuild_tensor_v2` gets: storage, offset, size, stride …
  private mutating func array(_ name: String, _ parts: [Pickle.Object]) throws(ExchangeFault) -> NamedArray {
    guard parts.count >= 4, case .storage(let storage) = parts[0], case .number(let offset) = parts[1],
      let shape = numbers(parts[2]), let strides = numbers(parts[3]), shape.count == strides.count,
      let count = NamedArray.count(shape), offset >= 0
    else { throw ExchangeFault("tensor \(name.shown) is damaged", advice: ["Get the file again."]) }
    var step = 1
    for (length, stride) in zip(shape, strides).reversed() where length != 1 {
      guard stride == step || count == 0 else {
        throw ExchangeFault(
          "tensor \(name.shown) does not lie row by row: it is a view of another one",
          advice: [
            "In Python: torch.save({k: v.contiguous() for k, v in model.state_dict().items()}, \"FILE\")"
          ])
      }
      step &*= length
    }
    let (bytes, coding) = try numbers(of: storage, name)
    let (end, isTooLarge) = offset.addingReportingOverflow(count)
    guard !isTooLarge, end <= bytes.count / coding.size else {
      throw ExchangeFault(
        "tensor \(name.shown) is larger than what was saved of it", advice: ["Get the file again."])
    }
    return NamedArray(name, shape, coding, bytes[offset * coding.size..<end * coding.size])
  }

  private func numbers(_ object: Pickle.Object) -> [Int]? {
    guard case .list(let place) = object else { return nil }
    let numbers = pickle.items[place].compactMap { if case .number(let number) = $0 { number } else { nil } }
    return numbers.count == pickle.items[place].count ? numbers : nil
  }

  /// The bytes of `("storage", torch.FloatStorage, "0", "cpu", 12)`.
  private mutating func numbers(
    of storage: Int, _ name: String
  ) throws(ExchangeFault) -> (FileBytes, NumberCoding) {
    let parts = pickle.items[storage]
    guard parts.count >= 5, case .global(let type) = parts[1], case .text(let key) = parts[2],
      case .number(let count) = parts[4], count >= 0
    else { throw ExchangeFault("tensor \(name.shown) is damaged", advice: ["Get the file again."]) }
    guard let kind = Self.kinds[type] else {
      guard type.hasPrefix("torch ") else { throw Pickle.refused(type) }
      throw ExchangeFault(
        "tensor \(name.shown) is of \(type.dropFirst(6)), which nn does not take",
        advice: ["In Python: torch.save({k: v.float() for k, v in model.state_dict().items()}, \"FILE\")"])
    }
    let coding = NumberCoding(kind, isBigEndian: isBigEndian)
    if let known = storages[key] { return (known, coding) }
    bytesSoFar += archive.size(folder + "data/" + key) ?? 0
    guard bytesSoFar <= FileFormat.mostBytes else { throw .tooLarge }
    guard let bytes = archive.file(folder + "data/" + key), bytes.count / coding.size >= count else {
      throw ExchangeFault(
        "the numbers of tensor \(name.shown) are damaged or missing", advice: ["Get the file again."])
    }
    storages[key] = bytes
    return (bytes, coding)
  }

  private static let kinds: [String: NumberCoding.Kind] = [
    "torch FloatStorage": .float32, "torch DoubleStorage": .float64, "torch HalfStorage": .float16,
    "torch BFloat16Storage": .bfloat16, "torch LongStorage": .signed(8), "torch IntStorage": .signed(4),
    "torch ShortStorage": .signed(2), "torch CharStorage": .signed(1), "torch ByteStorage": .unsigned(1),
    "torch BoolStorage": .bool,
  ]
}
