import NeuralCore

/// A kind of file that nets leave in, or come from: a row of the table of formats, with all that is known of it.
public struct FileFormat: Sendable {
  /// What `as` takes.
  public let name: String
  /// The ends of file names that mean it. Several rows may share one: the first of them is what it means without `as`.
  public let suffixes: [String]
  /// What opens such files, as messages and reports name it.
  public let tool: String
  /// What the file holds, in a line of help, without a final stop.
  public let summary: String
  /// What it cannot hold or says otherwise, a sentence each.
  public let limits: [String]
  /// The options of `export` that change what it holds.
  public let choices: Set<Choice>
  /// The most bytes of a file that is read.
  public let mostBytes: Int
  /// How its files begin, where several rows share the end of a name; else empty.
  let opening: String
  /// How a file that nn wrote in it is known again; nil where nets only come from it.
  let mark: OwnMark?
  /// nil where nets only come from it.
  let writer: (@Sendable (ExchangedNet, ExportRequest) throws(ExchangeFault) -> ExportedFile)?
  /// nil where nets only leave in it.
  let reader: (@Sendable (FileBytes, ImportRequest) throws(ExchangeFault) -> ImportedNet)?
  /// Reads back what the writer wrote, to compare it with the net; nil where the reader does so, or nothing can.
  let proof: (@Sendable (ExportedFile, StopSignal) throws(ExchangeFault) -> ExchangedNet)?

  init(
    _ name: String, _ suffixes: [String], tool: String, _ summary: String, limits: [String] = [],
    choices: Set<Choice> = [], opening: String = "", mark: OwnMark? = nil,
    mostBytes: Int = FileFormat.mostBytes,
    writer: (@Sendable (ExchangedNet, ExportRequest) throws(ExchangeFault) -> ExportedFile)? = nil,
    reader: (@Sendable (FileBytes, ImportRequest) throws(ExchangeFault) -> ImportedNet)? = nil,
    proof: (@Sendable (ExportedFile, StopSignal) throws(ExchangeFault) -> ExchangedNet)? = nil
  ) {
    (self.name, self.suffixes, self.tool, self.summary) = (name, suffixes, tool, summary)
    (self.limits, self.choices, self.opening, self.mark) = (limits, choices, opening, mark)
    (self.writer, self.reader, self.proof, self.mostBytes) = (writer, reader, proof, mostBytes)
  }

  /// What an option of `export` asks for, besides the file.
  public enum Choice: String, Sendable, CaseIterable {
    /// A program that trains the net anew, from the same start.
    case training
    /// Products of matrices and sums in place of ONNX's Gemm.
    case matmul
    /// Numbers of C in double precision.
    case double
    /// Constants of C in the program memory of a microcontroller.
    case flash
  }

  /// The table, in the order of the manual.
  public static let all: [FileFormat] = [
    .c, .onnx, .safetensors, .npz, .pt, .python, .pyTorch, .sklearn, .keras, .javaScript, .swift,
    .excel, .tikz, .dot, .json, .fann, .snns,
  ]

  /// The most bytes of a file that is read: all parameters in float64, and some more.
  public static let mostBytes = 1_000_000_000
  /// The same of a text, which becomes many times as large on the way.
  static let mostBytesOfText = 100_000_000

  /// Whether nets leave in it.
  public var isWritten: Bool { writer != nil }
  /// Whether the constants of its programs are read again once they were written.
  public var provesPrograms: Bool { proof != nil }
  /// Whether nets come from it.
  public var isRead: Bool { reader != nil }
  /// Those that nets leave in.
  public static var written: [FileFormat] { all.filter(\.isWritten) }
  /// Those that nets come from.
  public static var read: [FileFormat] { all.filter(\.isRead) }

  /// The row of this name.
  public static func named(_ name: String) -> FileFormat? { all.first { $0.name == name } }

  /// Rows that a file of this name may hold, the usual one first.
  public static func suiting(_ file: String) -> [FileFormat] {
    let lower = file.lowercased()
    return all.filter { format in format.suffixes.contains { lower.hasSuffix($0) } }
  }

  /// The row that a file belongs to by its beginning: this one, or another of those that share the ends of its names.
  public func suiting(_ bytes: FileBytes) -> FileFormat {
    Self.all.first { format in
      !format.opening.isEmpty && !Set(format.suffixes).isDisjoint(with: suffixes)
        && bytes.starts(with: format.opening.utf8)
    } ?? self
  }

  /// The rows in which nn may have written a file that begins so; none if it is not of nn.
  ///
  /// - Parameter beginning: its first bytes, 64,000 at least where it has them; those that are no UTF-8 as U+FFFD.
  public static func written(beginning: String) -> [FileFormat] {
    let marked = all.filter { $0.mark?.isIn(beginning) == true }
    let special = marked.filter { $0.mark?.isSpecial == true }
    return special.isEmpty ? marked : special
  }

  /// Writes a net.
  public func export(_ net: ExchangedNet, _ request: ExportRequest) throws(ExchangeFault) -> ExportedFile {
    guard let writer else { throw ExchangeFault("nn reads files of \(tool), and does not write them") }
    return try writer(net, request)
  }

  /// The net that a file holds.
  public func load(_ bytes: FileBytes, _ request: ImportRequest) throws(ExchangeFault) -> ImportedNet {
    guard let reader else { throw ExchangeFault("nn writes files of \(tool), and does not read them") }
    guard bytes.count <= mostBytes else { throw isTooLong }
    return try reader(bytes, request)
  }

  /// Of a file with more bytes.
  public var isTooLong: ExchangeFault {
    ExchangeFault("it has more than \(mostBytes / 1_000_000) MB, and no file of \(tool) that nn reads has")
  }

  /// The net that a written file holds, by reading it again; nil where nn cannot.
  public func readBack(
    _ file: ExportedFile, _ stop: StopSignal = .never
  ) throws(ExchangeFault) -> ExchangedNet? {
    if let proof { return try proof(file, stop) }
    guard isRead else { return nil }
    return try load(file.bytes, ImportRequest(stop)).net
  }
}

/// How a file that nn wrote is known again: by what stands at its very beginning, where files of others have other things.
enum OwnMark: Sendable {
  /// The first line of a text is the headline of a net, behind this sign of a comment. Where other formats have such a line,
  /// too, it has another one that no other has; nil for the one that has none.
  case headline(behind: String, line: String? = nil)
  /// It begins with some text, and has another one within so many bytes.
  case start(String, has: String, within: Int)

  func isIn(_ beginning: String) -> Bool {
    switch self {
    case .headline(let sign, let other):
      let line = beginning.prefix { !$0.isNewline }
      guard line.hasPrefix(sign + " "), line.hasSuffix(", written by nn."), line.contains(": a net with ")
      else { return false }
      return other.map { other in beginning.linesOfProgram.contains { $0.hasPrefix(other) } } ?? true
    case .start(let start, let key, let bytes):
      guard beginning.utf8.starts(with: start.utf8) else { return false }
      return String(decoding: beginning.utf8.prefix(bytes), as: UTF8.self).contains(key)
    }
  }
}

extension OwnMark {
  /// Only one format has it.
  var isSpecial: Bool { if case .headline(_, line: .some) = self { true } else { false } }
}

extension String {
  fileprivate var linesOfProgram: [Substring] { split(whereSeparator: \.isNewline) }
}

/// The bytes of a file, from the first on.
public typealias FileBytes = [UInt8]

/// What is written into a file.
public enum ExportedFile: Sendable {
  case text(String)
  case bytes(FileBytes)

  /// As they are in the file; texts are UTF-8.
  public var bytes: FileBytes {
    switch self {
    case .text(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    }
  }
}

/// Why a net cannot leave in a format, or a file is not taken: in lower case, without a final stop, as a message goes on
/// after the name of the file.
public struct ExchangeFault: Error, Sendable, Equatable {
  /// What is wrong.
  public let message: String
  /// What to do about it: whole sentences.
  public let advice: [String]

  /// A fault, perhaps with advice.
  public init(_ message: String, advice: [String] = []) { (self.message, self.advice) = (message, advice) }
}

/// What is asked for besides the net.
public struct ExportRequest: Sendable {
  /// Options that were given, all of which the format has.
  public var choices: Set<FileFormat.Choice>
  /// The data of the session, as given; nil for none, or where it does not fit the net.
  public var rows: ExchangedRows?
  /// How the net was trained; nil if it was not asked for.
  public var training: ExchangedTraining?
  /// What the file is called, for those that say how they are used; nil for the name of the net.
  public var file: String?
  /// Asked while many weights are written: once it is given, the writer throws `ExchangeFault.interrupted`.
  public var stop = StopSignal.never

  /// Without options.
  public init(
    choices: Set<FileFormat.Choice> = [], rows: ExchangedRows? = nil, training: ExchangedTraining? = nil,
    file: String? = nil
  ) {
    (self.choices, self.rows, self.training, self.file) = (choices, rows, training, file)
  }

  /// The name of the file without its folders.
  func name(of net: ExchangedNet, _ suffix: String) -> String {
    file?.split(separator: "/").last.map(String.init) ?? net.name + suffix
  }
}

/// What a reader is told besides the bytes.
public struct ImportRequest: Sendable {
  /// The activations of the layers, the first layer's first, for files that do not say them; empty if none were named.
  public var activations: [Activation]
  /// Asked while many weights are read: once it is given, what is read is refused as `ExchangeFault.interrupted`.
  public var stop: StopSignal

  /// Without activations: those of the file.
  public init(activations: [Activation] = [], _ stop: StopSignal = .never) {
    (self.activations, self.stop) = (activations, stop)
  }
}
