import Interpreter
import Language

/// Where statements may write and read: the stance of the command towards a script or lesson of somebody else.
///
/// What is typed at a prompt or on the command line is its author's own. A script, a page or a pipe writes in or below the
/// folder where nn was started, or its own, and replaces nothing but what nn wrote. TeX (`openout_any = p`) and Deno are
/// models.
struct WritingRules {
  /// With `--safe`: only new files, in or below the working folder, and nothing outside is read.
  var isSafe = false
  /// Folders that scripts may write to as if they were typed, by `--allow-write`.
  var allowed: [String] = []
  /// With `--safe`, folders that may be read besides the working one: those of the files that the command names.
  var readable: [String] = []

  /// What a text may do to a file.
  func permission(of path: String, by source: Source) -> Host.WritePermission {
    let target = Files.destination(of: path)
    if Self.hasForbiddenCharacters(path) {
      return .refused(
        "a file name with control characters cannot be trusted to be what it looks like",
        advice: ["Take a name of letters, digits, - and _."])
    }
    if isSafe { return safePermission(of: path, target) }
    if allowed.contains(where: { isBelow(target, $0) && !hasHiddenPart(target, below: $0) }) { return .free }
    let here = Files.identity(of: ".")
    for name in [path, target] where hasHiddenPart(name, below: here) {
      return .refused(
        "hidden files and folders (a name that begins with a dot) are not written",
        // No folder that is allowed makes a file of such a name one that may be written.
        advice: name.split(separator: "/").last?.hasPrefix(".") == true
          ? ["Take a name that does not begin with a dot."] : advice(target, source))
    }
    if source.isTyped || Self.streams.contains(path) { return .free }
    guard isBelow(target, here) || isBelow(target, Self.folder(of: source)) else {
      let folder = Files.folder(of: target)
      guard folder.isEmpty || Files.isFolder(folder) else {
        return .refused(
          "there is no folder \(folder)", advice: ["Make it first: mkdir -p \(ShellWord.quoted(folder))"])
      }
      return .refused(
        "a script writes only in or below its own folder and the one where nn was started",
        advice: advice(target, source))
    }
    guard !Files.isStream(target) else {
      return .refused(
        "a script writes files only, and this is a pipe or a device", advice: advice(target, source))
    }
    return .ownFiles
  }

  /// What a process is given to write to is no file.
  static let streams: Set<String> = ["/dev/stdout", "/dev/stderr", "/dev/null"]

  private func advice(_ target: String, _ source: Source) -> [String] {
    let folder = Files.folder(of: target)
    let given = ShellWord.quoted(folder.count > 1 ? String(folder.dropLast()) : folder.isEmpty ? "." : folder)
    let what = source.isTyped ? "-e …" : source.name == "stdin" ? "< FILE" : ShellWord.quoted(source.name)
    // A line of its own is not broken, so that it can be pasted.
    return ["If you know what it does, let it write there:", "    nn --allow-write \(given) \(what)"]
  }

  /// The folder of a script or page; that where nn was started for a text without a file.
  private static func folder(of source: Source) -> String {
    let folder = Files.folder(of: source.name)
    return Files.identity(of: folder.isEmpty ? "." : folder)
  }

  private func safePermission(of path: String, _ target: String) -> Host.WritePermission {
    let here = Files.identity(of: ".")
    if [path, target].contains(where: { hasHiddenPart($0, below: here) }) {
      return .refused("hidden files and folders (a name that begins with a dot) are not written", advice: [])
    }
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains(".."), isBelow(target, here) else {
      return .refused(
        "with --safe only files in or below the folder where nn was started are written", advice: [])
    }
    return Files.exists(target)
      ? .refused("it exists, and with --safe nothing is replaced", advice: []) : .free
  }

  /// Whether a name shows as another one.
  static func hasForbiddenCharacters(_ path: String) -> Bool {
    path.unicodeScalars.contains(where: \.isForbiddenInNames)
  }

  /// Why a page of a site may not be written to a place in its folder; nil if it may. Its name is that of a page or picture
  /// of somebody else, and so may be what is there already.
  ///
  /// - Parameter folder: of the site.
  func siteRefusal(of path: String, in folder: String) -> String? {
    guard !Self.hasForbiddenCharacters(path) else {
      return "its name has characters that it does not show"
    }
    // Where there is no folder yet, no link in it can lead elsewhere.
    guard Files.exists(folder) else { return nil }
    let (target, folder) = (Files.destination(of: path), Files.identity(of: folder))
    var place = Files.folder(of: target)
    while !place.isEmpty, !Files.exists(place) { place = Files.folder(of: String(place.dropLast())) }
    let real = Files.identity(of: place.isEmpty ? "." : place)
    guard real == folder || real.hasPrefix(folder == "/" ? folder : folder + "/"),
      !hasHiddenPart(Files.isLink(path) ? target : real, below: folder)
    else {
      return "a link leads to \(Files.exists(target) ? target : real), out of the folder of the site"
    }
    return nil
  }

  /// Why a file may not be read; nil if it may.
  func readRefusal(of path: String) -> String? {
    guard isSafe, path != "-" else { return nil }
    let target = Files.identity(of: path)
    guard !Files.isStream(target) else {
      return "with --safe only files are read, and this is a pipe or a device"
    }
    let folders = [Files.identity(of: ".")] + readable
    return folders.contains { isBelow(target, $0) }
      ? nil : "with --safe only files in or below the folder where nn was started, or of the script, are read"
  }

  /// Why a file that a page links to is not published with it; nil if it is. Whoever makes a site of pages of somebody else
  /// means to show what belongs to them, and nothing else of this machine.
  ///
  /// - Parameter pages: of the site, the one in front among them.
  func enclosureRefusal(of path: String, with pages: [String]) -> String? {
    if let refusal = readRefusal(of: path) { return refusal }
    guard !Self.hasForbiddenCharacters(path) else {
      return "its name has characters that it does not show"
    }
    let target = Files.identity(of: path)
    let folders = Set(pages.map(Files.folder)).map { Files.identity(of: $0.isEmpty ? "." : $0) }
    let nearest = folders.filter { isBelow(target, $0) }.max { $0.utf8.count < $1.utf8.count }
    guard let folder = nearest else {
      return "it is not in or below the folder of any page of this site"
    }
    guard ![path, target].contains(where: { hasHiddenPart($0, below: folder) }) else {
      return "it is a hidden file, or in a hidden folder (a name that begins with a dot)"
    }
    return nil
  }

  /// - Parameter folder: as the system knows it.
  private func isBelow(_ target: String, _ folder: String) -> Bool {
    let own = Files.folder(of: target)
    let place = Files.identity(of: own.isEmpty ? "." : own)
    return (place + "/").hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }

  /// A hidden file is never one that a script should write: `.bashrc`, `.ssh/…` or `.git/hooks/…` would be run, or decide
  /// who may log in. Hidden folders that lead to where nn was started do not count.
  private func hasHiddenPart(_ path: String, below folder: String) -> Bool {
    let rest = path.hasPrefix(folder + "/") ? path.dropFirst(folder.count) : path[...]
    let known = Set(folder.split(separator: "/"))
    return rest.split(separator: "/").contains {
      $0.hasPrefix(".") && $0 != "." && $0 != ".." && !known.contains($0)
    }
  }
}

extension Unicode.Scalar {
  /// Controls, and what turns the direction of a text: a name that has them shows as another one.
  fileprivate var isForbiddenInNames: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default:
      (0x202a...0x202e).contains(value) || (0x2066...0x2069).contains(value)
        || [0x061c, 0x200e, 0x200f].contains(value)
    }
  }
}
