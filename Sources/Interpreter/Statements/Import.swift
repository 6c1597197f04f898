import Interchange
import Language
import NeuralCore
import Standard

/// `import`.
extension Executor {
  /// Takes a net from a file. Everything is checked before anything changes; data and its scaling stay.
  mutating func run(_ statement: ImportStatement) throws(Diagnostic) {
    let file = Located(try fileName(statement.file), statement.file.span)
    let named = try format(toRead: file)
    var request = ImportRequest(host.input.stop)
    for word in statement.activations {
      guard let activation = Activation.named(word.node) else {
        throw Diagnostic(.internalFault, "the parser let an unknown activation pass")
      }
      request.activations.append(activation)
    }
    let bytes = try bytes(of: file)
    let format = named.suiting(bytes)
    let imported: ImportedNet
    do throws(ExchangeFault) {
      imported = try format.load(bytes, request)
    } catch {
      guard error != .interrupted else { throw interrupted(file) }
      throw Diagnostic(
        .badFile, "I cannot take \"\(file.node)\": \(error.message)", at: file.span,
        help: error.advice.map { $0.replacing("FILE", with: file.node) } + ["Nothing was changed."])
    }
    try take(imported, file, format)
  }

  private mutating func take(
    _ imported: ImportedNet, _ file: Located<String>, _ format: FileFormat
  ) throws(Diagnostic) {
    let own = imported.net.network
    var remarks = imported.remarks
    if own.precision == .double, session.precision == .single {
      remarks.append("Its float64 weights were rounded to float32; `precision double` before it keeps them.")
    }
    let (fitted, more) = imported.net.refitted(
      inputs: session.data.scaling(width: own.inputs),
      targets: session.data.targetScaling(width: own.outputs))
    remarks += more
    let network = fitted.converted(to: session.precision)
    guard network.parameters.isFinite else {
      throw Diagnostic(
        .badFile, "I cannot take \"\(file.node)\": its weights are too large for float32", at: file.span,
        help: ["Write before it: precision double", "Nothing was changed."])
    }
    session.model = Model(network: network)
    session.model.hasWeights = true
    session.training = TrainingState()
    let isOther = try fitClasses()
    emit(
      .imported(
        ImportReport(
          file: file.node, format: format.name, tool: format.tool, network: network,
          layers: imported.layers, classes: imported.net.classes, remarks: remarks)))
    if isOther { noteClasses() }
  }

  private func format(toRead file: Located<String>) throws(Diagnostic) -> FileFormat {
    let suiting = FileFormat.suiting(file.node)
    if let format = suiting.first(where: \.isRead) { return format }
    let kinds = FileFormat.read.map { "\($0.suffixes[0]) (\($0.tool))" }
    let name = file.node.lowercased()
    let own =
      name.hasSuffix(".nnet")
      ? ["A saved session is read by: load \"\(file.node)\""]
      : name.hasSuffix(".csv") ? ["A table of data is read by: data \"\(file.node)\""] : []
    let message =
      suiting.first.map { "nn writes files of \($0.tool), and does not read them" }
      ?? "the end of a file's name says what it holds, and this is none that nn knows"
    throw Diagnostic(
      .badFile, message, at: file.span,
      help: own + ["Nets are read from: " + kinds.joined(separator: ", ")])
  }

  private func interrupted(_ file: Located<String>) -> Diagnostic {
    Diagnostic(.interrupted, "interrupted while reading \(file.node); nothing was changed", at: file.span)
  }

  /// A whole file.
  private func bytes(of file: Located<String>) throws(Diagnostic) -> FileBytes {
    var (bytes, isTooLong) = (FileBytes(), false)
    do throws(Diagnostic) {
      try host.files.pieces(context.source.place(of: file.node)) { piece, _ in
        bytes += piece
        isTooLong = bytes.count > FileFormat.mostBytes
        return !isTooLong && !host.input.isInterrupted()
      }
    } catch {
      throw Diagnostic(error.code, error.message, at: file.span, help: error.help)
        .inSource(context.source)
    }
    if host.input.isInterrupted() {
      throw interrupted(file)
    }
    guard !isTooLong else {
      throw Diagnostic(
        .badFile,
        "\"\(file.node)\" has more than \(FileFormat.mostBytes / 1_000_000) MB, which no net of nn has",
        at: file.span)
    }
    return bytes
  }
}
