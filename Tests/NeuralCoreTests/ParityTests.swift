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
  @Test func initializationsMatchPyTorch() throws { check(try StartOracle.comparisons()) }
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
      try ForwardOracle.comparisons() + StartOracle.comparisons() + GradientOracle.comparisons()
      + TrajectoryOracle.comparisons()
    var sections: [String] = []
    for comparison in all where !sections.contains(comparison.section) { sections.append(comparison.section) }
    return head + sections.map { name in section(name, all.filter { $0.section == name }) }.joined() + tail
  }

  private static let head = """
    # How near to PyTorch

    Made by `make parity` from the vectors in Tests/NeuralCoreTests/Vectors, which PyTorch 2.13 (CPU, Linux x86-64 with AVX2)
    wrote. For every function, start and optimizer: how many numbers were compared, how many are the same to the last bit,
    and the largest difference seen among the others. The test suite works the page out anew and compares it; since nn has
    the same bits everywhere, so has this page. `make conformance` compares with a PyTorch that is installed, on fresh seeds.

    float32 of single functions may differ by 1e-6 of the number and 5e-7, float64 by 1e-12 and 1e-14. For trainings the
    tolerance is ten times the spread of PyTorch with itself: with and without AVX2, in both precisions, and with the rows
    of each batch in another order; *share* says how much of its tolerance the worst number took.

    """

  private static let tail = """

    ## What does not agree, and why

    - `hard-sigmoid`, float64: PyTorch's slope is 1/6 rounded to float32; nn's is 1/6. Not compared.
    - `gelu-tanh` below −8: PyTorch's slope is exactly 0, because 1 − tanh² is; nn's is the true small number. Within every
      tolerance, but rprop, which follows the sign alone, goes on moving such a weight.
    - `softsign` at ±∞: PyTorch's output is nan, and so is nn's; slopes where PyTorch's output is nan are not compared.
    - PyTorch's BCELoss takes probabilities and cuts their logarithms off at −100. nn's bce works from the sums, as
      BCEWithLogitsLoss, and needs no cut.
    - `orthogonal`: PyTorch calls LAPACK in float32. nn computes in double precision and agrees within 1e-5.
    - Class weights with targets that are no single class: PyTorch divides by the rows there, nn by Σ weight · target.
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
