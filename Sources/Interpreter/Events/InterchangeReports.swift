import NeuralCore

/// What `export` wrote.
public struct ExportReport: Sendable {
  /// As it was typed.
  public let file: String
  /// Lines of a text; 0 for other files.
  public let lines: Int
  /// The name of the format, as `as` takes it.
  public let format: String
  /// What opens the file.
  public let tool: String
  /// What went along with the weights, in words: `scaling of the inputs`, `3 classes`.
  public let parts: [String]
  /// The largest difference of an output once the file was read again; nil where nn cannot read it.
  public let difference: Double?
  /// Rows that it is over.
  public let rows: Int
}

/// What `import` took.
public struct ImportReport: Sendable {
  /// As it was typed.
  public let file: String
  /// The name of the format.
  public let format: String
  /// What writes such files.
  public let tool: String
  /// The net that was made.
  public let network: Network
  /// What the layers were called, with their shapes in the file.
  public let layers: [String]
  /// Names of the classes, where the file has some.
  public let classes: [String]
  /// What was left out or decided: whole sentences.
  public let remarks: [String]
}
