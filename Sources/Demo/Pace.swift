/// How fast a demo types. The same text takes the same time at every showing, so that recordings are alike.
public struct Pace: Sendable {
  /// 1 is an unhurried typist, 2 twice as fast.
  public var speed: Double
  /// Whether statements are there at once.
  public var isInstant: Bool

  /// An unhurried typist unless something else is given.
  public init(speed: Double = 1, isInstant: Bool = false) {
    (self.speed, self.isInstant) = (speed, isInstant)
  }

  /// The seconds before each character of a text: even ones would look like a machine's.
  public func delays(of text: String) -> [Double] {
    var noise: UInt64 = 0x9e37_79b9_7f4a_7c15
    return text.map { character in
      guard !isInstant else { return 0 }
      noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let wavering = 0.6 + 0.8 * Double(noise >> 33) / Double(1 << 31)
      return Self.seconds(character) * wavering / speed
    }
  }

  private static func seconds(_ character: Character) -> Double {
    switch character {
    case "\n": 0.18
    case " ": 0.07
    default: character.isLetter || character.isNumber ? 0.045 : 0.065
    }
  }
}
