import CFANN
import NeuralCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// XOR, 2-2-1 with a sigmoid hidden layer and a linear output, 500 starts × 2,000 epochs: an epoch of nn with Adam
// against one of FANN with RPROP, in turn, in one process. Then the time that `nn -e ''` takes to start and end.

let starts = 500
let epochs = 2000
let rounds = 7

func seconds(_ body: () -> Void) -> Double {
  let time = ContinuousClock().measure(body)
  return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func xorWithNN() {
  let data = BuiltinData.named("xor")!.dataset()
  var network = Network(
    layers: [
      Layer(inputs: 2, outputs: 2, activation: .sigmoid, hasBias: true),
      Layer(inputs: 2, outputs: 1, activation: .linear, hasBias: true),
    ])
  let settings = Settings(Optimizer.adam.settings, given: ["lr": 0.01])
  for start in 0..<starts {
    var generator = MersenneTwister(seed: Int64(start))
    network.initialize(.torch, Initializer.Options(), from: &generator)
    let training = network.training(TrainingPlan(.adam, settings, Objective(.mse)), on: data)
    _ = training.run(epochs, until: LossBound(.less, 0), slopeLimit: nil)
    precondition(training.epochs == epochs)
  }
}

func xorWithFANN() {
  let rows: [([Float], Float)] = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
  guard let data = fann_create_train(4, 2, 1) else { return }
  for (row, values) in rows.enumerated() {
    data.pointee.input[row]![0] = values.0[0]
    data.pointee.input[row]![1] = values.0[1]
    data.pointee.output[row]![0] = values.1
  }
  var sizes: [UInt32] = [2, 2, 1]
  guard let net = fann_create_standard_array(3, &sizes) else { return }
  fann_set_activation_function_hidden(net, FANN_SIGMOID)
  fann_set_activation_function_output(net, FANN_LINEAR)
  fann_set_training_algorithm(net, FANN_TRAIN_RPROP)
  for _ in 0..<starts {
    fann_randomize_weights(net, -0.7, 0.7)
    for _ in 0..<epochs { fann_train_epoch(net, data) }
  }
  fann_destroy(net)
  fann_destroy_train(data)
}

func runCommand(_ path: String) {
  var process = pid_t()
  let words: [UnsafeMutablePointer<CChar>?] = [strdup(path), strdup("-e"), strdup("")]
  var arguments = words + [nil]
  guard posix_spawn(&process, path, nil, nil, &arguments, environ) == 0 else {
    print("cannot run \(path): build it first (make build)")
    exit(1)
  }
  var status: Int32 = 0
  waitpid(process, &status, 0)
  words.forEach { free($0) }
}

var (own, theirs): ([Double], [Double]) = ([], [])
for _ in 0..<rounds {
  own.append(seconds(xorWithNN))
  theirs.append(seconds(xorWithFANN))
}
let perEpoch = 1e9 / Double(starts * epochs)
print("XOR 2-2-1, \(starts) starts × \(epochs) epochs, median of \(rounds) rounds in turn")
print("  nn, adam      \(Int(median(own) * perEpoch)) ns an epoch")
print("  FANN, rprop   \(Int(median(theirs) * perEpoch)) ns an epoch")
let ratios = zip(own, theirs).map { $0 / $1 }
print(
  "  ratio         \(Int(median(ratios) * 100)) %  (\(Int(ratios.min()! * 100)) to \(Int(ratios.max()! * 100)) %)"
)

if CommandLine.arguments.count > 1 {
  let times = (0..<50).map { _ in seconds { runCommand(CommandLine.arguments[1]) } }
  print("nn -e ''")
  print("  start to end  \(Int(median(times) * 1e4) / 10).\(Int(median(times) * 1e4) % 10) ms, median of 50")
}
