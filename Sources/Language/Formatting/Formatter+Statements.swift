extension Formatter {
  /// A statement of one line.
  func text(_ statement: Statement) -> String {
    switch statement {
    case .net(let net):
      let parts = net.parts.map {
        switch $0 {
        case .size(let size): text(size)
        case .word(let word): word.node
        }
      }
      return joined("net", parts, net.hasBias ? nil : "without bias")
    case .show(let topic):
      switch topic {
      case .session: return "show"
      case .data: return "show data"
      case .epochs: return "show epochs"
      }
    case .data(.builtin(let name, let numbers, let options)):
      return joined("data", [name.node] + numbers.map { text($0) }, text(options))
    case .split(let split): return joined("split", split.shares.map { text($0) }, text(split.options))
    case .scale(let kind): return "scale \(kind.node)"
    case .precision(let word): return "precision \(word.node)"
    case .language(let version): return "language " + text(version)
    case .checkGradient: return "check gradient"
    case .initialize(let start):
      let words = [start.scheme?.node, start.form?.node].compactMap { $0 } + start.numbers.map { text($0) }
      return joined("init", words, text(start.options))
    case .dump(let dump): return joined("dump", [], text(dump.options))
    case .train(let train):
      return joined("train", [train.optimizer?.node].compactMap { $0 }, text(train.options))
    case .freeze(let freeze): return text(freeze)
    case .data(.file(let file, let options)): return joined("data", [text(file)], text(options))
    case .eval(let eval):
      guard case .inputs(let items) = eval.what else { return joined("eval", ["data"], text(eval.options)) }
      return joined("eval", items.map { text($0) }, text(eval.options))
    case .step(let step): return joined("step", [step.optimizer?.node].compactMap { $0 }, text(step.options))
    case .explain(let explain): return joined("explain", words(of: explain.what), text(explain.options))
    case .guess(let items): return joined("guess", items.map { text($0) }, nil)
    case .goto(let epoch): return "goto epoch " + text(epoch)
    case .back(let epochs): return epochs.map { "back " + text($0) } ?? "back"
    case .compare(let a, let b): return "compare epoch \(text(a)) \(text(b))"
    case .diagnose: return "diagnose"
    case .print(let items): return "print " + items.map { text($0) }.joined(separator: ", ")
    case .bind(let binding): return "let \(binding.name.node) = \(text(binding.value))"
    case .value(let item): return text(item)
    case .call(let call): return joined(call.name.node, call.arguments.map { text($0) }, nil)
    case .row(let row):
      return row.inputs.map { text($0) }.joined(separator: " ") + " -> "
        + row.targets.map { text($0) }.joined(separator: " ")
    case .help(let topic): return topic.map { "help \($0.node)" } ?? "help"
    case .apropos(let word): return "apropos \(word.node)"
    case .why(let code): return code.map { "why \($0.node)" } ?? "why"
    case .tour: return "tour"
    case .transcript(let options): return joined("transcript", [], text(options))
    case .prompt(let form): return "prompt \(form.node)"
    case .color(let word): return "color \(word.node)"
    case .timing(let word): return "timing \(word.node)"
    case .digits(let value): return "digits " + text(value)
    case .seed(let value): return "seed " + text(value)
    case .expect(let value): return "expect " + text(value)
    case .say(let value): return "say " + text(value)
    case .section(let value): return "section " + text(value)
    case .note(let value): return "note " + text(value)
    case .run(let file): return "run " + text(file)
    case .save(let file): return "save " + text(file)
    case .load(let file): return "load " + text(file)
    case .fingerprint: return "fingerprint"
    case .reset: return "reset"
    case .score: return "score"
    case .pause: return "pause"
    case .undo: return "undo"
    case .redo: return "redo"
    case .history: return "history"
    case .clear: return "clear"
    case .quit: return "quit"
    case .weights, .conditional, .loop, .define, .data(.rows): return ""
    }
  }

  private func words(of what: ExplainStatement.What) -> [String] {
    switch what {
    case .outputs(let rows): return words(of: rows)
    case .gradient(let rows, let targets):
      return ["gradient"] + words(of: rows) + (targets.isEmpty ? [] : ["->"]) + targets.map { text($0) }
    case .step(let step):
      return (["step", step.optimizer?.node, text(step.options)]).compactMap { $0 }.filter { !$0.isEmpty }
    }
  }

  private func words(of rows: ExplainStatement.Rows) -> [String] {
    switch rows {
    case .data: ["data"]
    case .inputs(let items): items.map { text($0) }
    }
  }

  func head(_ loop: LoopStatement) -> String {
    switch loop.head {
    case .times(let times): "repeat " + text(times)
    case .each(let name, let item): "for \(name.node) in \(text(item))"
    case .whileTrue(let condition): "while " + text(condition)
    }
  }

  private func joined(_ verb: String, _ words: [String], _ options: String?) -> String {
    ([verb] + words + [options].compactMap { $0 }.filter { !$0.isEmpty }).joined(separator: " ")
  }

  private func text(_ options: [GivenOption]) -> String { options.map { text($0) }.joined(separator: " ") }

  /// By the pattern of its row: the fixed words are not in the tree.
  private func text(_ option: GivenOption) -> String {
    let spec = StatementSpec.all.lazy.flatMap(\.options).first { $0.word == option.word.node }
    var arguments = option.arguments[...]
    var words = [option.word.node]
    for value in spec?.values ?? option.arguments.map({ _ in .argument("") }) {
      if case .literal(let word) = value {
        words.append(word)
      } else if case .named = value {
        words += arguments.map { text($0) }
        arguments = []
      } else if let argument = arguments.popFirst() {
        words.append(text(argument))
      }
    }
    return words.joined(separator: " ")
  }

  private func text(_ argument: GivenOption.Argument) -> String {
    switch argument {
    case .expression(let expression): text(expression)
    case .word(let word): word.node
    case .names(let names): names.map { source.text($0.span) }.joined(separator: " ")
    }
  }

  private func text(_ freeze: FreezeStatement) -> String {
    let verb = freeze.isFrozen ? "freeze" : "unfreeze"
    switch freeze.target {
    case .all: return verb + " all"
    case .layer(let number): return verb + " layer " + text(number)
    case .weights(let weights): return joined(verb, weights.map { text($0) }, nil)
    }
  }

  func text(_ weight: Located<WeightReference>) -> String {
    let from =
      switch weight.node.from {
      case .neuron(let neuron): neuron.text
      case .bias(let layer): "\(layer)B"
      }
    return "\(from) -> \(weight.node.to.text)"
  }
}
