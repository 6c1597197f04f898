import Language
import NeuralCore

extension Session {
  /// Carries out one statement. Only hands on: a family of statements has a file.
  mutating func run(
    _ statement: Located<Statement>, _ source: Source, _ vocabulary: Vocabulary, _ door: Door
  ) throws(Diagnostic) {
    switch statement.node {
    case .net(let net): try run(net, door)
    case .show: show(door)
    case .data(let data): try run(data, door)
    case .initialize(let start): try run(start, door)
    case .weights(let weights): try run(weights, source, door)
    case .dump(let dump): try run(dump, door)
    case .fingerprint: door.emit(.fingerprint(fingerprint))
    case .reset: try reset(door)
    case .train(let train): try run(train, source, door)
    case .eval(let eval): try run(eval, door)
    case .explain(let explain): try run(explain, door)
    case .score: try score(door)
    case .digits(let places): try setDigits(places, door)
    case .expect(let condition): try expect(condition, source, door)
    case .print(let items): try print(items, door)
    case .bind(let binding): try bind(binding, door)
    case .value(let item): door.emit(.value(try value(item, door)))
    case .say(let text): door.emit(.say(try self.text(text, door)))
    case .section(let text): door.emit(.section(try self.text(text, door)))
    case .pause: door.emit(.pause)
    case .help(let topic): try help(topic, vocabulary, door)
    case .seed(let seed): try setSeed(seed, door)
    case .clear:
      self = Session()
      door.emit(.cleared)
    case .undo, .quit: break
    }
  }
}
