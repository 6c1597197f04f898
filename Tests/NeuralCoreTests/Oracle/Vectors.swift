import Foundation
import NeuralCore
import Testing

/// PyTorch 2.13's own numbers, as bit patterns: eight hexadecimal digits a float32, sixteen a float64.
enum Vectors {
  static func file<Contents: Decodable>(_ name: String, _: Contents.Type = Contents.self) throws -> Contents {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"))
    return try JSONDecoder().decode(Contents.self, from: Data(contentsOf: url))
  }

  static func singles(_ hex: String) -> [Float] {
    words(hex, digits: 8).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
  }

  /// The numbers of one precision.
  static func numbers(_ hex: String, _ precision: Precision) -> [Double] {
    precision == .single
      ? singles(hex).map { Double($0) } : words(hex, digits: 16).map { Double(bitPattern: $0) }
  }

  private static func words(_ hex: String, digits: Int) -> [UInt64] {
    let text = Array(hex.utf8)
    return stride(from: 0, to: text.count, by: digits).map { start in
      UInt64(String(decoding: text[start..<start + digits], as: UTF8.self), radix: 16) ?? 0
    }
  }
}

/// What a case of a vector file may hold.
enum Field: Decodable {
  case text(String)
  case number(Double)
  case list([Field])
  case object([String: Field])
  case none

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .none
    } else if let flag = try? container.decode(Bool.self) {
      self = .number(flag ? 1 : 0)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([Field].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: Field].self))
    }
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var whole: Int? { number.flatMap { Int(exactly: $0) } }
  var list: [Field]? { if case .list(let list) = self { list } else { nil } }
  var numbers: [Double]? { list.map { $0.compactMap(\.number) } }
  subscript(name: String) -> Field? { if case .object(let fields) = self { fields[name] } else { nil } }
}

/// A vector file: what it says of itself, and its cases.
struct VectorFile: Decodable {
  let steps: [Int]?
  let data: [String: Field]?
  let cases: [Field]
}

extension Field {
  /// The numbers under `name_f32` or `name_f64`.
  func numbers(_ name: String, _ precision: Precision) -> [Double]? {
    self[name + (precision == .single ? "_f32" : "_f64")]?.text.map { Vectors.numbers($0, precision) }
  }

  /// The parameters of all layers, weights `[out][in]` and then biases each, as the flat array has them.
  func parameters(_ precision: Precision) -> [Double] {
    (list ?? []).flatMap { layer in
      (layer.numbers("w", precision) ?? []) + (layer.numbers("b", precision) ?? [])
    }
  }
}

/// PyTorch's words for what this core names.
enum TorchNames {
  static func activation(_ name: String) throws -> Activation {
    try #require(Activation.named(name.replacingOccurrences(of: "_", with: "-")), "\(name)")
  }

  /// The output activation and the loss; PyTorch's losses from logits belong to a softmax or sigmoid output here. A
  /// loss from logits behind an activation of its own needs one more layer, which hands it on.
  static func outputAndLoss(_ output: String, _ loss: String) throws -> (outputs: [Activation], loss: Loss) {
    let own = try activation(output)
    switch loss {
    case "cross_entropy": return (own == .linear ? [.softmax] : [own, .softmax], .crossEntropy)
    case "bce_logits": return (own == .linear ? [.sigmoid] : [own, .sigmoid], .bce)
    case "bce": return ([own], .bce)
    case "l1": return ([own], .mae)
    case "huber", "smooth_l1": return ([own], .huber)
    default: return ([own], try #require(Loss.named(loss.replacingOccurrences(of: "_", with: "-"))))
    }
  }
}

extension Network {
  /// Hidden layers and outputs; a second output layer hands on through an identity matrix.
  init(
    sizes: [Int], hidden: Activation, outputs: [Activation], parameters: [Double], _ precision: Precision
  ) {
    var all = sizes
    if outputs.count == 2 { all.append(sizes[sizes.count - 1]) }
    let last = sizes.count - 1
    self.init(
      layers: (1..<all.count).map { k in
        Layer(
          inputs: all[k - 1], outputs: all[k], activation: k < last ? hidden : outputs[k - last],
          hasBias: true)
      }, precision)
    for (k, value) in parameters.enumerated() { self.parameters[k] = value }
    guard outputs.count == 2, let width = sizes.last else { return }
    for k in 0..<width { self.parameters[parameters.count + k * (width + 1)] = 1 }
  }
}
