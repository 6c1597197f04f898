import Foundation
import TestSupport
import Testing

/// What machines read: numbers and names in JSON lines and in formulas, beside what they are computed from.
struct NotationTests {
  /// The events of a script as JSON objects.
  private func events(_ script: String, _ kind: String) throws -> [[String: Any]] {
    let result = try Command.run(["--json", "-e", script])
    #expect(result.status == 0, "\(result.output)")
    return try result.lines.filter { !$0.isEmpty }.compactMap { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["event"] as? String == kind ? object : nil
    }
  }

  @Test func changesOfACompareAreLaterMinusEarlier() throws {
    let weights = try events(
      "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.05 epochs 20\ncompare epoch 3 10", "compare"
    ).filter { $0["from"] != nil }
    #expect(weights.count == 9)
    for weight in weights {
      let values = try #require(weight["values"] as? [Double])
      let change = try #require(weight["change"] as? Double)
      #expect(abs(change - (values[1] - values[0])) < 1e-12 && change != 0)
    }
    #expect(weights.contains { ($0["change"] as? Double ?? 0) < 0 })
  }

  /// After `load` the epochs that can be gone to begin where the file was saved.
  @Test func epochsBeginWhereTheHistoryDoes() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-epochs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let reports = try events(
      """
      net 2 2 1 ; data xor ; init torch seed 1 ; train adam epochs 20
      save "\(folder.path)"
      load "\(folder.path)"
      train adam epochs 8
      back 3
      show epochs
      """, "epochs")
    let report = try #require(reports.first)
    #expect(report["first"] as? Int == 20 && report["last"] as? Int == 28 && report["here"] as? Int == 25)
  }

  @Test func errorsOfAScoreAreThoseOfTheOutputs() throws {
    let script = "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.05 epochs 20\nscore\neval data"
    let score = try #require(try events(script, "score").first)
    let errors = try events(script, "eval").map { row in
      let output = try #require((row["outputs"] as? [Double])?.first)
      return abs(output - (try #require((row["targets"] as? [Double])?.first)))
    }
    func isNear(_ field: String, _ value: Double) -> Bool {
      abs((score[field] as? Double ?? .nan) - value) < 1e-6
    }
    #expect(errors.count == 4 && isNear("largest_error", errors.max() ?? 0))
    #expect(isNear("mae", errors.reduce(0, +) / 4))
    #expect(isNear("rmse", (errors.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()))
  }

  @Test func scalingIsWrittenWithItsSigns() throws {
    let data = "data\n  -3 1 -> 1\n  -1 5 -> 0\nend\nscale standard"
    let text = try Command.run(["-"], input: data).lines
    #expect(text.contains("  L0N0   (L0N0 + 2.0000) / 1.0000"))
    #expect(text.contains("  L0N1   (L0N1 − 3.0000) / 2.0000"))
    let report = try #require(try events(data, "scale").first)
    #expect(report["shift"] as? [Double] == [-2, 3] && report["scale"] as? [Double] == [1, 2])
  }

  /// A weight is written from where it comes to where it goes, a quotient with its numerator above.
  @Test func latexWritesWeightsAndQuotients() throws {
    let script = "net 2 2 1\nL0N1 -> L1N0 = 0.5\nexplain 0 1 as latex\nexplain gradient 0 1 -> 1 as latex"
    let lines = try Command.run(["-"], input: script).lines
    func has(_ part: String) -> Bool { lines.contains { $0.contains(part) } }
    #expect(has(#"\mathrm{L1N0} &= \frac{1}{1 + e^{-s_{\mathrm{L1N0}}}}"#))
    #expect(has(#"&= \frac{1}{1 + e^{-0.5000}} = 0.6225"#))
    #expect(has(#"\mathrm{L0N1} \cdot w_{\mathrm{L0N1} \to \mathrm{L1N0}}"#))
    #expect(has(#"\frac{\partial E}{\partial w_{\mathrm{L0N1} \to \mathrm{L1N0}}} &="#))
    #expect(!has(#"w_{\mathrm{L1N0} \to \mathrm{L0N1}}"#))
  }

  /// TeX takes what is written, where it is installed: documents, and fragments within one.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdflatex")))
  func texTakesThePages() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      net 2 2 1 ; init xavier seed 1 ; data xor
      explain gradient 0 1 as latex names math to "gradient.tex"
      explain step adam lr 0.01 as latex names math to "step.tex"
      explain gradient data as latex names math fragment to "part.tex"
      data iris ; scale standard ; net 4 3 tanh 4 elu 3 softmax ; init he seed 2
      explain gradient 5.1 3.5 1.4 0.2 as latex names math to "classes.tex"
      """
    #expect(try Command.run(["-"], input: script, in: folder).status == 0)
    let head = "\\documentclass{article}\\usepackage[a4paper,margin=2cm]{geometry}\\usepackage{amsmath}"
    let whole = head + "\\begin{document}\\input{part}\\end{document}"
    try whole.write(to: folder.appending(path: "slide.tex"), atomically: true, encoding: .utf8)
    for name in ["gradient", "step", "slide", "classes"] {
      let made = try Command.shell("pdflatex -interaction=nonstopmode \(name).tex", in: folder)
      #expect(made.status == 0 && !made.output.contains("\n!"), "\(name): \(made.output.suffix(800))")
      // The formulas of softmax are wider than a page.
      #expect(name == "classes" || !made.output.contains("Overfull"), "\(name)")
    }
  }

  @Test func namesAndFragmentsAreOfPages() throws {
    for line in ["explain 0 1 fragment", "explain 0 1 as python names math"] {
      let made = try Command.run(["-e", "net 2 2 1", "-e", line])
      #expect(made.status != 0 && made.error.contains("Write: explain 0 1 as latex "))
    }
  }
}
