import NeuralCore

/// The words of the language that choose one of a few ways: an enum each, so that code that reads one has to say what it
/// does for every word.
public protocol Choice: RawRepresentable<String>, CaseIterable, Sendable {
  /// One line for help, without a final stop.
  var summary: String { get }
}

/// How much of the state the prompt shows: `prompt short`.
public enum PromptForm: String, Choice {
  case full, net, short

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .full: "the net and its loss: nn 2-2-1 loss 0.0098>"
    case .net: "the net: nn 2-2-1>"
    case .short: "only nn>"
    }
  }
}

/// Whether output is colored: `color off`.
public enum ColorChoice: String, Choice {
  case on, off, auto

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .on: "always, also in files and pipes"
    case .off: "never"
    case .auto: "if the output is a terminal that shows colors"
    }
  }
}

/// Whether the time of each statement is shown: `timing on`.
public enum TimingChoice: String, Choice {
  case on, off

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .on: "shows the time of each statement after its result"
    case .off: "does not"
    }
  }
}

/// Whether statements go without their reports: `quiet on`.
public enum QuietChoice: String, Choice {
  case on, off

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .on: "shows only what was asked for, and mistakes"
    case .off: "shows reports again"
    }
  }
}

/// Whether the first line of a file holds names of columns: `data "f.csv" header off`.
public enum HeaderChoice: String, Choice {
  case on, off

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .on: "the first line holds the names of the columns"
    case .off: "the first line is a row; the columns are called column1, column2 …"
    }
  }
}

/// Whether values stand on a logarithmic axis: `plot loss log off`.
public enum LogAxisChoice: String, Choice {
  case on, off

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .on: "equal ratios are equally far apart; only numbers above 0 have a place"
    case .off: "equal differences are equally far apart"
    }
  }
}

/// What a gradient is by: `explain gradient 0 1 wrt inputs`.
public enum SlopeChoice: String, Choice {
  case weights, inputs

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .weights: "by every weight and bias"
    case .inputs: "by every input"
    }
  }
}

/// Whether long output comes in pages: `pager off`.
public enum PagerChoice: String, Choice {
  case on, off

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .on: "output longer than the screen is shown in pages"
    case .off: "it scrolls by"
    }
  }
}

/// How inputs or targets are scaled: `scale standard`.
public enum ScalingChoice: String, Choice {
  case standard, minmax, none

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .standard: "each column minus its mean, divided by its standard deviation"
    case .minmax: "each column from 0 for its minimum to 1 for its maximum, or from LOW to HIGH"
    case .none: "as they are"
    }
  }

  /// What the core is to do; nil for `none`.
  public var kind: Scaling.Kind? {
    switch self {
    case .standard: .standard
    case .minmax: .minmax
    case .none: nil
    }
  }
}

/// What is clipped: `train … clip norm 1`.
public enum ClipChoice: String, Choice {
  case value, norm

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .value: "every component of the gradient to ±X"
    case .norm: "the whole gradient to length X"
    }
  }
}

/// What is done about missing values of a file: `data "f.csv" missing mean`.
public enum MissingChoice: String, Choice {
  case mean, drop

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .mean: "a missing value becomes the mean of its column"
    case .drop: "a row with a missing value is left out"
    }
  }
}

/// What `explain … as` writes.
public enum NotationChoice: String, Choice {
  case markdown, latex, python

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .markdown: "headings and formulas as Markdown pages and notebooks show them"
    case .latex: "a LaTeX document, with amsmath"
    case .python: "a program that needs only Python and prints the same numbers"
    }
  }
}

extension NotationChoice {
  /// By the end of a file's name; nil for any other.
  public init?(file: String) {
    switch file.split(separator: ".").last?.lowercased() {
    case "md", "markdown": self = .markdown
    case "tex": self = .latex
    case "py": self = .python
    default: return nil
    }
  }
}

/// Whose names the formulas of `explain … as` have.
public enum NamingChoice: String, Choice {
  case program, math

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .program: "L0N0, L1N0, L0N0 -> L1N0: those of the language"
    case .math: "x, h, y, w and b with indices from 1, and a legend beside the program's names"
    }
  }
}

extension Precision: Choice {
  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .single: "float32, about 7 digits; PyTorch's default"
    case .double: "float64, about 16 digits"
    }
  }
}

extension Initializer.Fan: Choice {
  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .in: "the weights into a neuron"
    case .out: "the weights out of a neuron"
    }
  }
}
