/// What goes wrong, and how one sees it.
extension GlossaryEntry {
  static let trouble: [GlossaryEntry] = [
    GlossaryEntry(
      "stuck", ["not learning", "does not learn"],
      "The loss has stopped falling where it is too high. The rate may be wrong, units may be dead or saturated, the inputs may have very different sizes, or the net may have merged rows that need different answers. `diagnose` looks at each of these and tries the remedies.",
      try: "net 2 2 1 ; data xor ; init xavier seed 11 ; train adam lr 0.01 epochs 3000 ; diagnose"),
    GlossaryEntry(
      "plateau", ["flat region"],
      "A place where the loss is nearly flat: the gradient is tiny and training stands still, though the loss is not small. It may be left after a long time, or never.",
      try: "net 2 2 1 ; data xor ; init xavier seed 11 ; train adam lr 0.01 epochs 3000 ; explain curvature"),
    GlossaryEntry(
      "local minimum", ["local minima", "local optimum"],
      "Weights from which every small change makes the loss larger, while other weights far away are better. In practice a training that is stuck is more often at a saddle or on a plateau.",
      try: "net 2 2 1 ; data xor ; init xavier seed 11 ; train adam lr 0.01 epochs 3000 ; explain curvature"),
    GlossaryEntry(
      "global minimum", ["global optimum"],
      "The smallest loss that any weights of this net can have.",
      try: "net 1 1 ; data line ; init torch seed 1 ; train l-bfgs epochs 20 ; score"),
    GlossaryEntry(
      "saddle point", ["saddle"],
      "A place without a slope that is a minimum in some directions and a maximum in others, like a mountain pass. A step in the right direction leaves it.",
      try: "net 2 2 1 ; data and ; init zeros ; 1B->L2N0 = 0.25 ; explain curvature"),
    GlossaryEntry(
      "curvature", ["hessian", "second derivative", "eigenvalue"],
      "How fast the slope changes: the second derivative. Its largest value says which learning rates are too large; its signs tell a minimum from a saddle.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; explain curvature"),
    GlossaryEntry(
      "divergence", ["diverge", "nan", "exploding loss"],
      "The loss grows from step to step until it is infinite. The steps are too large: take a smaller learning rate, or bring the inputs to a common scale.",
      try: "net 2 1 ; data and ; init torch seed 1 ; train sgd lr 5 epochs 50"),
    GlossaryEntry(
      "vanishing gradient", ["vanishing gradients"],
      "In a deep net the derivatives are multiplied layer by layer; if each is below 1, almost nothing reaches the first layers. relu, a fitting initialization and fewer layers help.",
      try: "net 2 4 4 4 4 4 1 ; data xor ; init normal 0 0.3 seed 1 ; train sgd lr 0.1 epochs 200 ; diagnose"),
    GlossaryEntry(
      "exploding gradient", ["exploding gradients", "gradient clipping", "clipping"],
      "In a deep net the derivatives are multiplied layer by layer; with factors above 1 the gradient grows from layer to layer, and one step throws the weights far away. Clipping cuts gradients that are too long.",
      try: "net 2 8 relu 8 relu 1 ; data xor ; init normal 0 5 seed 1 ; step sgd lr 0.1 clip norm 1"),
    GlossaryEntry(
      "saturation", ["saturated unit"],
      "A sigmoid or tanh unit far out on its flat ends: its output hardly changes, its derivative is nearly 0, and it learns no more.",
      try: "net 2 2 1 ; data xor ; init normal 0 20 seed 1 ; explain 1 1"),
    GlossaryEntry(
      "dead unit", ["dying relu", "dead relu", "dead neuron"],
      "A relu unit whose sum is negative for every row: it gives 0, its derivative is 0, and no gradient can bring it back. leaky-relu leaves it a way.",
      try:
        "net 2 3 relu 1 ; data xor ; init he seed 1 ; 0B->L1N0 = -9 ; train sgd lr 0.1 epochs 200 ; diagnose"),
    GlossaryEntry(
      "overfitting", ["overfit", "high variance", "memorizing"],
      "The net fits the training set ever better and new rows ever worse: it has learned the noise by heart. One sees it when the loss on the validation set rises while that on the training set falls.",
      try:
        "net 2 20 1 ; data moons 60 noise 0.4 seed 1 ; split 0.5 seed 1 ; init torch seed 1 ; train adam lr 0.05 epochs 500 ; score"
    ),
    GlossaryEntry(
      "underfitting", ["underfit", "high bias"],
      "The net is too small, or was trained too short, to fit even the training set.",
      try: "net 2 1 ; data xor ; init torch seed 1 ; train adam lr 0.05 epochs 300 ; diagnose"),
    GlossaryEntry(
      "linear separability", ["linearly separable", "xor", "xor problem"],
      "Two classes are linearly separable if a straight line, or plane, parts them. and and or are; xor is not, so a net without a hidden layer cannot learn it.",
      try: "net 2 1 ; data xor ; init torch seed 1 ; train adam lr 0.05 epochs 300 ; diagnose"),
  ]
}
