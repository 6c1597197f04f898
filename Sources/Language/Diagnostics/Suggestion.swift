/// The word that was probably meant, among words that are legal at that place.
///
/// At most max(1, length / 3) edits away (exchanged neighbors count as one), and never for words of one or two
/// letters: a wrong guess is worse than none. A word in the wrong case is always found.
public func suggestion(for word: String, among words: some Sequence<String>) -> String? {
  // No word of ours is nearly so long, and neither is one that was meant.
  guard word.utf8.count <= longestWord else { return nil }
  let lower = Array(word.lowercased())
  let most = max(1, word.count / 3)
  var best: (word: String, distance: Int)?
  for candidate in words where candidate.utf8.count <= longestWord {
    let other = Array(candidate.lowercased())
    if other == lower { return candidate }
    guard lower.count > 2, (other.count - lower.count).magnitude <= most else { continue }
    let distance = editDistance(lower, other)
    if distance <= most, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.word
}

/// Bytes; a pasted megabyte is not compared with anything.
private let longestWord = 120

/// Edits between two words: insert, delete, replace, exchange neighbors (Damerau 1964, restricted).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  // The last three rows of the table.
  var (older, old, row) = ([Int](), [Int](), Array(0...b.count))
  for i in a.indices {
    (older, old, row) = (old, row, [i + 1])
    row.reserveCapacity(b.count + 1)
    for j in b.indices {
      var least = min(old[j + 1] + 1, row[j] + 1, old[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, older[j - 1] + 1) }
      row.append(least)
    }
  }
  return row[b.count]
}

/// Words of other tools, answered with the word of this language.
public enum ForeignWords {
  /// Words of other tools, and what nn calls them.
  public static let table: [String: String] = [
    "fit": "train", "learn": "train", "backward": "train", "predict": "eval", "forward": "eval",
    "evaluate": "score", "test": "score", "model": "net", "network": "net", "sequential": "net",
    "summary": "show", "compile": "train", "weights": "dump", "state_dict": "dump", "dataset": "data",
    "manual_seed": "seed", "assert": "expect", "echo": "print", "exit": "quit", "bye": "quit",
    "glorot": "xavier", "glorot_uniform": "xavier uniform", "glorot_normal": "xavier",
    "xavier_uniform": "xavier uniform", "xavier_normal": "xavier normal", "kaiming": "he",
    "kaiming_uniform": "he uniform", "kaiming_normal": "he normal", "default": "torch",
    "zero": "zeros", "random": "torch", "zscore": "standard", "z-score": "standard",
    "standardize": "standard",
    "standardscaler": "standard", "min-max": "minmax", "minmaxscaler": "minmax", "ignore": "leave",
    "exclude": "leave", "sep": "delimiter", "separator": "delimiter", "delim": "delimiter",
    "gaussian": "normal", "logistic": "sigmoid", "identity": "linear", "rectifier": "relu",
    "learning_rate": "lr", "rate": "lr", "epoch": "epochs", "iterations": "epochs", "weight_decay": "l2",
    "max": "epochs", "max_iter": "epochs", "maxiter": "epochs", "n_epochs": "epochs",
    "validation": "val.loss", "val_loss": "val.loss", "val": "val.loss", "val_acc": "val.accuracy",
    "val_accuracy": "val.accuracy", "batch_size": "batch", "criterion": "loss", "betas": "beta1",
    "scheduler": "schedule", "steplr": "step", "exponentiallr": "exponential", "cosineannealinglr": "cosine",
    "onecycle": "one-cycle", "onecyclelr": "one-cycle", "reducelronplateau": "plateau", "lbfgs": "l-bfgs",
    "bfgs": "l-bfgs", "amsgrad": "adam amsgrad", "clip_grad_norm": "clip", "clip_grad_norm_": "clip norm",
    "clip_grad_value_": "clip value",
    "min_delta": "least", "tol": "least", "trainlm": "lm", "levenberg": "lm",
    "history_size": "history", "early_stopping": "patience", "warmup_steps": "warmup",
    "label_smoothing": "smoothing",
    "class_weights": "weights",
    "pos_weight": "weights", "swish": "silu", "leakyrelu": "leaky-relu", "leaky_relu": "leaky-relu",
    "gelu_tanh": "gelu-tanh", "hardsigmoid": "hard-sigmoid", "hard_sigmoid": "hard-sigmoid",
    "hardtanh": "hard-tanh", "hard_tanh": "hard-tanh", "float32": "single", "float": "single",
    "float64": "double", "trunc_normal": "truncated", "truncated_normal": "truncated", "eye": "identity",
    "l1loss": "mae", "smoothl1loss": "huber", "smooth_l1": "huber", "drop": "dropout",
    "mseloss": "mse",
    "mean_squared_error": "mse",
    "crossentropyloss": "cross-entropy", "crossentropy": "cross-entropy",
    "categorical_crossentropy": "cross-entropy", "bceloss": "bce", "bcewithlogitsloss": "bce",
    "binary_crossentropy": "bce", "acc": "accuracy", "params": "parameters",
  ]

  /// Words that mean something else to an optimizer: AdamW keeps its decay apart from the gradient, to which all others of
  /// PyTorch add it, and LBFGS counts the moves of one step.
  private static let ofOptimizers: [String: [String: String]] = [
    "adamw": ["weight_decay": "decay"],
    "l-bfgs": ["max_iter": "moves", "maxiter": "moves", "max_eval": "looks"],
  ]

  /// Words of other tools for settings of this optimizer alone.
  public static func settings(of optimizer: String) -> [String: String] { ofOptimizers[optimizer] ?? [:] }

  /// The word of this language for one of another tool, if it is legal here.
  public static func translation(of word: String, among words: some Sequence<String>) -> String? {
    guard let meant = table[word.lowercased()] else { return nil }
    let first = meant.prefix { $0 != " " }
    return words.contains { $0 == first } ? meant : nil
  }

  /// The word meant: a translation, else a near miss.
  public static func meant(by word: String, among words: some Sequence<String>) -> String? {
    translation(of: word, among: words) ?? suggestion(for: word, among: words)
  }
}
