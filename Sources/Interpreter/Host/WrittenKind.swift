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
  /// What `explain to` wrote in this form: its title.
  case explanation(ExplanationForm)
  /// What `plot to` wrote: the mark in it.
  case picture
  /// What `report` wrote: its generator.
  case page
  /// What `export` wrote in this format: the mark in it.
  case export(FileFormat)
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

  /// Whether a file that begins so is one of this kind that nn wrote, or what is to be written is there already.
  func wrote(_ old: String, _ content: Host.FileContent) -> Bool {
    if case .text(let new) = content, new == old { return true }
    let first = old.prefix { !$0.isNewline }
    switch self {
    case .session, .script, .ledger, .page, .picture: return Self.name(of: old) == name
    case .table:
      guard case .text(let new) = content else { return false }
      let newFirst = new.prefix { !$0.isNewline }
      return first == newFirst || Self.keys(first).map { $0 == Self.keys(newFirst) } == true
    case .weights: return Self.isDump(old)
    case .export(let format): return FileFormat.written(beginning: old).contains { $0.name == format.name }
    case .explanation(let form):
      guard Self.name(of: old) == nil else { return false }
      switch form.notation {
      case nil: return Self.isExplanation(first)
      case .latex?: return Self.isLaTeX(old, first)
      case .python?: return Self.isTitle(first, from: "# ", to: ". Run it with Python 3.")
      case .markdown? where form.isFragment:
        return ["Inputs: $", "Inputs as given: $", "Loss before it: "].contains { first.hasPrefix($0) }
          || Self.isExplanation(first)
      case .markdown?: return Self.isTitle(first, from: "# ", to: "")
      }
    }
  }

  /// Whether a line is the first of an explanation as text.
  private static func isExplanation(_ first: Substring) -> Bool {
    let starts = ["inputs   L0N", "inputs as given   ", "row 1:", "update ", "the next update"]
    return starts.contains { first.hasPrefix($0) }
      || first.hasPrefix("gradient of ") && first.contains(" over ")
      || first.wholeMatch(of: /\d+ rows? of the data.*/) != nil
  }

  /// An explanation as a document, whose title follows what it needs, or as a part of one.
  private static func isLaTeX(_ old: String, _ first: Substring) -> Bool {
    guard first.hasPrefix("\\documentclass") else {
      return isTitle(first, from: "% ", to: ": needs the package amsmath")
    }
    return old.split(maxSplits: 12, whereSeparator: \.isNewline).prefix(12)
      .contains { isTitle($0, from: "\\section*{", to: "}") }
  }

  /// Whether a line is the title of an explanation between these texts.
  private static func isTitle(_ line: Substring, from start: String, to end: String) -> Bool {
    guard line.hasPrefix(start), line.hasSuffix(end) else { return false }
    let title = line.dropFirst(start.count).dropLast(end.count)
    return ["The outputs of a net ", "The gradient of ", "Update "].contains { title.hasPrefix($0) }
      && title.contains(/\ by hand(?:, net [\d-]+)?$/)
  }

  /// Whether it is known again only by what is to be written: a file of this process that no other kind knows may be one.
  var isVague: Bool {
    switch self {
    case .table: true
    case .session, .weights, .script, .explanation, .picture, .page, .export, .ledger: false
    }
  }

  /// What a file holds that begins so, in words; nil where that is not known to be of nn.
  static func name(of old: String) -> String? {
    let first = old.prefix { !$0.isNewline }
    if first.hasPrefix("nnet "), first.count < 12 { return session.name }
    if first == mark { return script.name }
    if first.hasPrefix("{\"sweep\":1,") { return ledger.name }
    if old.prefix(2000).contains("<meta name=\"generator\" content=\"nn\"/>") { return page.name }
    if PictureFormat.isDrawn(beginning: old) { return picture.name }
    return FileFormat.written(beginning: old).first.map { export($0).name }
  }

  /// The same of a file that this process wrote: lines of weights, which somebody else may have typed, are those of `dump`.
  static func nameOfOwn(_ old: String) -> String? { name(of: old) ?? (isDump(old) ? weights.name : nil) }

  /// What it is, in a sentence about a file.
  private var name: String {
    switch self {
    case .session: "a session that `save` wrote"
    case .weights: "weights that `dump` wrote"
    case .table: "a table that nn wrote"
    case .script: "a transcript that nn wrote"
    case .explanation: "an explanation that nn wrote"
    case .picture: "a picture that nn drew"
    case .page: "a page that nn wrote"
    case .export(let format): "a net that `export` wrote as \(format.name), for \(format.tool)"
    case .ledger: "the ledger of a sweep"
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

  private static func isDump(_ old: String) -> Bool {
    // The last line of a long one may have been cut.
    let lines = old.split(whereSeparator: \.isNewline)
    return lines.dropLast(old.utf8.count > 60_000 ? 1 : 0).allSatisfy(isOfDump)
      && lines.contains { $0.contains(" -> L") }
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
