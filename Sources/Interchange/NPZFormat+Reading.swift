import Archives
import NeuralCore

/// Reads `.npz`: a zip archive of NumPy's arrays, `NAME.npy` each, as `numpy.savez` and `savez_compressed` write it.
enum NPZReader {
  /// Names of columns and classes.
  private static let mostTexts = 1_000_000

  static func net(_ file: FileBytes, _ request: ImportRequest) throws(ExchangeFault) -> ImportedNet {
    guard let archive = ZipArchive(file) else {
      throw ExchangeFault("it is no archive of NumPy, or was cut short", advice: ["Get the file again."])
    }
    var (arrays, texts): ([NamedArray], [String: [String]]) = ([], [:])
    var total = 0
    for entry in archive.order {
      guard entry.hasSuffix(".npy") else {
        throw ExchangeFault("it holds \(entry.shown), and an archive of NumPy has .npy files only")
      }
      total += archive.size(entry) ?? 0
      guard total <= FileFormat.mostBytes else { throw .tooLarge }
      guard !request.stop.isGiven else { throw .interrupted }
      guard let bytes = archive.file(entry) else {
        throw ExchangeFault("\(entry.shown) in it is damaged or too large", advice: ["Get the file again."])
      }
      let name = String(entry.dropLast(4))
      let array: NPYArray
      do throws(NPYArray.Fault) { array = try NPYArray(bytes[...]) } catch {
        throw ExchangeFault(
          "of \(entry.shown) in it: \(error.message)", advice: error.help.map { [$0] } ?? [])
      }
      if let numbers = NamedArray(name, array) {
        arrays.append(numbers)
      } else if name.hasPrefix("nn.") {
        guard array.count <= mostTexts else {
          throw ExchangeFault("\(entry.shown) in it holds more than \(mostTexts) texts")
        }
        texts[name] = array.texts ?? []
      }
    }
    return try OwnWeights(texts, arrays).net(arrays, request, usual: .inOut, isOrdered: true)
  }
}
