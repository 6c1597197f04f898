/// The characters that pictures on a terminal may use.
public enum Glyphs: Sendable, Equatable {
  /// Braille, blocks and lines.
  case unicode
  /// Where UTF-8 is not spoken.
  case ascii
}

/// A grid of characters with roles. Each can be filled with eight dots, two by four, as braille has them; in ASCII a field
/// with a dot is one sign.
struct Canvas {
  let columns: Int
  let rows: Int
  let glyphs: Glyphs
  private var signs: [Character?]
  private var signRoles: [Role?]
  private var dots: [UInt8]
  private var dotRoles: [Role?]
  /// In ASCII: the sign of a field with dots.
  private var dotSigns: [Character]

  init(columns: Int, rows: Int, _ glyphs: Glyphs) {
    (self.columns, self.rows, self.glyphs) = (max(1, columns), max(1, rows), glyphs)
    let count = self.columns * self.rows
    (signs, signRoles) = (Array(repeating: nil, count: count), Array(repeating: nil, count: count))
    (dots, dotRoles) = (Array(repeating: 0, count: count), Array(repeating: nil, count: count))
    dotSigns = Array(repeating: "*", count: count)
  }

  /// Dots from the left to the right, and from the top to the bottom.
  var width: Int { columns * 2 }
  var height: Int { rows * 4 }

  /// Puts a character; outside nothing happens.
  mutating func put(_ sign: Character, _ column: Int, _ row: Int, _ role: Role?) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    (signs[row * columns + column], signRoles[row * columns + column]) = (sign, role)
  }

  /// Puts words, from a column on; what does not fit is left out. What lies below is gone.
  mutating func put(_ text: String, _ column: Int, _ row: Int, _ role: Role?) {
    for (k, sign) in text.enumerated() { put(sign, column + k, row, role) }
  }

  /// Sets a dot; outside nothing happens. A line over a shade takes its place.
  mutating func dot(_ x: Int, _ y: Int, _ role: Role?, _ sign: Character = "*") {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    let place = y / 4 * columns + x / 2
    let low: [UInt8] = [0x01, 0x02, 0x04, 0x40]
    let high: [UInt8] = [0x08, 0x10, 0x20, 0x80]
    dots[place] |= x.isMultiple(of: 2) ? low[y % 4] : high[y % 4]
    (dotRoles[place], dotSigns[place]) = (role, sign)
    (signs[place], signRoles[place]) = (nil, nil)
  }

  /// How a line is parted: so many dots of each period are drawn.
  struct Dash {
    let drawn: Int
    let period: Int

    static let solid = Dash(drawn: 1, period: 1)
    static let dashed = Dash(drawn: 4, period: 7)
    static let dotted = Dash(drawn: 1, period: 3)
    static let mixed = Dash(drawn: 6, period: 8)
    static let sparse = Dash(drawn: 1, period: 6)
    static let short = Dash(drawn: 2, period: 5)
  }

  /// A straight line between dots, which may be far outside; `step` counts the dots of a line of several pieces.
  mutating func line(
    from: (x: Double, y: Double), to: (x: Double, y: Double), _ role: Role?, _ dash: Dash = .solid,
    sign: Character = "*", step: inout Int
  ) {
    guard let (a, b) = clipped(from, to) else { return }
    let length = max(1, Int(clamping: max((b.x - a.x).magnitude, (b.y - a.y).magnitude).rounded()))
    for k in 0...length {
      let share = Double(k) / Double(length)
      if step % dash.period < dash.drawn {
        let x = Int(clamping: (a.x + (b.x - a.x) * share).rounded(.down))
        let y = Int(clamping: (a.y + (b.y - a.y) * share).rounded(.down))
        dot(min(x, width - 1), min(y, height - 1), role, sign)
      }
      step += 1
    }
  }

  /// The part of a line within the grid (Liang and Barsky); nil for none.
  private func clipped(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double)
  ) -> (a: (x: Double, y: Double), b: (x: Double, y: Double))? {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    var (first, last) = (0.0, 1.0)
    for (p, q) in [
      (-dx, from.x), (dx, Double(width) - from.x), (-dy, from.y), (dy, Double(height) - from.y),
    ] {
      if p == 0 {
        if q < 0 { return nil }
      } else if p < 0 {
        first = max(first, q / p)
      } else {
        last = min(last, q / p)
      }
    }
    guard first <= last else { return nil }
    return ((from.x + dx * first, from.y + dy * first), (from.x + dx * last, from.y + dy * last))
  }

  /// The rows from the top to the bottom.
  var lines: [Text] {
    (0..<rows).map { row in
      var (text, run, role) = (Text(""), "", Role?.none)
      for column in 0..<columns {
        let (sign, own) = field(row * columns + column)
        if own != role {
          text.append(run, role)
          (run, role) = ("", own)
        }
        run.append(sign)
      }
      text.append(run, role)
      return text
    }
  }

  private func field(_ place: Int) -> (Character, Role?) {
    if let sign = signs[place] { return (sign, signRoles[place]) }
    guard dots[place] != 0 else { return (" ", nil) }
    guard glyphs == .unicode, let scalar = Unicode.Scalar(0x2800 + UInt32(dots[place])) else {
      return (dotSigns[place], dotRoles[place])
    }
    return (Character(scalar), dotRoles[place])
  }
}
