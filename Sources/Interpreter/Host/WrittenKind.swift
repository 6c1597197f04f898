import Charts
import Interchange
import JSONText

/// What a statement writes into a file, and how such a file is known again: only one that nn wrote is overwritten without
/// being asked.
enum WrittenKind {
  /// What `save` wrote: its first word.
  case session
  /// What `dump to` wrote: nothing but a net and weights.
  case weights
  /// What `eval to` wrote: the same head.
  case table
  /// What `transcript to` wrote: its first line.
  case script
  /// What `explain to` wrote: its title.
  case explanation
  /// What `plot to` wrote: the mark in it.
  case picture
  /// What `report` wrote: its generator.
  case page
  /// What `export` wrote: the mark in it.
  case export
  /// What `sweep to` wrote: its first line.
  case ledger

  /// The first line of a transcript in a file.
  static let mark = "# written by nn: a transcript, which runs"

  /// The usual end of a name.
  var suffix: String {
    switch self {
    case .session: ".nnet"
    case .weights, .script: ".nn"
    case .table: ".csv"
    case .explanation: ".md"
    case .ledger: ".jsonl"
    case .picture: ".svg"
    case .page: ".html"
    case .export: ".h"
    }
  }

  /// Whether a file that begins so is one that nn wrote, or what is to be written is there already.
  func wrote(_ old: String, _ content: Host.FileContent) -> Bool {
    if case .text(let new) = content, new == old { return true }
    let first = old.prefix { !$0.isNewline }
    switch self {
    case .session: return first.hasPrefix("nnet ") && first.count < 12
    case .script: return first == Self.mark
    case .ledger: return first.hasPrefix("{\"sweep\":1,")
    case .table:
      guard case .text(let new) = content else { return false }
      let newFirst = new.prefix { !$0.isNewline }
      return first == newFirst || Self.keys(first).map { $0 == Self.keys(newFirst) } == true
    case .weights:
      // The last line of a long one may have been cut.
      let lines = old.split(whereSeparator: \.isNewline)
      return !lines.isEmpty && lines.dropLast(old.utf8.count > 60_000 ? 1 : 0).allSatisfy(Self.isOfDump)
    case .picture: return old.contains(PictureFormat.mark)
    case .page: return old.prefix(2000).contains("<meta name=\"generator\" content=\"nn\"/>")
    case .export: return FileFormat.wrote(old)
    case .explanation:
      return old.prefix(4000).contains(" by hand")
        || ["inputs   L0N", "row 1:", "update "].contains { first.hasPrefix($0) }
    }
  }

  /// The names of the columns, if a line is the first of a table in JSON.
  private static func keys(_ line: Substring) -> [String]? {
    guard line.hasPrefix("[{") else { return nil }
    var text = String(line.dropFirst().prefix { $0 != "]" })
    if text.hasSuffix(",") { text.removeLast() }
    let value = text.withUTF8 { JSONText(reading: $0) }
    guard case .object(let pairs) = value else { return nil }
    return pairs.map(\.key)
  }

  private static func isOfDump(_ line: Substring) -> Bool {
    let isWeight = line.first == "L" || line.first?.isNumber == true
    return isWeight && line.contains(" -> L") || line.hasPrefix("net ") || line.hasPrefix("precision ")
  }
}

/// Files of other tools, by the ends of their names.
struct ForeignFile {
  let suffix: String
  let tool: String

  private static let tools: [(suffixes: [String], tool: String)] = [
    ([".pt", ".pth", ".ckpt"], "PyTorch"), ([".npy", ".npz"], "NumPy"),
    ([".h5", ".hdf5", ".keras"], "Keras"), ([".onnx"], "ONNX"), ([".safetensors"], "safetensors"),
    ([".pkl", ".pickle", ".joblib"], "Python's pickle"), ([".mat"], "MATLAB"),
    ([".pb", ".tflite"], "TensorFlow"), ([".xlsx", ".xls"], "Excel"), ([".rds", ".rdata"], "R"),
    ([".parquet", ".feather"], "Arrow"),
  ]

  /// nil for any other name.
  static func named(_ name: String) -> ForeignFile? {
    let lower = name.lowercased()
    for (suffixes, tool) in tools {
      if let suffix = suffixes.first(where: { lower.hasSuffix($0) }) {
        return ForeignFile(suffix: String(name.suffix(suffix.count)), tool: tool)
      }
    }
    return nil
  }
}
