/// A picture as a value: what is drawn and against which axes, not where and how. Writers make text, SVG, TikZ and
/// Vega-Lite of it.
public struct Chart: Sendable, Equatable {
  /// The word after `plot`.
  public var name: String
  /// Over the whole picture.
  public var title: String
  /// Drawings, each with axes of its own; at least one.
  public var panels: [Panel]
  /// What is to be known besides, a sentence each.
  public var notes: [String]
  /// Columns on a terminal, where they were asked for.
  public var width: Int?

  /// A picture; without notes unless they are given.
  public init(_ name: String, title: String, panels: [Panel], notes: [String] = []) {
    (self.name, self.title, self.panels, self.notes) = (name, title, panels, notes)
  }
}

/// One drawing: two axes and what stands between them.
public struct Panel: Sendable, Equatable {
  /// Empty where the chart's title says it all.
  public var title: String
  /// From left to right.
  public var x: Axis
  /// From the bottom to the top.
  public var y: Axis
  /// In the order in which they are drawn, later ones over earlier ones.
  public var marks: [Mark]

  /// A drawing; without a title unless one is given.
  public init(title: String = "", x: Axis, y: Axis, marks: [Mark]) {
    (self.title, self.x, self.y, self.marks) = (title, x, y, marks)
  }
}

/// An axis: what it is of, and its scale.
public struct Axis: Sendable, Equatable {
  /// With its unit, if it has one; may be empty.
  public var label: String
  /// From the values to places.
  public var scale: Scale
  /// The names of places 0, 1, 2 …, where the axis is one of categories.
  public var categories: [String]
  /// Not drawn: the picture says its places itself.
  public var isHidden: Bool

  /// An axis of numbers.
  public init(_ label: String, _ scale: Scale, isHidden: Bool = false) {
    (self.label, self.scale, self.isHidden) = (label, scale, isHidden)
    categories = []
  }

  /// An axis of names, each half a unit to either side of its place.
  public init(_ label: String, categories: [String]) {
    (self.label, self.categories) = (label, categories)
    isHidden = false
    scale = Scale(.linear, from: -0.5, to: Double(max(1, categories.count)) - 0.5)
  }
}

/// Something drawn: its shape, its color by what it means, and its name in the legend.
public struct Mark: Sendable, Equatable {
  /// nil for what needs no entry in the legend.
  public var name: String?
  /// What its color means.
  public var ink: Ink
  /// What is drawn.
  public var shape: Shape

  /// A mark; without a name unless one is given.
  public init(_ name: String? = nil, _ ink: Ink, _ shape: Shape) {
    (self.name, self.ink, self.shape) = (name, ink, shape)
  }
}

/// What the color of a mark means. No picture is told by color alone: the shape differs too.
public enum Ink: Sendable, Hashable {
  /// One of several alike, counted from 0.
  case series(Int)
  /// Above and below 0.
  case positive, negative
  /// Beside the matter: rules, helping lines.
  case faint
  /// As text.
  case plain
}

/// The shapes of marks.
public enum Shape: Sendable, Equatable {
  /// A line through points; a point that is not finite parts it.
  case line([Point])
  /// A sign at each point.
  case dots([Point])
  /// Columns from 0 up.
  case bars([Bar])
  /// Values on a grid of equal fields that fills the panel.
  case cells(Cells)
  /// Between which numbers a curve may lie: rectangles beside each other, behind what else is drawn.
  case bands([Band])
  /// Straight pieces.
  case strokes([Stroke])
  /// Words at places.
  case labels([Label])
}

/// A place in the units of the axes.
public struct Point: Sendable, Hashable {
  /// From left to right.
  public var x: Double
  /// From the bottom to the top.
  public var y: Double

  /// A place.
  public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

  /// Whether both numbers are finite.
  public var isFinite: Bool { x.isFinite && y.isFinite }
}

/// A column of a histogram.
public struct Bar: Sendable, Equatable {
  /// Where it begins.
  public let low: Double
  /// Where it ends.
  public let high: Double
  /// From 0.
  public let height: Double

  /// A column over an interval.
  public init(low: Double, high: Double, height: Double) {
    (self.low, self.high, self.height) = (low, high, height)
  }
}

/// A piece of a band.
public struct Band: Sendable, Equatable {
  /// Its left and its right edge.
  public let from, to: Double
  /// Its lower and its upper edge.
  public let low, high: Double

  /// A rectangle.
  public init(from: Double, to: Double, low: Double, high: Double) {
    (self.from, self.to, self.low, self.high) = (from, to, low, high)
  }
}

/// A straight piece, thicker where it weighs more.
public struct Stroke: Sendable, Equatable {
  /// One end.
  public let from: Point
  /// The other end.
  public let to: Point
  /// From 0 for the thinnest to 1 for the thickest.
  public var weight: Double
  /// Drawn with gaps.
  public var isDashed: Bool

  /// A piece, thin and without gaps unless it is said otherwise.
  public init(_ from: Point, _ to: Point, weight: Double = 0, isDashed: Bool = false) {
    (self.from, self.to, self.weight, self.isDashed) = (from, to, weight, isDashed)
  }
}

/// Words at a place.
public struct Label: Sendable, Equatable {
  /// Their middle.
  public let place: Point
  /// A word or two.
  public let text: String
  /// A smaller line below; may be empty.
  public let detail: String
  /// Whether it is the name of a node, with a circle around it in pictures.
  public let isNode: Bool

  /// Words without a detail and a circle, unless they are given.
  public init(_ text: String, at place: Point, detail: String = "", isNode: Bool = false) {
    (self.text, self.place, self.detail, self.isNode) = (text, place, detail, isNode)
  }
}

/// Values on a grid that fills the panel: `columns` from left to right in each of `rows` from the bottom to the top.
public struct Cells: Sendable, Equatable {
  /// Fields in a row.
  public let columns: Int
  /// Fields in a column.
  public let rows: Int
  /// Row by row from the bottom, `columns` numbers each.
  public let values: [Double]
  /// What the values mean.
  public let meaning: Meaning
  /// What is written into each field, in the order of the values; empty for nothing.
  public var texts: [String]

  /// What the values of fields mean, and so how they are colored and shaded.
  public enum Meaning: Sendable, Equatable {
    /// Above and below 0, at most so far.
    case signed(most: Double)
    /// From the first of these bounds up, in steps at each of the others.
    case steps([Double])
    /// Numbers of classes with these names.
    case classes([String])
    /// How many of something, at most so many.
    case counts(most: Double)
  }

  /// A grid with `columns` times `rows` values.
  public init(columns: Int, rows: Int, values: [Double], _ meaning: Meaning, texts: [String] = []) {
    (self.columns, self.rows, self.values, self.meaning) = (columns, rows, values, meaning)
    self.texts = texts
  }

  /// The value of a field.
  public func value(_ column: Int, _ row: Int) -> Double { values[row * columns + column] }

  /// How strong a value is, from 0 to 1: the size of a signed one, the share of the steps that it reaches, 1 for a class.
  public func strength(of value: Double) -> Double {
    guard value.isFinite else { return 0 }
    switch meaning {
    case .signed(let most), .counts(let most): return most > 0 ? min(1, value.magnitude / most) : 0
    case .steps(let bounds):
      return bounds.isEmpty ? 0 : Double(bounds.count { value >= $0 }) / Double(bounds.count)
    case .classes: return 1
    }
  }
}

extension Chart {
  /// The marks with entries in a legend, each name once, in the order of drawing.
  public var legend: [Mark] {
    var seen: Set<String> = []
    return panels.flatMap(\.marks).filter { mark in mark.name.map { seen.insert($0).inserted } ?? false }
  }
}
