import Experiments
import Interpreter

/// Parts of a sweep, and ledgers that are put together.
extension Reporter {
  func share(_ report: SweepShareReport) -> [Block] {
    var text = Text("\(report.share.title): ")
    if report.isInterrupted {
      text.append("\("stopped", .warning) after \(report.done) of \(counted(report.runs, "run"))")
    } else {
      text.append("\(counted(report.runs, "run")) of \(report.points)")
    }
    if report.known > 0 { text.append(", \(report.known) of them from the ledger") }
    if showsTimes { text.append(" · " + time(report.seconds)) }
    return [self.report(text), self.report(Text("ledger: " + report.ledger, .faint), indent: 2)]
  }

  func ledgers(_ report: LedgersReport) -> [Block] {
    let files = report.files == 1 ? "1 ledger" : "\(report.files) ledgers"
    var text = Text("\(files): ")
    text.append(
      report.missingCount == 0
        ? "all \(counted(report.points, "run"))" : "\(report.runs) of \(counted(report.points, "run"))")
    if !report.machines.isEmpty {
      text.append(", made on " + abbreviated(report.machines, most: 6).joined(separator: ", "))
    }
    var blocks = [self.report(text)]
    func add(_ words: String, _ role: Role? = nil) {
      blocks.append(.paragraph(Text(words, role), indent: 2, hang: 4))
    }
    if report.repeated > 0 {
      add(
        (report.repeated == 1 ? "1 line repeats a run" : "\(report.repeated) lines repeat runs")
          + ", with the same bits")
    }
    if report.torn > 0 {
      add("\(counted(report.torn, "line")) \(report.torn == 1 ? "is" : "are") torn, and left out", .warning)
    }
    if report.missingCount > 0 {
      let pieces = report.missing.text.split(separator: ",").map(String.init)
      add("\(report.missingCount) missing: " + abbreviated(pieces, most: 12).joined(separator: " "), .warning)
    }
    if let written = report.written {
      add("written: " + written + (report.had.map { ", which had \($0) of them before" } ?? ""))
    }
    if let command = report.command { blocks += [.blank, .code(Code(lines: [Code.Line(command: command)]))] }
    return blocks
  }
}

extension SweepShare {
  /// As a line about it begins.
  var title: String {
    switch self {
    case .all: "all"
    case .shard: "shard \(text)"
    case .numbers: text.count > 40 ? "points" : "points \(text)"
    }
  }
}

extension EventTable {
  static let share = EventRow<SweepShareReport>(
    "share", "a part of a sweep is over, whose other runs another process makes"
  ) {
    Field("share", "which part: `3/8`, or the numbers of its points") { $0.share.text }
    Field("points", "of the whole sweep") { $0.points }
    Field("runs", "of the part") { $0.runs }
    Field("done", "of these, how many the ledger has now") { $0.done }
    Field("known", "how many of them it had before") { $0.known }
    Field("seconds", "that it took") { $0.seconds }
    Field("interrupted", "whether it was stopped before it was done") { $0.isInterrupted }
    Field("ledger", "the file with a line for each run") { $0.ledger }
  }

  static let ledgers = EventRow<LedgersReport>("ledgers", "what ledgers of one sweep have together") {
    Field("files", "how many there are") { $0.files }
    Field("points", "of the whole sweep") { $0.points }
    Field("runs", "that are there") { $0.runs }
    Field("repeated", "lines that repeat a run, with the same bits") { $0.repeated }
    Field("torn", "lines that are torn, and left out") { $0.torn }
    Field("missing", "numbers of the points that are not there: `17,44-49`; empty for none") {
      $0.missing.text
    }
    Field("machines", "that made the runs") { $0.machines }
    Field(optional: "written", "the file that has all of them now") { $0.written }
    Field(optional: "had", "runs that this file had before, which are among them") { $0.had }
    Field(optional: "command", "the line that makes those that are missing") { $0.command }
  }
}
