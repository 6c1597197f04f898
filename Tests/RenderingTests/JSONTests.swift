import Experiments
import Foundation
import Interpreter
import Language
import Rendering
import TestSupport
import Testing

/// JSON lines: what they say is recorded, and their schema and the manual's table say what is emitted.
struct JSONTests {
  /// Without the time that a training took, and of help the first line only: its words are others' business.
  private func stable(_ lines: [String]) -> String {
    lines.map { line in
      line.replacing(/"seconds":[0-9.e+-]+/, with: "\"seconds\":0")
        .replacing(/("event":"help","text":"(?:[^\\"]|\\")*).*/) { "\($0.output.1)" } + "\n"
    }.joined()
  }

  @Test(arguments: ["Tests/Determinism/everything", "Tests/RenderingTests/Golden/events"])
  func linesAreAsRecorded(_ name: String) throws {
    let now = stable(RenderedRun(file: "\(name).nn").lines)
    let recorded = try Golden.text("\(name).jsonl", now: now)
    let (a, b) = (now.split(separator: "\n"), recorded.split(separator: "\n"))
    #expect(a.count == b.count)
    for (line, expected) in zip(a, b) { #expect(line == expected) }
  }

  @Test func everyEventOfTheSchemaIsEmitted() {
    let lines = RenderedRun.events.lines + Self.ofCommands.flatMap(JSONLines.lines)
    let names = lines.compactMap { $0.firstMatch(of: /^\{"event":"([a-z_]+)"/)?.output.1 }
    #expect(Set(names.map(String.init)) == Set(EventSchema.names))
  }

  /// What comes of commands and of no script.
  private static let ofCommands: [Event] = [
    .sweepShare(
      SweepShareReport(
        share: .shard(index: 3, count: 8), points: 20, done: 2, known: 1, seconds: 0.5, isInterrupted: true,
        ledger: "a.3-of-8.jsonl")),
    .ledgers(
      LedgersReport(
        files: 2, points: 20, runs: 17, repeated: 1, torn: 1, missing: SweepShare(numbers: [3, 4, 11]),
        machines: ["node1", "node2"], written: "all.jsonl", had: 12,
        command: "nn sweep a.nn --points 3-4,11 --ledger a.points.jsonl")),
  ]

  @Test func whatCommandsEmitConformsToTheSchema() throws {
    let lines = Self.ofCommands.flatMap(JSONLines.lines)
    #expect(lines.count == 2 && lines[1].contains("\"missing\":\"3-4,11\""))
    try check(lines)
  }

  /// A part and what is missing of a sweep, at 60 columns.
  @Test func partsOfASweepAreTold() {
    let texts = Self.ofCommands.flatMap { TextRenderer(verbosity: .script, width: 60).lines($0) }.map(\.text)
    #expect(
      texts == [
        "shard 3/8: stopped after 2 of 3 runs, 1 of them from the",
        "    ledger · 500 ms", "  ledger: a.3-of-8.jsonl",
        "2 ledgers: 17 of 20 runs, made on node1, node2",
        "  1 line repeats a run, with the same bits",
        "  1 line is torn, and left out", "  3 missing: 3-4 11",
        "  written: all.jsonl, which had 12 of them before", "",
        "    nn sweep a.nn --points 3-4,11 --ledger a.points.jsonl",
      ])
  }

  /// A command goes on after `\`, and no name in it is broken.
  @Test func commandsAreBrokenBetweenWords() {
    let line =
      "nn sweep 'my long run'\\''s name.nn' --points 1-3,4,9-900:8,77 --ledger 'my long run'\\''s name.points.jsonl'"
    let report = LedgersReport(
      files: 1, points: 9, runs: 1, repeated: 0, torn: 0, missing: SweepShare(numbers: [3]), machines: [],
      command: line)
    let lines = TextRenderer(verbosity: .script, width: 60).lines(.ledgers(report)).map(\.text).suffix(3)
    #expect(
      Array(lines) == [
        "    nn sweep 'my long run'\\''s name.nn' --points \\", "      1-3,4,9-900:8,77 --ledger \\",
        "      'my long run'\\''s name.points.jsonl'",
      ])
  }

  /// Which row of a heat map is whose, with places and weights as one would type them.
  @Test func picturesSayTheNamesOfTheirAxes() throws {
    let lines = RenderedRun("data iris\nnet 4 3 softmax\ninit torch seed 1\nplot confusion\nplot weights")
      .lines
    let confusion = try #require(lines.first { $0.contains("\"confusion\"") })
    #expect(confusion.contains(#""x_names":["setosa","versicolor","virginica"],"y_names":["virginica","#))
    #expect(confusion.contains(#""x":[0,1,2],"y":[0,1,2],"#))
    let weights = try #require(lines.last)
    #expect(
      weights.contains(#""x_names":["0B","L0N0","L0N1","L0N2","L0N3"],"y_names":["L1N2","L1N1","L1N0"]"#))
    #expect(weights.contains("\"values\":[-0.03645438,0.06950849,"))
    #expect(!RenderedRun("data xor\nplot data").lines.joined().contains("_names"))
  }

  /// Outputs can be put beside the rows of the file, whatever was left out.
  @Test func evaluatedRowsHaveTheirNumbers() throws {
    let run = RenderedRun(
      "data \"points.csv\" missing drop\nsplit 0.67 seed 1\nnet 2 1\ninit torch seed 1\neval 1 2\neval data\n"
        + "eval \"points.csv\"\nsave \"s.nn\"\nload \"s.nn\"\neval data\neval data to \"o.csv\"\n"
        + "data \"o.csv\" target target leave output")
    let lines = run.lines.filter { $0.hasPrefix(#"{"event":"eval""#) }
    try #require(lines.count == 10)
    #expect(lines[0].hasPrefix(#"{"event":"eval","inputs":"#))
    for (k, row) in [1, 3, 4].enumerated() {
      #expect(lines[1 + k].hasPrefix(#"{"event":"eval","row":\#(k + 1),"file_row":\#(row),"part":""#))
      #expect(lines[4 + k].hasPrefix(#"{"event":"eval","row":\#(row),"inputs":"#))
      #expect(lines[7 + k] == lines[1 + k])
    }
    #expect(lines[1...3].count { $0.contains(#""part":"validation""#) } == 1)
    // A table has the columns of the data, so that it can be read again.
    #expect(run.lines.last?.contains(#""inputs":2"#) == true)
  }

  /// Where no text is at fault, the file is named.
  @Test func mistakesNameTheFileThatTheyAreAbout() {
    let mistake = Diagnostic(.fileMissing, "I cannot read \"a.nn\"").about("a.nn")
    #expect(JSONLines.lines(.failure(mistake)).first?.contains(#""file":"a.nn","line":null"#) == true)
    let source = Source(name: "b.nn", text: "run \"a.nn\"")
    let inside = JSONLines.lines(.failure(mistake.inSource(source))).first
    #expect(inside?.contains(#""file":"b.nn""#) == true)
  }

  // MARK: What the text tells

  @Test func findingsTellWhatTheyAreAbout() throws {
    let run = RenderedRun(
      "data\n0 0 1000 -> 0\n0 1 1010 -> 1\n1 0 990 -> 1\n1 1 1005 -> 0\nend\nnet 3 2 1 sigmoid\n"
        + "init xavier seed 3\ntrain sgd lr 0.1 epochs 50 until loss<0.01\ndiagnose")
    let line = try #require(run.lines.last { $0.hasPrefix(#"{"event":"diagnosis""#) })
    #expect(
      line.contains(#""details":[{"kind":"unscaled","text":"Unscaled inputs: input 3 from 990 to 1010. "#))
    #expect(line.contains(#""columns":["input 3"],"low":[990],"high":[1010],"numbers":{}}"#))
    #expect(line.contains(#""units":["L1N0","L1N1"]"#) && line.contains(#""advice_epochs":["#))
  }

  @Test func tablesTellHowManyCellsOfWhichColumnWereFilled() {
    let run = RenderedRun("data \"points.csv\" missing mean")
    #expect(run.lines.contains { $0.contains(##""filled":1,"filled_columns":{"x<1>":1},"##) })
  }

  /// What bounds an update is among its settings, and the weights into a neuron are told apart.
  @Test func updatesTellTheirLimitsAndWhichWeight() throws {
    let script =
      "net 2 2 1\ndata xor\ninit xavier seed 3\nexplain step adam clip norm 0.1 maxnorm 1"
    let run = RenderedRun(script)
    #expect(run.lines.contains { $0.contains(#""t":1,"clip_norm":0.1,"maxnorm":1}"#) })
    #expect(run.lines.contains { $0.contains("√(long(L0N0->L1N0)² + long(L0N1->L1N0)²)") })
    let text = run.text().map(\.text)
    #expect(text.contains { $0.contains("update, number 1 of adam lr 0.001 clip norm 0.1 maxnorm 1") })
    #expect(text.contains("  length(L1N0) = √(long(L0N0->L1N0)² + long(L0N1->L1N0)²)"))
    #expect(text.contains("  long = w + change"))
  }

  @Test func calculationsTellInputsAsGivenAndHowFarRoundingIsOff() throws {
    let run = RenderedRun(
      "data\n0 1000 -> 0\n1 1010 -> 1\nend\nscale standard\nnet 2 1\ninit torch seed 1\nexplain 0 1000\n"
        + "explain gradient 0 1000")
    let neuron = try #require(run.lines.first { $0.hasPrefix(#"{"event":"explain","#) })
    #expect(neuron.contains(#""given":[0,1000],"inputs":[-1,-1]"#) && neuron.contains(#""rounded":"#))
    let steps = run.lines.filter { $0.hasPrefix(#"{"event":"gradient","#) }
    #expect(!steps.isEmpty && steps.allSatisfy { $0.contains(#""rounded":"#) })
  }

  /// The file that `make schema` writes.
  @Test func theSchemaInTheManualIsThatOfTheTable() throws {
    #expect(try Golden.text("docs/events.schema.json", now: EventSchema.text) == EventSchema.text)
  }

  @Test func theManualsTableIsThatOfTheEvents() throws {
    let lines = Documents.text("grammar.md").components(separatedBy: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("| event |") })
    let end = lines[start...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
    let now = (lines[..<start] + EventSchema.table + lines[end...]).joined(separator: "\n")
    #expect(try Golden.text("grammar.md", now: now) == now, "make schema writes the table anew")
  }

  // MARK: Validation

  private static let scripts: [String] = {
    let folder = Documents.root.appending(path: "examples")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".nn") && !["encoder.nn", "notebook.nn"].contains($0) }.sorted()
      .map { "examples/\($0)" } + [
        "Tests/Determinism/everything.nn", "Tests/RenderingTests/Golden/events.nn",
      ]
  }()

  @Test(arguments: scripts)
  func whatIsEmittedConformsToTheSchema(_ script: String) throws {
    try check(RenderedRun(file: script).lines)
  }

  @Test func whatTheManualsBlocksEmitConformsToTheSchema() throws {
    for block in Documents.blocks("nn-error") { try check(RenderedRun(block.text).lines) }
    for block in Documents.blocks("nn").prefix(60) { try check(RenderedRun(block.text).lines) }
  }

  private func check(_ lines: [String]) throws {
    let schema = try Schema(EventSchema.text)
    for line in lines {
      let problems = schema.problems(try JSONSerialization.jsonObject(with: Data(line.utf8)))
      #expect(problems.isEmpty, "\(problems.first ?? ""): \(line.prefix(200))")
    }
  }

  /// The validator sees what it should: each of these lines is wrong in one way.
  @Test(arguments: [
    #"{"event":"nothing"}"#, #"{"event":"fingerprint"}"#, #"{"event":"fingerprint","value":1}"#,
    #"{"event":"fingerprint","value":"a","more":1}"#, #"{"event":"reset","weights":1.5}"#,
    #"{"event":"precision","precision":"half"}"#, #"{"event":"history","statements":["a",1]}"#, "[]",
  ])
  func theValidatorRefuses(_ line: String) throws {
    let schema = try Schema(EventSchema.text)
    #expect(!schema.problems(try JSONSerialization.jsonObject(with: Data(line.utf8))).isEmpty)
  }
}

/// As much of JSON Schema, draft 2020-12, as the schema of events uses.
private struct Schema {
  private let root: [String: Any]

  init(_ text: String) throws {
    root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  func problems(_ value: Any) -> [String] { problems(value, root, "line") }

  private func problems(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    var problems: [String] = []
    for (key, rule) in schema {
      switch key {
      case "$ref":
        let name = String((rule as? String ?? "").dropFirst("#/$defs/".count))
        guard let definition = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else {
          problems.append("\(path): no definition of \(name)")
          continue
        }
        problems += self.problems(value, definition, path)
      case "oneOf", "anyOf":
        let choices = (rule as? [[String: Any]] ?? []).map { self.problems(value, $0, path) }
        let fitting = choices.count { $0.isEmpty }
        if fitting == 0 || key == "oneOf" && fitting != 1 {
          problems.append("\(path): fits \(fitting) of \(key)")
        }
      case "const": if value as? String != rule as? String { problems.append("\(path): not \(rule)") }
      case "enum":
        let isAllowed = (rule as? [Any] ?? []).contains {
          $0 is NSNull ? value is NSNull : $0 as? String == value as? String && value is String
        }
        if !isAllowed { problems.append("\(path): \(value) is not one of \(rule)") }
      case "type":
        let types = rule as? [String] ?? [rule as? String ?? ""]
        if !types.contains(where: { fits(value, $0) }) {
          problems.append("\(path): \(value) is not \(types)")
        }
      case "items":
        for (k, element) in (value as? [Any] ?? []).enumerated() {
          problems += self.problems(element, rule as? [String: Any] ?? [:], "\(path)[\(k)]")
        }
      case "required":
        for name in rule as? [String] ?? [] where (value as? [String: Any])?[name] == nil {
          problems.append("\(path): no \(name)")
        }
      case "properties", "additionalProperties": problems += self.properties(value, schema, key, path)
      case "$schema", "$defs", "title", "description": break
      default: problems.append("\(path): the validator does not know \(key)")
      }
    }
    return problems
  }

  private func properties(
    _ value: Any, _ schema: [String: Any], _ key: String, _ path: String
  ) -> [String] {
    let known = schema["properties"] as? [String: [String: Any]] ?? [:]
    return (value as? [String: Any] ?? [:]).flatMap { name, value -> [String] in
      if let rule = known[name] {
        return key == "properties" ? problems(value, rule, "\(path).\(name)") : []
      }
      guard key == "additionalProperties" else { return [] }
      guard let rule = schema[key] as? [String: Any] else { return ["\(path): unknown \(name)"] }
      return problems(value, rule, "\(path).\(name)")
    }
  }

  private func fits(_ value: Any, _ type: String) -> Bool {
    let number = value as? NSNumber
    // true and false are numbers too, of another type.
    let isBool = number.map { isTruthValue($0) } ?? false
    switch type {
    case "null": return value is NSNull
    case "string": return value is String
    case "array": return value is [Any]
    case "object": return value is [String: Any]
    case "boolean": return isBool
    case "number": return number != nil && !isBool
    case "integer": return number.map { !isBool && $0.doubleValue == $0.doubleValue.rounded() } ?? false
    default: return false
    }
  }

  private func isTruthValue(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
  }
}
