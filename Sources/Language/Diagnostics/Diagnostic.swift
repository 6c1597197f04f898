/// One mistake: what is wrong, where, and what would be right.
public struct Diagnostic: Error, Sendable {
  /// Its kind; stable, for machines and for `why`.
  public let code: DiagnosticCode
  /// One sentence without a final stop.
  public let message: String
  /// Where in the source it is; nil if nowhere in particular.
  public var span: Span?
  /// What is printed under the source line, beside the caret.
  public internal(set) var label: String?
  /// Lines below: what to type instead.
  public internal(set) var help: [String]
  /// What needs inputs and was given none, `eval` or `explain gradient`; nil where the text itself makes the net that says
  /// how many there are, and of all other mistakes.
  public internal(set) var lackingInputs: String?
  /// The text that the span is in; filled in when that text is run.
  public var source: Source?
  /// The file that it is about, of a mistake that is in no text.
  public private(set) var file: String?

  /// A mistake; who runs the text adds its source.
  public init(
    _ code: DiagnosticCode, _ message: String, at span: Span? = nil, label: String? = nil, help: [String] = []
  ) {
    (self.code, self.message, self.span, self.label, self.help) = (code, message, span, label, help)
  }

  /// With the file that it is about.
  public func about(_ file: String) -> Diagnostic {
    var result = self
    result.file = file
    return result
  }

  /// With a source, unless it has one.
  public func inSource(_ source: Source) -> Diagnostic {
    guard self.source == nil else { return self }
    var result = self
    result.source = source
    return result
  }

  /// With a place, unless it has one.
  public func at(_ span: Span) -> Diagnostic {
    guard self.span == nil else { return self }
    var result = self
    result.span = span
    return result
  }

  /// With the inputs of a net in its example, if it is inputs that it lacks.
  public func exampled(by lines: (_ statement: String) -> [String]) -> Diagnostic {
    guard let lackingInputs else { return self }
    var result = self
    result.help = lines(lackingInputs)
    return result
  }

  /// With one more line of what to do.
  public func helping(_ line: String) -> Diagnostic {
    var result = self
    result.help.append(line)
    return result
  }
}

/// The kinds of mistakes. The raw value is the stable name that `--json` gives and the manual explains.
public enum DiagnosticCode: String, Sendable, CaseIterable {
  // The text cannot be read.
  case unexpectedCharacter = "unexpected-character"
  case unclosedString = "unclosed-string"
  case badEscape = "bad-escape"
  case badNumber = "bad-number"
  case badFormat = "bad-format"
  case decimalComma = "decimal-comma"
  case missingBlank = "missing-blank"
  case unclosedBracket = "unclosed-bracket"
  case tooDeep = "too-deep"
  case notUTF8 = "not-utf8"
  // A statement is not put together right.
  case unknownStatement = "unknown-statement"
  case missingLet = "missing-let"
  case missingArgument = "missing-argument"
  case unexpectedWord = "unexpected-word"
  case argumentArithmetic = "argument-arithmetic"
  case unknownOption = "unknown-option"
  case languageVersion = "language-version"
  case repeatedOption = "repeated-option"
  case unknownName = "unknown-name"
  case reservedName = "reserved-name"
  case fileWithoutQuotes = "file-without-quotes"
  case missingEnd = "missing-end"
  case strayEnd = "stray-end"
  // A statement cannot be carried out.
  case noNet = "no-net"
  case noData = "no-data"
  case unknownMetric = "unknown-figure"
  case unknownFunction = "unknown-function"
  case unavailableMetric = "unavailable-figure"
  case wrongType = "wrong-type"
  case wrongCount = "wrong-count"
  case outOfRange = "out-of-range"
  case notFinite = "not-finite"
  case netTooLarge = "net-too-large"
  case unknownWeight = "unknown-weight"
  case transposedDump = "transposed-dump"
  case dataMismatch = "data-mismatch"
  case lossMismatch = "loss-mismatch"
  case settingMismatch = "setting-mismatch"
  case nothingToRepeat = "nothing-to-repeat"
  case nothingToUndo = "nothing-to-undo"
  case misplaced
  case runCycle = "run-cycle"
  case expectationFailed = "expectation-failed"
  case interrupted = "interrupted"
  // Files.
  case fileMissing = "file-missing"
  case badFile = "bad-file"
  case missingValue = "missing-value"
  case unknownColumn = "unknown-column"
  case cannotWrite = "cannot-write"
  // nn itself is wrong.
  case internalFault = "internal-fault"

  /// The exit status of a run that ends with it.
  public var exitStatus: Int32 {
    switch self {
    case .unexpectedCharacter, .unclosedString, .badEscape, .badNumber, .badFormat, .decimalComma,
      .missingBlank,
      .unclosedBracket, .tooDeep, .notUTF8, .unknownStatement, .missingLet, .missingArgument, .unexpectedWord,
      .argumentArithmetic, .unknownOption, .repeatedOption, .unknownName, .reservedName, .fileWithoutQuotes,
      .unknownFunction, .missingEnd, .strayEnd, .badFile, .missingValue:
      65
    case .languageVersion, .noNet, .noData, .unknownMetric, .unavailableMetric, .wrongType,
      .wrongCount,
      .outOfRange, .notFinite, .netTooLarge, .unknownWeight, .transposedDump, .dataMismatch, .lossMismatch,
      .settingMismatch, .nothingToRepeat, .nothingToUndo, .misplaced, .runCycle, .unknownColumn,
      .expectationFailed:
      1
    case .interrupted: 130
    case .fileMissing: 66
    case .cannotWrite: 73
    case .internalFault: 70
    }
  }
}

extension Diagnostic {
  /// Ctrl-C ended what had not changed anything yet.
  public static let interrupted = Diagnostic(.interrupted, "interrupted; nothing was changed")
}
