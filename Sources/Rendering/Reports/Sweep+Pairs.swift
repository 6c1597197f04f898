import Experiments
import Interpreter
import NeuralCore
import Statistics

/// What the pairs of a sweep say: a table, and in sentences what can be told apart and what cannot.
struct SweepPairs {
  private let result: SweepResult
  private let labels: SweepLabels
  private let pairs: [PairedComparison]
  /// By whether the condition was met.
  private let solved: [PairedComparison]

  /// More pairs than these are not shown; `--json` has all.
  private static let mostShown = 15

  init(_ result: SweepResult, _ labels: SweepLabels) {
    (self.result, self.labels) = (result, labels)
    pairs = result.comparisons()
    solved = result.outcome == .epochs ? result.solvedComparisons() : []
  }

  var blocks: [Block] {
    if result.variants.count > SweepResult.mostCompared {
      let bound = "Pairs are compared for at most \(SweepResult.mostCompared) variants."
      return [.blank, .paragraph(Text(bound), hang: 2)]
    }
    return pairs.isEmpty ? [] : [.blank] + table + [.blank] + sentences.map { .paragraph($0, hang: 2) }
  }

  // MARK: The table

  private var table: [Block] {
    let isCorrected = pairs.count > 1
    let what = Text("pairs", .faint)
    var heads = ["wins", "losses", "ties", "p"].map { Text($0, .faint) }
    if isCorrected { heads.append(Text("Holm", .faint)) }
    var table = Table([.leading] + heads.map { _ in .trailing }, head: [what] + heads, hang: 4)
    for pair in pairs.prefix(Self.mostShown) {
      var row = [
        Text("\(labels.short(pair.first)) – \(labels.short(pair.second))"), Text("\(pair.wins)"),
        Text("\(pair.losses)"), Text("\(pair.ties)"), Text(Self.shown(pair.p)),
      ]
      if isCorrected { row.append(Text(Self.shown(pair.corrected))) }
      table.rows.append(row)
    }
    let rest = pairs.count - Self.mostShown
    let meaning = Text("pairs meet on the same seeds, by \(result.outcome.name); p: exact sign test", .faint)
    return [.table(table), .paragraph(meaning, indent: 2, hang: 4)]
      + (rest > 0 ? [.paragraph(Text("… \(rest) more pairs (all of them: --json)", .faint))] : [])
  }

  private static func shown(_ p: Double) -> String {
    // Two digits of 0.999 would be 1.0.
    p == 1 ? "1" : p >= 0.995 ? "> 0.99" : p < 0.0001 ? "< 0.0001" : p.significant(2)
  }

  // MARK: The sentences

  private var sentences: [Text] {
    result.variants.indices.compactMap(better) + open + zip(pairs, solved).compactMap(arriving)
  }

  /// Where the epochs tell two variants not apart, or the other way round, but whether they arrive does: what a restart is
  /// for.
  private func arriving(_ pair: PairedComparison, _ solved: PairedComparison) -> Text? {
    guard let better = solved.better, better != pair.better else { return nil }
    let other = better == pair.first ? pair.second : pair.first
    let (most, least) = (max(solved.wins, solved.losses), min(solved.wins, solved.losses))
    return Text(
      "But \(labels.inSentence(better)) met the condition on \(counted(most, "seed")) on which "
        + "\(labels.inSentence(other)) did not, and the other way round on \(least) "
        + "(p \(solved.corrected < 0.0001 ? "< 0.0001" : "= " + solved.corrected.significant(2))).")
  }

  /// What a variant is better than.
  private func better(_ variant: Int) -> Text? {
    let won = pairs.filter { $0.better == variant }
    guard !won.isEmpty else { return nil }
    let others = won.map { labels.inSentence($0.first == variant ? $0.second : $0.first) }
    let p = won.map(\.corrected).max() ?? 1
    let single = won.count == 1 ? won[0] : nil
    let seeds =
      single.map { " on \(max($0.wins, $0.losses)) of \(counted($0.wins + $0.losses, "seed")) that differ" }
      ?? ""
    let bound =
      p < 0.0001 ? "p < 0.0001" : won.count == 1 ? "p = \(p.significant(2))" : "p ≤ \(p.significant(2))"
    return Text("\(labels.inSentence(variant)) is better than \(Self.joined(others))\(seeds) (\(bound)).")
  }

  /// The pairs that stay open, and whether so few seeds could tell anything apart.
  private var open: [Text] {
    let open = pairs.filter { $0.better == nil }
    guard !open.isEmpty else { return [] }
    let seeds = pairs.map { $0.wins + $0.losses + $0.ties }.max() ?? 0
    let needed = SignTest.fewestPairs(below: PairedComparison.level / Double(pairs.count))
    if seeds < needed {
      let many = counted(seeds, "seed")
      return [
        Text(
          "\(many) cannot tell \(pairs.count == 1 ? "them" : "any of them") apart at 5 %, whatever comes out: "
            + "at least \(needed) are needed.")
      ]
    }
    let names = open.prefix(6).map { pair in
      "\(labels.inSentence(pair.first)) and \(labels.inSentence(pair.second))"
    }
    let more = open.count > 6 ? "; and \(counted(open.count - 6, "more pair"))" : ""
    let p = open.count == 1 ? " (p = \(Self.shown(open[0].corrected)))" : ""
    return [
      Text(
        "\(counted(seeds, "seed")) \(seeds == 1 ? "does" : "do") not tell apart "
          + names.joined(separator: "; ") + more + "\(p): that is not to say that they are equal.")
    ]
  }

  private static func joined(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
