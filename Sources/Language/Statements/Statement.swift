/// One statement of the language. What all have is in `syntax`, and each in its own file.
public enum Statement: Sendable {
  case net(NetStatement)
  case show(ShowTopic)
  case precision(Located<String>)

  case data(DataStatement)
  /// A row of data; only inside a `data` block.
  case row(DataRow)
  case split(SplitStatement)
  case scale(ScaleStatement)

  case initialize(InitStatement)
  case weights(WeightsStatement)
  case dump(DumpStatement)
  case fingerprint
  case reset

  case train(TrainStatement)
  case step(TrainStatement)
  case goto(GotoStatement)
  /// By so many epochs; by one if none is given.
  case back(Expression?)
  case compare(Expression, Expression)
  case freeze(FreezeStatement)

  case eval(EvalStatement)
  case explain(ExplainStatement)
  case score(ScoreStatement)
  case plot(PlotStatement)
  case play(PlayStatement)
  case diagnose(GivenOptions<LossOption>)
  case guess([Item])
  case checkGradient(GivenOptions<LossOption>)
  case digits(Expression)

  case sweep(SweepStatement)
  case replay(ReplayStatement)

  case conditional(IfStatement)
  case loop(LoopStatement)
  case quiet(QuietStatement)
  case hide(HideStatement)
  case define(DefineStatement)
  case call(CallStatement)
  case run(Expression)
  case bind(LetStatement)
  case print([Item])
  case value(Item)
  case expect(ExpectStatement)

  case say(Expression)
  case section(Expression)
  case pause(Expression?)
  /// For the speaker of a demo only.
  case note(Expression)
  case exercise(ExerciseStatement)
  case exerciseStep(ExerciseStep)

  case seed(Expression)
  case language(Expression)
  case save(Expression, GivenOptions<SaveOption>)
  case load(Expression)
  case clear

  case command(Command)
}

/// A command of the prompt: it is about the conversation, not the network, and no part of a transcript.
public enum Command: Sendable {
  case undo
  case redo
  case history
  case transcript(GivenOptions<TranscriptOption>)
  case help(Located<String>?)
  case apropos(Located<String>)
  /// About a code of mistakes; about the last mistake if none is given.
  case why(Located<String>?)
  case tour
  case watch(WatchStatement)
  /// Writes the session as a page.
  case report(Expression, GivenOptions<SaveOption>)
  case prompt(Located<String>)
  case color(Located<String>)
  case timing(Located<String>)
  case quiet(Located<String>)
  case pager(Located<String>)
  case quit
}

extension Statement {
  /// What a statement of each kind is: the one place that the compiler asks to extend for a new one.
  var syntax: any StatementSyntax {
    switch self {
    case .net(let net): net
    case .show(let topic): topic
    case .precision(let word): PlainSyntax(.precision, word)
    case .data(let data): data
    case .row(let row): row
    case .split(let split): split
    case .scale(let scale): scale
    case .initialize(let initialize): initialize
    case .weights(let weights): weights
    case .dump(let dump): dump
    case .fingerprint: PlainSyntax(.fingerprint)
    case .reset: PlainSyntax(.reset)
    case .train(let train): TrainSyntax(spec: .train, train: train)
    case .step(let step): TrainSyntax(spec: .step, train: step)
    case .goto(let goto): goto
    case .back(let epochs): PlainSyntax(.back, epochs.map { [$0] } ?? [])
    case .compare(let first, let second): PlainSyntax(.compare, [first, second])
    case .freeze(let freeze): freeze
    case .eval(let eval): eval
    case .explain(let explain): explain
    case .score(let score): score
    case .plot(let plot): plot
    case .play(let play): play
    case .diagnose(let options): PlainSyntax(.diagnose, options: options.all)
    case .guess(let inputs): GuessSyntax(inputs: inputs)
    case .checkGradient(let options): PlainSyntax(.check, options: options.all)
    case .digits(let places): PlainSyntax(.digits, [places])
    case .sweep(let sweep): sweep
    case .replay(let replay): replay
    case .conditional(let conditional): conditional
    case .loop(let loop): loop
    case .quiet(let quiet): quiet
    case .hide(let hide): hide
    case .define(let define): define
    case .call(let call): call
    case .run(let file): PlainSyntax(.run, [file])
    case .bind(let binding): binding
    case .print(let items): PrintSyntax(items: items)
    case .value(let item): ValueSyntax(item: item)
    case .expect(let expectation): expectation
    case .say(let text): PlainSyntax(.say, [text])
    case .section(let text): PlainSyntax(.section, [text])
    case .pause(let what): PlainSyntax(.pause, what.map { [$0] } ?? [])
    case .note(let text): PlainSyntax(.note, [text])
    case .exercise(let exercise): exercise
    case .exerciseStep(let step): ExerciseStepSyntax(step: step)
    case .seed(let seed): PlainSyntax(.seed, [seed])
    case .language(let version): PlainSyntax(.language, [version])
    case .save(let file, let options): PlainSyntax(.save, [file], options: options.all)
    case .load(let file): PlainSyntax(.load, [file])
    case .clear: PlainSyntax(.clear)
    case .command(let command): command.syntax
    }
  }

  /// Its row of the table of statements; nil for the forms that begin with no word of the language: a value, the call of a
  /// defined statement, a row of data.
  public var spec: StatementSpec? { syntax.spec }

  /// What it does, apart from its result: the effects of its row and of the options given.
  public var effects: Set<Effect> { syntax.effects }
}

extension Command {
  var syntax: any StatementSyntax {
    switch self {
    case .undo: PlainSyntax(.undo)
    case .redo: PlainSyntax(.redo)
    case .history: PlainSyntax(.history)
    case .transcript(let options): PlainSyntax(.transcript, options: options.all)
    case .help(let topic): PlainSyntax(.help, topic)
    case .apropos(let word): PlainSyntax(.apropos, word)
    case .why(let code): PlainSyntax(.why, code)
    case .tour: PlainSyntax(.tour)
    case .watch(let watch): watch
    case .report(let file, let options): PlainSyntax(.report, [file], options: options.all)
    case .prompt(let word): PlainSyntax(.prompt, word)
    case .color(let word): PlainSyntax(.color, word)
    case .timing(let word): PlainSyntax(.timing, word)
    case .quiet(let word): PlainSyntax(.quiet, word)
    case .pager(let word): PlainSyntax(.pager, word)
    case .quit: PlainSyntax(.quit)
    }
  }
}
