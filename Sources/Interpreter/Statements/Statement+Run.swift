import Language
import NeuralCore
import Standard

extension Executor {
  /// Carries out one statement. Only hands on: a family of statements has a file.
  mutating func run(_ statement: Located<Statement>) throws(Diagnostic) -> Flow {
    if let flow = try runNested(statement.node) { return flow }
    return try runAlone(statement)
  }

  /// The statements that run others. Only they are on the stack many times, so their frames are kept apart from the large
  /// ones of the rest, and from each other's.
  @inline(never)
  private mutating func runNested(_ statement: Statement) throws(Diagnostic) -> Flow? {
    switch statement {
    case .conditional(let conditional): try run(conditional)
    case .loop(let loop): try run(loop)
    case .quiet(let quiet): try run(quiet)
    case .hide(let hide): try run(hide)
    case .exercise(let exercise): try run(exercise)
    case .exerciseStep(let step): try run(step)
    case .call(let call): try run(call)
    case .run(let file): try run(file)
    case .value(let item): try run(item)
    case .data(let data): try run(data)
    case .net, .show, .precision, .row, .split, .scale, .initialize, .weights, .dump, .fingerprint, .reset,
      .train, .step, .goto, .back, .compare, .freeze, .eval, .explain, .score, .plot, .play, .diagnose,
      .guess,
      .checkGradient, .digits, .sweep, .replay, .define, .bind, .print, .expect, .say, .section, .pause,
      .note, .seed,
      .language,
      .save, .load, .export, .importNet, .clear, .command:
      nil
    }
  }

  @inline(never)
  private mutating func runAlone(
    _ statement: Located<Statement>
  ) throws(Diagnostic) -> Flow {
    switch statement.node {
    case .train(let train): return try run(train, context.source, context.source.text(statement.span))
    case .net(let net): try run(net)
    case .show(let topic): try show(topic)
    case .row(let row): try add(row)
    case .split(let split): try run(split)
    case .scale(let scale): try run(scale)
    case .precision(let word): try setPrecision(word)
    case .language(let version): try askLanguage(version)
    case .checkGradient(let options): try checkGradient(options)
    case .initialize(let start): try run(start)
    case .weights(let weights): try run(weights, context.source)
    case .dump(let dump): try run(dump)
    case .fingerprint: try fingerprint()
    case .reset: try reset()
    case .freeze(let freeze): try run(freeze)
    case .eval(let eval): try run(eval)
    case .explain(let explain): try run(explain)
    case .step(let step): try self.step(step, context.source.text(statement.span))
    case .score(let score): try run(score)
    case .plot(let plot): try run(plot)
    case .play(let play): try run(play)
    case .diagnose(let options): try diagnose(options)
    case .guess(let items): try guess(items)
    case .sweep(let sweep): return try run(sweep)
    case .replay(let replay): return try run(replay)
    case .goto(let goto): try run(goto)
    case .back(let epochs): try back(epochs)
    case .compare(let first, let second): try compare(first, second)
    case .digits(let places): try setDigits(places)
    case .expect(let expectation): try expect(expectation.condition, context.source)
    case .print(let items): try print(items)
    case .bind(let binding): try bind(binding)
    case .define(let definition): define(definition)
    case .say(let text): emit(.say(try words(text)))
    case .section(let text): emit(.section(try words(text)))
    case .pause(let what): emit(.pause(try pause(what)))
    case .note(let text): emit(.speakerNote(try words(text)))
    case .seed(let seed): try setSeed(seed)
    case .clear:
      guard context.depth == 0 else { throw Diagnostic(.misplaced, "`clear` cannot be used inside a block") }
      let exercises = session.exercises
      session = Session()
      session.exercises = exercises
      emit(.cleared)
    case .save(let file, let options): try save(file, replaces: options.contains(.replace))
    case .load(let file): try load(file)
    case .export(let export): try run(export)
    case .importNet(let importNet): try run(importNet)
    case .conditional, .loop, .quiet, .hide, .exercise, .exerciseStep, .call, .run, .value, .data: break
    case .command(let command): return try run(command)
    }
    return .normal
  }

  /// The commands that need no history. They can be inside a block.
  private mutating func run(_ command: Command) throws(Diagnostic) -> Flow {
    switch command {
    case .quit: return .quit
    case .prompt(let form): preferences.prompt = PromptForm(rawValue: form.node) ?? .full
    case .color(let word): preferences.color = ColorChoice(rawValue: word.node)
    case .timing(let word):
      preferences.isTiming = TimingChoice(rawValue: word.node) == .on
      emit(.timing(preferences.isTiming))
    case .quiet(let word): setQuiet(word)
    case .pager(let word): emit(.pager(PagerChoice(rawValue: word.node) == .on))
    case .watch(let watch): try setWatch(watch)
    case .help(let topic): try help(topic)
    case .apropos(let word): try apropos(word)
    case .undo, .redo, .history, .transcript, .report, .why, .tour:
      throw Diagnostic(
        .misplaced,
        "`undo`, `redo`, `history`, `transcript`, `report`, `why` and `tour` cannot be used inside a block")
    }
    return .normal
  }
}
