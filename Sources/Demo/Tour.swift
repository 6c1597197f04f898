import Language

/// The script that `tour` plays.
public enum Tour {
  /// The script with its name.
  public static var source: Source { Source(name: "tour", text: text) }

  private static let text = """
    # Five minutes through nn. Nothing here needs to be typed: space goes on.

    section "A net"
    say "Welcome. A statement is typed for you; space runs it and types the next. b goes back, p gives you a prompt to try \
    something yourself, q leaves. Here is the smallest net that can learn XOR: two inputs, two hidden neurons, one output."
    net 2 2 1
    say "Nine numbers: a weight for each of the six lines between neurons, and a bias for each neuron after the inputs. \
    Learning means finding these nine numbers."

    section "Initial weights"
    say "Training begins with random weights. A seed makes them the same for everybody: PyTorch draws these very numbers from \
    the seed 1000."
    init xavier seed 1000
    say "dump shows each number with its name. L0N0 is the first input, L1N0 the first hidden neuron, 0B -> L1N0 its bias."
    dump
    say "Untrained, the net answers XOR badly. eval computes the outputs for all rows of the data."
    data xor
    eval data

    section "Training"
    say "Adam changes all nine numbers a little, epoch by epoch, until the mean squared error is below 0.01."
    train adam lr 0.01 until loss < 0.01
    eval data

    section "By hand"
    say "Nothing is hidden. explain shows the whole calculation, so that you can check it with a pocket calculator."
    explain 0 1
    say "The same formulas can be typed: names of weights are numbers."
    sigmoid(0 * L0N0->L1N0 + 1 * L0N1->L1N0 + 0B->L1N0)

    section "When it gets stuck"
    say "Not every initialization succeeds. Seed 11 ends on a plateau; nn says why, and what to try."
    init xavier seed 11
    train adam lr 0.01 until loss < 0.01 epochs 5000
    say "The history is kept: undo takes back a statement, back and goto epochs."
    undo

    section "What next"
    say "help all lists all statements, help train tells all about one, ? adam does the same. Tab completes, and a second Tab says \
    what the words mean. After a mistake, why explains it. Everything typed here runs as a script too: transcript to \
    \\"lesson.nn\\" writes one, nn demo lesson.nn plays it like this tour."
    """
}
