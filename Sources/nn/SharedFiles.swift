/// What is installed with the command: lessons, examples.
enum SharedFiles {
  /// Beside the folder of the command: `/usr/local/share/nn/` for `/usr/local/bin/nn`.
  static var folder: String { Files.folder(of: GradingProcess.executable) + "../share/nn/" }

  /// The path of a file, which is the installed one of that name where there is none of the person's own.
  static func path(of file: String) -> String {
    guard !Files.exists(file), !file.hasPrefix("/") else { return file }
    for place in [folder + file, folder + "examples/" + file] where Files.exists(place) { return place }
    return file
  }
}
