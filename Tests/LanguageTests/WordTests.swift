import Language
import Standard
import Testing

/// Words are kept once and found by their bytes.
struct WordTests {
  private func statements(_ text: String) -> Body {
    let program = parse(Source(name: "test", text: text), .standard)
    #expect(program.problems.isEmpty, "\(program.problems.first?.message ?? "")")
    return program.statements
  }

  @Test func tenThousandNamesStayApart() {
    let names = (0..<10_000).map { "n\(String($0, radix: 36))_é\($0 % 7)" }
    let text = names.map { "let \($0) = \($0).x\n" }.joined()
    for (name, statement) in zip(names, statements(text)) {
      guard case .bind(let binding) = statement.node, case .expression(let value) = binding.value,
        case .name(let read) = value.node
      else {
        Issue.record("\(name)")
        continue
      }
      #expect(binding.name.node == name && read == name + ".x")
    }
  }

  /// The words in the braces of texts are those of the text around them, keywords and neurons too.
  @Test func bracesHaveTheSameWords() {
    let text =
      "let a = 1\nprint \"{a} {b} {true} {a and b} {L1N0} {0B -> L1N0} {ändern} {not a:12}\", a, b, c"
    guard case .print(let items)? = statements(text).last?.node, case .expression(let string) = items[0],
      case .string(let parts) = string.node
    else {
      Issue.record("no text")
      return
    }
    let nodes = parts.compactMap { part -> String? in
      guard case .expression(let expression, _) = part else { return nil }
      switch expression.node {
      case .name(let name): return name
      case .bool(let value): return "\(value)"
      case .conjunction(let all): return "and \(all.count)"
      case .neuron(let neuron): return neuron.text
      case .weight(let weight): return "-> \(weight.to.text)"
      case .not: return "not"
      default: return nil  // Nothing else is there.
      }
    }
    #expect(nodes == ["a", "b", "true", "and 2", "L1N0", "-> L1N0", "ändern", "not"])
    let names = items.dropFirst().compactMap { item -> String? in
      if case .expression(let value) = item, case .name(let name) = value.node { name } else { nil }
    }
    #expect(names == ["a", "b", "c"])
  }

  @Test func aNeuronTooLargeIsStillOne() {
    guard case .value(.expression(let value))? = statements("L0N99999999999999999999999").last?.node,
      case .neuron(let neuron) = value.node
    else {
      Issue.record("no neuron")
      return
    }
    #expect(neuron.layer == 0 && neuron.index == .max)
  }
}
