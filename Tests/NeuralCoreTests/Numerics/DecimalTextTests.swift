import NeuralCore
import Testing

/// Numbers written byte by byte are those that Swift writes.
struct DecimalTextTests {
  /// xorshift64* (Vigna 2016), so that every run has the same patterns.
  private struct Patterns {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state &* 2_685_821_657_736_338_717
    }
  }

  private func text(_ write: (inout DecimalText) -> Void) -> String {
    String(unsafeUninitializedCapacity: DecimalText.capacity) { bytes in
      var text = DecimalText(bytes)
      write(&text)
      return text.count
    }
  }

  private func isRight(_ number: Double) -> Bool {
    guard text({ $0.write(number, .point) }) == number.description else { return false }
    let description = number.description
    let plain = description.hasSuffix(".0") ? String(description.dropLast(2)) : description
    return number.text == plain
  }

  private func isRight(_ number: Float) -> Bool {
    guard text({ $0.write(number, .point) }) == number.description else { return false }
    guard number.isFinite, let shortest = Double(number.description) else { return true }
    // What is below the normal numbers is seen as it is.
    let decimal = number.isSubnormal ? Double(number) : shortest
    return Float(decimal) == number && number.shortestDecimal.bitPattern == decimal.bitPattern
      && text({ $0.write(decimalOf: number, .plain) }) == decimal.text
  }

  /// `significant` rounds in two steps, with the rounding of C.
  @Test func significantDigitsAreRoundedAlike() {
    var patterns = Patterns(state: 2_463_534_242_123_456_789)
    for _ in 0..<100_000 {
      let bits = patterns.next()
      let digits = 1 + Int(bits & 15)
      // Near halves of the last digit that is shown, near powers of ten, and anywhere.
      let half = (Double(bits >> 44) + 0.5) * [1e-7, 1e-3, 0.1, 1, 1e6][Int(bits >> 8 & 0xff) % 5]
      let numbers = [
        half, half.nextUp, half.nextDown, -half, (1 - Double(bits >> 50) * 1e-9) * 1000,
        Double(bits >> 11) * 0x1p-53, Double(bitPattern: bits),
      ]
      for number in numbers
      where text({ $0.write(number, significant: digits) }) != number.significant(digits) {
        Issue.record("\(number) with \(digits) digits")
      }
    }
  }

  @Test func randomPatternsOfFloat64() {
    var patterns = Patterns(state: 88_172_645_463_325_252)
    for _ in 0..<500_000 {
      let bits = patterns.next()
      for number in [Double(bitPattern: bits), Double(bits >> 11) * 0x1p-53] where !isRight(number) {
        Issue.record("\(number)")
      }
    }
  }

  @Test func randomPatternsOfFloat32() {
    var patterns = Patterns(state: 1_181_783_497_276_652_981)
    for _ in 0..<500_000 {
      let bits = patterns.next()
      let pattern = Float(bitPattern: UInt32(truncatingIfNeeded: bits >> 20))
      for number in [pattern, Float(bits >> 40) * 0x1p-24] where !isRight(number) {
        Issue.record("\(number)")
      }
    }
  }

  /// Powers of two and their neighbors, where the numbers on one side are nearer; numbers below the normal ones.
  @Test(arguments: [0, 1, 2, 0xf_ffff_ffff_ffff, 0xf_ffff_ffff_fffe, 0x8_0000_0000_0000] as [UInt64])
  func everyExponentIsWrittenRight(_ fraction: UInt64) {
    for exponent in 0..<2048 as Range<UInt64> {
      let number = Double(bitPattern: exponent << 52 | fraction)
      #expect(isRight(number) && isRight(-number), "\(number)")
      let single = Float(
        bitPattern: UInt32(exponent & 255) << 23 | UInt32(truncatingIfNeeded: fraction >> 29))
      #expect(isRight(single) && isRight(-single), "\(single)")
    }
  }

  @Test func decimalsOfFewDigits() {
    for exponent in -330...310 {
      for digits in ["1", "5", "9.5", "2.5", "1.0000001", "123456789012345"] {
        #expect(isRight(Double("\(digits)e\(exponent)") ?? 0), "\(digits)e\(exponent)")
        #expect(isRight(Float("\(digits)e\(exponent)") ?? 0), "\(digits)e\(exponent)")
      }
    }
    for k in 0..<20_000 {
      #expect(isRight(Double(k) / 1000) && isRight(Float(k) / 1000) && isRight(Double(k) * 1e10))
      #expect(isRight(0x1p53 - 10_000 + Double(k)) && isRight(Float(0x1p24 - 10_000 + Double(k))))
      #expect(isRight(1e15 - 10_000 + Double(k)))
    }
  }

  @Test func numbersAmongBytes() {
    let text = ByteText()
    for number in [0, -0.0, 3, 0.1, -1e-7, .nan, .infinity, 16_777_217] { text.add(decimal: number) }
    text.add(decimal: 16_777_217, .single)
    text.add(decimal: 0.1, .single)
    #expect(text.taken() == "0-030.1-1e-07naninf16777217167772160.1")
    #expect(text.taken().isEmpty)
  }

  /// Whatever the sizes of what is added, nothing is lost where a piece of memory is full.
  @Test func aLongTextIsWhole() {
    let (text, numbers) = (ByteText(), Vector((0..<60_000).map { Double($0) / 7 }))
    var expected: [String] = []
    for k in numbers.indices {
      numbers.write(k, to: text)
      text.add(UInt8(ascii: " "))
      expected.append(numbers[k].description)
      guard k % 20_000 == 0 else { continue }
      let long = String(repeating: "ä", count: 200_000)
      text.add(long + " ")
      expected.append(long)
    }
    var count = 0
    text.visit { piece in
      count += piece.count
      return true
    }
    #expect(count == text.count)
    #expect(text.taken() == expected.joined(separator: " ") + " ")
  }

  /// Digits behind the point, as the rule has them: the number times a power of ten, halves away from 0.
  @Test func decimalsOfSoManyPlaces() {
    #expect((-0.004).fixed(2) == "0.00")
    #expect((-0.005).fixed(2) == "-0.01")
    #expect(0.05.fixed(1) == "0.1")
    #expect(1234.5.fixed(0) == "1235")
    #expect(0.000012.fixed(7) == "0.0000120")
    #expect(99999.5.significant(5) == "100000")
    #expect(0.99999.significant(4) == "1.000")
    #expect(9.99951.significant(5) == "9.9995")
    #expect(0.0099996.significant(4) == "0.01000")
    #expect(12_345_678.9.significant(3) == "12345679")
  }

  /// What is met below such a bound is met below the number.
  @Test func boundsAreNeverAboveTheNumber() {
    #expect((0.01 / 945).significantBelow(2) == "0.00001")
    #expect((0.01 / 945).significantBelow(3) == "0.0000105")
    #expect(0.25.significantBelow(3) == "0.25")
    #expect(9.996.significantBelow(3) == "9.99")
    #expect(1.0006.significantBelow(3) == "1")
    #expect(120.0.significantBelow(2) == "120")
    for k in 1...2000 {
      let number = 1 / Double(k * k)
      let bound = Double(number.significantBelow(3)) ?? .infinity
      #expect(bound <= number && bound >= 0.99 * number, "\(number): \(bound)")
    }
  }
}
