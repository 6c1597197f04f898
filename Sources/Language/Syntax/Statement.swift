/// One statement of the language.
public enum Statement: Sendable {
  case net(NetStatement)
  case show(ShowTopic)

  case data(DataStatement)
  case split(SplitStatement)
  case scale(Located<String>)
  case precision(Located<String>)
  case language(Expression)
  case initialize(InitStatement)
  case weights(WeightsStatement)
  case dump(DumpStatement)
  case fingerprint
  case reset
  case train(TrainStatement)
  case step(TrainStatement)

  case freeze(FreezeStatement)
  case eval(EvalStatement)
  case explain(ExplainStatement)
  case score
  case diagnose
  case guess([Item])
  case goto(Expression)
  /// So many epochs; one where none is given.
  case back(Expression?)
  case compare(Expression, Expression)

  case checkGradient
  case digits(Expression)
  case expect(Expression)
  case print([Item])
  case bind(LetStatement)
  case value(Item)
  case conditional(IfStatement)
  case loop(LoopStatement)
  case define(DefineStatement)
  case call(CallStatement)
  case run(Expression)
  /// A row of data; only inside a `data` block.
  case row(DataRow)
  case say(Expression)
  case section(Expression)
  case pause
  /// For the speaker of a demo alone.
  case note(Expression)

  case help(Located<String>?)
  case apropos(Located<String>)
  /// About a code of mistakes; about the last mistake where none is given.
  case why(Located<String>?)
  case tour

  case seed(Expression)
  case undo
  case redo
  case history
  case transcript([GivenOption])
  case prompt(Located<String>)
  case color(Located<String>)
  case timing(Located<String>)

  case save(Expression)
  case load(Expression)
  case clear
  case quit
}

/// What `show` shows.
public enum ShowTopic: Sendable { case session, data, epochs }

/// `net 2 2 1`, `net 4 16 relu 3 softmax without bias`: sizes, an activation after a size.
public struct NetStatement: Sendable {
  /// A size, or a word that is an activation or a variable with a size: known only when run.
  public enum Part: Sendable {
    case size(Expression)
    case word(Located<String>)
  }

  public let parts: [Part]
  public let hasBias: Bool
}

/// The statements of a block.
public typealias Body = [Located<Statement>]

/// `data xor`, or typed in: rows, and loops and conditions around them.
public enum DataStatement: Sendable {
  case file(Expression, options: [GivenOption])
  case builtin(Located<String>, numbers: [Expression], options: [GivenOption])
  case rows(Body)
}

/// `split 0.8 seed 1`, `split 0.6 0.2 0.2 stratified`
public struct SplitStatement: Sendable {
  public let shares: [Expression]
  public let options: [GivenOption]
  public let span: Span
}

/// `0 1 -> 1`
public struct DataRow: Sendable {
  public let inputs: [Expression]
  public let targets: [Expression]
  public let span: Span
}

/// `init xavier uniform seed 1000`
public struct InitStatement: Sendable {
  public let scheme: Located<String>?
  public let form: Located<String>?
  public let numbers: [Expression]
  public let options: [GivenOption]
}

/// Weight lines next to each other: all set, or none.
public struct WeightsStatement: Sendable {
  public struct Line: Sendable {
    public let weight: Located<WeightReference>
    public let value: Expression
    public let span: Span
  }

  public let lines: [Line]
}

/// `dump`, `dump layer 1`, `dump to "w.nn"`
public struct DumpStatement: Sendable { public let options: [GivenOption] }

/// `train adam lr 0.01 until loss<0.01`; without an optimizer the last one again.
public struct TrainStatement: Sendable {
  public let optimizer: Located<String>?
  public let options: [GivenOption]
}

/// `freeze L0N0 -> L1N0`, `freeze layer 1`, `unfreeze all`
public struct FreezeStatement: Sendable {
  public enum Target: Sendable {
    case all
    case layer(Expression)
    case weights([Located<WeightReference>])
  }

  public let target: Target
  /// `freeze`, not `unfreeze`.
  public let isFrozen: Bool
}

/// `eval 0 1`, `eval data`
public struct EvalStatement: Sendable {
  public enum What: Sendable {
    case data
    case inputs([Item])
  }

  public let what: What
  public let options: [GivenOption]
}

/// `explain 0 1 neuron L1N0`, `explain gradient 0 1 -> 1`, `explain step`
public struct ExplainStatement: Sendable {
  public enum What: Sendable {
    case outputs(Rows)
    /// The targets may be left out where the data has the row.
    case gradient(Rows, targets: [GivenOption.Argument])
    /// The next update of the optimizer in use, or of one that is named.
    case step(TrainStatement)
  }

  /// The rows that are calculated.
  public enum Rows: Sendable {
    case data
    case inputs([Item])
  }

  public let what: What
  public let options: [GivenOption]
}

/// `let lr = 0.01`
public struct LetStatement: Sendable {
  public let name: Located<String>
  public let value: Item
}

/// An option as given: its word and what followed it.
public struct GivenOption: Sendable {
  public enum Argument: Sendable {
    case expression(Expression)
    case word(Located<String>)
    /// Names of columns: words, or texts in quotes.
    case names([Located<String>])
  }

  public let word: Located<String>
  public let arguments: [Argument]
  public let span: Span
}

/// `if … else if … else … end`
public struct IfStatement: Sendable {
  public let branches: [(condition: Expression, body: Body)]
  public let otherwise: Body?
}

/// `repeat N`, `for x in …`, `while …`
public struct LoopStatement: Sendable {
  public enum Head: Sendable {
    case times(Expression)
    case each(Located<String>, Item)
    case whileTrue(Expression)
  }

  public let head: Head
  public let body: Body
}

/// `define warmup n` … `end`
public struct DefineStatement: Sendable {
  public let name: Located<String>
  public let parameters: [Located<String>]
  public let body: Body
}

/// `warmup 10`
public struct CallStatement: Sendable {
  public let name: Located<String>
  public let arguments: [Item]
}
