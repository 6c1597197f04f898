import Language
import NeuralCore
import Standard

extension Session {
  /// Carries out one statement. Only hands on: a family of statements has a file.
  mutating func run(_ statement: Located<Statement>, _ context: Context) throws(Diagnostic) -> Flow {
    if let flow = try runNested(statement.node, context) { return flow }
    return try runAlone(statement, context)
  }

  /// The statements that run others. They alone stand many times on the stack, so their frames are kept apart from the large
  /// ones of the rest, and from each other's.
  @inline(never)
  private mutating func runNested(_ statement: Statement, _ context: Context) throws(Diagnostic) -> Flow? {
    switch statement {
    case .conditional(let conditional): try run(conditional, context)
    case .loop(let loop): try run(loop, context)
    case .call(let call): try run(call, context)
    case .run(let file): try run(file, context)
    case .value(let item): try run(item, context)
    case .data(let data): try run(data, context)
    default: nil
    }
  }

  @inline(never)
  private mutating func runAlone(
    _ statement: Located<Statement>, _ context: Context
  ) throws(Diagnostic) -> Flow {
    let host = context.host
    switch statement.node {
    case .train(let train): return try run(train, context.source, context.source.text(statement.span), host)
    case .quit: return .quit
    case .net(let net): try run(net, host)
    case .show(let topic): try show(topic, host)
    case .row(let row): try add(row, host)
    case .split(let split): try run(split, host)
    case .scale(let kind): try scale(kind, host)
    case .precision(let word): try setPrecision(word, host)
    case .language(let version): try askLanguage(version, host)
    case .checkGradient: try checkGradient(host)
    case .initialize(let start): try run(start, host)
    case .weights(let weights): try run(weights, context.source, host)
    case .dump(let dump): try run(dump, host)
    case .fingerprint: host.emit(.fingerprint(fingerprint))
    case .reset: try reset(host)
    case .freeze(let freeze): try run(freeze, host)
    case .eval(let eval): try run(eval, context)
    case .explain(let explain): try run(explain, context)
    case .step(let step): try self.step(step, context.source.text(statement.span), context)
    case .score: try score(host)
    case .diagnose: try diagnose(host)
    case .guess(let items): try guess(items, host)
    case .goto(let epoch): try goTo(epoch, host)
    case .back(let epochs): try back(epochs, host)
    case .compare(let first, let second): try compare(first, second, host)
    case .digits(let places): try setDigits(places, host)
    case .expect(let condition): try expect(condition, context.source, host)
    case .print(let items): try print(items, host)
    case .bind(let binding): try bind(binding, host)
    case .define(let definition): define(definition, context)
    case .say(let text): host.emit(.say(try words(text, host)))
    case .section(let text): host.emit(.section(try words(text, host)))
    case .pause: host.emit(.pause)
    case .note(let text): host.emit(.speakerNote(try words(text, host)))
    case .prompt(let form): display.prompt = PromptForm(rawValue: form.node) ?? .full
    case .color(let word): display.color = ColorChoice(rawValue: word.node)

    case .timing(let word):
      display.isTiming = TimingChoice(rawValue: word.node) == .on
      host.emit(.timing(display.isTiming))

    case .help(let topic): try help(topic, .standard, host)
    case .apropos(let word): try apropos(word, .standard, host)
    case .seed(let seed): try setSeed(seed, host)
    case .clear:
      guard context.depth == 0 else { throw Diagnostic(.misplaced, "`clear` does not stand inside a block") }
      let (display, trace) = (display, trace)
      self = Session()
      (self.display, self.trace) = (display, trace)

      host.emit(.cleared)
    case .save(let file): try save(file, host)
    case .load(let file): try load(file, context)
    case .conditional, .loop, .call, .run, .value, .data: break
    case .undo, .redo, .history, .transcript, .why, .tour:
      throw Diagnostic(
        .misplaced, "`undo`, `redo`, `history`, `transcript`, `why` and `tour` do not stand inside a block")

    }
    return .normal
  }
}
