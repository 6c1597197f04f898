/// What a network learns from.
extension GlossaryEntry {
  static let data: [GlossaryEntry] = [
    GlossaryEntry(
      "feature", ["input", "attribute", "variable"],
      "A number that describes a row: one column of the inputs.", try: "data iris ; show data"),
    GlossaryEntry(
      "target", ["label", "desired output", "teacher"],
      "What the output should be for a row. With classes it is the name of the class.",
      try: "data xor ; show data"),
    GlossaryEntry(
      "classification", ["classifier", "class"],
      "Answering with one of a few classes. The last layer is a softmax with an output for each class, or one sigmoid for yes and no.",
      try: "net 4 8 3 softmax ; data iris ; init torch seed 1 ; train adam lr 0.05 epochs 100 ; score"),
    GlossaryEntry(
      "regression", ["curve fitting"],
      "Answering with a number. The last layer is linear, so that any number can come out.",
      try: "net 1 8 tanh 1 ; data sine 40 seed 1 ; init xavier seed 1 ; train l-bfgs epochs 50 ; score"),
    GlossaryEntry(
      "one-hot", ["one-hot encoding", "dummy variable"],
      "A class as numbers: one column for each class, 1 in its own and 0 in all others. Classes numbered 1, 2, 3 would claim that the third is three times the first.",
      try: "data iris ; net 4 3 softmax ; init torch seed 1 ; eval data"),
    GlossaryEntry(
      "normalization",
      [
        "standardization", "scaling", "feature scaling", "z-score", "normalize", "standardize", "rescale",
        "min-max",
      ],
      "Bringing all inputs to a common size: minus the mean, divided by the standard deviation. Otherwise an input in thousands drowns one in tenths, and no learning rate suits both.",
      try: "data iris ; scale standard ; show data"),
    GlossaryEntry(
      "noise", ["outlier"],
      "What in the data is chance: errors of measurement, wrong labels. A net that is large enough can learn it by heart.",
      try: "data moons 100 noise 0.3 seed 1 ; show data"),
    GlossaryEntry(
      "class imbalance", ["imbalance", "imbalanced data", "class weights"],
      "One class has far more rows than another, and the net does well by ignoring the rare one. Weights for the classes in the loss make up for it: compare the recall of class 1 and the macro average of F1 without and with them. They are no gain for the accuracy, in which the rare class hardly counts.",
      try:
        "seed 1 ; data ; repeat 90 ; (randn(0, 1)) -> 0 ; end ; repeat 10 ; (randn(1, 1)) -> 1 ; end ; end ; net 1 1 sigmoid ; init torch seed 1 ; train adam lr 0.1 epochs 200 loss bce ; score ; reset ; train adam lr 0.1 epochs 200 loss bce weights [3] ; score"
    ),
  ]
}
