// Programs out of the table of statements, each run with probes around every statement: `make torture`.
//
//   torture FIRST COUNT     programs of these seeds; each begins with a line `seed N`
//   torture --show SEED     the program of a seed

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let arguments = Array(CommandLine.arguments.dropFirst())

func say(_ text: String) {
  print(text)
  fflush(nil)
}

if arguments.first == "--show", let seed = arguments.last.flatMap({ Int64($0) }) {
  var writer = ProgramWriter(seed: seed)
  for statement in writer.program() { say(statement) }
} else if arguments.count == 2, let first = Int64(arguments[0]), let count = Int64(arguments[1]) {
  var (statements, failed) = (0, 0)
  for seed in first..<first + count {
    say("seed \(seed)")
    var writer = ProgramWriter(seed: seed)
    let trial = Trial(writer.program())
    trial.run()
    statements += trial.ran
    failed += trial.failed
    for problem in trial.problems { say("problem: \(problem)") }
  }
  say("ran \(statements) statements, \(failed) of them with a mistake")
} else {
  print("usage: torture FIRST COUNT | torture --show SEED")
  exit(64)
}
