import Diagnosing
import Interpreter
import Testing

/// What kind of places the plateaus of xor are, over a thousand starts: grammar.md has the table.
///
/// L. G. C. Hamey, "XOR has no local minima", Neural Networks 11, 1998, and I. G. Sprinkhuizen-Kuyper and E. J. W. Boers,
/// "A local minimum for the 2-3-1 XOR network", IEEE Transactions on Neural Networks 10, 1999, argue that with sigmoids a
/// 2-2-1 net has no minimum at finite weights but the solutions.
struct PlateauTests {
  /// A net, and where 5000 epochs of adam leave the starts that miss the goal.
  struct Experiment: CustomTestStringConvertible {
    let net: String
    let valleys, saddles, slopes: Int
    var testDescription: String { net }
  }

  static let experiments = [
    Experiment(net: "net 2 2 sigmoid 1 sigmoid", valleys: 391, saddles: 0, slopes: 1),
    Experiment(net: "net 2 2 sigmoid 1", valleys: 121, saddles: 2, slopes: 1),
    Experiment(net: "net 2 2 tanh 1", valleys: 83, saddles: 11, slopes: 0),
  ]

  @Test(arguments: experiments)
  func noPlateauIsAMinimum(_ experiment: Experiment) throws {
    var kinds: [SurfacePoint.Kind: Int] = [:]
    for seed in 0..<1000 {
      let stage = TestSession()
      stage.run(
        "\(experiment.net)\ndata xor\ninit torch seed \(seed)\ntrain adam lr 0.01 until loss<0.01 epochs 5000"
      )
      guard stage.reports.last?.reached == false else { continue }
      stage.run("explain curvature")
      let reports = stage.events.compactMap { if case .curvature(let report) = $0 { report } else { nil } }
      let report = try #require(reports.last)
      kinds[report.place.kind, default: 0] += 1
      check(report, "\(experiment.net), seed \(seed)")
    }
    #expect(
      kinds.filter { $0.value > 0 }
        == [
          .valley: experiment.valleys, .saddle: experiment.saddles, .slope: experiment.slopes,
        ].filter { $0.value > 0 })
  }

  /// A valley goes on falling; a saddle is left, and the goal reached.
  private func check(_ report: CurvatureReport, _ name: String) {
    switch report.place.kind {
    case .valley: #expect(report.place.decrease > 10 * report.place.noise, "\(name) is at rest")
    case .saddle: #expect(report.departure?.trial?.reached == true, "\(name) stays on its saddle")
    case .slope: break
    case .minimum, .maximum: Issue.record("\(name) is a \(report.place.kind)")
    }
  }
}
