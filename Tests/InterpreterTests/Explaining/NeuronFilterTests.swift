import Explaining
import Foundation
import Interpreter
import NeuralCore
import Rendering
import Standard
import Testing

/// `neuron L1N0` shows that neuron and the weights into it, and nothing of the others, in every notation.
struct NeuronFilterTests {
  private static let net = """
    net 2 3 tanh 2 softmax
    data
      0 1 -> 1 0
      1 1 -> 0 1
    end
    init torch seed 1

    """

  /// What is shown of an explanation, in every notation and as JSON lines.
  private func explained(_ line: String) throws -> (explanation: Explanation, texts: [String: String]) {
    let session = TestSession()
    session.run(Self.net + line)
    #expect(session.problems.isEmpty, "\(session.problems.map(\.message))")
    let event = try #require(session.events.last { if case .explain = $0 { true } else { false } })
    guard case .explain(let explanation, _) = event else { throw Missing() }
    var texts = ["json": JSONLines.lines(event).joined(separator: "\n")]
    texts["text"] = ExplanationPage.text(explanation, ExplanationForm(notation: nil))
    for notation in NotationChoice.allCases {
      texts[notation.rawValue] = ExplanationPage.text(explanation, ExplanationForm(notation: notation))
    }
    return (explanation, texts)
  }

  private struct Missing: Error {}

  /// The names under which δ or dE/dw of a neuron stand in the notations.
  private func derivative(_ neuron: String, _ notation: String) -> String {
    switch notation {
    case "python": "delta_\(neuron) ="
    case "latex", "markdown": "\\delta_{\\mathrm{\(neuron)}} &="
    case "json": "\"name\":\"δ(\(neuron))\""
    default: "δ(\(neuron)) ="
    }
  }

  @Test(arguments: ["text", "markdown", "latex", "python", "json"])
  func gradientShowsTheNeuronAskedFor(_ notation: String) throws {
    let all = try #require(try explained("explain gradient 0 1 -> 1 0").texts[notation])
    let one = try #require(try explained("explain gradient 0 1 -> 1 0 neuron L1N1").texts[notation])
    for neuron in ["L1N0", "L1N1", "L1N2"] {
      #expect(all.contains(derivative(neuron, notation)), "\(neuron) in \(all)")
      #expect(one.contains(derivative(neuron, notation)) == (neuron == "L1N1"), "\(neuron) in \(one)")
    }
    #expect(one.count < all.count)
  }

  @Test(arguments: ["text", "markdown", "latex", "python", "json"])
  func anUpdateShowsTheWeightsIntoTheNeuron(_ notation: String) throws {
    let one = try explained("explain step adam lr 0.01 neuron L2N0")
    let text = try #require(one.texts[notation])
    let (into, other) = ("->L2N0", "->L2N1")
    let plain = text.replacing(" \\to \\mathrm{", with: "->").replacing("\\mathrm{", with: "").replacing(
      "_L", with: "->L")
    #expect(plain.contains(into) && !plain.contains(other), "\(plain.prefix(3000))")
    let weights = Set(one.explanation.sections.flatMap(\.groups).map(\.subject).compactMap(weight))
    #expect(weights.count == 4 && weights.allSatisfy { $0.to == NeuronName(layer: 2, index: 0) })
  }

  private func weight(_ subject: Derivation.Subject) -> WeightName? {
    if case .weight(let name) = subject { name } else { nil }
  }

  @Test(arguments: ["text", "markdown", "latex", "python", "json"])
  func movesOfASearchAreFilteredToo(_ notation: String) throws {
    let one = try explained("explain step l-bfgs neuron L2N0")
    let text = try #require(one.texts[notation])
    guard case .update(let update) = one.explanation.kind, let search = update.search else {
      Issue.record("l-bfgs searches")
      return
    }
    #expect(one.explanation.shown(search).count == 4 && search.weights.count == 17)
    #expect(text.contains("L2N0") && !text.contains("L2N1"))
  }

  /// A filtered program still runs: what the neuron needs of the others is given as numbers.
  @Test func theProgramOfOneNeuronDefinesWhatItUses() throws {
    for line in [
      "explain gradient 0 1 -> 1 0 neuron L1N1", "explain 0 1 neuron L2N0",
      "explain gradient data neuron L1N0",
      "explain step adam lr 0.01 clip norm 1 neuron L2N1",
    ] {
      let program = try #require(try explained(line).texts["python"])
      var known: Set<Substring> = []
      for statement in program.split(separator: "\n").drop(while: { !$0.hasPrefix("# what it begins") }) {
        guard let equals = statement.firstRange(of: " = "), !statement.hasPrefix("print"),
          !statement.hasPrefix("#")
        else { continue }
        let names = statement[equals.upperBound...].matches(of: /[A-Za-z_][A-Za-z_0-9]*/).map(\.output)
        for name in names
        where !["math", "tanh", "erf", "exp", "sign", "log", "sqrt", "abs", "max", "min", "if", "else", "e"]
          .contains(name)
        {
          #expect(known.contains(name), "\(line): \(name) in \(statement)")
        }
        known.insert(statement[..<equals.lowerBound])
      }
      #expect(known.count > 3)
    }
  }
}
