/// `exercise "Make it learn"` … `solution` … `end`: something to do, judged by the session that comes of it.
public struct ExerciseStatement: Sendable {
  /// What it is called.
  public let title: Expression
  /// What stands before `solution`: statements that set it up, hints and criteria.
  public let setUp: Body
  /// One way to do it; nil in an exercise that is handed out without.
  public let solution: Body?
  /// Where the word `solution` stands; nil without one.
  public let solutionWord: Span?
  /// The points written after the title; nil to leave them to the criteria.
  let givenPoints: Int?

  /// What has to hold, in order: the `expect` lines right in the exercise.
  public var criteria: [ExpectStatement] {
    setUp.compactMap { if case .expect(let criterion) = $0.node { criterion } else { nil } }
  }

  /// In order: the `hint` lines right in the exercise.
  public var hints: [Expression] {
    setUp.compactMap { if case .exerciseStep(.hint(let text?)) = $0.node { text } else { nil } }
  }

  /// The statements that set it up.
  public var preparation: Body { setUp.filter { !$0.node.isOfExercise } }

  /// Whether its solution works with the data of the set-up. Then a criterion reads that data, whatever was put in its place.
  public var keepsData: Bool { solution.map { !Self.does($0) { $0.givesData } } ?? false }

  /// Whether its solution leaves the data in the parts that the set-up made.
  public var keepsParts: Bool {
    keepsData && !(solution.map { Self.does($0) { if case .split = $0 { true } else { false } } } ?? false)
  }

  /// Whether its solution leaves the targets in the units that the set-up gave them.
  public var keepsTargets: Bool {
    let scales = solution.map { solution in
      Self.does(solution) { if case .scale(let scale) = $0 { scale.isOfTargets } else { false } }
    }
    return keepsData && !(scales ?? false)
  }

  private static func does(_ body: Body, _ test: (Statement) -> Bool) -> Bool {
    body.contains { test($0.node) || $0.node.syntax.bodies.contains { does($0, test) } }
  }

  /// Names that the set-up gives values to. A criterion reads them as the set-up left them.
  public var preparedNames: Set<String> { Self.names(in: preparation) }

  /// Names that a criterion reads and the solution gives values to: what is asked for. It has no value from before.
  public var askedNames: Set<String> {
    solvedNames.subtracting(preparedNames).filter { name in
      criteria.contains { $0.condition.mentions(name: name) }
    }
  }

  /// Names that the solution gives values to.
  public var solvedNames: Set<String> { Self.names(in: solution ?? []) }

  /// Names that statements give values to.
  public static func names(in body: Body) -> Set<String> {
    body.reduce(into: []) { names, statement in
      // What is bound in a procedure is its own.
      if case .define = statement.node { return }
      let syntax = statement.node.syntax
      syntax.visitBoundNames { names.insert($0) }
      for inner in syntax.bodies { names.formUnion(Self.names(in: inner)) }
    }
  }
}

extension Statement {
  /// Whether data may come of it; a procedure may do it.
  fileprivate var givesData: Bool {
    if case .data = self { return true }
    if case .load = self { return true }
    if case .run = self { return true }
    if case .call = self { return true }
    return false
  }

  /// A hint or a criterion of the exercise around it.
  fileprivate var isOfExercise: Bool {
    if case .expect = self { return true }
    if case .exerciseStep(.hint) = self { return true }
    return false
  }
}

/// What somebody does who works at an exercise.
public enum ExerciseStep: Sendable {
  /// The next hint; with a text, in an exercise, one that is kept.
  case hint(Expression?)
  case done
  case solution
  case skip
}

extension StatementSpec {
  static let exercise = StatementSpec(
    "exercise", .teaching, "something to do, judged by what comes of it",
    forms: ["exercise TITLE [points N] ; … ; solution ; … ; end"],
    notes: [
      "Before `solution` stand statements that set it up, `hint TEXT` and what has to hold, `expect CONDITION`; an `expect` may say `points 3`.",
      "At the prompt you then work: `done` judges, `hint` helps, `solution` shows one, `skip` leaves.",
      "In a script and a test nobody works: something has to be missing before the solution, nothing after it.",
    ],
    example: """
      exercise "Make it learn"
        net 2 2 1
        init xavier seed 11
        hint "A third hidden unit?"
        expect loss < 0.01 points 3
      solution
        net 2 3 1
        init xavier seed 11
        train adam lr 0.01 until loss<0.01
      end
      """, effects: [.untimed],
    mistakes: [
      .alone("exercise \"A\" ; solution ; end", .missingArgument),
      .alone("exercise \"A\" points 2 ; expect 1 == 2 ; end", .wrongCount),
      .alone("repeat 2 ; exercise \"A\" ; expect 1 == 2 ; end ; end", .misplaced),
    ]
  ) { (parser, verb) throws(Diagnostic) in try parser.exercise(verb) }

  static let hint = StatementSpec(
    "hint", .teaching, "shows the next hint of the open exercise", forms: ["hint", "hint TEXT"],
    notes: ["With a text it stands in an exercise, and is kept for those who ask."],
    example: "exercise \"Say a\"\n  hint \"let\"\n  expect a == 1\nsolution\n  let a = 1\nend",
    effects: [.changesSession, .untimed], mistakes: [.alone("hint", .misplaced)]
  ) { (parser, verb) throws(Diagnostic) in .exerciseStep(.hint(try parser.hint(verb))) }

  static let done = StatementSpec(
    "done", .teaching, "judges what was done at the open exercise", forms: ["done"],
    notes: ["While something is missing the exercise stays open."],
    example: "exercise \"Let a be 1, then type done\"\n  expect a == 1\nsolution\n  let a = 1\nend",
    effects: [.changesSession, .untimed], mistakes: [.alone("done", .misplaced)]
  ) { (parser, verb) throws(Diagnostic) in .exerciseStep(try parser.step(.done, verb)) }

  static let solution = StatementSpec(
    "solution", .teaching, "shows and runs the solution of the open exercise, for no points",
    forms: ["solution"], notes: ["The exercise begins anew with it: your own work comes back with `undo`."],
    example: "exercise \"Say a\"\n  expect a == 1\nsolution\n  let a = 1\nend",
    effects: [.changesSession, .untimed], mistakes: [.alone("solution", .misplaced)]
  ) { (parser, verb) throws(Diagnostic) in .exerciseStep(try parser.step(.solution, verb)) }

  static let skip = StatementSpec(
    "skip", .teaching, "leaves the open exercise, for no points", forms: ["skip"],
    example: "exercise \"Let a be 1, or skip it\"\n  expect a == 1\nsolution\n  let a = 1\nend",
    effects: [.changesSession, .untimed], mistakes: [.alone("skip", .misplaced)]
  ) { (parser, verb) throws(Diagnostic) in .exerciseStep(try parser.step(.skip, verb)) }
}

extension Parser {
  /// exercise = "exercise" expr [ "points" NUMBER ] NL body [ "solution" NL body ] "end" ;
  fileprivate mutating func exercise(_ verb: Token) throws(Diagnostic) -> Statement {
    let outer = (exerciseDepth, isBeforeSolution)
    defer { (exerciseDepth, isBeforeSolution) = outer }
    let untitled = (Expression(.string([]), verb.span), Int?.none)
    let (title, points) = head(or: untitled) { (p) throws(Diagnostic) in
      (try p.expression(), try p.points())
    }
    exerciseDepth = blocks + 1
    isBeforeSolution = true
    let setUp = try body(of: verb)
    isBeforeSolution = false
    var (solution, word): (Body?, Span?) = (nil, nil)
    if current.isVerb(.solution) {
      word = current.span
      advance()
      head(or: ()) { (_) throws(Diagnostic) in }
      solution = try body(of: verb)
    }
    try closeBlock(verb)
    // Not before it is closed: while it is being typed that alone is missing.
    if blocks > 0 { problems.append(.exerciseInBlock(verb)) }
    let exercise = ExerciseStatement(
      title: title, setUp: setUp, solution: solution, solutionWord: word, givenPoints: points)
    try exercise.check(verb, hasProblems: !problems.isEmpty)
    return .exercise(exercise)
  }

  /// The cursor is at a line right before `solution`, not in a block there.
  private var isAmongCriteria: Bool { isBeforeSolution && blocks == exerciseDepth }

  /// The word `solution` divides the exercise that is being read.
  var isAtSolution: Bool { isAmongCriteria && current.isVerb(.solution) }

  /// expect = "expect" expr [ "points" NUMBER ] ;   with points in an exercise only.
  mutating func criterion() throws(Diagnostic) -> ExpectStatement {
    let condition = try expression()
    let place = current.span
    guard isAmongCriteria || isAtWord("points") else {
      return ExpectStatement(condition: condition, givenPoints: nil)
    }
    let points = try points()
    if points != nil, !isAmongCriteria {
      throw Diagnostic(
        .misplaced, "points are given for the criteria of an exercise only", at: place,
        help: ["A criterion is an `expect` line right in an `exercise`, before its `solution`."])
    }
    return ExpectStatement(condition: condition, givenPoints: points)
  }

  /// [ "points" NUMBER ]
  private mutating func points() throws(Diagnostic) -> Int? {
    guard eat("points") else { return nil }
    guard case .number(let place) = current.kind,
      let whole = tokens.number(place).whole.flatMap({ Int(exactly: $0) }),
      (1...1000).contains(whole)
    else {
      throw Diagnostic(
        .outOfRange, "points are a whole number from 1 to 1000", at: current.span,
        help: ["For example: points 2"])
    }
    advance()
    return whole
  }

  /// hint = "hint" [ expr ] ;   with a text in an exercise, else without.
  fileprivate mutating func hint(_ verb: Token) throws(Diagnostic) -> Expression? {
    if isAmongCriteria {
      guard !isAtLineEnd else { throw Diagnostic.missing("the text of the hint", self) }
      return try expression()
    }
    _ = try step(.hint(nil), verb)
    guard !isAtLineEnd else { return nil }
    throw Diagnostic(
      .misplaced, "a hint with a text stands in an exercise", at: current.span,
      help: ["`hint` alone shows the next hint of the exercise that is open."])
  }

  /// A word of whoever works at an exercise, which is no part of one.
  fileprivate mutating func step(_ step: ExerciseStep, _ verb: Token) throws(Diagnostic) -> ExerciseStep {
    guard exerciseDepth == nil else {
      throw Diagnostic(
        .misplaced, "`\(text(verb))` cannot stand here in an exercise", at: verb.span,
        help: [
          "`hint \"…\"` stands right in it, before `solution`, and neither in a block inside it; `done` and "
            + "`skip` are typed by those who work at it."
        ])
    }
    return step
  }
}

extension ExerciseStatement {
  /// - Parameter hasProblems: something else is wrong with the text, of which this may be a consequence.
  fileprivate func check(_ verb: Token, hasProblems: Bool) throws(Diagnostic) {
    guard !hasProblems else { return }
    guard !criteria.isEmpty else {
      throw Diagnostic(
        .missingArgument, "this exercise has no criterion: nothing says when it is done", at: verb.span,
        help: ["Add a line before `solution`, for example: expect loss < 0.01"])
    }
    let sum = criteria.reduce(0) { $0 + $1.points }
    guard let givenPoints, givenPoints != sum else { return }
    throw Diagnostic(
      .wrongCount, "the criteria of this exercise give \(sum) together, not \(givenPoints)", at: verb.span,
      help: ["Write: points \(sum)     or give each `expect` its own: expect loss < 0.01 points 2"])
  }
}

extension ExerciseStatement: StatementSyntax {
  var spec: StatementSpec? { .exercise }
  func visitExpressions(_ body: (Expression) -> Void) { body(title) }
  var bodies: [Body] { [setUp] + (solution.map { [$0] } ?? []) }
  var effects: Set<Effect> { [.changesSession, .untimed] }

  /// Without a solution it is those who work at it that bind what the criteria read.
  func visitBoundNames(_ body: (String) -> Void) {
    guard solution == nil else { return }
    for criterion in criteria {
      criterion.condition.visit { if case .name(let name) = $0.node { body(name) } }
    }
  }

  func write(to formatter: inout Formatter, _ span: Span) {
    let head = formatter.joined(
      ["exercise", formatter.text(title)] + (givenPoints.map { ["points \($0)"] } ?? []))
    formatter.addHead(head, span.start, setUp.first?.span.start ?? title.span.end)
    formatter.addBody(setUp)
    if let solution, let solutionWord {
      formatter.addDivision(StatementSpec.solution.word, solutionWord)
      formatter.add(solution)
    }
    formatter.close(span)
  }
}

/// The layout of `hint`, `done`, `solution` and `skip`.
struct ExerciseStepSyntax: LineSyntax {
  let step: ExerciseStep

  var spec: StatementSpec? {
    switch step {
    case .hint: .hint
    case .done: .done
    case .solution: .solution
    case .skip: .skip
    }
  }

  func visitExpressions(_ body: (Expression) -> Void) {
    if case .hint(let text?) = step { body(text) }
  }

  func words(_ formatter: Formatter) -> [String] {
    let text: [String] = if case .hint(let text?) = step { [formatter.text(text)] } else { [] }
    return [spec?.word ?? ""] + text
  }
}

extension Diagnostic {
  fileprivate static func exerciseInBlock(_ verb: Token) -> Diagnostic {
    Diagnostic(
      .misplaced, "an exercise cannot stand inside a block, a procedure or another exercise", at: verb.span,
      help: ["Move it out, from `exercise` to its `end`."])
  }
}
