/// `play boundary epochs 0..1500 every 10`
public struct PlayStatement: Sendable {
  /// What is drawn of each epoch.
  public let picture: Located<String>
  /// From the first epoch to the last, or backwards; nil for all that can be gone to.
  public let epochs: Item?
  /// The options as given, by key.
  public let options: GivenOptions<PlayOption>
}

/// The options of `play`.
public enum PlayOption: String, OptionKey {
  case every, inputs, to, replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .every:
      OptionSpec(
        rawValue, [.argument("N")], "epochs from one picture to the next", .count,
        fallback: "so many that there are 40 pictures", isMeantByNumber: true)
    case .inputs: PlotOption.inputs.spec
    case .to: OptionSpec(rawValue, [.file], "writes them as a moving SVG instead", effects: [.writesFile])
    case .replace: .replace
    }
  }
}

/// `watch boundary loss`, `watch off`
public struct WatchStatement: Sendable {
  /// What is drawn while a training runs; empty for nothing.
  public let pictures: [Located<String>]
  /// Whether the last pictures stay on the screen.
  public let keeps: Bool
}

extension Picture {
  /// Those that show a moment of a training.
  public static let moving: [Picture] = [.loss, .boundary, .fit, .net, .weights, .histogram]
}

extension StatementSpec {
  static let play: StatementSpec = StatementSpec(
    "play", .training, "shows a training again as moving pictures, from its history",
    forms: ["play PICTURE [epochs A..B] [OPTIONS]"], options: PlayOption.specs,
    notes: [
      "The pictures: " + Picture.moving.map(\.rawValue).joined(separator: ", ")
        + ". `help plot` says what each shows.",
      "`epochs 1500..0` runs backwards. Where the output is no terminal, the last picture is shown.",
    ],
    example:
      "net 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 epochs 200\nplay boundary epochs 0..200 every 100",
    effects: [.untimed],
    mistakes: [
      .afterXor("play boundary", .unavailableMetric), .afterTraining("play activation", .settingMismatch),
    ]
  ) { (parser, _) throws(Diagnostic) in
    // play = "play" PICTURE [ "epochs" range ] { option } ;
    let picture = try parser.movingPicture()
    parser.expect(word: "epochs", "from the first to the last")
    let epochs = parser.eat("epochs") ? try parser.argumentOrRange() : nil
    return .play(
      PlayStatement(picture: picture, epochs: epochs, options: try parser.options(of: .play, PlayOption.self))
    )
  }

  static let watch: StatementSpec = StatementSpec(
    "watch", .training, "shows pictures while a training runs on a terminal",
    forms: ["watch PICTURE … [keep]", "watch off"],
    notes: [
      "The pictures: " + Picture.moving.map(\.rawValue).joined(separator: ", ")
        + ", as `help plot` explains them. Several stand beside each other.",
      "At most 10 a second, and at most a 50th of the time of the training. `keep` leaves the last ones on the screen.",
    ],
    example: "watch boundary loss\nwatch off", effects: [.untimed],
    mistakes: [.alone("watch", .missingArgument), .alone("watch surface", .settingMismatch)]
  ) { (parser, _) throws(Diagnostic) in
    // watch = "watch" ( "off" | PICTURE { PICTURE } [ "keep" ] ) ;
    parser.expect(word: "off", "shows none")
    if parser.eat("off") { return .command(.watch(WatchStatement(pictures: [], keeps: false))) }
    var pictures = [try parser.movingPicture()]
    parser.expect(word: "keep", "leaves the last pictures on the screen")
    parser.expectMovingPictures()
    while !parser.isAtLineEnd, !parser.isAtWord("keep") {
      pictures.append(try parser.movingPicture())
      parser.expect(word: "keep", "leaves the last pictures on the screen")
      parser.expectMovingPictures()
    }
    return .command(.watch(WatchStatement(pictures: pictures, keeps: parser.eat("keep"))))
  }
}

extension Parser {
  fileprivate mutating func expectMovingPictures() {
    for picture in Picture.moving { expect(word: picture.rawValue, picture.summary) }
  }

  /// The name of a picture. One that stands still is refused by what it is; a word that is none gets those that move.
  fileprivate mutating func movingPicture() throws(Diagnostic) -> Located<String> {
    expectMovingPictures()
    let names = Picture.moving.map(\.rawValue)
    guard isAtWord else {
      throw Diagnostic.missing("the name of \(Vocabulary.Kind.picture.text)", self)
        .helping("There are: " + names.joined(separator: ", "))
    }
    let found = try word("the name of \(Vocabulary.Kind.picture.text)")
    guard vocabulary.has(.picture, found.node) else { throw .unknownName(found, .picture, among: names) }
    return found
  }
}

extension PlayStatement: LineSyntax {
  var spec: StatementSpec? { .play }
  var givenOptions: [GivenOption] { options.all }
  func visitExpressions(_ body: (Expression) -> Void) {
    epochs?.visitExpressions(body)
    visitOptions(body)
  }

  func checkLiterals(_ check: inout LiteralCheck) {
    check.add(.standsStill(unlessMoving: picture))
    check.check(givenOptions)
  }

  func words(_ formatter: Formatter) -> [String] {
    ["play", picture.node] + (epochs.map { ["epochs", formatter.text($0)] } ?? [])
      + options.map { formatter.text($0) }
  }
}

extension WatchStatement: LineSyntax {
  var spec: StatementSpec? { .watch }

  func checkLiterals(_ check: inout LiteralCheck) {
    for picture in pictures { check.add(.standsStill(unlessMoving: picture)) }
  }

  func words(_ formatter: Formatter) -> [String] {
    ["watch"] + (pictures.isEmpty ? ["off"] : pictures.map(\.node) + (keeps ? ["keep"] : []))
  }
}

extension Diagnostic {
  /// `play surface`
  public static func standsStill(_ word: Located<String>) -> Diagnostic {
    Diagnostic(
      .settingMismatch, "`\(word.node)` is no picture of a moment of a training", at: word.span,
      help: ["These are: " + Picture.moving.map(\.rawValue).joined(separator: ", ")])
  }

  fileprivate static func standsStill(unlessMoving word: Located<String>) -> Diagnostic? {
    Picture(rawValue: word.node).map(Picture.moving.contains) == true ? nil : standsStill(word)
  }
}
