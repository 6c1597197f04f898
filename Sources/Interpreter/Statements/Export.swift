import Interchange
import Language
import NeuralCore
import Standard

/// `export`.
extension Executor {
  mutating func run(_ statement: ExportStatement) throws(Diagnostic) {
    let file = Located(try fileName(statement.file), statement.file.span)
    let format = try format(of: file, statement.options)
    let network = try session.requireNetwork()
    let net = session.exchanged(network, name: try name(statement, file))
    var request = try exportRequest(statement.options, format, network)
    (request.file, request.stop) = (file.node, host.input.stop)
    let written: ExportedFile
    do throws(ExchangeFault) {
      written = try format.export(net, request)
    } catch {
      guard error != .interrupted else { throw interruptedExport(file) }
      throw Diagnostic(
        .cannotWrite, "I cannot write \"\(file.node)\": \(error.message)", at: file.span, help: error.advice)
    }
    let content: Host.FileContent =
      switch written {
      case .text(let text): .text(text)
      case .bytes(let bytes): .bytes(bytes)
      }
    let difference = try difference(of: written, from: net, file, format, request)
    let lines = try put(content, into: file, .export(format), replaces: statement.options.contains(.replace))
    emit(
      .exported(
        ExportReport(
          file: file.node, lines: lines, format: format.name, tool: format.tool, parts: net.parts,
          difference: difference, rows: (request.rows?.inputs.count ?? 0) / network.inputs)))
  }

  /// By how much outputs differ once what is written is read again; nil where it cannot be.
  private func difference(
    of written: ExportedFile, from net: ExchangedNet, _ file: Located<String>, _ format: FileFormat,
    _ request: ExportRequest
  ) throws(Diagnostic) -> Double? {
    let rows = request.rows?.inputs ?? Vector(zeros: net.network.inputs, net.network.precision)
    do throws(ExchangeFault) {
      guard let back = try format.readBack(written, request.stop) else { return nil }
      return try net.largestDifference(to: back, over: rows, request.stop)
    } catch {
      guard error == .interrupted else { return nil }
      throw interruptedExport(file)
    }
  }

  private func interruptedExport(_ file: Located<String>) -> Diagnostic {
    Diagnostic(.interrupted, "interrupted while writing \(file.node); nothing was written", at: file.span)
  }

  /// The row that the end of the name and `as` mean.
  private func format(
    of file: Located<String>, _ options: GivenOptions<ExportOption>
  ) throws(Diagnostic) -> FileFormat {
    let suiting = FileFormat.suiting(file.node).filter(\.isWritten)
    guard let usual = suiting.first else {
      let kinds = FileFormat.written.map { "\($0.suffixes[0]) (\($0.tool))" }
      throw Diagnostic(
        .cannotWrite, "the end of a file's name says what it is to hold", at: file.span,
        help: meant(by: file.node) + ["There are: " + kinds.joined(separator: ", ")])
    }
    guard let word = options[.as]?.name else { return usual }
    guard let format = FileFormat.named(word.node) else {
      throw Diagnostic(.internalFault, "the parser let an unknown format pass")
    }
    guard suiting.contains(where: { $0.name == format.name }) else {
      throw Diagnostic(
        .settingMismatch, "\(format.name) is written into files whose names end with \(format.suffixes[0])",
        at: word.span, help: ["For example: export \"net\(format.suffixes[0])\" as \(format.name)"])
    }
    return format
  }

  /// For a kind in place of a file: `export "py"`, `export "latex"`.
  private func meant(by name: String) -> [String] {
    let word = name.lowercased()
    if FileFormat.written.contains(where: { $0.suffixes.contains("." + word) }) {
      return ["Write: export \"net.\(word)\""]
    }
    guard let format = FileFormat.written.first(where: { $0.name == word }) else { return [] }
    return ["Write: export \"net\(format.suffixes[0])\" as \(word)"]
  }

  /// What the net is called in the file: as asked for, else after the file.
  private mutating func name(
    _ statement: ExportStatement, _ file: Located<String>
  ) throws(Diagnostic) -> String {
    guard let option = statement.options[.name], let expression = option.expression else {
      return ExchangedNet.identifier(of: file.node)
    }
    let given = try value(expression)
    if case .string(let name) = given, ExchangedNet.isReserved(name) {
      throw Diagnostic(
        .wrongType, "`\(name)` is a word of C, Python, JavaScript or Swift itself", at: expression.span,
        help: ["For example: name \"\(name)_net\""])
    }
    guard case .string(let name) = given, ExchangedNet.isIdentifier(name) else {
      throw Diagnostic(
        .wrongType, "a name is letters, digits and _, and begins with a letter", at: expression.span,
        help: ["For example: name \"xor\""])
    }
    return name
  }

  private mutating func exportRequest(
    _ options: GivenOptions<ExportOption>, _ format: FileFormat, _ network: Network
  ) throws(Diagnostic) -> ExportRequest {
    var request = ExportRequest(rows: session.exchangedRows(network))
    for (key, option) in options.keyed {
      let choice: FileFormat.Choice
      switch key {
      case .as, .name, .replace: continue
      case .training: choice = .training
      case .matmul: choice = .matmul
      case .double: choice = .double
      case .flash: choice = .flash
      }
      guard format.choices.contains(choice) else {
        let others = FileFormat.written.filter { $0.choices.contains(choice) }
        throw Diagnostic(
          .settingMismatch, "\(format.name) takes no `\(option.word.node)`", at: option.span,
          help: others.map {
            "\($0.name) does: export \"net\($0.suffixes[0])\" as \($0.name) \(choice.rawValue)"
          }
        )
      }
      request.choices.insert(choice)
      if choice == .training { request.training = try exchangedTraining(option.span) }
    }
    return request
  }
}

extension ExchangedNet {
  /// What goes along with the weights, in words.
  fileprivate var parts: [String] {
    let words = columns.filter { !$0.words.isEmpty }
    return [
      inputScaling == nil ? nil : "scaling of the inputs",
      words.isEmpty ? nil : "the words of " + words.map(\.name).joined(separator: ", "),
      targetScaling == nil ? nil : "scaling of the outputs",
      classes.isEmpty ? nil : "\(classes.count) classes",
    ].compactMap { $0 }
  }
}

extension Session {
  /// The net with all that belongs to it.
  func exchanged(_ network: Network, name: String) -> ExchangedNet {
    var net = ExchangedNet(name: name, network: network)
    net.inputScaling = data.scaling(width: network.inputs)
    net.targetScaling = data.targetScaling(width: network.outputs)
    guard let whole = data.whole else { return net }
    if whole.inputCount == network.inputs { net.columns = inputColumns(network) }
    if whole.targetCount == network.outputs {
      (net.classes, net.outputNames) = (whole.classes, whole.classes.isEmpty ? whole.targetColumns : [])
    }
    return net
  }

  /// Rows that files show, or nets are compared over.
  private static let mostExchangedRows = 10_000

  /// The first rows of the data as given; nil for none, or where it does not fit.
  func exchangedRows(_ network: Network) -> ExchangedRows? {
    guard let whole = data.whole, whole.inputCount == network.inputs else { return nil }
    let rows = min(whole.rows, Self.mostExchangedRows)
    let first = { (numbers: Vector, width: Int) in
      rows == whole.rows ? numbers : Vector(numbers.prefix(rows * width), numbers.precision)
    }
    return ExchangedRows(
      inputs: first(whole.inputs, whole.inputCount),
      targets: whole.targetCount == network.outputs ? first(whole.targets, whole.targetCount) : nil)
  }
}

extension Executor {
  /// How the present weights came about, for a program that does it again.
  private func exchangedTraining(_ span: Span) throws(Diagnostic) -> ExchangedTraining {
    let stretches = session.training.history.stretches
    guard let stretch = stretches.first, session.training.epoch > 0 else {
      guard session.training.epoch == 0 else { throw loadedTraining(span) }
      throw Diagnostic(
        .settingMismatch, "there is no training to write: the net was not trained", at: span,
        help: ["Train it first, for example: train adam lr 0.01 epochs 500"])
    }
    // Attempts that were given up are no part of the history, unless they handed on what the optimizer remembers.
    guard stretches.count == 1, stretch.begin == 0 else {
      let isOfAttempts = !session.training.restarts.isEmpty
      throw Diagnostic(
        .settingMismatch, "the weights come of more than one training, and a program has one", at: span,
        help: ["Begin anew with `reset`, then one `train` line\(isOfAttempts ? " without `restart`" : "")."])
    }
    try checkTrained(span)
    return ExchangedTraining(
      start: stretch.states[0].network, data: stretch.data, configuration: stretch.configuration,
      epochs: session.training.epoch, lossBelow: lossBound, generator: stretch.states[0].generator)
  }

  /// Of a training that was loaded the steps are not known, only where they led.
  private func loadedTraining(_ span: Span) -> Diagnostic {
    let again = session.recall.train?.text.map { "reset ; \($0)" }
    return Diagnostic(
      .settingMismatch, "a saved session has the weights, and not the steps of its training", at: span,
      help: (again.map { ["Make them again: \($0)"] } ?? [])
        + ["The net as it is leaves without `training`."])
  }

  /// Refuses weights that were changed since they were trained: the program would end at others.
  private func checkTrained(_ span: Span) throws(Diagnostic) {
    let epoch = session.training.epoch
    let state = try host.interruptibly { (stop) throws(Interrupted) in
      try session.training.history.state(at: epoch, stop)
    }
    guard state?.network == session.network else {
      let precision = state?.network.precision ?? session.precision
      throw Diagnostic(
        .settingMismatch,
        "the weights were changed since they were trained, and the program would end at others", at: span,
        help: [
          precision == session.precision
            ? "Those that were trained are back with: goto epoch \(epoch)"
            : "They were trained in the other precision: precision \(precision.rawValue) ; goto epoch \(epoch)",
          "The net as it is leaves without `training`.",
        ])
    }
  }

  /// x of `until loss<x`, if that ended the training.
  private var lossBound: Double? {
    guard session.training.reached == true, let condition = lastRequest()?.condition else { return nil }
    return StopCondition(condition, self).threshold?.lessThan
  }
}
