/// What other languages have and this one has not, or has elsewhere: the answer is more than a line in its place.
enum OtherHabits {
  /// Lines of help for a line; nil if it is none of these.
  ///
  /// - Parameters:
  ///   - corrected: the line that is meant by one that cannot be read.
  ///   - reads: whether a text can be read as it is.
  static func advice(
    for line: String, reads: (String) -> Bool, corrected: (String) -> String?
  ) -> [String]? {
    guard line.utf8.count <= 400 else { return nil }
    let words = line.split(whereSeparator: \.isWhitespace)
    guard let first = words.first.map({ $0.prefix(while: \.isLetter).lowercased() }) else { return nil }
    let text = words.joined(separator: " ")
    /// The line as it is, or put right; nil if neither is known.
    func readable(_ text: String) -> String? { reads(text) ? text : corrected(text) }
    switch first {
    case "return", "break", "continue", "pass": return wayOut(first, text, reads)
    case "net": return layer(text, readable)
    case "train", "step": return validation(text, readable)
    case "split": return percents(text)
    case "eval": return rows(text)
    case _ where text.contains(/^(?:let )?\w+\[[^\]]*\] ?(?:[-+*\/]|\*\*)=/):
      return Diagnostic.elementAssigned(at: Span(0, 0)).help
    // `model.add(Dropout(0.5))`; a line with other layers makes a net.
    default:
      let isLayer = text.contains(/(?:add\(|nn\.|layers\.|\w\s*=).*(?:Dropout|BatchNorm|LayerNorm)/)
      return isLayer && !text.contains(/Linear|Dense|Sequential/) ? layer(text) { _ in nil } : nil
    }
  }

  /// `return n`, `break`: a block is left at its end.
  private static func wayOut(_ word: String, _ line: String, _ reads: (String) -> Bool) -> [String]? {
    let rest = line.dropFirst(word.count).drop { " ;".contains($0) }
    switch word {
    case "return":
      let printed = "print \(rest)"
      if !rest.isEmpty, reads(printed) {
        return [
          "Write: \(printed)", "A procedure gives nothing back, and what `let` binds in it is its own.",
        ]
      }
      return ["A procedure ends at its `end`. What is not always to run stands in an `if`."]
    case _ where rest.contains { $0 != ":" }: return nil
    case "break": return ["A loop ends by itself: `while loss > 0.1`, `repeat 10`, `for k in 1..10`."]
    case "continue": return ["What a turn may skip stands in an `if`: if k > 3 ; print k ; end"]
    default: return ["A block may be empty: leave the line out."]
    }
  }

  /// Dropout and normalization as layers.
  private static func layer(_ line: String, _ readable: (String) -> String?) -> [String]? {
    let dropout = #/(?:\b(?:with|and)\s+)?\bdrop-?out\b\s*[=(]?\s*(?:p\s*=\s*)?(0?\.\d+|\d\d?\s*%)?\s*\)?/#
      .ignoresCase()
      .wordBoundaryKind(
        .simple)
    let norm =
      #/(?:\b(?:with|and)\s+)?\b(?:batch|layer)[_ -]?norm(?:ali[sz]ation)?(?:1d)?\b(?:\s*\(\s*\d*\s*\))?/#
      .ignoresCase()
      .wordBoundaryKind(.simple)
    let share = line.firstMatch(of: dropout)
    guard share != nil || line.contains(norm) else { return nil }
    let rest = line.replacing(dropout, with: " ").replacing(norm, with: " ")
    let net = readable(rest.split(separator: " ").joined(separator: " "))
    var help = net.map { ["Write: \($0)"] } ?? []
    if let share {
      let typed = share.1.flatMap(fraction)
      help.append("Dropout belongs to the training: train adam dropout \(typed?.shortText ?? "0.5")")
    }
    if line.contains(norm) {
      help.append("nn does not normalize within a net. Of the inputs it does: scale standard")
    }
    return help
  }

  /// `train adam validation_split=0.2`: a split belongs to the data.
  private static func validation(_ line: String, _ readable: (String) -> String?) -> [String]? {
    let option =
      #/[\s,]*\bval(?:idation)?(?:[_ ]?(?:split|size|share|fraction|data))?\s*[=:]?\s*(0?\.\d+|\d\d?\s*%)/#
    guard let found = line.firstMatch(of: option) else { return nil }
    guard let share = fraction(found.1) else { return nil }
    let kept = 1 - share
    let rest = line.replacing(option, with: "").split(separator: " ").joined(separator: " ")
    guard kept > 0, kept < 1, let train = readable(rest) else { return nil }
    return [
      "Write: split \(kept.inThousandths) ; \(train)",
      "A validation set is split off the data, and `train` takes the rest.",
    ]
  }

  /// `split 10% 20%`: what is left over trains; of `split 70% 20%` it is the test set.
  private static func percents(_ line: String) -> [String]? {
    guard let found = line.wholeMatch(of: /split (\d\d?) ?%(?: |, ?)(\d\d?) ?%/),
      let first = Double(found.1), let second = Double(found.2), first > 0, second > 0, first + second < 100
    else { return nil }
    let rest = 100 - first - second
    let shares = (first >= 50 ? [first, second, rest] : [rest, first, second])
      .map { ($0 / 100).inThousandths }
    return [
      "Write: split \(shares.joined(separator: " "))",
      "Three shares are those of the training, the validation and the test set.",
    ]
  }

  /// `eval 1 2, 3 4 to "out.csv"`
  private static func rows(_ line: String) -> [String]? {
    guard let found = line.wholeMatch(of: /eval\b[-+\d.\s()\[\]]+,[-+\d.,\s()\[\]]+( to "[^"]*".*)/) else {
      return nil
    }
    return ["Rows that are kept together come from a file: eval \"rows.csv\"\(found.1)"]
  }

  /// `0.2`, `20%`
  private static func fraction(_ text: Substring) -> Double? {
    let number = Double(text.filter { $0.isNumber || $0 == "." })
    return number.map { text.contains("%") ? $0 / 100 : $0 }
  }
}

extension Double {
  /// A share as it is typed.
  fileprivate var inThousandths: String { ((self * 1000).rounded() / 1000).shortText }
}
