import Foundation
import TestSupport
import Testing

/// How the sources are kept: switches, comments, lengths, blank lines. Where a number of exceptions is given it may only
/// get smaller.
struct SourceTidyTests {
  static let sources = SwiftSource.all(in: "Sources")
  static let everything = sources + SwiftSource.all(in: "Tests")

  private static func room(_ file: SwiftSource) -> String {
    file.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
  }

  /// Fails for a room with more of something than its number.
  private func expect(
    _ found: [(file: SwiftSource, text: String)], atMost most: [String: Int], _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (room, places) in Dictionary(grouping: found, by: { Self.room($0.file) }) {
      let list = places.map { "\($0.file.path):\($0.text)" }.sorted().joined(separator: "\n  ")
      #expect(
        places.count <= most[room] ?? 0, "\(what) in \(room): \(places.count)\n  \(list)",
        sourceLocation: sourceLocation)
    }
  }

  // MARK: Switches

  /// A switch over one of our own enums, or over rows of one of our tables, names every case: a `default` would be silently
  /// wrong for a new one. Patterns that look into a payload are left alone.
  @Test func switchesOverOwnEnumsHaveNoDefault() {
    let alternatives = Self.alternatives()
    var (found, seen): ([(file: SwiftSource, text: String)], Set<String>) = ([], [])
    for file in Self.sources {
      for choice in file.switches where choice.hasDefault {
        guard let names = choice.names, let own = alternatives.first(where: { names.isSubset(of: $0.cases) })
        else { continue }
        let place = "\(file.path.split(separator: "/").last ?? "") \(own.name)"
        if Self.defaults[place] != nil {
          seen.insert(place)
        } else {
          found.append((file, "\(choice.line) \(own.name): \(names.sorted().joined(separator: ", "))"))
        }
      }
    }
    expect(found, atMost: [:], "a `default` in a switch over an own enum or table")
    #expect(seen == Set(Self.defaults.keys), "reasons for what is no longer there")
  }

  /// Switches whose `default` is right for whatever comes, with the reason.
  static let defaults = [
    "Player+Screen.swift Key": "any other key goes back",
    "PromptLoop.swift DiagnosticCode": "any other mistake stays one with more lines",
    "Diagnoser+Changes.swift Statement": "whatever else stands in a remedy is what the remedy names",
    "ExplanationReport+Prose.swift Activation": "any other is shown by the formula in its row",
    "ExplanationReport+Prose.swift Kind": "any other quantity is no derivative of a weight",
    "ExplanationReport+Update.swift Kind": "any other quantity has its own name",
  ]

  /// Enums by file, since several have the same name; rows of a table from all files.
  private static func alternatives() -> [(name: String, cases: Set<String>)] {
    var (enums, tables): ([(String, Set<String>)], [String: Set<String>]) = ([], [:])
    for file in sources {
      enums += file.enums
      tables.merge(file.rows) { $0.union($1) }
    }
    // In one order: of two tables with the same words the first is meant.
    return enums + tables.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  // MARK: Comments

  /// What other modules see says what it is.
  @Test func sharedDeclarationsAreDocumented() {
    let undocumented = Self.sources.flatMap { file in
      file.sharedDeclarations.filter { !$0.isDocumented }.map {
        (file, "\($0.line) \($0.keyword) \($0.name)")
      }
    }
    expect(undocumented, atMost: Self.mostUndocumented, "declarations without a comment")
  }

  static let mostUndocumented: [String: Int] = [:]

  @Test func sharedTypesAreDocumented() {
    let types: Set = ["struct", "enum", "class", "protocol", "actor"]
    let undocumented = Self.sources.flatMap { file in
      file.sharedDeclarations.filter { !$0.isDocumented && types.contains($0.keyword) }
        .map { (file, "\($0.line) \($0.keyword) \($0.name)") }
    }
    expect(undocumented, atMost: Self.mostUndocumentedTypes, "types without a comment")
  }

  static let mostUndocumentedTypes: [String: Int] = [:]

  // MARK: Conversions that trap

  /// `Int(number)` ends the process for a Double that no Int is near to; `Int(clamping:)` and `Int(exactly:)` do not.
  /// What is no Double is listed, so many a file.
  @Test func wholeNumbersAreMadeByCheckedConversions() {
    for file in Self.sources {
      let places = file.tokens.indices.dropLast(3).filter { k in
        file.tokens[k].text == "Int" && file.tokens[k + 1].text == "(" && file.tokens[k + 3].text != ":"
      }
      let name = file.path.split(separator: "/").last.map(String.init) ?? ""
      let most = Self.conversions[name]?.count ?? 0
      let lines = places.map { "\(file.path):\(file.tokens[$0].line)" }.joined(separator: "\n  ")
      #expect(
        places.count <= most, "`Int(…)` of what may be a Double: \(places.count), allowed \(most)\n  \(lines)"
      )
    }
  }

  static let conversions: [String: (count: Int, reason: String)] = [
    "Files.swift": (1, "a size in bytes"), "SweepShare.swift": (1, "a text"),
    "Terminal.swift": (2, "columns and rows, 16 bits"),
    "Player+Screen.swift": (1, "a text"), "Replay.swift": (1, "a text"), "FormulaPage.swift": (1, "a text"),
    "Decimals.swift": (1, "the magnitude of an Int"),
    "DecimalRounding.swift": (1, "a text"),
    "Elementary+Trigonometry.swift": (3, "a remainder of 4, an exponent, two bits"),
    "MersenneTwister+Samples.swift": (2, "an exponent; an angle of at most 2π, in a hot loop"),
    "CMarkTree.swift": (5, "levels, numbers and lines of C, 32 bits"), "PlayDemo.swift": (1, "a text"),
    "Page.swift": (1, "a byte"),
    "CMarkNode.swift": (3, "lines and columns of C, 32 bits"), "MersenneTwister.swift": (2, "32 bits"),
    "MersenneTwister+Permutation.swift": (1, "32 bits"),
    "Session+Load.swift": (20, "texts"), "SavedFields.swift": (3, "texts"),
    "SavedFields+Memory.swift": (5, "texts"),
    "ZipArchive.swift": (2, "bytes; a sum of 32 bits"), "NPYArray.swift": (3, "bytes; texts"),
    "FANNFormat+Reading.swift": (5, "texts"), "SNNSFormat+Reading.swift": (3, "texts"),
    "Pickle.swift": (2, "bytes, 32 bits"), "Playground.swift": (1, "a text"),
    "WeightArrays.swift": (2, "texts"),
    "SNNSRows.swift": (1, "a text"), "Workbook.swift": (2, "a text; a letter"),
    "Inflater.swift": (1, "bytes, 32 bits"), "IDXRows.swift": (2, "bytes"), "FANNRows.swift": (1, "a text"),
    "LIBSVMRows.swift": (1, "a text"), "ARFFRows.swift": (1, "a text"), "Latin1.swift": (1, "a byte"),
    "HistoryFile.swift": (1, "a size in bytes"), "Columns.swift": (1, "a C int"),
    "LineEditor.swift": (2, "C ints"), "Keyboard.swift": (1, "a C int"),
    "Lexer+Literals.swift": (3, "a text; digits"),
    "TableReader.swift": (2, "literals"),
    "Decimal.swift": (1, "a byte"), "JSONText.swift": (1, "a text"), "Threads.swift": (1, "a text"),
    "GradeLine.swift": (3, "texts"), "Progress.swift": (4, "texts"),
    "GradeOne.swift": (2, "a text; seconds that the command bounds"), "LessonFolder.swift": (1, "a text"),
  ]

  /// Lines are cut at the byte or the scalar: `"\r\n"` is one Character, which is not `"\n"`.
  @Test func textIsNotCutAtTheCharacterNewline() {
    for file in Self.sources {
      let name = file.path.split(separator: "/").last.map(String.init) ?? ""
      for (number, line) in file.lines.enumerated() where Self.cutsAtNewline(line) {
        #expect(
          Self.ownText.contains(name), "a text cut at the Character newline at \(file.path):\(number + 1)")
      }
    }
  }

  private static func cutsAtNewline(_ line: String) -> Bool {
    let newline = #""\n""#
    return [
      "separator: \(newline)", "!= \(newline)", "== \(newline)", "of: \(newline)", "contains(\(newline))",
    ].contains {
      line.contains($0) && !line.contains("joined(separator: \(newline)")
        && !line.contains("line.contains(\(newline)")
    }
  }

  /// Files whose text is their own.
  static let ownText: Set = ["Iris.swift", "Wine.swift"]

  // MARK: Lengths

  /// Functions and computed properties of more than 40 lines, with the reason.
  static let longFunctions = [
    "JSONTests.swift problems": "a check for each keyword of a schema",
    "Statement+Run.swift runAlone": "a case for each statement",
    "Diagnoser+Remedies.swift tried": "one loop: what is tried, what that shows, what it leaves",
    "Reporter.swift blocks": "a case for each event",
    "Diagnose+Findings.swift text": "a case for each finding",
    "Diagnose+Advice.swift purpose": "a case for each remedy",
    "EventTable.swift few": "a case for each event",
    "Explanations.swift explanation": "a case for each code",
    "Train.swift spec": "a case for each option",
    "Statement.swift show": "a case for each statement",
    "Vocabulary+Standard.swift standardEntries": "a case for each kind of named thing",
  ]

  @Test func functionsAreShort() {
    for file in Self.everything {
      for function in file.functions + file.computedProperties where function.length > 40 {
        let name = "\(file.path.split(separator: "/").last ?? "") \(function.name)"
        #expect(
          Self.longFunctions[name] != nil, "\(name) has \(function.length) lines, at line \(function.line)")
      }
    }
  }

  @Test func filesAreShort() {
    for file in Self.everything where file.lines.count > 400 {
      Issue.record("\(file.path) has \(file.lines.count) lines")
    }
  }

  // MARK: Blank lines

  /// No blank line at the start or end of braces, between a comment and its declaration, before a `case` of a switch, nor
  /// two in a row.
  @Test func blankLinesSeparate() {
    for file in Self.everything {
      var isInLiteral = false
      for (number, line) in file.lines.enumerated() where number > 0 && number + 1 < file.lines.count {
        if line.split(separator: "\"\"\"", omittingEmptySubsequences: false).count.isMultiple(of: 2) {
          isInLiteral.toggle()
        }
        guard !isInLiteral, line.allSatisfy({ $0 == " " }) else { continue }
        let (before, after) = (bare(file.lines[number - 1]), bare(file.lines[number + 1]))
        let isStray =
          before.hasSuffix("{") || before.hasPrefix("///") || ["}", ")", "]"].contains(after.first)
          || after.hasPrefix("default:") || after.hasPrefix("case .") && after.hasSuffix(":")
          || after.isEmpty && number + 2 < file.lines.count
        #expect(!isStray, "a stray blank line at \(file.path):\(number + 1)")
      }
    }
  }

  private func bare(_ line: String) -> Substring {
    line.drop { $0 == " " }
  }

  // MARK: Tests

  /// The name of a test says what holds: at least three words.
  @Test func namesOfTestsSayWhatHolds() {
    for file in SwiftSource.all(in: "Tests") {
      for name in file.testNames where words(name) < 3 {
        Issue.record("\(file.path): the name of the test `\(name)` does not say what holds")
      }
    }
  }

  private func words(_ name: String) -> Int {
    1 + name.dropFirst().count { $0.isUppercase }
  }
}
