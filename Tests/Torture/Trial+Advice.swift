import Foundation
import Interpreter
import Language
import Standard

/// The lines that a mistake advises are typed: none may be answered with the mistake itself, and none that is to come
/// first may leave the statement with the mistake that it had.
extension Trial {
  /// - Parameter before: where the statement was run that failed.
  func checkAdvice(_ before: Interpreter.State, _ told: [Event], _ text: String) {
    // In a block the advice is about a line of it.
    guard !text.contains("\n") else { return }
    for case .failure(let mistake) in told where mistake.code != .interrupted {
      for (line, isReplacement) in Self.lines(mistake.help) {
        type(line, isReplacement, before, mistake, text)
      }
    }
  }

  /// The statements that stand behind a colon, and whether they are to be written in place of what was.
  private static func lines(_ help: [String]) -> [(line: String, isReplacement: Bool)] {
    let words = Set(StatementSpec.all.map(\.word))
    return help.flatMap { $0.components(separatedBy: "     or") }.compactMap { part in
      guard let colon = part.range(of: ": ") else { return nil }
      let line = String(part[colon.upperBound...])
      // `data ; 0 1 -> 1 ; … ; end` is a form, and `help` changes nothing.
      guard let first = line.split(separator: " ").first, !line.contains("…"), first != "help" else {
        return nil
      }
      let isReplacement = part.hasPrefix("Write: ")
      return isReplacement || words.contains(String(first)) ? (line, isReplacement) : nil
    }
  }

  private func type(
    _ line: String, _ isReplacement: Bool, _ before: Interpreter.State, _ mistake: Diagnostic, _ text: String
  ) {
    let world = World()
    let copy = Interpreter(host: world.host)
    func answer(_ text: String) -> (end: Interpreter.End, message: String?) {
      world.allow(seconds: 2)
      let end = copy.run(Source(name: "advice", text: text, isTyped: true))
      let messages = world.told().compactMap { if case .failure(let own) = $0 { own.message } else { nil } }
      return (end, messages.first)
    }
    copy.go(back: before)
    let own = answer(line)
    if own.message == mistake.message { return note("is answered as before: \(line)", text) }
    // What is to be written, or begins alike, stands in the place of the statement.
    guard own.end == .done, !isReplacement,
      line.split(separator: " ").first != text.split(separator: " ").first
    else { return }
    if answer(text).message == mistake.message { note("fails as before, after the advised: \(line)", text) }
  }
}
