/// What `plot` draws: a row of its table, with all that the language knows of a picture.
public enum Picture: String, Sendable, CaseIterable {
  case loss, boundary, data, fit, net, weights, start, histogram, activation, confusion, surface, sweep

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .loss: "loss by epoch, with validation and restarts; runs by name over each other"
    case .boundary: "what the net says over two inputs, with the rows and the lines of its units"
    case .data: "the rows, by class or size of their target"
    case .fit: "with one input the curve and the rows, else targets against outputs"
    case .net: "neurons, biases and weights: thicker the larger, dashed below 0"
    case .weights: "the weights of each layer as a heat map"
    case .start: "the drawn weights of each layer, with the density they were drawn from"
    case .histogram: "how often values fall into intervals: of the weights, or of a list"
    case .activation: "an activation function and its derivative"
    case .confusion: "how often each class was taken for which"
    case .surface: "the loss over two weights, with the way that training took"
    case .sweep: "how the variants of the last sweep fare: runs solved by epoch, or what they came to"
    }
  }

  /// As one types it after `plot`.
  public var form: String {
    switch self {
    case .loss: "loss [\"RUN\" …]"
    case .boundary, .data: "\(rawValue) [inputs COLUMN COLUMN]"
    case .fit, .net, .weights, .start, .confusion, .sweep: rawValue
    case .histogram: "histogram [weights | LIST]"
    case .activation: "activation NAME"
    case .surface: "surface WEIGHT WEIGHT"
    }
  }
}

/// `plot loss`, `plot histogram xs title "Errors" to "errors.svg"`
public struct PlotStatement: Sendable {
  /// What the picture is about, besides the session.
  public enum Subject: Sendable {
    case expression(Expression)
    case word(Located<String>)
  }

  /// What is drawn.
  public let picture: Picture
  /// Names of runs, an activation, a list.
  public let subjects: [Subject]
  /// The options as given, by key.
  public let options: GivenOptions<PlotOption>
}

/// The options of `plot`.
public enum PlotOption: String, OptionKey {
  case inputs, title, width, log, to, replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .inputs:
      OptionSpec(rawValue, [.names("COLUMN COLUMN")], "of pictures over two inputs: which of them vary")
    case .title: OptionSpec(rawValue, [.argument("\"TEXT\"")], "the title, in place of nn's own")
    case .width:
      OptionSpec(
        rawValue, [.argument("N")], "columns on a terminal", .whole(20...400),
        fallback: "the terminal's", isMeantByNumber: true)
    case .log:
      OptionSpec(
        rawValue, [.word(.logAxis)], "whether the values stand on a logarithmic axis",
        fallback: "on for losses, off for others")
    case .to:
      OptionSpec(
        rawValue, [.file], "writes it to a file instead: svg, png, tex, json (Vega-Lite) or txt",
        effects: [.writesFile])
    case .replace: .replace
    }
  }
}

extension StatementSpec {
  static let plot = StatementSpec(
    "plot", .reading, "draws a picture of the training, the net or the data",
    forms: Picture.allCases.map { "plot \($0.form) [OPTIONS]" }, options: PlotOption.specs,
    notes: [
      "On a terminal it is drawn in characters; the end of a file's name says what is written into it.",
      "`plot boundary` holds inputs that are not named at their mean.",
      "`train … as \"NAME\"` gives a run its name for `plot loss`.",
    ],
    example: "net 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 epochs 200\nplot loss",
    speaksOf: [.picture],
    mistakes: [
      .afterXor("plot loss", .unavailableMetric), .alone("plot los", .unknownName),
      .afterTraining("plot loss to \"loss.gif\"", .cannotWrite),
    ]
  ) { (parser, _) throws(Diagnostic) in try parser.plot() }
}

extension Parser {
  /// plot = "plot" PICTURE { subject } { option } ;
  fileprivate mutating func plot() throws(Diagnostic) -> Statement {
    let word = try word(of: .picture)
    guard let picture = Picture(rawValue: word.node) else {
      throw .unknownName(word, .picture, vocabulary)
    }
    let subjects = try subjects(of: picture)
    return .plot(
      PlotStatement(
        picture: picture, subjects: subjects, options: try options(of: .plot, PlotOption.self)))
  }

  /// What follows the name of a picture, up to its options.
  private mutating func subjects(of picture: Picture) throws(Diagnostic) -> [PlotStatement.Subject] {
    switch picture {
    case .loss:
      var runs: [PlotStatement.Subject] = []
      while case .string = current.kind { runs.append(.expression(try argument("the name of a run"))) }
      return runs
    case .boundary, .data, .fit, .net, .weights, .start, .confusion, .sweep: return []
    case .activation: return [.word(try self.word(of: .activation))]
    case .surface:
      var weights: [PlotStatement.Subject] = []
      expect(.weight)
      while isAtArgument, !isAtOption(StatementSpec.plot.optionTable) {
        weights.append(.expression(try argument("a weight")))
        expect(.weight)
      }
      return weights
    case .histogram:
      expect(word: "weights", "all weights of the net")
      expect(.argument)
      if isAtWord("weights") { return [.word(try self.word("weights"))] }
      guard isAtArgument, !isAtOption(StatementSpec.plot.optionTable) else { return [] }
      return [.expression(try argument("a list"))]
    }
  }
}

extension PlotStatement: LineSyntax {
  var spec: StatementSpec? { .plot }
  var givenOptions: [GivenOption] { options.all }

  func visitExpressions(_ body: (Expression) -> Void) {
    for case .expression(let expression) in subjects { body(expression) }
    visitOptions(body)
  }

  func words(_ formatter: Formatter) -> [String] {
    let subjects = subjects.map { subject in
      switch subject {
      case .expression(let expression): formatter.text(expression)
      case .word(let word): word.node
      }
    }
    return ["plot", picture.rawValue] + subjects + options.map { formatter.text($0) }
  }
}
