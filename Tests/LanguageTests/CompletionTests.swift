import Foundation
import Standard
import Language
import TestSupport
import Testing

/// Completion out of the grammar: at every place the true next word is offered, and every offer reads on.
struct CompletionTests {
  private let vocabulary = Vocabulary.standard

  private func offers(_ text: String, _ names: KnownNames = KnownNames()) -> [String] {
    completions(of: text, at: text.utf8.count, vocabulary, names).candidates.map(\.text)
  }

  /// Every example script, every block of the manual and every example of help.
  static let texts: [String] = {
    let folder = Documents.root.appending(path: "examples")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let scripts = files.filter { $0.hasSuffix(".nn") }.sorted()
      .compactMap { try? String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    return scripts + Documents.blocks("nn").map(\.text) + StatementSpec.all.map(\.example)
  }()

  /// Words with their places, outside of texts in quotes and comments; neurons and biases too.
  private func words(_ text: String) -> [(start: Int, word: String)] {
    var words: [(Int, String)] = []
    let bytes = Array(text.utf8)
    var (k, isQuoted) = (0, false)
    while k < bytes.count {
      switch bytes[k] {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "\\") where isQuoted: k += 1
      case UInt8(ascii: "#") where !isQuoted: while k < bytes.count, bytes[k] != 10 { k += 1 }
      case _ where !isQuoted && isLetter(bytes[k]) && (k == 0 || !isPart(bytes[k - 1])),
        _ where !isQuoted && isBias(bytes, k):
        var end = k
        while end < bytes.count,
          isPart(bytes[end])
            || bytes[end] == UInt8(ascii: "-") && end + 1 < bytes.count && isLetter(bytes[end + 1])
              && isLetter(bytes[end - 1])
        { end += 1 }
        words.append((k, String(decoding: bytes[k..<end], as: UTF8.self)))
        k = end - 1
      default: break
      }
      k += 1
    }
    return words
  }

  private func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xdf) }
  private func isPart(_ byte: UInt8) -> Bool {
    isLetter(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ".")
  }
  private func isBias(_ bytes: [UInt8], _ k: Int) -> Bool {
    (48...57).contains(bytes[k]) && k + 1 < bytes.count && bytes[k + 1] == UInt8(ascii: "B")
      && (k == 0 || !isPart(bytes[k - 1]))
  }

  @Test(arguments: texts)
  func theTrueNextWordIsOffered(_ text: String) {
    var names = KnownNames()
    names.sizes = [50, 50, 50, 50]
    // A criterion of an exercise speaks of what is still to be made.
    if text.contains("exercise ") {
      names.variables = text.matches(of: /let ([a-z]+)/).map { String($0.output.1) }
    }
    for (start, word) in words(text) {
      let before = String(decoding: text.utf8.prefix(start), as: UTF8.self)
      // A name that is made here, or one that only a session knows.
      let head = before.split(separator: "\n").last?.split(separator: ";").last ?? ""
      let line = head.split(separator: " ").map(String.init)
      if ["let", "for", "define"].contains(line.first), line.count <= 1 || line.first == "define" {
        names.variables.append(word)
        names.procedures.append(word)
        continue
      }
      if ["target", "leave", "inputs", "onehot"].contains(where: line.contains) {
        names.columns.append(word)
      }
      // Words of a column, which a session knows.
      if ["eval", "explain"].contains(line.first), word.first?.isUppercase == true, !word.hasPrefix("L") {
        names.variables.append(word)
      }
      if line.contains("->"), !word.hasPrefix("L"), line.last == "->" { names.classes.append(word) }
      let found = offers(before, names)
      // A column with the name of an option comes in quotes.
      let forms = [word, word + "(", word.asColumn]
      let isOffered = !Set(found).isDisjoint(with: forms) || ["help", "apropos"].contains(line.first)
      #expect(isOffered, "after \(before.suffix(60).debugDescription): \(word)")
      let typed = String(word.prefix(1))
      let begun = offers(before + typed, names)
      #expect(
        !Set(begun).isDisjoint(with: forms) || ["help", "apropos"].contains(line.first),
        "after \(before.suffix(60).debugDescription)\(typed)")
    }
  }

  /// What is inserted may be unfinished, and is never wrong.
  @Test(arguments: texts.prefix(40))
  func everyOfferReadsOn(_ text: String) {
    var names = KnownNames()
    names.sizes = [2, 2, 1]
    (names.variables, names.columns, names.classes, names.epochs) = (["width"], ["height"], ["rose"], [10])
    for (start, _) in words(text) {
      let before = String(decoding: text.utf8.prefix(start), as: UTF8.self)
      for offer in offers(before, names) {
        let whole = before + offer
        let program = parse(Source(name: "test", text: whole), vocabulary)
        // Only what is missing at the end may be wrong.
        let open: Set<DiagnosticCode> = [.missingEnd, .missingArgument, .unclosedBracket]
        let wrong = program.problems.filter { !open.contains($0.code) }

        #expect(
          wrong.isEmpty, "after \(before.suffix(50).debugDescription): \(offer): \(wrong.map(\.message))")
      }
    }
  }

  /// A name that is no word is offered as it has to be typed, whether the quote is there or not.
  @Test func oddNamesComeInQuotes() {
    var names = KnownNames()
    names.columns = ["petal"]
    var odd = names
    odd.columns = ["größe", "weight mg", "slope=north", "a{b", "2"]
    let inputs = "plot boundary inputs "
    #expect(offers(inputs, odd) == ["größe", "\"weight mg\"", "\"slope=north\"", "\"a{{b\"", "\"2\""])
    #expect(
      offers(inputs + "we", odd) == ["\"weight mg\""] && offers(inputs + "\"we", odd) == ["\"weight mg\""])
    odd.classes = ["iris s", "iris v", "rose"]
    #expect(offers("explain gradient 1 2 -> \"ir", odd) == ["\"iris s\"", "\"iris v\""])
    #expect(offers("explain gradient 1 2 -> ", odd).contains("rose"))
    // Of a file that a line reads, its own are offered, read or not.
    odd.columnsOfFile = { $0 == "new.csv" ? ["slope", "leaf width"] : [] }
    #expect(offers("data \"new.csv\" onehot ", odd) == ["slope", "\"leaf width\""])
    #expect(offers("net 2 1\ndata \"new.csv\" onehot slope target \"le", odd) == ["\"leaf width\""])
    #expect(offers("data \"old.csv\" target ", odd).isEmpty)
    #expect(offers(inputs + "gr", odd) == ["größe"] && offers(inputs + "\"pe", names) == ["\"petal\""])
  }

  @Test func placesAreKnown() {
    var names = KnownNames()
    (names.sizes, names.epochs, names.columns) = ([2, 3, 1], [0, 50, 100], ["petal"])

    names.files = { begun in ["xor.nn", "lessons/"].filter { $0.hasPrefix(begun) } }
    #expect(offers("tra") == ["train", "transcript"] && offers("trai") == ["train"])
    #expect(offers("color ") == ["on", "off", "auto"] && offers("timing ") == ["on", "off"])
    #expect(
      offers("prompt ") == ["full", "net", "short"]
        && Set(offers("transcript ")).isSuperset(of: ["to", "without"]))
    #expect(offers("why no-") == ["no-net", "no-data"])
    #expect(offers("train ").contains("adam") && !offers("train ").contains("train"))
    #expect(offers("train adam l") == ["least", "log", "loss", "lr", "l2", "l1"])

    #expect(!offers("train adam lr 0.1 ").contains("lr"))
    #expect(offers("train adam until lo").contains("loss") && !offers("train adam until lo").contains("log"))
    #expect(offers("train adam loss cross-") == ["cross-entropy"])
    #expect(Array(offers("init xavier ").prefix(2)) == ["normal", "uniform"])
    #expect(offers("init torch ").first == "seed")
    #expect(offers("L0N0->", names) == ["L1N0", "L1N1", "L1N2"])
    #expect(offers("freeze 1B -> ", names) == ["L2N0"])
    #expect(Array(offers("goto epoch ", names).prefix(4)) == ["best", "0", "50", "100"])
    #expect(offers("run \"x", names) == ["\"xor.nn\""])
    #expect(offers("save \"", names) == ["\"xor.nn\"", "\"lessons/"])
    #expect(offers("data \"f.csv\" target ", names).contains("petal"))
    #expect(offers("say \"tr").isEmpty)
    #expect(offers("# tr").isEmpty)
    #expect(offers("explain step adam ne") == ["neuron", "nesterov"])

    #expect(offers("data\n  for x in 1..2\n    e").contains("end"))
    #expect(offers("show ") == ["data", "epochs"])
    #expect(offers("play ") == ["loss", "boundary", "fit", "net", "weights", "histogram"])
    #expect(offers("watch loss con").isEmpty && offers("watch loss w") == ["weights"])
    #expect(offers("not lo").contains("loss"))
    #expect(offers("explain 0 1 as ") == ["markdown", "latex", "python"])
  }

  /// Names of files with signs that mean something in a text.
  @Test func namesOfFilesAreOfferedAsTextsThatRead() {
    var names = KnownNames()
    let files = ["q\"t.csv", "back\\slash.csv", "b{race}.csv", "plain.csv", "a\"b/"]
    names.files = { begun in files.filter { $0.hasPrefix(begun) } }
    for (typed, offered) in [
      ("data \"q", "\"q\\\"t.csv\""), ("data \"q\\\"", "\"q\\\"t.csv\""),
      ("data \"back", "\"back\\\\slash.csv\""),
      ("data \"back\\\\s", "\"back\\\\slash.csv\""), ("data \"b{", "\"b{{race}.csv\""),
      ("data \"b{{ra", "\"b{{race}.csv\""), ("data \"pl", "\"plain.csv\""), ("data \"a", "\"a\\\"b/"),
    ] {
      #expect(offers(typed, names) == [offered], "\(typed)")
      guard offered.hasSuffix("\"") else { continue }
      let source = Source(name: "test", text: "data \(offered)")
      let program = parse(source, vocabulary)
      #expect(
        program.problems.isEmpty && files.contains(source.words(Span(5, source.bytes.count))), "\(offered)")
    }
  }

  /// Of the settings of optimizers those of the one at hand.
  @Test func anOptimizerIsOfferedItsOwnSettings() {
    #expect(offers("train sgd lr 0.1 be").isEmpty && offers("train adam be") == ["beta1", "beta2"])
    #expect(offers("train sgd mo") == ["momentum"] && offers("train adam mo").isEmpty)
    #expect(offers("step rmsprop al") == ["alpha"] && offers("train rprop mu").isEmpty)
  }

  @Test func everyWordHasAMeaning() {
    for candidate in completions(of: "", at: 0, vocabulary, KnownNames()).candidates {
      #expect(!candidate.meaning.isEmpty, "\(candidate.text)")
    }
  }
}
