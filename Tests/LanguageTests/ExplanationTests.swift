import Language
import TestSupport
import Testing

/// What `why` tells of a code: short at the beginning, and the same as in docs/errors.md.
struct ExplanationTests {
  /// A section of docs/errors.md.
  private struct Section {
    var prose = ""
    /// What stands behind the opening fence, and the lines up to the closing one.
    var blocks: [(info: String, text: String)] = []

    func text(_ info: String) -> String? { blocks.first { $0.info == info }?.text }
  }

  /// The sections by their codes.
  private static let sections: [String: Section] = {
    var (sections, code): ([String: Section], String) = ([:], "")
    var blocks = Documents.blocks(of: "docs/errors.md")[...]
    func takeBlocks(before line: Int) {
      while let block = blocks.first, block.line < line {
        let info = block.argument.isEmpty ? block.kind : "\(block.kind) \(block.argument)"
        sections[code, default: Section()].blocks.append((info, block.text))
        blocks.removeFirst()
      }
    }
    for (number, line) in Documents.prose(of: "docs/errors.md") {
      takeBlocks(before: number)
      if line.hasPrefix("### ") {
        code = String(line.dropFirst(4))
        sections[code] = Section()
      } else if line.hasPrefix("#") {
        code = ""
      } else {
        sections[code, default: Section()].prose += line + "\n"
      }
    }
    takeBlocks(before: .max)
    sections[""] = nil
    return sections
  }()

  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(arguments: DiagnosticCode.allCases)
  func theFirstSentenceStandsAlone(_ code: DiagnosticCode) {
    let explanation = code.explanation
    #expect(explanation.summary.hasSuffix(".") && explanation.meaning.hasPrefix(explanation.summary))
    #expect(!explanation.summary.contains(". ") && explanation.summary.count <= 72)
  }

  /// One paragraph each; scripts without blank lines at their ends.
  @Test(arguments: DiagnosticCode.allCases)
  func theTextsAreWhole(_ code: DiagnosticCode) {
    let explanation = code.explanation
    for prose in [explanation.meaning, explanation.reason] {
      #expect(prose.hasSuffix(".") && words(prose) == prose)
      #expect(prose.count { $0 == "`" }.isMultiple(of: 2))
    }
    #expect(!explanation.right.isEmpty)
    for script in [explanation.wrong, explanation.right] {
      #expect(script.first?.isWhitespace != true && script.last?.isWhitespace != true)
    }
  }

  @Test(arguments: DiagnosticCode.allCases)
  func theManualSaysTheSame(_ code: DiagnosticCode) throws {
    let section = try #require(Self.sections[code.rawValue])
    let explanation = code.explanation
    #expect(words(section.prose) == words("\(explanation.meaning) \(explanation.reason) Right:"))
    let wrong = section.text("nn-error \(code.rawValue)")
    #expect(wrong == (explanation.wrong.isEmpty ? nil : explanation.wrong + "\n"))
    #expect(section.text("nn") == explanation.right + "\n")
    // What no script can raise, a command of the shell does; one code nothing known raises.
    let isRaised = wrong != nil || section.text("sh \(code.rawValue)") != nil
    #expect(isRaised || code == .internalFault)
  }

  @Test func theManualHasNoOtherSections() {
    #expect(Set(Self.sections.keys) == Set(DiagnosticCode.allCases.map(\.rawValue)))
  }
}
