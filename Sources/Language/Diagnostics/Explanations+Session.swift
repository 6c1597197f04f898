/// A statement cannot be carried out: it does not fit the net, the data or what was done before.
extension DiagnosticCode.Explanation {
  static let unknownWeight = Self(
    meaning: "The net has no such weight or neuron. The message says which it has.",
    reason: """
      Layers and neurons are counted from 0, and layer 0 contains the inputs: a net with two of them has \
      `L0N0` and `L0N1`, but no `L0N2`. A weight connects a layer with the next one only. The bias of \
      `L1N0` is `0B -> L1N0`, written as if it came from a neuron of layer 0 that is always 1. `dump` \
      prints all weights by name.
      """,
    wrong: """
      net 2 2 1
      L0N2 -> L1N0 = 1
      """,
    right: """
      net 2 2 1
      L0N1 -> L1N0 = 1
      """)

  static let transposedDump = Self(
    meaning: """
      The weight lines fit the net only with from and to exchanged. The message shows them corrected, \
      ready to paste; nothing is set.
      """,
    reason: """
      They were probably made from PyTorch's matrices, which are [out, in]: a row contains the weights \
      into one neuron. In a weight line the neuron that a weight comes from is written first, as in `L1N0 \
      -> L2N0`. If a program writes such lines for you, exchange its two indices.
      """,
    wrong: """
      net 2 2 1
      1B -> L2N0: 0.25
      L1N0 -> L2N0 = -1
      L1N0 -> L2N1 = 2
      """,
    right: """
      net 2 2 1
      1B -> L2N0: 0.25
      L1N0 -> L2N0 = -1
      L1N1 -> L2N0 = 2
      """)

  static let dataMismatch = Self(
    meaning: "The data does not fit the net, or a row does not fit the others.",
    reason: """
      A row has a number for every input of the net and a target for every output, and all rows have the \
      same length. `net` and `data` can come in either order, so a mismatch is found only when both are \
      used. Make a net of the sizes in the message, or use other data; `show data` shows what there is.
      """,
    wrong: """
      net 3 2 1
      data xor
      train adam epochs 10
      """,
    right: """
      net 2 2 1
      data xor
      init torch seed 1
      train adam epochs 10
      """)

  static let lossMismatch = Self(
    meaning: """
      The loss does not go with the net's output or with the targets. `cross-entropy` needs a softmax \
      output and `bce` a sigmoid one, both targets from 0 to 1; `hinge` needs targets −1 and 1.
      """,
    reason: """
      A cross-entropy takes the logarithm of a probability, and these outputs are probabilities. Loss and \
      output are computed together, from the pre-activations of the last layer, which stays accurate where \
      the output itself is rounded to 0 or 1. Write the activation after the last size, or use a loss that \
      does not need one, such as `mse`.
      """,
    wrong: """
      net 2 2 1
      train adam loss bce
      """,
    right: """
      net 2 2 1 sigmoid
      data xor
      init torch seed 1
      train adam lr 0.1 loss bce
      """)

  static let settingMismatch = Self(
    meaning: """
      A setting does not belong here, or it needs another one. It is a setting of an optimizer, an \
      initialization, a data set, a schedule or a loss.
      """,
    reason: """
      A setting without effect is rejected, not ignored, because you would look for its effect in vain. \
      The message says where the setting belongs, or what it needs: `nesterov` looks one step of momentum \
      ahead, so it needs a `momentum`. `help sgd` lists the settings of sgd.
      """,
    wrong: """
      net 2 2 1
      train sgd lr 0.1 nesterov
      """,
    right: """
      net 2 2 1
      data xor
      init torch seed 1
      train sgd lr 0.1 momentum 0.9 nesterov
      """)

  static let nothingToRepeat = Self(
    meaning: "There is no line to repeat yet, or no initialization to go back to.",
    reason: """
      `train` alone repeats the last train line, `step` alone uses the current optimizer, and `reset` \
      restores the weights that `init` drew. Each needs such a line before it in the same session. A new \
      net has no initialization until the next `init`.
      """,
    wrong: """
      net 2 2 1
      train
      """,
    right: """
      net 2 2 1
      data xor
      init torch seed 1
      train adam lr 0.01 epochs 50
      train
      """)

  static let nothingToUndo = Self(
    meaning: "There is nothing to undo, or nothing to redo.",
    reason: """
      `undo` takes back the last statement that changed something; statements that only show something do \
      not count. `redo` repeats what `undo` took back, as long as nothing else has changed the session \
      since. Neither goes back beyond the beginning of the session, nor further than 100 statements.
      """,
    wrong: "undo",
    right: """
      net 2 2 1
      net 2 3 1
      undo
      redo
      """)

  static let misplaced = Self(
    meaning: """
      The statement is where it is not allowed. Examples are `undo`, `history` and `clear` in a block, an \
      exercise in a block, and `done` or `hint` without an exercise that is open. A script that another one \
      runs counts as a block.
      """,
    reason: """
      A block is one statement: if anything in it fails, the session is as it was before, and one `undo` \
      takes back all of it. A statement that undoes, lists or clears whole statements cannot be a part of \
      one. Write it after the `end`.
      """,
    wrong: """
      repeat 2
        clear
      end
      """,
    right: """
      repeat 2
        print "once more"
      end
      clear
      """)

  static let runCycle = Self(
    meaning: "A script runs itself, directly or through others.",
    reason: """
      `run` runs the statements of the other script before it continues, so a script that runs itself \
      would never end. Lines that are needed several times belong between `repeat` and `end`, or in a \
      `define`.
      """,
    wrong: "",
    right: """
      repeat 3
        print "once more"
      end
      """)

  static let expectationFailed = Self(
    meaning: "An `expect` did not hold. The message shows the values on both sides.",
    reason: """
      `expect` says what should be true at its place, so that a script does not continue with a wrong \
      result. Most decimal fractions are rounded in binary, and `0.1 + 0.2 == 0.3` does not hold; `within` \
      says how far apart two numbers may be. `expect reached` after a `train` makes a missed condition a \
      failure.
      """,
    wrong: "expect 1 + 1 == 3",
    right: """
      expect 1 + 1 == 2
      expect 0.1 + 0.2 == 0.3 within 1e-12
      """)

  static let interrupted = Self(
    meaning: "Ctrl-C interrupted the statement that was running.",
    reason: """
      A loop and a training keep what was done: the training goes back to its last complete epoch and says \
      which one that is, and `train` continues from there. A calculation that gives one answer at its end, \
      such as `check gradient`, changes nothing. `epochs N` and `seconds X` limit a training beforehand. \
      The exit status is 130.
      """,
    wrong: "",
    right: """
      net 2 2 1
      data xor
      init torch seed 1
      train adam lr 0.01 epochs 200
      train
      """)
}
