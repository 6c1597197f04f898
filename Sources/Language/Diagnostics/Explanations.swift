extension DiagnosticCode {
  /// What `why` and docs/errors.md tell of a code.
  public struct Explanation: Sendable {
    /// What happened, in one or two sentences. The first sentence stands alone in lists: at most 72 characters.
    public let meaning: String
    /// Why the language is so, what usually leads here, and how one gets out of it.
    public let reason: String
    /// A script that raises it. Empty where only the world outside can (files, interrupts).
    public let wrong: String
    /// The same done right: a script that runs.
    public let right: String

    /// The first sentence of the meaning, with its stop.
    public var summary: String {
      var previous: Character?
      let end = meaning.firstIndex { character in
        defer { previous = character }
        return character == " " && previous == "."
      }
      return String(meaning[..<(end ?? meaning.endIndex)])
    }
  }

  /// What `why CODE` says, with a script that raises it and one that is right.
  public var explanation: Explanation {
    switch self {
    case .unexpectedCharacter: .unexpectedCharacter
    case .unclosedString: .unclosedString
    case .badEscape: .badEscape
    case .badNumber: .badNumber
    case .badFormat: .badFormat
    case .decimalComma: .decimalComma
    case .missingBlank: .missingBlank
    case .unclosedBracket: .unclosedBracket
    case .tooDeep: .tooDeep
    case .notUTF8: .notUTF8
    case .unknownStatement: .unknownStatement
    case .missingLet: .missingLet
    case .missingArgument: .missingArgument
    case .unexpectedWord: .unexpectedWord
    case .argumentArithmetic: .argumentArithmetic
    case .unknownOption: .unknownOption
    case .repeatedOption: .repeatedOption
    case .unknownName: .unknownName
    case .reservedName: .reservedName
    case .fileWithoutQuotes: .fileWithoutQuotes
    case .missingEnd: .missingEnd
    case .strayEnd: .strayEnd
    case .noNet: .noNet
    case .noData: .noData
    case .unknownMetric: .unknownMetric
    case .unknownFunction: .unknownFunction
    case .unavailableMetric: .unavailableMetric
    case .wrongType: .wrongType
    case .wrongCount: .wrongCount
    case .outOfRange: .outOfRange
    case .notFinite: .notFinite
    case .netTooLarge: .netTooLarge
    case .unknownWeight: .unknownWeight
    case .transposedDump: .transposedDump
    case .dataMismatch: .dataMismatch
    case .lossMismatch: .lossMismatch
    case .settingMismatch: .settingMismatch
    case .nothingToRepeat: .nothingToRepeat
    case .nothingToUndo: .nothingToUndo
    case .misplaced: .misplaced
    case .runCycle: .runCycle
    case .expectationFailed: .expectationFailed
    case .interrupted: .interrupted
    case .fileMissing: .fileMissing
    case .badFile: .badFile
    case .missingValue: .missingValue
    case .unknownColumn: .unknownColumn
    case .languageVersion: .languageVersion
    case .cannotWrite: .cannotWrite
    case .internalFault: .internalFault
    }
  }
}
