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
  case export(ExportStatement)
  case importNet(ImportStatement)
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
  /// What it is in the tree.
  var syntax: any StatementSyntax {
    let box = SyntaxBox()
    show(to: box)
    return box.syntax
  }

  /// Shows what a statement of each kind is: the one place that the compiler asks to extend for a new one.
  func show(to visitor: some SyntaxVisitor) {
    switch self {
    case .net(let net): visitor.visit(net)
    case .show(let topic): visitor.visit(topic)
    case .precision(let word): visitor.visit(PlainSyntax(.precision, word))
    case .data(let data): visitor.visit(data)
    case .row(let row): visitor.visit(row)
    case .split(let split): visitor.visit(split)
    case .scale(let scale): visitor.visit(scale)
    case .initialize(let initialize): visitor.visit(initialize)
    case .weights(let weights): visitor.visit(weights)
    case .dump(let dump): visitor.visit(dump)
    case .fingerprint: visitor.visit(PlainSyntax(.fingerprint))
    case .reset: visitor.visit(PlainSyntax(.reset))
    case .train(let train): visitor.visit(TrainSyntax(spec: .train, train: train))
    case .step(let step): visitor.visit(TrainSyntax(spec: .step, train: step))
    case .goto(let goto): visitor.visit(goto)
    case .back(let epochs): visitor.visit(PlainSyntax(.back, epochs.map { [$0] } ?? []))
    case .compare(let first, let second): visitor.visit(PlainSyntax(.compare, [first, second]))
    case .freeze(let freeze): visitor.visit(freeze)
    case .eval(let eval): visitor.visit(eval)
    case .explain(let explain): visitor.visit(explain)
    case .score(let score): visitor.visit(score)
    case .plot(let plot): visitor.visit(plot)
    case .play(let play): visitor.visit(play)
    case .diagnose(let options): visitor.visit(PlainSyntax(.diagnose, options: options.all))
    case .guess(let inputs): visitor.visit(GuessSyntax(inputs: inputs))
    case .checkGradient(let options): visitor.visit(PlainSyntax(.check, options: options.all))
    case .digits(let places): visitor.visit(PlainSyntax(.digits, [places]))
    case .sweep(let sweep): visitor.visit(sweep)
    case .replay(let replay): visitor.visit(replay)
    case .conditional(let conditional): visitor.visit(conditional)
    case .loop(let loop): visitor.visit(loop)
    case .quiet(let quiet): visitor.visit(quiet)
    case .hide(let hide): visitor.visit(hide)
    case .define(let define): visitor.visit(define)
    case .call(let call): visitor.visit(call)
    case .run(let file): visitor.visit(PlainSyntax(.run, [file]))
    case .bind(let binding): visitor.visit(binding)
    case .print(let items): visitor.visit(PrintSyntax(items: items))
    case .value(let item): visitor.visit(ValueSyntax(item: item))
    case .expect(let expectation): visitor.visit(expectation)
    case .say(let text): visitor.visit(PlainSyntax(.say, [text]))
    case .section(let text): visitor.visit(PlainSyntax(.section, [text]))
    case .pause(let what): visitor.visit(PlainSyntax(.pause, what.map { [$0] } ?? []))
    case .note(let text): visitor.visit(PlainSyntax(.note, [text]))
    case .exercise(let exercise): visitor.visit(exercise)
    case .exerciseStep(let step): visitor.visit(ExerciseStepSyntax(step: step))
    case .seed(let seed): visitor.visit(PlainSyntax(.seed, [seed]))
    case .language(let version): visitor.visit(PlainSyntax(.language, [version]))
    case .save(let file, let options): visitor.visit(PlainSyntax(.save, [file], options: options.all))
    case .load(let file): visitor.visit(PlainSyntax(.load, [file]))
    case .export(let export): visitor.visit(export)
    case .importNet(let importNet): visitor.visit(importNet)
    case .clear: visitor.visit(PlainSyntax(.clear))
    case .command(let command): command.show(to: visitor)
    }
  }

  /// Its row of the table of statements; nil for the forms that begin with no word of the language: a value, the call of a
  /// defined statement, a row of data.
  public var spec: StatementSpec? { syntax.spec }

  /// What it does, apart from its result: the effects of its row and of the options given.
  public var effects: Set<Effect> { syntax.effects }
}

extension Command {
  func show(to visitor: some SyntaxVisitor) {
    switch self {
    case .undo: visitor.visit(PlainSyntax(.undo))
    case .redo: visitor.visit(PlainSyntax(.redo))
    case .history: visitor.visit(PlainSyntax(.history))
    case .transcript(let options): visitor.visit(PlainSyntax(.transcript, options: options.all))
    case .help(let topic): visitor.visit(PlainSyntax(.help, topic))
    case .apropos(let word): visitor.visit(PlainSyntax(.apropos, word))
    case .why(let code): visitor.visit(PlainSyntax(.why, code))
    case .tour: visitor.visit(PlainSyntax(.tour))
    case .watch(let watch): visitor.visit(watch)
    case .report(let file, let options): visitor.visit(PlainSyntax(.report, [file], options: options.all))
    case .prompt(let word): visitor.visit(PlainSyntax(.prompt, word))
    case .color(let word): visitor.visit(PlainSyntax(.color, word))
    case .timing(let word): visitor.visit(PlainSyntax(.timing, word))
    case .quiet(let word): visitor.visit(PlainSyntax(.quiet, word))
    case .pager(let word): visitor.visit(PlainSyntax(.pager, word))
    case .quit: visitor.visit(PlainSyntax(.quit))
    }
  }
}
