import Language
import NeuralCore

extension Session {
  /// Carries out one statement. Only hands on: a family of statements has a file.
  mutating func run(_ statement: Located<Statement>, _ context: Context) throws(Diagnostic) -> Flow {
    let door = context.door
    switch statement.node {
    case .conditional(let conditional): return try run(conditional, context)
    case .loop(let loop): return try run(loop, context)
    case .call(let call): return try run(call, context)
    case .run(let file): return try run(file, context)
    case .train(let train): return try run(train, context.source, context.source.text(statement.span), door)
    case .quit: return .quit
    case .net(let net): try run(net, door)
    case .show(let topic): try show(topic, door)
    case .data(let data): return try run(data, context)
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
    case .value(let item): return try run(item, context)
    case .say(let text): door.emit(.say(try words(text, door)))
    case .section(let text): door.emit(.section(try words(text, door)))
    case .pause: door.emit(.pause)
    case .help(let topic): try help(topic, context.vocabulary, door)
    case .apropos(let word): try apropos(word, context.vocabulary, door)
    case .seed(let seed): try setSeed(seed, door)
    case .clear:
      guard context.depth == 0 else { throw Diagnostic(.misplaced, "`clear` does not stand inside a block") }
      self = Session()
      door.emit(.cleared)
    case .save(let file): try save(file, door)
    case .load(let file): try load(file, context)
    case .undo, .redo, .history:
      throw Diagnostic(.misplaced, "`undo`, `redo` and `history` do not stand inside a block")
    }
    return .normal
  }
}
