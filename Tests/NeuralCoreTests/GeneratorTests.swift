import NeuralCore
import Testing

/// The generator and samplers against PyTorch's raw draws.
struct GeneratorTests {
  struct File: Decodable { let cases: [[String: Entry]] }

  /// Cases hold numbers, strings and lists under names that carry the arguments.
  enum Entry: Decodable {
    case seed(String)
    case words([UInt32])
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .seed(text)
      } else if let number = try? container.decode(Int64.self) {
        self = .seed("\(number)")
      } else if let number = try? container.decode(UInt64.self) {
        self = .seed("\(number)")
      } else if let words = try? container.decode([UInt32].self) {
        self = .words(words)
      } else {
        self = .other
      }
    }

    var text: String? { if case .seed(let text) = self { text } else { nil } }
  }

  private func seed(_ test: [String: Entry]) throws -> Int64 {
    let text = try #require(test["seed"]?.text)
    return try #require(Int64(text) ?? UInt64(text).map { Int64(bitPattern: $0) })
  }

  @Test func words() throws {
    for test in try Vectors.file("rng", File.self).cases {
      var generator = MersenneTwister(seed: try seed(test))
      let drawn = (0..<1252).map { _ in generator.nextWord() }
      for (name, range) in [("u32_0_7", 0..<8), ("u32_620_627", 620..<628), ("u32_1246_1251", 1246..<1252)] {
        guard case .words(let expected)? = test[name] else { continue }
        #expect(Array(drawn[range]) == expected)
      }
    }
  }

  @Test func samples() throws {
    var checked = 0
    for test in try Vectors.file("rng", File.self).cases {
      for (name, entry) in test {
        let parts = name.split(separator: "_").map(String.init)
        guard ["uniform", "normal"].contains(parts[0]), parts.count >= 4, let expected = entry.text else {
          continue
        }
        let count = try #require(Int(parts[1]))
        let (first, second) = (try #require(Double(parts[2])), try #require(Double(parts[3])))
        var generator = MersenneTwister(seed: try seed(test))
        let drawn =
          parts[0] == "uniform"
          ? generator.uniform(count, low: first, high: second)
          : generator.normal(count, mean: first, deviation: second)
        #expect(drawn.map(\.bitPattern) == Vectors.singles(expected).map(\.bitPattern), "\(name)")
        checked += 1
      }
    }
    #expect(checked > 50)
  }

  @Test func onlyTheLowHalfOfASeedCounts() {
    #expect(MersenneTwister(seed: 7) == MersenneTwister(seed: 1 << 32 + 7))
    #expect(MersenneTwister(seed: -1) == MersenneTwister(seed: 1 << 32 - 1))
  }
}
