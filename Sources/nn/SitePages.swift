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
      link to go along, into the folder `files` of the site.

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

  func run() throws {
    Interrupts.install()
    let source: Source
    do throws(Diagnostic) {
      source = try Files.script(contents)
    } catch {
      Self.say(TextRenderer(verbosity: .script).lines(.failure(error)).map(\.text))
      throw ExitCode(error.code.exitStatus)
    }
    if writing.safe { Ceilings.install() }
    let rules = writing.rules(for: [contents])
    let runner = LessonRunner(world: { Host.system(output: $0, rules) })
    let site = Site(
      source, with: runner, read: { try? Files.script($0) },
      exists: { Files.exists($0) && !Files.isFolder($0) },
      address: Page.address)
    if site.isInterrupted { throw ExitCode(130) }
    guard site.failures.isEmpty else {
      Self.say(site.failures.flatMap { [$0.name + ":"] + ($0.failure ?? []).map { "  " + $0 } })
      Self.say(["not written: \(folder)"])
      throw ExitCode(1)
    }
    try checkFiles(site)
    try write(site)
  }

  /// What somebody else wrote stays.
  private func checkFiles(_ site: Site) throws {
    let marks = [HTMLPage.mark] + Site.marks
    guard !replace, let foreign = site.files.first(where: { Files.isForeign(place + $0.name, marks) }) else {
      return
    }
    throw ValidationError(
      "\"\(place)\(foreign.name)\" exists, and nn did not write it: --replace overwrites it")
  }

  /// With its slash.
  private var place: String { folder.hasSuffix("/") ? folder : folder + "/" }

  private func write(_ site: Site) throws {
    do {
      for file in site.files { try put(Array(file.text.utf8), place + file.name) }
      for file in site.enclosures { try put(try bytes(of: file.place), place + file.name) }
    } catch let error as Host.WriteFailure {
      Self.say(["error: I cannot write into \"\(folder)\": \(error.reason)"])
      throw ExitCode(73)
    }
    Self.say(["wrote \(site.files.count - 2) pages into \"\(folder)\": open \(place)index.html"])
  }

  private func put(_ bytes: [UInt8], _ path: String) throws {
    Files.makeFolders(of: path, mode: 0o777)
    try Files.write(path, bytes)
  }

  private func bytes(of path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    do throws(Diagnostic) {
      try Files.pieces(path) { piece, _ in
        bytes += piece
        return bytes.count < 50_000_000
      }
    } catch {
      throw Host.WriteFailure(reason: error.message)
    }
    return bytes
  }

  private static func say(_ lines: [String]) {
    let errors = Output(descriptor: 2)
    lines.forEach { errors.write(Rendering.Text($0).plain) }
    errors.flush()
  }
}
