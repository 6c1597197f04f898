import Charts
import Explaining
import Language
import Standard

extension Host {
  /// Files by path. A path that a statement names comes with the place of its text already: `Source.place(of:)`.
  public struct Files: Sendable {
    /// What the statements of a text may do to a file: asked before anything is written.
    public var permission: @Sendable (_ path: String, _ text: Source) -> WritePermission
    /// Writes a whole file, or leaves what was there.
    ///
    /// - Returns: the number of lines written.
    public var write: @Sendable (_ path: String, _ content: FileContent) throws(WriteFailure) -> Int
    /// Writes a whole file where none is, or one whose text `isNothing`: of several processes that try, one does. False where
    /// another one is, which stays.
    public var create:
      @Sendable (_ path: String, _ text: String, _ isNothing: (String) -> Bool) throws(WriteFailure) -> Bool
    /// Adds a text to the end of a file that this process wrote, or goes on with one that was there.
    public var append: @Sendable (_ path: String, _ text: String) throws(WriteFailure) -> Void
    /// How a file begins that is there, its first 64 kB; nil for none, for an empty one, and for what is no file (a
    /// terminal, a pipe).
    public var beginning: @Sendable (_ path: String) -> String?
    /// Whether a file is as this process itself wrote it.
    public var isOurs: @Sendable (_ path: String) -> Bool
    /// Hands a file over piece by piece with its length in bytes, where that is known; `take` says whether to go on.
    public var pieces:
      @Sendable (_ path: String, _ take: (UnsafeRawBufferPointer, Int?) -> Bool) throws(Diagnostic) -> Void
    /// The text of a file that is not a script.
    public var read: @Sendable (_ path: String) throws(Diagnostic) -> String
    /// The script of this name, which is looked for where `Source.place(of:)` says.
    public var script: @Sendable (_ path: String, _ from: Source) throws(Diagnostic) -> Script

    /// Without arguments: a world without files.
    public init(
      permission: @escaping @Sendable (String, Source) -> WritePermission = { _, _ in .free },
      write: @escaping @Sendable (String, FileContent) throws(WriteFailure) -> Int = {
        (path, _) throws(WriteFailure) in throw WriteFailure(reason: "there are no files here")
      },
      create: @escaping @Sendable (String, String, (String) -> Bool) throws(WriteFailure) -> Bool = {
        (path, _, _) throws(WriteFailure) in throw WriteFailure(reason: "there are no files here")
      },
      append: @escaping @Sendable (String, String) throws(WriteFailure) -> Void = {
        (path, _) throws(WriteFailure) in throw WriteFailure(reason: "there are no files here")
      },
      beginning: @escaping @Sendable (String) -> String? = { _ in nil },
      isOurs: @escaping @Sendable (String) -> Bool = { _ in false },
      pieces:
        @escaping @Sendable (String, (UnsafeRawBufferPointer, Int?) -> Bool) throws(Diagnostic) -> Void =
        { (path, _) throws(Diagnostic) in throw .noFiles(path) },
      read: @escaping @Sendable (String) throws(Diagnostic) -> String = { (path) throws(Diagnostic) in
        throw .noFiles(path)
      },
      script: @escaping @Sendable (String, Source) throws(Diagnostic) -> Script = {
        (path, _) throws(Diagnostic) in throw .noFiles(path)
      }
    ) {
      (self.permission, self.write, self.create, self.append) = (permission, write, create, append)
      (self.beginning, self.isOurs) = (beginning, isOurs)
      (self.pieces, self.read, self.script) = (pieces, read, script)
    }
  }

  /// What is written into a file: finished text, or a value that whoever writes it knows how to render.
  public enum FileContent: Sendable {
    case text(String)
    case bytes([UInt8])
    /// In a notation of the vocabulary, or as plain text.
    case explanation(Explanation, ExplanationForm)
    case chart(Chart, PictureFormat)
    case movie(Movie)
    /// What a page shows, under its title.
    case page(title: String, events: [Event])
  }

  /// What a text may do to a file.
  public enum WritePermission: Sendable, Equatable {
    /// Write it, and replace whatever is there if it says so.
    case free
    /// Write it, and replace what nn wrote.
    case ownFiles
    /// Nothing: why, in lower case and without a final stop, and what to do about it.
    case refused(String, advice: [String])
  }

  /// Why a file could not be written, in the words of the system.
  public struct WriteFailure: Error, Sendable {
    /// In lower case, without a final stop.
    public let reason: String

    /// A failure with the system's own words.
    public init(reason: String) { self.reason = reason }
  }

  /// A script found by name: its text, and a name that is the same for the same file.
  public struct Script: Sendable {
    /// The text, named as messages name it.
    public let source: Source
    /// The same for the same file, however it is named.
    public let identity: String

    /// A script that was found.
    public init(source: Source, identity: String) { (self.source, self.identity) = (source, identity) }
  }
}

extension Source {
  /// Where a file is that this text names: beside the page or script that it is, for a text without a file (the prompt,
  /// `-e`, standard input) in the working directory. An absolute path is taken as it is.
  public func place(of path: String) -> String {
    let isStream = name.hasPrefix("/dev/") || name.hasPrefix("/proc/")
    guard !path.hasPrefix("/"), !isStream, let slash = name.lastIndex(of: "/") else { return path }
    return name[...slash] + path
  }
}

extension Diagnostic {
  /// Why nothing can be read in a world without files.
  public static func noFiles(_ path: String) -> Diagnostic {
    Diagnostic(.fileMissing, "I cannot read \"\(path)\": there are no files here")
  }
}
