import ArgumentParser
import Interpreter
import Language
import Lessons
import Rendering

/// `nn site CONTENTS.md --to FOLDER`: pages that belong together.
struct SitePages: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "site",
    abstract: "Write Markdown pages as a site: handouts with navigation and a search.",
    discussion: """
      The page in front is CONTENTS.md. The pages that its lists link to, a link an item, belong to the site; its headings \
      and lists are the navigation. Each is written as `nn page` writes it, with what its blocks print. Files that pages \
      link to go along, into the folder `files` of the site, if they are in or below the folder of one of them, and \
      not hidden.

        nn site course.md --to public

      The folder can be opened in a browser as it is, or be put on any server of files. It asks for nothing from anywhere. \
      What nn wrote there before is overwritten; nothing is removed.

      A site with a page on which a block fails is not written: exit status 1.
      """)

  @Argument(help: "The page in front.", completion: .file(extensions: ["md"]))
  var contents: String

  @Option(name: .customLong("to"), help: ArgumentHelp("Write the site here.", valueName: "folder"))
  var folder: String

  @Flag(help: "Overwrite files that nn did not write.")
  var replace = false

  @OptionGroup var writing: WritingOptions

  func validate() throws {
    if let problem = Files.misnamed(folder) { throw ValidationError(problem) }
  }

  func run() throws {
    Interrupts.install()
    let source: Source
    do throws(Diagnostic) {
      source = try writing.rules(for: [contents]).script(contents)
    } catch {
      Self.say(TextRenderer(verbosity: .script).lines(.failure(error)).map(\.text))
      throw ExitCode(error.code.exitStatus)
    }
    if writing.safe { Ceilings.install() }
    let rules = writing.rules(for: [contents])
    let runner = LessonRunner(world: { Host.system(output: $0, rules) })
    let site = Site(
      source, with: runner,
      read: { rules.readRefusal(of: $0) == nil && !Files.isStream($0) ? try? Files.script($0) : nil },
      encloses: { enclosure($0, $1, rules) }, address: { Page.address($0, rules) })
    if site.isInterrupted { throw ExitCode(130) }
    guard site.failures.isEmpty else {
      Self.say(site.failures.flatMap { [$0.name + ":"] + ($0.failure ?? []).map { "  " + $0 } })
      Self.say(["not written: \(folder)"])
      throw ExitCode(1)
    }
    do {
      try checkPlaces(site, rules)
      try checkFiles(site)
      try write(site)
    } catch let error as Diagnostic {
      Self.say(TextRenderer(verbosity: .script).lines(.failure(error)).map(\.text))
      throw ExitCode(error.code.exitStatus)
    }
    Self.say(site.notes.map { "note: " + $0 })
    // Besides them the search and the script.
    let pages = site.files.count - 2
    let written = pages == 1 ? "1 page" : "\(pages) pages"
    Self.say(["wrote \(written) into \"\(folder)\": open \(place)index.html"])
  }

  private func enclosure(_ path: String, _ pages: [String], _ rules: WritingRules) -> Site.Enclosure {
    guard Files.exists(path), !Files.isFolder(path) else { return .missing }
    if Files.isStream(path) { return .refused("it is a pipe or a device") }
    return rules.enclosureRefusal(of: path, with: pages).map { .refused($0) } ?? .along
  }

  /// Pages and what they show have the names that somebody gave them, and the folder may have come with them.
  private func checkPlaces(_ site: Site, _ rules: WritingRules) throws(Diagnostic) {
    for name in site.files.map(\.name) + site.enclosures.map(\.name) {
      guard let problem = rules.siteRefusal(of: place + name, in: folder) else { continue }
      throw Diagnostic(.cannotWrite, "I cannot write \"\(place)\(name)\": \(problem)")
    }
  }

  /// What somebody else wrote stays, and what goes along can be read: nothing is written before both are known.
  private func checkFiles(_ site: Site) throws {
    let marks = [HTMLPage.mark] + Site.marks
    if !replace, let foreign = site.files.first(where: { Files.isForeign(place + $0.name, marks) }) {
      throw taken(foreign.name, "nn did not write it")
    }
    for file in site.enclosures {
      let bytes = try Files.bytes(file.place)
      guard !replace, Files.exists(place + file.name), (try? Files.bytes(place + file.name)) != bytes else {
        continue
      }
      throw taken(file.name, "it is not the same as \"\(file.place)\"")
    }
  }

  private func taken(_ name: String, _ why: String) -> ValidationError {
    ValidationError("\"\(place)\(name)\" exists, and \(why): --replace overwrites it")
  }

  /// With its slash.
  private var place: String { folder.hasSuffix("/") ? folder : folder + "/" }

  private func write(_ site: Site) throws(Diagnostic) {
    for file in site.files { try put(Array(file.text.utf8), place + file.name) }
    for file in site.enclosures { try put(try Files.bytes(file.place), place + file.name) }
  }

  private func put(_ bytes: [UInt8], _ path: String) throws(Diagnostic) {
    Files.makeFolders(of: path, mode: 0o777)
    do throws(Host.WriteFailure) { try Files.write(path, bytes) } catch {
      throw Diagnostic(.cannotWrite, "I cannot write into \"\(folder)\": \(error.reason)")
    }
  }

  private static func say(_ lines: [String]) {
    let errors = Output(descriptor: 2)
    lines.forEach { errors.say($0) }
    errors.flush()
  }
}
