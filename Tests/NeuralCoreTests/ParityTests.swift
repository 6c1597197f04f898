import Foundation
import NeuralCore
import Testing

/// Everything that this core has beside PyTorch's numbers, and docs/parity.md, which is made of the same comparisons.
struct ParityTests {
  private func check(_ comparisons: [Comparison]) {
    for comparison in comparisons {
      let title = "\(comparison.section), \(comparison.name), \(comparison.precision)"
      #expect(comparison.count > 0, "\(title): nothing was compared")
      let isWithin = comparison.failures.isEmpty
      #expect(
        isWithin,
        "\(title): \(comparison.failures.count) of \(comparison.count)\n\(comparison.failures.prefix(5).joined(separator: "\n"))"
      )
    }
  }

  @Test func functionsMatchPyTorch() throws { check(try ForwardOracle.comparisons()) }
  @Test func gradientsMatchPyTorch() throws { check(try GradientOracle.comparisons()) }
  @Test func hessiansMatchPyTorch() throws { check(try HessianOracle.comparisons()) }
  @Test func initializationsMatchPyTorch() throws { check(try InitializationOracle.comparisons()) }
  @Test func trajectoriesMatchPyTorch() throws { check(try TrajectoryOracle.comparisons()) }

  /// The page says what was seen; the same everywhere, since all of it has the same bits everywhere.
  @Test func thePageIsCurrent() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/parity.md")
    let page = try ParityPage.text()
    if ProcessInfo.processInfo.environment["UPDATE_PARITY"] != nil {
      try page.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    let written = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    #expect(page == written, "docs/parity.md is not what the comparisons say: make parity writes it anew")
  }
}

/// docs/parity.md.
enum ParityPage {
  static func text() throws -> String {
    let all =
      try ForwardOracle.comparisons() + InitializationOracle.comparisons() + GradientOracle.comparisons()
      + HessianOracle.comparisons()
      + TrajectoryOracle.comparisons()
    var sections: [String] = []
    for comparison in all where !sections.contains(comparison.section) { sections.append(comparison.section) }
    return head + sections.map { name in section(name, all.filter { $0.section == name }) }.joined() + tail
  }

  private static let head = """
    # How near to PyTorch

    Written by `make parity` from the vectors in Tests/NeuralCoreTests/Vectors, which PyTorch 2.13 (CPU,
    Linux x86-64 with AVX2) wrote. For every function, initialization and optimizer: how many numbers
    were compared, how many have the same bits, and the largest difference among the others. The test
    suite computes this page again and compares it; since nn has the same bits everywhere, so has this
    page. `make conformance` compares with an installed PyTorch, on fresh seeds.

    Single functions may differ by 1e-6 relative and 5e-7 absolute in float32, by 1e-12 and 1e-14 in
    float64. The tolerance of a training is ten times the spread of PyTorch with itself: with and
    without AVX2, in both precisions, and with the rows of each batch in another order. *Share* is the
    part of its tolerance that the worst number used.

    """

  private static let tail = """

    ## What does not agree, and why

    - `hard-sigmoid`, float64: PyTorch's slope is 1/6 rounded to float32; nn's is 1/6. It is not
      compared.
    - `gelu-tanh` below −8: PyTorch's derivative is exactly 0, because 1 − tanh² is; nn's is the true
      small number. That is within every tolerance, but rprop, which follows the sign alone, goes on
      moving such a weight.
    - `softsign` at ±∞: PyTorch's output is NaN, and so is nn's; derivatives where PyTorch's output is
      NaN are not compared.
    - PyTorch's BCELoss takes probabilities and clamps their logarithms at −100. nn's bce works from the
      pre-activations, as BCEWithLogitsLoss does, and needs no clamp.
    - `orthogonal`: PyTorch calls LAPACK in float32. nn computes in double precision and agrees within
      1e-5.
    - Class weights with targets that are not a single class: PyTorch divides by the number of rows, nn
      by Σ weight · target.
    - One-cycle leaves momentum and beta1 alone (PyTorch's cycle_momentum=False).
    """

  private static func section(_ name: String, _ rows: [Comparison]) -> String {
    var lines = ["", "## \(name)", ""]
    lines.append("| | precision | numbers | same bits | largest difference | share |")
    lines.append("| --- | --- | ---: | ---: | ---: | ---: |")
    for row in rows {
      let same = row.equal == row.count ? "all" : "\(row.equal)"
      lines.append(
        "| \(row.name) | \(row.precision.rawValue) | \(row.count) | \(same) "
          + "| \(row.largest == 0 ? "–" : short(row.largest)) | \(row.share == 0 ? "–" : short(row.share)) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Two significant digits, without any locale: `3.1e-08`.
  private static func short(_ value: Double) -> String {
    var (mantissa, exponent) = (value, 0)
    while mantissa >= 9.95 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 0.995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    let tenths = Int((mantissa * 10).rounded())
    if exponent >= -2, exponent <= 0 { return hundredths(value) }
    return "\(tenths / 10).\(tenths % 10)e\(exponent)"
  }

  private static func hundredths(_ value: Double) -> String {
    let n = Int((value * 100).rounded())
    return "\(n / 100).\(n / 10 % 10)\(n % 10)"
  }
}
