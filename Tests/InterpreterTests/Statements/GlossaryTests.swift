import Interpreter
import Language
import Standard
import Testing

/// The words of the field: each explained in a few lines, with a line to type that runs.
struct GlossaryTests {
  @Test func thereAreEnough() {
    let all = GlossaryEntry.all
    #expect(all.count >= 60)
    let names = all.flatMap { [$0.name] + $0.also }
    #expect(Set(names).count == names.count, "\(names.filter { name in names.count { $0 == name } > 1 })")
    for word in [
      "bias", "overfitting", "underfitting", "gradient", "backpropagation", "learning rate", "epoch",
      "momentum",
      "local minimum", "saddle point", "plateau", "dropout", "early stopping", "vanishing gradient",
      "one-hot",
    ] {
      #expect(GlossaryEntry.named(word) != nil, "\(word)")
    }
  }

  @Test(arguments: GlossaryEntry.all.map(\.name)) func entriesAreShortAndTheirLinesRun(_ name: String) throws
  {
    let entry = try #require(GlossaryEntry.named(name))
    #expect(
      entry.text.count > 25 && entry.text.count < 420 && entry.text.hasSuffix("."), "\(entry.text.count)")
    #expect(!entry.line.contains("\n"))
    let stage = TestSession()
    #expect(stage.run(entry.line) == .done, "\(entry.line): \(stage.problems.map(\.message))")
    stage.run("help \(name)")
    #expect(stage.lines.contains { $0.contains(entry.text.prefix(10)) || $0.hasPrefix(name) })
  }

  @Test(arguments: [
    ("help bias", "bias"), ("help Overfitting", "overfitting"), ("help learning-rate", "learning rate"),
    ("help backprop", "backpropagation"), ("help local minima", "local minimum"),
    ("help dying relu", "dead unit"), ("help batchnorm", "batch normalization"),
    ("? saddle", "saddle point"), ("help weights decay", ""),
  ])
  func helpFindsThem(_ typed: String, _ name: String) {
    let stage = TestSession()
    stage.run(typed)
    guard !name.isEmpty else { return #expect(stage.problems.map(\.code) == [.unknownName]) }
    #expect(stage.lines.contains { $0.hasPrefix(name) }, "\(stage.lines)")
  }

  /// What an entry claims can be seen in what its line prints.
  @Test(arguments: ["weight decay", "dropout"]) func linesOfRegularizationHaveSomethingToCompare(
    _ name: String
  ) throws {
    let entry = try #require(GlossaryEntry.named(name))
    let stage = TestSession()
    stage.run(entry.line)
    let losses = stage.lines.compactMap { line -> (Double, Double)? in
      let words = line.split(separator: " ")
      let numbers = words.compactMap { Double($0) }
      return words.count == 2 && numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }
    try #require(losses.count == 2, "\(stage.lines)")
    #expect(losses[1].0 > losses[0].0 && losses[1].1 < 0.9 * losses[0].1, "\(losses)")
  }

  @Test func weightsOfClassesHelpTheRareOne() throws {
    let entry = try #require(GlossaryEntry.named("class imbalance"))
    let stage = TestSession()
    stage.run(entry.line)
    func last(_ line: String) -> Double? { line.split(separator: " ").last.flatMap { Double($0) } }
    let recalls = stage.lines.filter { $0.hasPrefix("  1  ") }.compactMap(last)
    let scores = stage.lines.filter { $0.contains("macro average") }.compactMap(last)
    try #require(recalls.count == 2 && scores.count == 2, "\(stage.lines)")
    #expect(recalls[1] > recalls[0] && scores[1] > scores[0], "\(recalls) \(scores)")
  }

  /// A word of both kinds is explained as both.
  @Test func wordsOfTheLanguageToo() {
    let stage = TestSession()
    stage.run("help loss")
    #expect(stage.lines[0].hasPrefix("loss — metric"))
    #expect(stage.lines.contains { $0.hasPrefix("loss (cost") })
  }

  /// An option of several statements is explained for each that gives it a meaning of its own.
  @Test(arguments: [
    ("of", ["  explain   `of L1N0`: ", "  replay    `of \"VARIANT\"`: "]),
    ("to", ["  show ", "  transcript ", "  to \"FILE\""]),
    ("as", ["  train ", "  explain ", "  export ", "notations"]),
    ("without", ["  eval, score ", "  transcript "]), ("layer", ["  init ", "  dump "]),
    ("inputs", ["  data ", "  play, plot "]), ("on", ["  train ", "  goto ", "  sweep ", "  val.loss "]),
  ])
  func optionsOfSeveralStatements(_ word: String, _ starts: [String]) {
    let stage = TestSession()
    stage.run("help \(word)")
    #expect(stage.lines[0].hasPrefix("\(word) — an option of "))
    for start in starts {
      #expect(stage.lines.contains { $0.hasPrefix(start) }, "\(start): \(stage.lines)")
    }
    #expect(stage.lines.allSatisfy { $0.count <= 80 })
  }

  @Test(arguments: [
    ("stuck", "diagnose"), ("stuck", "local minimum"), ("noise", "overfitting"), ("valley", "explain"),
  ])
  func aproposFindsThem(_ word: String, _ name: String) {
    let stage = TestSession()
    stage.run("apropos \(word)")
    #expect(stage.lines.contains { $0.hasPrefix(name + " — ") }, "\(stage.lines)")
  }

  /// `help` is what a newcomer reads: ten lines that fit, and each can be typed.
  @Test func helpIsShort() {
    let stage = TestSession()
    stage.run("help")
    #expect(stage.lines.count <= 10 && stage.lines.allSatisfy { $0.count <= 80 }, "\(stage.lines)")
    let typed = stage.lines.filter { $0.hasPrefix("  ") }.map {
      $0.split(separator: "   ")[0].trimmingPrefix("  ")
    }
    let script = TestSession()
    #expect(script.run(typed.joined(separator: "\n")) == .done, "\(typed)")
    stage.run("help all")
    for spec in StatementSpec.all {
      #expect(stage.lines.contains { $0.hasPrefix("  \(spec.word) ") }, "\(spec.word)")
    }
    #expect(stage.run("help words\nhelp pager\nhelp train") == .done)
  }

  /// The lines of what goes wrong show what the word says.
  @Test(arguments: [
    ("saddle point", "SADDLE"), ("divergence", "DIVERGED"), ("vanishing gradient", "Vanishing gradients"),
    ("dead unit", "Dead: L1N0"), ("saturation", "= 1.0000"), ("recall", "recall"),
    ("class imbalance", "recall"),
    ("exploding gradient", "once for all weights"), ("symmetry", "L0N0 -> L1N1 = 0.49628344"),
  ])
  func linesShowTheirWord(_ name: String, _ shown: String) throws {
    let stage = TestSession()
    stage.run(try #require(GlossaryEntry.named(name)).line)
    #expect(stage.lines.contains { $0.contains(shown) }, "\(stage.lines.suffix(12))")
  }
}
