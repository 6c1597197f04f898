import Charts
import Interpreter
import NeuralCore
import Testing

/// Statements about nets with more weights than anybody looks at one by one.
struct LargeNetTests {
  private func charts(_ session: TestSession) -> [Chart] {
    session.events.compactMap { if case .plot(let chart) = $0 { chart } else { nil } }
  }

  private func fields(_ panel: Panel) -> Cells? {
    if case .cells(let cells) = panel.marks[0].shape { cells } else { nil }
  }

  @Test func weightsOfWideLayersShareFields() throws {
    let session = TestSession()
    #expect(
      session.run(
        """
        net 300 150 2
        init zeros
        L0N7 -> L1N3: -5
        L0N6 -> L1N2: 4
        L0N299 -> L1N149: 2
        0B -> L1N0: 1
        plot weights
        """) == .done)
    let chart = try #require(charts(session).first)
    #expect(
      chart.notes == [
        "layer 1: a field shows the strongest of 3 × 2 weights",
        "layer 2: a field shows the strongest of 2 × 1 weights",
      ])
    let first = try #require(fields(chart.panels[0]))
    #expect((first.columns, first.rows) == (101, 75))
    // The bias is the first column; rows count from the bottom.
    #expect(first.value(0, 74) == 1)
    #expect(first.value(1 + 2, 73) == -5)
    #expect(first.value(100, 0) == 2)
    #expect(first.values.count { $0 != 0 } == 3)
    #expect(chart.panels[0].x.categories.prefix(3) == ["0B", "L0N0", "L0N3"])
    #expect(chart.panels[0].y.categories.last == "L1N0" && chart.panels[0].y.categories.first == "L1N148")
    let second = try #require(fields(chart.panels[1]))
    #expect((second.columns, second.rows) == (76, 2))
  }

  @Test func weightsOfSmallLayersHaveFieldsOfTheirOwn() throws {
    let session = TestSession()
    #expect(session.run("net 128 2\ninit torch seed 1\nplot weights") == .done)
    let chart = try #require(charts(session).first)
    let cells = try #require(fields(chart.panels[0]))
    let network = try #require(session.session.network)
    #expect(chart.notes.isEmpty && cells.columns == 129 && cells.rows == 2)
    for source in 0..<128 {
      #expect(Float(cells.value(1 + source, 1)) == Float(network.parameters[source]))
      #expect(Float(cells.value(1 + source, 0)) == Float(network.parameters[128 + source]))
    }
  }

  @Test func aLayerIsFrozenWhole() {
    let session = TestSession()
    #expect(session.run("net 3 4 2\ninit torch seed 1\nfreeze layer 2\nfreeze layer 2") == .done)
    #expect(session.lines.last == "10 of 26 weights are frozen")
    #expect(session.run("freeze all\nunfreeze layer 1") == .done)
    #expect(session.lines.last == "10 of 26 weights are frozen")
    let other = TestSession()
    #expect(other.run("net 3 4 2\ninit torch seed 1") == .done)
    for target in 0..<2 {
      #expect(other.run("freeze 1B -> L2N\(target)") == .done)
      for source in 0..<4 { #expect(other.run("freeze L1N\(source) -> L2N\(target)") == .done) }
    }
    // All of them were frozen one by one already.
    #expect(other.run("freeze layer 2") == .done)
    #expect(other.lines.last == "10 of 26 weights are frozen")
    #expect(session.run("unfreeze all") == .done)
    #expect(session.lines.last == "0 of 26 weights are frozen")
  }

  @Test func freezingIsInterruptedWhole() {
    let session = TestSession()
    #expect(session.run("net 200 200 1\ninit torch seed 1\nfreeze layer 2") == .done)
    session.patience = 1
    #expect(session.run("freeze layer 1") == .failed(130))
    session.patience = .max
    #expect(session.run("freeze layer 2") == .done)
    #expect(session.lines.last == "201 of 40401 weights are frozen")
  }
}
