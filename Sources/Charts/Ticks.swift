import NeuralCore

/// A round value of an axis, with its text.
public struct Tick: Sendable, Equatable {
  /// Within the scale.
  public let value: Double
  /// As it stands at the axis.
  public let text: String

  /// A value with its text.
  public init(value: Double, text: String) { (self.value, self.text) = (value, text) }
}

extension Scale {
  /// Round values, about `most` and never more than twice as many: multiples of 1, 2 or 5 times a power of ten; on a
  /// logarithmic scale powers of ten, with 2 and 5 times them where there are few.
  public func ticks(_ most: Int) -> [Tick] {
    switch kind {
    case .linear: return linearTicks(max(1, most))
    case .logarithmic:
      let powers = decades
      guard powers.count < 2 else {
        let step = (powers.count + max(1, most) - 1) / max(1, most)
        return powers.filter { $0.isMultiple(of: step) }.map { tick(Self.power(of: $0)) }
      }
      let factors: [Double] = [1, 2, 5]
      let all = (floorOfLogarithm(low)...floorOfLogarithm(high)).flatMap { (exponent: Int) -> [Double] in
        let power = Self.power(of: exponent)
        return factors.map { $0 * power }
      }
      let range = low * (1 - 1e-9)...high * (1 + 1e-9)
      let finer = all.filter { range.contains($0) }
      return finer.count >= 2 ? finer.map(tick) : linearTicks(max(1, most)).filter { $0.value > 0 }
    }
  }

  private func linearTicks(_ wanted: Int) -> [Tick] {
    // In halves, since the difference of two large numbers may be too large.
    let least = (high / 2 - low / 2) / Double(wanted) * 2
    guard least > 0, least.isFinite else { return [tick(low), tick(high)] }
    var (exponent, step) = (floorOfLogarithm(least), 0.0)
    for factor in [1.0, 2, 5, 10] {
      step = factor * Self.power(of: exponent)
      if step >= least * (1 - 1e-9) {
        if factor == 10 { exponent += 1 }
        break
      }
    }
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard step > 0, first.magnitude < 1e15, last.magnitude < 1e15, last >= first,
      last - first <= Double(2 * wanted + 4)
    else {
      return [tick(low), tick(high)]
    }
    let places = max(0, -exponent)
    let most = max(low.magnitude, high.magnitude)
    // As many as tell neighbors apart.
    let digits = max(1, min(15, floorOfLogarithm(most) - exponent + 1))
    return (0...Int(clamping: last - first)).map { k in
      let value = (first + Double(k)) * step
      if places <= 5, most < 1e6 { return Tick(value: value, text: value.fixed(places).withRealMinus) }
      return Tick(value: value, text: value.magnitude < step / 2 ? "0" : Self.text(value, digits: digits))
    }
  }

  /// Exponents of the powers of ten within the scale.
  private var decades: [Int] {
    let (first, last) = (floorOfLogarithm(low), floorOfLogarithm(high * (1 + 1e-9)))
    return (first...max(first, last)).filter { Self.power(of: $0) >= low * (1 - 1e-9) }
  }

  private func floorOfLogarithm(_ number: Double) -> Int {
    let value = max(1e-300, min(number, .greatestFiniteMagnitude))
    let guess = Int(clamping: (Elementary.log(value) / Elementary.log(10)).rounded(.down))
    // The quotient may be a little off at a power of ten.
    if Self.power(of: guess + 1) <= value * (1 + 1e-12) { return guess + 1 }
    return Self.power(of: guess) > value * (1 + 1e-12) ? guess - 1 : guess
  }

  private static func power(of exponent: Int) -> Double {
    let size = (0..<Int(clamping: exponent.magnitude)).reduce(1.0) { product, _ in product * 10 }
    return exponent < 0 ? 1 / size : size
  }

  private func tick(_ value: Double) -> Tick { Tick(value: value, text: Self.text(value)) }

  /// A number as short as it can be read: `0.01`, `1500`, `1e6`, `−2.5e−7`.
  public static func text(_ value: Double) -> String {
    text(value, digits: value.magnitude < 0.9999e-4 || value.magnitude >= 0.9999e6 ? 3 : 6)
  }

  private static func text(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : value.fixed(0).withRealMinus }
    // Below are no powers of ten that a float64 holds exactly enough.
    guard value.magnitude > 1e-290 else { return value.description.withRealMinus }
    guard value.magnitude < 0.9999e-4 || value.magnitude >= 0.9999e6 else {
      var text = value.significant(digits)
      if text.contains(".") {
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
      }
      return text.withRealMinus
    }
    // 1.00e+06 is 1e6.
    let parts = value.scientific(digits).split(separator: "e")
    var mantissa = String(parts[0])
    if mantissa.contains(".") { while mantissa.hasSuffix("0") { mantissa.removeLast() } }
    if mantissa.hasSuffix(".") { mantissa.removeLast() }
    let digits = parts.count > 1 ? parts[1].drop { $0 == "+" || $0 == "-" || $0 == "0" } : ""
    let sign = parts.count > 1 && parts[1].hasPrefix("-") ? "-" : ""
    return (mantissa + "e" + sign + (digits.isEmpty ? "0" : digits)).withRealMinus
  }
}

extension String {
  /// With a minus sign in place of a hyphen.
  fileprivate var withRealMinus: String { replacing("-", with: "−") }
}

extension Axis {
  /// The values at the middles of so many equal parts: of categories their places.
  public func middles(_ count: Int) -> [Double] {
    categories.count == count ? (0..<count).map(Double.init) : scale.middles(count)
  }

  /// Names of categories, or round values.
  ///
  /// - Parameter names: how many names have room beside each other. Where all can be shown at `most`, all are.
  public func shownTicks(_ most: Int, names: Int = .max) -> [Tick] {
    guard !categories.isEmpty else { return scale.ticks(max(2, most)) }
    let all = max(1, 2 * most)
    let shown = categories.count <= all ? all : max(1, min(all, names))
    return stride(from: 0, to: categories.count, by: (categories.count + shown - 1) / shown).map {
      Tick(value: Double($0), text: categories[$0])
    }
  }
}
