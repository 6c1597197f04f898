/// Rows of formats that nets come from.
extension FileFormat {
  /// PyTorch (torch.save): a dictionary of weights.
  public static let pt = FileFormat(
    "pt", [".pt", ".pth"], tool: "PyTorch (torch.save)", "a dictionary of weights",
    limits: ["Whole modules, which Python had to run, are refused."],
    reader: { (bytes, request) throws(ExchangeFault) in try PTReader.net(bytes, request) })

  /// FANN: the net as fann_save writes it.
  public static let fann = FileFormat(
    "fann", [".net"], tool: "FANN", "the net as fann_save writes it",
    limits: ["Sparse nets, those with shortcuts, and bell curves as activations are refused."],
    opening: "FANN_", mostBytes: FileFormat.mostBytesOfText,
    reader: { (bytes, request) throws(ExchangeFault) in try FANNReader.net(bytes, request) }
  )

  /// SNNS: the net as the simulator writes it.
  public static let snns = FileFormat(
    "snns", [".net"], tool: "SNNS", "the net as the simulator writes it",
    limits: ["Nets other than layers that are connected with all of the one before are refused."],
    opening: SNNSReader.opening, mostBytes: FileFormat.mostBytesOfText,
    reader: { (bytes, request) throws(ExchangeFault) in try SNNSReader.net(bytes, request) })
}
