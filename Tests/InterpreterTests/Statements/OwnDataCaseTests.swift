import Interpreter
import Language
import NeuralCore
import Testing

/// What people type about data of their own, and what they should get: a script, its file, and what is shown or said.
struct OwnDataCaseTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let script: String
    var files: [String: String] = [:]
    /// Parts of what is shown; or of the one mistake, with its help.
    let shows: [String]
    var fails = false
    var testDescription: String { name }
  }

  static let classNumbers =
    "1,14.2,1.7,2.4\n1,13.2,1.8,2.1\n2,12.4,0.9,1.4\n2,12.3,1.1,2.3\n3,12.9,1.4,2.3\n3,13.2,3.9,2.5\n"
  static let people =
    "sex,age,fare,alive\nmale,22,7.25,0\nfemale,38,71.28,1\nfemale,26,7.92,1\nmale,35,8.05,0\n"

  static let cases = [
    Case(
      name: "cells parted by blanks", script: "data \"b.txt\"\nshow data",
      files: ["b.txt": "15.26   14.84   0.871   1\n14.88   14.57   0.8811  1\n17.63   15.98   0.8673  2\n"],
      shows: ["delimiter blanks", "3 rows · 3 inputs, 1 target", "15.26 14.84 0.871 -> 1"]),
    Case(
      name: "class numbers and a softmax",
      script:
        "data \"c.csv\" target column1\nnet 3 4 3 softmax\ninit torch seed 1\ntrain adam lr 0.05 epochs 20",
      files: ["c.csv": classNumbers],
      shows: ["has 3 inputs and 1 target a row", "classes: data \"c.csv\" target column1 classes"],
      fails: true),
    Case(
      name: "class numbers as classes",
      script:
        "data \"c.csv\" target column1 classes\nshow data\nnet 3 4 3 softmax\ninit torch seed 1\ntrain adam lr 0.05 epochs 20\nscore",
      files: ["c.csv": classNumbers],
      shows: ["6 rows · 3 inputs, classes 1, 2, 3", "rows by class: 1 2, 2 2, 3 2", "accuracy"]),
    Case(
      name: "words among inputs", script: "data \"w.csv\" target alive", files: ["w.csv": people],
      shows: [
        "column `sex` holds words", "onehot sex", "leave sex", "    data \"w.csv\" target alive onehot sex",
      ],
      fails: true),
    Case(
      name: "words as inputs", script: "data \"w.csv\" target alive onehot sex\nshow data",
      files: ["w.csv": people],
      shows: ["4 rows · 4 inputs, 1 target", "sex=female", "0 1 22 7.25 -> 0"]),
    Case(
      name: "equal names", script: "data \"s.csv\" target x", files: ["s.csv": "x,x,y\n1,2,3\n4,5,6\n"],
      shows: ["several columns called `x`", "\"x.1\", \"x.2\""], fails: true),
    Case(
      name: "a trailing comma", script: "data \"t.csv\" target y\nshow data",
      files: ["t.csv": "x,y,\n1,2,\n3,4,\n"],
      shows: ["column3 left out (empty)", "2 rows · 1 input, 1 target", "1 -> 2", "3 -> 4"]),
    Case(
      name: "a mean for another file",
      script:
        "data \"a.csv\" target alive missing mean\nnet 2 2 1 sigmoid\ninit torch seed 1\neval \"b.csv\"",
      files: [
        "a.csv": "age,fare,alive\n22,7.25,0\n,71.28,1\n26,7.92,1\n35,8.05,0\n",
        "b.csv": "age,fare\n34.5,7.83\n,7\n",
      ],
      shows: ["1 missing value became the mean", "34.5 7.83 ", "27.666666 7 "]),
    Case(
      name: "two words and one output",
      script: "data \"k.csv\"\nnet 1 2 1 sigmoid\ninit torch seed 1\ntrain adam lr 0.1 loss bce epochs 50",
      files: ["k.csv": "x,kind\n1,yes\n2,no\n3,yes\n"],
      shows: ["for one output no is 0 and yes is 1", "trained 50 epochs"]),
    Case(
      name: "numbers with separators", script: "data \"n.csv\"\nshow data",
      files: ["n.csv": "price,y\n\"1,234.5\",1\n\"2,000\",2\n"],
      shows: ["price: 1,234.5 is read as 1234.5", "    2000 -> 2"]),
    Case(
      name: "a file of FANN", script: "data \"x.data\"",
      files: ["x.data": "4 2 1\n-1 -1\n-1\n-1 1\n1\n1 -1\n1\n1 1\n-1\n"],
      shows: ["FANN file", "4 rows · 2 inputs, 1 target"]),
    Case(
      name: "an autoencoder", script: "data \"a.csv\" target a b c\nnet 3 2 3",
      files: ["a.csv": "a,b,c\n1,2,3\n2,3,5\n3,1,4\n"],
      shows: ["3 rows · 3 inputs, 3 targets", "an autoencoder"]),
    Case(
      name: "a range", script: "data iris\nscale minmax -1 1",
      shows: ["(sepal_length − 4.3000) / 1.8000 − 1.0000"]),
    Case(
      name: "in order", script: "data sine 100 seed 1\nsplit 0.8 in order", shows: ["did you mean `ordered`"],
      fails: true),
    Case(
      name: "a statement between rows", script: "data\n  seed 3\n  0 1 -> 1\nend",
      shows: ["`seed` cannot stand in a data block", "goes before `data`"],
      fails: true),
    Case(
      name: "text between rows", script: "data\n  0 1 -> 1\n  print 3\nend\nnet 2 2 1",
      shows: ["`print` cannot stand in a data block"], fails: true),
    Case(
      name: "text among computed rows",
      script: "data\n  for x in 1..3\n    (x) -> (x)\n    say \"x\"\n    (x) -> 2\n  end\n  let y = 3\nend",
      shows: ["`say` cannot stand in a data block"], fails: true),
    Case(
      name: "a forgotten end", script: "data\n  0 1 -> 1\nnet 2 2 1\ninit torch seed 1\nL0N0 -> L1N0 = 2",
      shows: ["this `data` block is never closed", "`net` goes before `data`, or after `end`"], fails: true),
    Case(
      name: "German Excel without names", script: "data \"g.csv\"\nshow data",
      files: ["g.csv": "1,5;2,5\n3;4\n"],
      shows: ["without a header", "2 rows · 1 input, 1 target", "1.5 -> 2.5"]),
  ]

  @Test(arguments: cases) func theCaseIsAnswered(_ test: Case) throws {
    let stage = TestSession(scripts: test.files)
    stage.run(test.script)
    #expect(stage.problems.count == (test.fails ? 1 : 0), "\(stage.problems.map(\.message))")
    let mistake = stage.problems.first.map { [$0.message, $0.label ?? ""] + $0.help } ?? []
    let shown = (test.fails ? mistake : stage.lines).joined(separator: " ")
    let joined = shown.split(separator: " ").joined(separator: " ")
    for part in test.shows {
      #expect(shown.contains(part) || joined.contains(part), "\(part) in \(shown)")
    }
  }
}
