/// How a network learns.
extension GlossaryEntry {
  static let learning: [GlossaryEntry] = [
    GlossaryEntry(
      "training", ["learning", "fitting", "supervised learning"],
      "Changing the weights, step by step, so that the outputs come nearer to the targets: so that the loss becomes small.",
      try: "net 2 2 1 ; data xor ; init xavier seed 1000 ; train adam lr 0.01 until loss<0.01"),
    GlossaryEntry(
      "loss", ["cost", "cost function", "loss function", "objective", "error function"],
      "One number that says how wrong the outputs are over all rows: 0 if they are the targets. Training makes it small; it is what a net is told to care about.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; print loss"),
    GlossaryEntry(
      "mean squared error", ["mse", "squared error", "quadratic loss"],
      "The mean of (output − target)² over rows and outputs. A mistake twice as large counts four times. It is the usual loss for numbers.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; train adam loss mse epochs 10"),
    GlossaryEntry(
      "cross-entropy", ["log loss", "negative log likelihood"],
      "The loss for classes: minus the logarithm of the probability that the net gave to the right class. Being sure and wrong costs much. Its derivative at a softmax is simply output − target.",
      try: "net 4 8 3 softmax ; data iris ; init torch seed 1 ; train adam lr 0.01 epochs 50"),
    GlossaryEntry(
      "gradient", ["slope", "derivative", "partial derivative"],
      "For every weight: how much the loss changes when this weight changes a little. It points uphill, so training goes the other way.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; explain gradient 0 1"),
    GlossaryEntry(
      "chain rule", [],
      "How a change passes through one function after the other: the derivatives are multiplied. Backpropagation is the chain rule, worked out from the output back.",
      try: "net 1 1 1 ; init torch seed 1 ; explain gradient 1 -> 0"),
    GlossaryEntry(
      "backpropagation", ["backprop", "backward pass"],
      "Computing the gradient for all weights in one pass from the outputs back to the inputs (Rumelhart, Hinton and Williams 1986): each layer passes on to the one before what its sums have to do with the loss.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; explain gradient data"),
    GlossaryEntry(
      "delta", ["error signal"],
      "δ, the derivative of the loss by a neuron's sum. The derivative by a weight is the δ of the neuron that it leads to, times the number that comes in through it.",
      try: "net 2 2 1 ; init torch seed 1 ; explain gradient 0 1 -> 1 neuron L1N0"),
    GlossaryEntry(
      "gradient descent", ["steepest descent", "sgd", "stochastic gradient descent"],
      "Repeating one step: every weight minus the learning rate times its derivative. Stochastic means that each step looks only at some of the rows.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; step sgd lr 0.5"),
    GlossaryEntry(
      "learning rate", ["lr", "step size", "eta"],
      "How far a step goes along the gradient. Too small, and training creeps; too large, and the loss jumps or grows without bound. It is the first setting to try when training fails.",
      try: "net 2 1 ; data and ; init torch seed 1 ; train sgd lr 0.1 epochs 100"),
    GlossaryEntry(
      "epoch", [], "One pass over all rows of the training set.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; train adam epochs 100 ; show epochs"),
    GlossaryEntry(
      "batch", ["mini-batch", "minibatch", "batch size"],
      "The rows that one update looks at. Small batches give many cheap and noisy steps in an epoch; one batch of all rows gives a single exact one.",
      try:
        "net 2 8 1 ; data moons 100 seed 1 ; init torch seed 1 ; train sgd lr 0.1 batch 16 shuffle epochs 20"),
    GlossaryEntry(
      "update", ["iteration", "step"],
      "One change of all weights, from the gradient of one batch. An epoch has as many updates as batches.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; step adam lr 0.01"),
    GlossaryEntry(
      "momentum", ["nesterov", "heavy ball"],
      "A step that remembers the steps before it, like a ball that rolls: it goes on where the slope keeps its direction, and its swinging back and forth cancels.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; train sgd lr 0.1 momentum 0.9 epochs 100"),
    GlossaryEntry(
      "optimizer", ["update rule", "training algorithm", "solver"],
      "The rule that turns a gradient into a change of the weights. sgd is the plain one; adam, rprop and others give each weight a step size of its own; l-bfgs also learns the curvature.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; step rprop"),
    GlossaryEntry(
      "learning rate schedule", ["schedule", "annealing", "warmup", "learning rate decay"],
      "A learning rate that changes while training goes on: large at first, to get far, and small later, to settle.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; train adam lr 0.05 schedule cosine epochs 200"),
    GlossaryEntry(
      "weight decay", ["l2", "l2 regularization", "ridge"],
      "A pull of every weight towards 0, in proportion to its size. Weights that the data does not need stay small, and the function that the net computes stays smooth: the training loss is larger, and that of the validation set smaller.",
      try:
        "data moons 100 noise 0.4 seed 1 ; split 0.4 seed 1 ; net 2 50 relu 1 sigmoid ; init torch seed 1 ; train adam lr 0.01 epochs 500 loss bce ; print loss, val.loss ; reset ; train adam lr 0.01 epochs 500 loss bce l2 0.01 ; print loss, val.loss"
    ),
    GlossaryEntry(
      "regularization", ["regularisation"],
      "Whatever keeps a net from fitting noise: weight decay, dropout, early stopping, a smaller net, more data.",
      try: "net 2 8 1 ; data moons 60 seed 1 ; init torch seed 1 ; train adam dropout 0.2 epochs 50"),
    GlossaryEntry(
      "dropout", [],
      "In every update each hidden unit is left out with some probability. No unit can rely on a single other one, as in a team in which anybody may be missing. The log of such a training shows the loss of the net with units dropped, so it is larger and jumps; `score` and the last line give that of the whole net.",
      try:
        "data moons 100 noise 0.4 seed 1 ; split 0.4 seed 1 ; net 2 50 relu 1 sigmoid ; init torch seed 1 ; train adam lr 0.01 epochs 500 loss bce ; print loss, val.loss ; reset ; train adam lr 0.01 epochs 500 loss bce dropout 0.5 ; print loss, val.loss"
    ),
    GlossaryEntry(
      "batch normalization", ["batchnorm", "batch norm", "layer normalization", "layernorm"],
      "Layers that bring the sums of a batch to mean 0 and standard deviation 1 before the activation. nn has none, for what such a layer does to a row depends on the others: it scales the inputs instead, and draws weights that keep the sums in bounds.",
      try: "data iris ; scale standard ; net 4 8 relu 3 softmax ; init he seed 1 ; explain init"),
    GlossaryEntry(
      "early stopping", ["patience"],
      "Ending the training when the loss on the validation set has not become better for some epochs, and taking back the best weights.",
      try:
        "net 2 8 1 ; data moons 90 noise 0.3 seed 1 ; split 0.7 seed 1 ; init torch seed 1 ; train adam lr 0.05 epochs 500 patience 20"
    ),
    GlossaryEntry(
      "convergence", ["converged"],
      "The loss no longer changes much: training has come to rest. That is a good place only if the loss is small.",
      try: "net 2 2 1 ; data xor ; init xavier seed 1000 ; train rprop until loss<0.0001 epochs 2000"),
    GlossaryEntry(
      "restart", ["random restart", "multi-start"],
      "Training again from other weights. Where a start decides whether training succeeds, several starts are the simplest remedy.",
      try:
        "net 2 2 1 ; data xor ; init xavier seed 11 ; train adam lr 0.01 until loss<0.01 restart every 1000 epochs 5000"
    ),
  ]
}
