import CZlib
import Foundation

/// The dots of a PNG file with eight bits a channel, over white: as much of the format as rsvg-convert and browsers write.
struct Raster {
  struct Fault: Error { let message: String }

  let width: Int
  let height: Int
  /// Red, green and blue of each dot, row by row.
  let channels: [UInt8]

  init(contentsOf file: URL) throws {
    let bytes = [UInt8](try Data(contentsOf: file))
    guard bytes.count > 33, bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) else {
      throw Fault(message: "\(file.lastPathComponent) is no PNG")
    }
    func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    (width, height) = (number(16), number(20))
    guard bytes[24] == 8, [2, 6].contains(bytes[25]), bytes[28] == 0 else {
      throw Fault(message: "\(file.lastPathComponent): another kind of PNG")
    }
    var (packed, place) = ([UInt8](), 8)
    while place + 8 <= bytes.count {
      let length = number(place)
      if bytes[place + 4..<place + 8].elementsEqual("IDAT".utf8) {
        packed += bytes[place + 8..<place + 8 + length]
      }
      place += length + 12
    }
    let depth = bytes[25] == 6 ? 4 : 3
    let rows = try Self.inflated(packed, to: height * (width * depth + 1))
    channels = Self.unfiltered(rows, width, height, depth)
  }

  private static func inflated(_ packed: [UInt8], to count: Int) throws -> [UInt8] {
    var (result, length) = ([UInt8](repeating: 0, count: count), uLongf(count))
    guard uncompress(&result, &length, packed, uLong(packed.count)) == Z_OK, Int(length) == count else {
      throw Fault(message: "the dots cannot be unpacked")
    }
    return result
  }

  /// Undoes the filter of each row, and lays the dots over white.
  private static func unfiltered(_ rows: [UInt8], _ width: Int, _ height: Int, _ depth: Int) -> [UInt8] {
    let length = width * depth
    var (above, channels) = ([UInt8](repeating: 0, count: length), [UInt8]())
    channels.reserveCapacity(width * height * 3)
    for row in 0..<height {
      let start = row * (length + 1)
      var now = Array(rows[start + 1..<start + 1 + length])
      for i in 0..<length {
        let left = i < depth ? 0 : now[i - depth]
        let corner = i < depth ? 0 : above[i - depth]
        now[i] &+= predicted(rows[start], left, above[i], corner)
      }
      for x in 0..<width {
        let alpha = depth == 4 ? Int(now[x * depth + 3]) : 255
        for k in 0..<3 {
          channels.append(UInt8((Int(now[x * depth + k]) * alpha + 255 * (255 - alpha)) / 255))
        }
      }
      above = now
    }
    return channels
  }

  private static func predicted(_ filter: UInt8, _ left: UInt8, _ up: UInt8, _ corner: UInt8) -> UInt8 {
    switch filter {
    case 1: return left
    case 2: return up
    case 3: return UInt8((Int(left) + Int(up)) / 2)
    case 4:
      let guess = Int(left) + Int(up) - Int(corner)
      let far = [Int(left), Int(up), Int(corner)].map { abs(guess - $0) }
      return far[0] <= far[1] && far[0] <= far[2] ? left : far[1] <= far[2] ? up : corner
    default: return 0
    }
  }

  /// The share of dots that are not as the first.
  var inked: Double {
    let dots = channels.count / 3
    return Double((0..<dots).count { channels[3 * $0..<3 * $0 + 3] != channels[0..<3] }) / Double(dots)
  }

  /// How far two pictures are from each other: the mean over squares of dots, so that letters of another font count little;
  /// infinite for another size.
  func distance(to other: Raster, squares side: Int = 8) -> Double {
    guard width == other.width, height == other.height else { return .infinity }
    let pairs = zip(means(side), other.means(side))
    return pairs.reduce(0) { $0 + abs($1.0 - $1.1) } / Double(max(1, means(side).count))
  }

  /// The mean of each channel over squares of `side` dots.
  private func means(_ side: Int) -> [Double] {
    var result: [Double] = []
    for top in stride(from: 0, to: height, by: side) {
      for left in stride(from: 0, to: width, by: side) {
        let (bottom, right) = (min(top + side, height), min(left + side, width))
        for k in 0..<3 {
          var sum = 0
          for y in top..<bottom { for x in left..<right { sum += Int(channels[3 * (y * width + x) + k]) } }
          result.append(Double(sum) / Double((bottom - top) * (right - left)))
        }
      }
    }
    return result
  }
}
