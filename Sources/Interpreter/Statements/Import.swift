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
    let bytes = try bytes(of: file, named)
    let format = named.suiting(bytes)
    let imported: ImportedNet
    do throws(ExchangeFault) {
      imported = try fitted(try format.load(bytes, request))
    } catch {
      guard error != .interrupted else { throw interrupted(file) }
      throw Diagnostic(
        .badFile, "I cannot take \"\(file.node)\": \(error.message)", at: file.span,
        help: error.advice.map { $0.replacing("FILE", with: file.node) } + ["Nothing was changed."])
    }
    try take(imported, file, format)
  }

  /// The net between inputs and outputs as the session has them, in its precision.
  private func fitted(_ imported: ImportedNet) throws(ExchangeFault) -> ImportedNet {
    var imported = imported
    let own = imported.net.network
    if own.precision == .double, session.precision == .single {
      imported.remarks.append(
        "Its float64 weights were rounded to float32; `precision double` before it keeps them.")
    }
    if let (net, remark) = imported.net.matching(session.data.whole?.classes ?? []) {
      imported.net = net
      imported.remarks.append(remark)
    }
    if let (net, remark) = imported.net.matching(inputs: session.inputColumns(own)) {
      imported.net = net
      imported.remarks.append(remark)
    }
    let (network, remarks) = try imported.net.refitted(
      inputs: session.data.scaling(width: own.inputs),
      targets: session.data.targetScaling(width: own.outputs), host.input.stop)
    imported.remarks += remarks
    imported.net.network = network.converted(to: session.precision)
    guard imported.net.network.parameters.isFinite else {
      throw ExchangeFault(
        "its weights are too large for \(session.precision == .single ? "float32" : "float64")"
          + (remarks.isEmpty ? "" : " with the scaling in them"),
        advice: session.precision == .single ? ["Write before it: precision double"] : [])
    }
    return imported
  }

  private mutating func take(
    _ imported: ImportedNet, _ file: Located<String>, _ format: FileFormat
  ) throws(Diagnostic) {
    let network = imported.net.network
    session.model = Model(network: network)
    session.model.hasWeights = true
    session.training = TrainingState()
    let isOther = try fitClasses()
    emit(
      .imported(
        ImportReport(
          file: file.node, format: format.name, tool: format.tool, network: network,
          layers: imported.layers, classes: imported.net.classes, remarks: imported.remarks)))
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
  private func bytes(of file: Located<String>, _ format: FileFormat) throws(Diagnostic) -> FileBytes {
    var (bytes, isTooLong) = (FileBytes(), false)
    do throws(Diagnostic) {
      try host.files.pieces(context.source.place(of: file.node)) { piece, _ in
        bytes += piece
        isTooLong = bytes.count > format.mostBytes
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
        .badFile, "I cannot take \"\(file.node)\": \(format.isTooLong.message)", at: file.span)
    }
    return bytes
  }
}
