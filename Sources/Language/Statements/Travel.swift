extension StatementSpec {
  static let goto = StatementSpec(
    "goto", verb: "goto epoch", .training, "goes to any epoch since init and restores its exact state",
    forms: ["goto epoch N"],
    notes: [
      "Training on from there repeats the run bit for bit, and discards the later epochs.",
      "States are kept during training, up to 64 MB; epochs between them are computed again.",
    ],
    example: "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.01 epochs 600\ngoto epoch 500",
    effects: [.changesSession],
    mistakes: [.afterXor("goto 5", .missingArgument), .afterTraining("goto epoch 5", .outOfRange)]
  ) { (parser, _) throws(Diagnostic) in
    // goto = "goto" "epoch" prim ;
    guard parser.eat("epoch") else { throw .missing("`epoch` (`goto epoch N`)", parser) }
    return .goto(try parser.epoch("the number of an epoch"))
  }

  static let back = StatementSpec(
    "back", .training, "goes back one epoch, or N", forms: ["back", "back N"],
    example: "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.01 epochs 50\nback 10",
    effects: [.changesSession], mistakes: [.afterTraining("back 5", .outOfRange)]
  ) { (parser, _) throws(Diagnostic) in
    // back = "back" [ prim ] ;
    .back(parser.isAtLineEnd ? nil : try parser.argument("a number of epochs"))
  }

  static let compare = StatementSpec(
    "compare", verb: "compare epoch", .training, "shows the weights at two epochs side by side",
    forms: ["compare epoch N M"],
    example: "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.01 epochs 600\ncompare epoch 500 600",
    mistakes: [.afterXor("compare 1 2", .missingArgument), .afterTraining("compare epoch 1 5", .outOfRange)]
  ) { (parser, _) throws(Diagnostic) in
    // compare = "compare" "epoch" prim prim ;
    guard parser.eat("epoch") else { throw .missing("`epoch` (`compare epoch N M`)", parser) }
    let first = try parser.epoch("the number of an epoch")
    return .compare(first, try parser.epoch("the number of another epoch"))
  }
}

extension Parser {
  fileprivate mutating func epoch(_ what: String) throws(Diagnostic) -> Expression {
    expect(.epoch)
    return try argument(what)
  }
}
