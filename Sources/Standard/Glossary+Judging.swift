/// How good a network is.
extension GlossaryEntry {
  static let judging: [GlossaryEntry] = [
    GlossaryEntry(
      "generalization", ["generalisation", "generalize"],
      "Being right on rows that training has not seen. It is the point of training, and only other data can measure it.",
      try:
        "net 2 8 1 ; data moons 100 seed 1 ; split 0.7 seed 1 ; init torch seed 1 ; train adam lr 0.05 epochs 200 ; score"
    ),
    GlossaryEntry(
      "training set", ["training data"],
      "The rows that training looks at. What a net does on them says little about new rows.",
      try: "data iris ; split 0.8 seed 1"),
    GlossaryEntry(
      "validation set", ["validation", "development set", "dev set"],
      "Rows kept apart to choose by: when to stop, which net, which rate. Whatever is chosen with it fits it a little, so the last word belongs to a test set.",
      try: "data iris ; split 0.8 seed 1 ; show data"),
    GlossaryEntry(
      "test set", ["held-out data", "holdout"],
      "Rows that are looked at once, at the very end, to say how good the net is.",
      try: "data iris ; split 0.6 0.2 0.2 seed 1"),
    GlossaryEntry(
      "accuracy", [],
      "The share of rows whose class is right, from 0 to 1. If nine rows of ten are of one class, a net that always names this class reaches 0.9: look at the confusion matrix too.",
      try: "net 4 3 softmax ; data iris ; init torch seed 1 ; train adam lr 0.05 epochs 100 ; print accuracy"),
    GlossaryEntry(
      "confusion matrix", [],
      "A table with a row for each true class and a column for each answer: it shows which classes are taken for which.",
      try: "net 4 3 softmax ; data iris ; init torch seed 1 ; train adam lr 0.05 epochs 100 ; score"),
    GlossaryEntry(
      "recall", ["sensitivity", "true positive rate", "f1", "f1 score"],
      "Of the rows of a class, the share that was found. Precision is its counterpart: of the rows that were given this class, the share that belongs to it. F1 is the harmonic mean of the two.",
      try: "net 2 3 softmax ; data blobs 60 seed 1 ; init torch seed 1 ; train adam lr 0.1 epochs 10 ; score"),
    GlossaryEntry(
      "r squared", ["r2", "r²", "coefficient of determination"],
      "The share of the targets' variance that the outputs explain: 1 is perfect, 0 no better than always answering the mean, below 0 worse than that.",
      try: "net 1 5 tanh 1 ; data sine 40 seed 1 ; init xavier seed 1 ; train l-bfgs epochs 50 ; score"),
    GlossaryEntry(
      "rmse", ["root mean squared error", "mae"],
      "The root of the mean squared error: the usual size of a mistake, in the units of the targets. MAE, the mean of the absolute errors, counts large ones less.",
      try: "net 1 1 ; data line ; init torch seed 1 ; train l-bfgs epochs 20 ; score"),
    GlossaryEntry(
      "decision boundary", [],
      "Where a net changes its answer from one class to the other. A single unit draws a straight line; hidden units make it bend.",
      try: "net 2 1 sigmoid ; data or ; init torch seed 1 ; train adam lr 0.1 epochs 200 ; eval data"),
    GlossaryEntry(
      "gradient checking", ["numerical gradient", "finite differences"],
      "Comparing the gradient of backpropagation with what moving each weight a little really does to the loss. It finds mistakes in derivatives.",
      try: "net 2 2 1 ; data xor ; init torch seed 1 ; check gradient"),
  ]
}
