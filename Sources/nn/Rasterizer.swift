import Charts
import Interpreter

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// PNG out of SVG, by rsvg-convert where it is installed.
enum Rasterizer {
  private static let program = "rsvg-convert"

  /// The bytes of a PNG, twice as large as the picture so that it is sharp.
  static func png(_ svg: String) throws(Host.WriteFailure) -> [UInt8] {
    guard Pager.isInstalled(program) else {
      throw Host.WriteFailure(
        reason:
          "PNG is drawn by \(program), which is not installed (apt install librsvg2-bin, brew install librsvg); .svg needs nothing"
      )
    }
    // Its input is a file of this process alone, without a name once it is open.
    guard let source = tmpfile() else { throw failure("there is no room for a temporary file") }
    defer { fclose(source) }
    fputs(svg, source)
    rewind(source)
    return try output(of: "\(program) --zoom 2 --format png < /dev/fd/\(fileno(source))")
  }

  private static func output(of command: String) throws(Host.WriteFailure) -> [UInt8] {
    guard let stream = popen(command, "r") else { throw failure("it could not be started") }
    var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = fread(&chunk, 1, chunk.count, stream)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    guard pclose(stream) == 0, bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) else {
      throw failure("it gave no PNG")
    }
    return marked(bytes)
  }

  private static func failure(_ reason: String) -> Host.WriteFailure {
    Host.WriteFailure(reason: "\(program): \(reason)")
  }

  /// With a text chunk that says who drew it, after the header, which is 33 bytes long (PNG, 11.3.4.3).
  private static func marked(_ png: [UInt8]) -> [UInt8] {
    let body = Array("tEXt".utf8) + Array("Software".utf8) + [0] + Array(PictureFormat.mark.utf8)
    return Array(png[..<33]) + word(UInt32(body.count - 4)) + body + word(crc(body)) + Array(png[33...])
  }

  private static func word(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// CRC-32 as PNG has it (annex D).
  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? 0xedb8_8320 ^ (rest >> 1) : rest >> 1 }
    }
  }
}
