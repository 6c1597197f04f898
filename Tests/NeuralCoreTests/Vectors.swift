import Foundation
import NeuralCore
import Testing

/// PyTorch 2.13's own numbers, as bit patterns: eight hexadecimal digits a float32.
enum Vectors {
  static func file<Contents: Decodable>(_ name: String, _: Contents.Type = Contents.self) throws -> Contents {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"))
    return try JSONDecoder().decode(Contents.self, from: Data(contentsOf: url))
  }

  static func singles(_ hex: String) -> [Float] {
    let digits = Array(hex.utf8)
    return stride(from: 0, to: digits.count, by: 8).map { start in
      Float(bitPattern: UInt32(String(decoding: digits[start..<start + 8], as: UTF8.self), radix: 16) ?? 0)
    }
  }
}

/// A layer's parameters: weights `[out][in]`, then biases, as the flat buffer has them.
struct LayerVector: Decodable {
  let w_f32: String
  let b_f32: String

  var parameters: [Float] { Vectors.singles(w_f32) + Vectors.singles(b_f32) }
}

extension Network {
  /// Hidden layers and output as named.
  init(sizes: [Int], hidden: String, output: String) throws {
    let activations = try (1..<sizes.count).map { k in
      try #require(Activation.named(k == sizes.count - 1 ? output : hidden))
    }
    self.init(
      layers: (1..<sizes.count).map { k in
        Layer(inputs: sizes[k - 1], outputs: sizes[k], activation: activations[k - 1], hasBias: true)
      })
  }
}
