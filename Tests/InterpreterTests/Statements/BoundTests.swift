import Foundation
import Language
import NeuralCore
import Testing

import Interpreter

/// Numbers and sizes beyond what a session can hold are refused before anything is made of them.
struct BoundTests {
  private func firstProblem(_ script: String, files: [String: String] = [:]) -> Diagnostic? {
    let session = TestSession(scripts: files)
    session.run(script)
    return session.problems.first
  }

  // MARK: Numbers of a table

  /// A number that a float32 cannot hold names its line and column; it never becomes an infinity.
  @Test(arguments: [
    ("a,b\n1e39,2\n3,4\n", 2, "`a`"), ("a,b\n1,2\n3,-1e39\n", 3, "`b`"), ("1;3,5e38\n2;4\n", 1, "`column2`"),
    ("a,b\n\"1e39\",2\n3,4\n", 2, "`a`"), ("a,b\n1,1e999\n", 2, "`b`"),
    ("a,b\n1,3.4028235678e38\n", 2, "`b`"),
  ])
  func tooLargeInATable(_ text: String, _ line: Int, _ column: String) throws {
    let problem = try #require(firstProblem("data \"o.csv\"", files: ["o.csv": text]))
    #expect(problem.code == .outOfRange)
    #expect(
      problem.message.contains("line \(line) ") && problem.message.contains(column), "\(problem.message)")
  }

  @Test func largestFloatsAreNumbers() throws {
    let session = TestSession(scripts: ["o.csv": "a,b\n3.4028234663852886e38,-3.4028235677e38\n1,2\n"])
    session.run("data \"o.csv\"\nnet 1 1\ninit zeros\nsave \"s\"\nload \"s\"")
    #expect(session.problems.isEmpty, "\(session.problems.map(\.message))")
    let double = TestSession(scripts: ["o.csv": "a,b\n1e39,2\n3,4\n"])
    double.run("precision double\ndata \"o.csv\"")
    #expect(double.problems.isEmpty)
  }

  @Test func computedRowsAreChecked() {
    #expect(firstProblem("let l = [1e39, 2]\ndata\n  l -> 1\nend")?.code == .outOfRange)
    #expect(firstProblem("let l = [1, 3.5e38]\ndata\n  1 -> l\nend")?.code == .outOfRange)
  }

  /// The mean of numbers whose sum is beyond float64 is among them.
  @Test func meansOfLargeNumbersAreFinite() throws {
    let session = TestSession(scripts: ["o.csv": "a,b\n1.7e308,1\n1.7e308,2\n,3\n"])
    session.run("precision double\ndata \"o.csv\" missing mean")
    let inputs = try #require(session.session.data.whole?.inputs)
    #expect(inputs.allSatisfy { $0.isFinite }, "\(Array(inputs))")
  }

  // MARK: Names taken for classes

  @Test func aColumnOfNamesIsRefused() throws {
    let names = "age,name\n" + (0..<9000).map { "\($0 % 90),p\($0)\n" }.joined()
    let problem = try #require(firstProblem("data \"names.csv\"", files: ["names.csv": names]))
    #expect(problem.code == .netTooLarge)
    #expect(problem.message.contains("`name`") && problem.message.contains("9000"), "\(problem.message)")
    let session = TestSession(scripts: [
      "names.csv": names.replacing("age,", with: "age,n,").replacing(",p", with: ",1,p")
    ])
    session.run("data \"names.csv\" target n leave name")
    #expect(session.problems.isEmpty, "\(session.problems.map(\.message))")
  }

  /// Classes are in alphabetical order, whatever their number.
  @Test func classesAreSorted() {
    let rows = "x,c\n" + (0..<500).reversed().map { "1,k\(1000 + $0)\n" }.joined()
    let session = TestSession(scripts: ["c.csv": rows])
    session.run("data \"c.csv\"")
    #expect(session.session.data.whole?.classes == (0..<500).map { "k\(1000 + $0)" })
    #expect(session.session.data.whole?.target(0)[499] == 1)
  }

  // MARK: Scaling of other data

  /// A net that the data does not fit sees its inputs as they are, in every form of explaining.
  @Test(arguments: [
    "explain 1 1", "explain gradient 1 1 -> 1", "explain 1 1 as python to \"p.py\"", "eval 1 1",
    "print out(1, 1)",
  ])
  func scalingOfAnotherWidth(_ line: String) {
    for kind in ["minmax", "standard"] {
      let session = TestSession()
      session.run("data iris\nscale \(kind)\nnet 2 1\ninit ones\n\(line)")
      #expect(session.problems.isEmpty, "\(line): \(session.problems.map(\.message))")
    }
  }

  // MARK: Drawing

  /// Distributions without a float32 within their bounds are refused: drawing from them would not end.
  @Test(arguments: [
    "truncated 2e19 1 -1 1", "truncated 1e16 1 -1 1", "truncated 1e19 1 -1 1", "truncated -2e19 1 -1 1",
    "truncated 3e38 1e19 -1 1", "truncated 5000 1 0 1e-3",
    "truncated 1.0000000597 1e-8 1.00000005 1.0000000595",
  ])
  func noNumberWithinTheBounds(_ start: String) {
    #expect(firstProblem("net 2 1\ninit \(start) seed 1")?.code == .outOfRange, "\(start)")
  }

  @Test func possibleBoundsAreDrawnFrom() {
    for start in [
      "truncated 0 1 -2 2", "truncated 3 1 -1 1", "truncated 1e19 1e19 -1 1", "truncated 0 1 900 900.0001",
    ] {
      #expect(firstProblem("net 2 1\ninit \(start) seed 1") == nil, "\(start)")
    }
  }
}
