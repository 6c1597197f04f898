import ArgumentParser
import Classroom
import Interpreter
import Language
import Lessons
import Rendering

/// `nn page LESSON.md --to FILE.html`: a Markdown page as a handout.
struct Page: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Write a Markdown page as a handout: one HTML file with outputs and pictures.",
    discussion: """
      The blocks of the language nn are run, as `nn test` runs them, and what they print stands below them. Pictures are \
      inside the file, which asks for nothing from anywhere: it can be mailed, opened without a network, and printed or \
      saved as PDF from a browser. Without --to the page goes to the standard output.

        nn page lesson.md --to lesson.html
        nn page lesson.md to lesson.html     the same

      Exercises have their titles, points and words; --solutions shows all of them, for the teacher.

      A page on which a block fails, or a picture is missing, is not written: exit status 1.
      """)

  @Argument(help: "The page, and perhaps: to FILE.html", completion: .file(extensions: ["md"]))
  var arguments: [String]

  @Option(name: .customLong("to"), help: ArgumentHelp("Write the handout here.", valueName: "file"))
  var output: String?

  @Flag(help: "Overwrite a file that nn did not write.")
  var replace = false

  @Flag(help: "Show exercises as they are written, with hints and solutions.")
  var solutions = false

  @OptionGroup var writing: WritingOptions

  private var file: String { arguments[0] }
  private var target: String? { output ?? (arguments.count == 3 ? arguments[2] : nil) }

  func validate() throws {
    guard arguments.count == 1 || arguments.count == 3 && arguments[1] == "to" && output == nil else {
      throw ValidationError("one page and one file: nn page lesson.md --to lesson.html")
    }
    guard let target else { return }
    if Files.identity(of: target) == Files.identity(of: file) {
      throw ValidationError("\"\(target)\" is the page itself, which would be lost")
    }
    try Files.guardForeign(target, [HTMLPage.mark], replace: replace)
  }

  func run() throws {
    Interrupts.install()
    let source: Source
    do throws(Diagnostic) {
      source = try writing.rules(for: [file]).script(file)
    } catch {
      Self.say(TextRenderer(verbosity: .script).lines(.failure(error)).map(\.text))
      throw ExitCode(error.code.exitStatus)
    }
    if writing.safe { Ceilings.install() }
    let rules = writing.rules(for: [file])
    let runner = LessonRunner(world: { Host.system(output: $0, rules) })
    let handout = Handout(
      source, with: runner, showsSolutions: solutions, link: link,
      address: { Self.address(source.place(of: $0), rules) })
    if handout.isInterrupted { throw ExitCode(130) }
    guard handout.failures.isEmpty else {
      Self.say(handout.failures.flatMap { [$0.name + ":"] + ($0.failure ?? []).map { "  " + $0 } })
      Self.say(["not written: \(target ?? "the handout")"])
      throw ExitCode(1)
    }
    try write(handout.html)
  }

  private func write(_ html: String) throws {
    guard let target else {
      Output.standard.writeText(html)
      return Output.standard.flush()
    }
    do throws(Host.WriteFailure) {
      try Files.write(target, html)
    } catch {
      Self.say(["error: I cannot write \"\(target)\": \(error.reason)"])
      throw ExitCode(73)
    }
    Self.say(["wrote \"\(target)\""])
  }

  private static func say(_ lines: [String]) {
    let errors = Output(descriptor: 2)
    lines.forEach { errors.say($0) }
    errors.flush()
  }

  // MARK: Links

  /// Whoever has this file alone has no other page and no file beside it: of a link to one the words are left. One to a page
  /// that is a handout too, beside this one, leads there.
  private func link(_ address: String) -> String? {
    guard let path = PageLink.path(of: address) else { return address }
    guard let target, ExercisePage.isMarkdown(path), let dot = path.lastIndex(of: ".") else { return nil }
    let page = path[..<dot] + ".html"
    let place = Files.folder(of: target) + page
    guard Files.exists(place), !Files.isForeign(place, [HTMLPage.mark]) else { return nil }
    return PageLink.address(of: String(page)) + PageLink.rest(of: address)
  }

  // MARK: Pictures

  private static let kinds = [
    "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "gif": "image/gif", "webp": "image/webp",
  ]

  /// The bytes of a picture as an address; nil if it is none, or cannot, or may not, be read.
  static func address(_ path: String, _ rules: WritingRules) -> String? {
    guard let ending = path.split(separator: ".").last, let kind = kinds[ending.lowercased()],
      !path.contains("://"), rules.readRefusal(of: path) == nil, let bytes = try? Files.bytes(path)
    else { return nil }
    return "data:\(kind);base64," + base64(bytes)
  }

  /// RFC 4648.
  static func base64(_ bytes: [UInt8]) -> String {
    let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 3 * 4 + 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let three = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : 0 }
      let word = three[0] << 16 | three[1] << 8 | three[2]
      for place in 0..<4 {
        let isThere = start + place <= bytes.count
        text.append(isThere ? signs[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
