extension Formatter {
  /// Words with a blank between; empty ones are left out.
  func joined(_ words: [String]) -> String { words.filter { !$0.isEmpty }.joined(separator: " ") }

  /// An option by the pattern of its row, since the fixed words are not in the tree.
  func text(_ option: GivenOption) -> String {
    var arguments = option.arguments[...]
    var words = [option.word.node]
    for value in option.spec.values {
      switch value {
      case .literal(let word): words.append(word)
      case .named, .neurons:
        words += arguments.map { text($0) }
        arguments = []
      case .argument, .expression, .file, .neuron, .word, .names:
        words += arguments.popFirst().map { [text($0)] } ?? []
      }
    }
    return words.joined(separator: " ")
  }

  func text(_ argument: GivenOption.Argument) -> String {
    switch argument {
    case .expression(let expression): text(expression)
    case .word(let word): word.node
    case .names(let names): names.map { source.text($0.span) }.joined(separator: " ")
    }
  }
}
