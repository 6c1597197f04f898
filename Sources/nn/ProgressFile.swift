import Classroom
import Interpreter
import Language

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What somebody has done of the course, on disk.
enum ProgressFile {
  /// What was read, and where it is written.
  struct Record {
    let progress: Progress
    /// nil where there is no place for it.
    let path: String?

    /// - Returns: what to say if it could not be written.
    func write(_ progress: Progress) -> String? {
      guard let path else { return "Your progress is not kept: there is no place to write it." }
      Files.makeFolders(of: path)
      do throws(Host.WriteFailure) {
        try Files.write(path, progress.text)
        return nil
      } catch {
        return "Your progress is not kept: I cannot write \(path): \(error.reason)"
      }
    }
  }

  /// `$XDG_STATE_HOME/nn/course`, else `~/.local/state/nn/course`. A path that is not absolute is to be ignored, says the
  /// specification of that variable.
  static var path: String? {
    if let folder = Terminal.variable("XDG_STATE_HOME"), folder.hasPrefix("/") {
      return folder + "/nn/course"
    }
    return Terminal.variable("HOME").flatMap { $0.isEmpty ? nil : $0 + "/.local/state/nn/course" }
  }

  /// Reads it. A file that is broken is set aside, which is said.
  static func read(_ say: (String) -> Void) -> Record {
    guard let path, Files.exists(path) else { return Record(progress: Progress(), path: path) }
    if let text = try? Files.text(path), let progress = Progress(text) {
      return Record(progress: progress, path: path)
    }
    let aside = path + ".broken"
    if rename(path, aside) == 0 {
      say("The file of your progress is broken. It is now \(aside), and the course begins anew.")
      return Record(progress: Progress(), path: path)
    }
    say("The file of your progress, \(path), cannot be read, and is left as it is: nothing is kept.")
    return Record(progress: Progress(), path: nil)
  }
}

extension Files {
  /// `mkdir -p` for the folders that a path goes through. Failures show when the file is written.
  static func makeFolders(of path: String, mode: mode_t = 0o700) {
    for index in path.indices.dropFirst() where path[index] == "/" { mkdir(String(path[..<index]), mode) }
  }
}
