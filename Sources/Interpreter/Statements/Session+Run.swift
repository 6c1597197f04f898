import Language
import NeuralCore

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
    let door = context.door
    switch statement.node {
    case .train(let train): return try run(train, context.source, context.source.text(statement.span), door)
    case .quit: return .quit
    case .net(let net): try run(net, door)
    case .show(let topic): try show(topic, door)
    case .row(let row): try add(row, door)
    case .split(let split): try run(split, door)
    case .scale(let kind): try scale(kind, door)
    case .precision(let word): try setPrecision(word, door)
    case .language(let version): try askLanguage(version, door)
    case .checkGradient: try checkGradient(door)
    case .initialize(let start): try run(start, door)
    case .weights(let weights): try run(weights, context.source, door)
    case .dump(let dump): try run(dump, door)
    case .fingerprint: door.emit(.fingerprint(fingerprint))
    case .reset: try reset(door)
    case .freeze(let freeze): try run(freeze, door)
    case .eval(let eval): try run(eval, context)
    case .explain(let explain): try run(explain, context)
    case .step(let step): try self.step(step, context.source.text(statement.span), context)
    case .score: try score(door)
    case .diagnose: try diagnose(door)
    case .guess(let items): try guess(items, door)
    case .goto(let epoch): try goTo(epoch, door)
    case .back(let epochs): try back(epochs, door)
    case .compare(let first, let second): try compare(first, second, door)
    case .digits(let places): try setDigits(places, door)
    case .expect(let condition): try expect(condition, context.source, door)
    case .print(let items): try print(items, door)
    case .bind(let binding): try bind(binding, door)
    case .define(let definition): define(definition, context)
    case .say(let text): door.emit(.say(try words(text, door)))
    case .section(let text): door.emit(.section(try words(text, door)))
    case .pause: door.emit(.pause)
    case .note(let text): door.emit(.speakerNote(try words(text, door)))
    case .prompt(let form): display.prompt = Display.PromptForm(rawValue: form.node) ?? .full
    case .color(let word): display.color = Display.Color(rawValue: word.node)

    case .timing(let word):
      display.isTiming = word.node == "on"
      door.emit(.timing(display.isTiming))

    case .help(let topic): try help(topic, context.vocabulary, door)
    case .apropos(let word): try apropos(word, context.vocabulary, door)
    case .seed(let seed): try setSeed(seed, door)
    case .clear:
      guard context.depth == 0 else { throw Diagnostic(.misplaced, "`clear` does not stand inside a block") }
      let (display, trace) = (display, trace)
      self = Session()
      (self.display, self.trace) = (display, trace)

      door.emit(.cleared)
    case .save(let file): try save(file, door)
    case .load(let file): try load(file, context)
    case .conditional, .loop, .call, .run, .value, .data: break
    case .undo, .redo, .history, .transcript, .why, .tour:
      throw Diagnostic(
        .misplaced, "`undo`, `redo`, `history`, `transcript`, `why` and `tour` do not stand inside a block")

    }
    return .normal
  }
}
