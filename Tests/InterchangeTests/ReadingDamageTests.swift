import Archives
import Foundation
import NeuralCore
import Testing

import Interchange

/// Files that were damaged, cut short, or made to do harm: a fault, or a net that fits together; never more.
struct ReadingDamageTests {
  /// What is fed: a file of each format and kind, under the name that picks the format.
  static let seeds = [
    "small.safetensors", "double.safetensors", "by-hand.npz", "sk-in-turn.npz", "keras.npz", "deep.pt",
    "checkpoint.pth",
    "torch-old.onnx", "torch-all-2.onnx", "torch-normalized.onnx", "sk-two.onnx", "sk-three.onnx",
    "fann-scaled.net",
    "fann-steps.net", "snns-many.net",
  ]

  /// The activations that make the file whole.
  private static func request(_ file: String) -> ImportRequest {
    ImportRequest(activations: ReadingTests.cases.first { $0.file == file }?.activations ?? [])
  }

  private static func load(_ file: String, _ bytes: FileBytes) throws -> Bool {
    let format = try ReadingTests.format(file, bytes)
    do throws(ExchangeFault) {
      let net = try format.load(bytes, request(file)).net
      let outputs = try net.outputs(for: Vector(zeros: net.network.inputs, net.network.precision))
      #expect(outputs.count == net.network.outputs)
      #expect(net.inputScaling.map { $0.shift.count == net.network.inputs } ?? true)
      #expect(net.targetScaling.map { $0.shift.count == net.network.outputs } ?? true)
      return true
    } catch {
      #expect(!error.message.isEmpty && !error.message.hasSuffix("."), "\(error.message)")
      #expect(
        error.message.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }, "\(error.message)")
      return false
    }
  }

  /// 200 files of each: bytes that are others, parts that are missing or there twice, lengths that are huge.
  @Test(arguments: ReadingDamageTests.seeds)
  func mutatedFilesAreRefusedOrRead(_ file: String) throws {
    let whole = try ReadingTests.bytes(file)
    #expect(try Self.load(file, whole))
    var generator = MersenneTwister(seed: 20)
    func draw(_ bound: Int) -> Int { Int(generator.nextWord() % UInt32(bound)) }
    var refused = 0
    for _ in 0..<200 {
      var bytes = whole
      for _ in 0...draw(3) where !bytes.isEmpty {
        let place = draw(bytes.count)
        switch draw(6) {
        case 0: bytes[place] = UInt8(draw(256))
        case 1: bytes[place] ^= UInt8(1 << draw(8))
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + draw(40)))
        case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + draw(40))], at: place)
        case 4: bytes.removeSubrange(place...)
        default:
          for k in place..<min(bytes.count, place + 4) { bytes[k] = [0xff, 0x7f, 0x80, 0][draw(4)] }
        }
      }
      if try !Self.load(file, bytes) { refused += 1 }
    }
    #expect(refused > 20)
  }

  /// Every beginning of a file.
  @Test(arguments: ReadingDamageTests.seeds)
  func filesThatWereCutShortAreRefused(_ file: String) throws {
    let whole = try ReadingTests.bytes(file)
    let lengths = Set((0..<100).map { whole.count * $0 / 100 })
    for length in lengths where length < whole.count - 2 {
      let isRead = try Self.load(file, Array(whole.prefix(length)))
      // ONNX and the text formats may lose what nobody needs, at their ends.
      if !file.hasSuffix(".onnx"), !file.hasSuffix(".net") {
        #expect(!isRead, "\(length) of \(whole.count) bytes")
      }
    }
  }

  // MARK: Made to do harm

  private static func fault(_ format: FileFormat, _ bytes: FileBytes) -> String {
    do throws(ExchangeFault) {
      _ = try format.load(bytes, ImportRequest(activations: [.linear]))
      return "read"
    } catch {
      return error.message
    }
  }

  private static func safetensors(_ header: String, data: Int = 8) -> FileBytes {
    let length = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + Array(header.utf8)
      + FileBytes(repeating: 0, count: data)
  }

  @Test(arguments: [
    (
      #"{"a":{"dtype":"F32","shape":[9223372036854775807,2],"data_offsets":[0,8]}}"#,
      "another number of bytes"
    ),
    (#"{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,800]}}"#, "ends behind the end"),
    (#"{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}"#, "another number of bytes"),
    (#"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]}}"#, "belong to none"),
    (
      #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#,
      "lies over another"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]}}"#,
      "the same name"
    ),
    (#"{"a":{"dtype":"F8_E4M3","shape":[2,4],"data_offsets":[0,8]}}"#, "F8_E4M3 numbers"),
    (#"{"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"#, "no JSON"),
  ])
  func safetensorsThatLie(_ header: String, _ words: String) {
    let message = Self.fault(.safetensors, Self.safetensors(header))
    #expect(message.contains(words), "\(message)")
  }

  @Test func headersThatClaimMuchAreRefusedBeforeMemoryIsTaken() {
    let huge: FileBytes = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x7b, 0x7d]
    #expect(Self.fault(.safetensors, huge).contains("the most"))
    // GLOBAL, then a text of 4 GB.
    let pickled: FileBytes = [0x80, 2, 0x58, 0xff, 0xff, 0xff, 0xff]
    #expect(Self.fault(.pt, Self.torch(pickled)).contains("damaged"))
    // A graph with a tensor of 2⁶² numbers, of which none is there.
    let dims: FileBytes = [0x08] + FileBytes(repeating: 0x80, count: 8) + [0x40, 0x08, 1]
    let tensor = dims + [0x10, 1, 0x42, 1, 0x77]
    let graph: FileBytes = [0x2a, UInt8(tensor.count)] + tensor + [0x5a, 3, 0x0a, 1, 0x78]
    let message = Self.refusal(.onnx, [0x08, 7, 0x3a, UInt8(graph.count)] + graph)
    #expect(message.contains("none of its outputs"), "\(message)")
  }

  /// An archive as torch.save makes it, with some pickled bytes.
  private static func torch(_ pickled: FileBytes) -> FileBytes {
    var archive = ZipWriter()
    archive.add("archive/data.pkl", pickled)
    archive.add("archive/data/0", [0, 0, 0, 0])
    return archive.archive()
  }

  @Test func namesThatAFileWantsToCallAreNamedAndNotCalled() {
    let system = Array("cposix\nsystem\n(X\u{8}\0\0\0echo hit".utf8) + Array("tR.".utf8)
    #expect(Self.fault(.pt, Self.torch([0x80, 2] + system)).contains("wants Python to run posix system"))
    let module = Array("c__main__\nNet\n)R}b.".utf8)
    #expect(Self.fault(.pt, Self.torch([0x80, 2] + module)).contains("__main__ Net"))
    let eval = Array("X\u{8}\0\0\0builtinsX\u{4}\0\0\0eval".utf8) + [0x93] + Array(")R.".utf8)
    #expect(Self.fault(.pt, Self.torch([0x80, 4] + eval)).contains("builtins eval"))
    // An opcode that makes an object of a class: OBJ.
    #expect(Self.fault(.pt, Self.torch([0x80, 2, 0x28, 0x6f, 0x2e])).contains("opcode 111"))
  }

  @Test func picklesMayNestAndReferToThemselves() {
    let nested = FileBytes(repeating: 0x5d, count: 1) + FileBytes(repeating: 0x85, count: 500_000) + [0x2e]
    #expect(Self.fault(.pt, Self.torch(nested)).contains("no dictionary"))
    // A dictionary that is a member of itself.
    let cycle: FileBytes = [0x7d, 0x71, 0, 0x58, 1, 0, 0, 0, 0x61, 0x68, 0, 0x73, 0x2e]
    #expect(Self.fault(.pt, Self.torch(cycle)).contains("no tensors"))
  }

  /// Little that is packed becomes much: refused before it is unpacked, or by a budget.
  @Test func picklesThatGrowAreRefused() {
    let many = FileBytes(repeating: UInt8(ascii: ")"), count: 2_000_000) + [0x2e]
    #expect(Self.fault(.pt, Self.torch(many)).contains("more than 1000000 objects"))
    let long = [0x58, 0, 0, 0, 1] + FileBytes(repeating: 97, count: 1 << 24) + [0x2e]
    #expect(Self.fault(.pt, Self.torch(long)).contains("data.pkl has more than 16 MB"))
  }

  /// An array of NumPy that is all shape: of a byte each.
  private static func array(_ shape: String, _ count: Int, _ kind: String = "|b1") -> FileBytes {
    let header = "{'descr': '\(kind)', 'fortran_order': False, 'shape': \(shape), }\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
      + FileBytes(repeating: 1, count: count)
  }

  @Test func scalingHasTheWidthOfTheNet() {
    var archive = ZipWriter()
    archive.add("nn.activations.npy", Self.array("(1,)", 6, "|S6").dropLast(6) + Array("linear".utf8))
    archive.add("0.weight.npy", Self.array("(2, 3)", 6))
    archive.add("nn.input_shift.npy", Self.array("(100000,)", 100_000))
    archive.add("nn.input_scale.npy", Self.array("(3,)", 3))
    let message = Self.refusal(.npz, archive.archive())
    #expect(message == "its scaling has not 3 finite shifts and as many scales other than 0", "\(message)")
  }

  /// Texts are bounded, since they become many times as large.
  @Test(arguments: [FileFormat.json, .fann, .snns].map(\.name)) func textsAreBounded(_ name: String) throws {
    let format = try #require(FileFormat.named(name))
    let message = Self.refusal(format, FileBytes(repeating: 32, count: format.mostBytes + 1))
    #expect(format.mostBytes == 100_000_000 && message.hasPrefix("it has more than 100 MB"))
  }

  /// Whoever wants the reading to end is heard while lines, groups and values are taken apart.
  @Test func readingOfLongTextsEnds() throws {
    let lines = Array("FANN_FLO_2.1\n".utf8) + FileBytes(repeating: 10, count: 5_000_000)
    let start = "FANN_FLO_2.1\nnum_layers=2\nlayer_sizes=2 2 \nneurons "
    let groups = Array((start + "=" + String(repeating: "(0, 0, 0) ", count: 4)).utf8)
    let connections =
      Array("\nconnections=".utf8) + Array(repeatElement("(0, 1) ", count: 50_000).joined().utf8)
    let units =
      Array("SNNS network definition file V1.4-3D\n".utf8) + FileBytes(repeating: 10, count: 5_000_000)
    let list =
      Array("{\"nn\": 1, \"layers\": [".utf8) + Array(repeatElement("1,", count: 50_000).joined().utf8)
      + Array("1]}".utf8)
    for (format, bytes) in [
      (FileFormat.fann, lines), (.fann, groups + connections), (.snns, units), (.json, list),
      (.pt, Self.torch(FileBytes(repeating: UInt8(ascii: ")"), count: 20_000) + [0x2e])),
    ] {
      #expect(throws: ExchangeFault.interrupted, "\(format.name)") {
        try format.load(bytes, ImportRequest(StopSignal { true }))
      }
    }
  }

  @Test func wordsOfFilesAreShownWithoutWhatTerminalsDo() {
    let message = Self.refusal(
      .json, Array("{\"nn\": 1, \"layers\": [{\"activation\": \"a\\u001b[31m\", \"weights\": [[1]]}]}".utf8))
    #expect(message == "layer 1 has the activation \"a\u{fffd}[31m\", which nn does not know")
  }

  @Test func archivesWithTwoFilesOfANameAreRefused() throws {
    var archive = ZipWriter()
    for _ in 0..<2 { archive.add("W0.npy", [1]) }
    #expect(Self.fault(.npz, archive.archive()).contains("no archive"))
    archive = ZipWriter()
    archive.add("x.exe", [1])
    #expect(Self.fault(.npz, archive.archive()).contains("x.exe"))
  }

  /// A deflated entry that claims more than deflate can pack.
  @Test func compressionBombsAreRefused() throws {
    var bytes = try ReadingTests.bytes("sk-in-turn.npz")
    let mark: FileBytes = [0x50, 0x4b, 0x01, 0x02]
    let place = try #require(bytes.indices.dropLast(46).first { bytes[$0..<$0 + 4].elementsEqual(mark) })
    bytes.replaceSubrange(place + 24..<place + 28, with: [0, 0, 0, 0x10])
    #expect(Self.fault(.npz, bytes).contains("damaged or too large"))
  }

  @Test func objectsOfPythonInArraysAreRefused() {
    var archive = ZipWriter()
    let header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n"
    archive.add(
      "a.npy",
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + [0, 0])
    #expect(Self.fault(.npz, archive.archive()).contains("objects of Python"))
  }

  @Test func whatHasNoCounterpartIsRefusedByName() throws {
    func text(_ file: String, _ change: (String) -> String) throws -> FileBytes {
      Array(change(String(decoding: try ReadingTests.bytes(file), as: UTF8.self)).utf8)
    }
    let fann = "fann-sigmoid.net"
    #expect(
      Self.refusal(.fann, try text(fann) { $0.replacing("network_type=0", with: "network_type=1") }).contains(
        "shortcut"))
    #expect(
      Self.refusal(.fann, try text(fann) { $0.replacing("connection_rate=1.0", with: "connection_rate=0.5") })
        .contains("sparse"))
    #expect(
      Self.refusal(.fann, try text(fann) { $0.replacing("(3, 3, ", with: "(3, 7, ") }).contains(
        "FANN_GAUSSIAN"))
    #expect(
      Self.refusal(.fann, try text(fann) { $0.replacing("FANN_FLO_2.1", with: "FANN_FIX_2.1") }).contains(
        "FANN_FIX"))
    let snns = "snns-many.net"
    #expect(
      Self.refusal(.snns, try text(snns) { $0.replacing("Act_Elliott ", with: "Act_RBF_Gaus") }).contains(
        "Act_RBF_Gaus"))
    #expect(
      Self.refusal(.snns, try text(snns) { $0.replacing("  4 |      |", with: " 12 |      |") }).contains(
        "not layers"))
  }

  private static func refusal(_ format: FileFormat, _ bytes: FileBytes) -> String {
    do throws(ExchangeFault) {
      _ = try format.load(bytes, ImportRequest())
      return "read"
    } catch {
      return error.message
    }
  }
}
