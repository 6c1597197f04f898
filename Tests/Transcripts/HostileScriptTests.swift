import Foundation
import TestSupport
import Testing

/// Scripts and files that mean harm: each is refused with a word that says why, and nothing is changed anywhere.
struct HostileScriptTests {
  /// What is tried in a folder beside which another one is that is nobody's business.
  struct Case: Sendable, CustomTestStringConvertible {
    let script: String
    let status: Int32
    /// Some of what is said, however it is broken into lines.
    let says: String
    var options: [String] = []
    /// Files beside the script.
    var files: [String: [UInt8]] = [:]

    var testDescription: String { "\(options.joined(separator: " ")) \(script.prefix(120))" }

    init(
      _ script: String, _ status: Int32, _ says: String, _ options: [String] = [],
      files: [String: [UInt8]] = [:]
    ) {
      (self.script, self.status, self.says, self.options, self.files) =
        (script, status, says, options, files)
    }

    /// A file that a script reads under the name `evil`.
    init(reading script: String, _ bytes: [UInt8], _ says: String, _ status: Int32 = 65) {
      self.init(script, status, says, files: ["evil": bytes])
    }
  }

  /// Two folders: `work`, where scripts run, and `home` with what they are after.
  private final class Place {
    let url = FileManager.default.temporaryDirectory.appending(path: "nn-hostile-\(UUID().uuidString)")
    var work: URL { url.appending(path: "work") }

    init() throws {
      for name in ["work/sub", "work/.git/hooks", "home/.ssh"] {
        try FileManager.default.createDirectory(
          at: url.appending(path: name), withIntermediateDirectories: true)
      }
      for (name, text) in [
        ("home/.bashrc", "alias ll='ls -l'\n"), ("home/letter.txt", "precious\n"),
        ("work/letter.txt", "my own words\n"), ("work/Makefile", "all:\n"), ("work/mine.csv", "a,b\n1,2\n"),
        ("work/mine.jsonl", "{\"mine\":1}\n"), ("work/mine.nnet", "not of nn\n"), ("work/mine.svg", "<b/>\n"),
        ("work/mine.html", "<p>mine</p>\n"), ("work/mine.md", "# Mine\n"), ("work/mine.nn", "print 1\n"),
      ] {
        try write(Array(text.utf8), name)
      }
      try FileManager.default.createSymbolicLink(
        atPath: work.appending(path: "out").path, withDestinationPath: "../home")
      try FileManager.default.createSymbolicLink(
        atPath: work.appending(path: "link.txt").path, withDestinationPath: "../home/letter.txt")
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: url.appending(path: name))
    }

    /// Every file with what is in it, hidden ones too.
    var contents: [String: Data] {
      let all = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
      return Dictionary(
        uniqueKeysWithValues: all.map {
          ($0, (try? Data(contentsOf: url.appending(path: $0))) ?? Data())
        })
    }
  }

  @Test(arguments: overwriting + running + forgedTables + forgedLedgers + endless)
  func isRefusedAndChangesNothing(_ hostile: Case) throws {
    try refuse(hostile)
  }

  private func refuse(_ hostile: Case) throws {
    let place = try Place()
    for (name, bytes) in hostile.files { try place.write(bytes, "work/\(name)") }
    try place.write(Array((hostile.script + "\n").utf8), "work/a.nn")
    let before = place.contents
    let begun = ContinuousClock.now
    let result = try Command.run(hostile.options + ["a.nn"], in: place.work)
    #expect(result.status == hostile.status, "\(result.status): \(result.output)\(result.error)")
    let said = result.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains(hostile.says), "\(said.prefix(600))")
    #expect(Self.harmful(result.output + result.error).isEmpty, "\(result.output)\(result.error)")
    #expect(place.contents == before)
    #expect(ContinuousClock.now - begun < .seconds(20))
  }

  /// Characters that a terminal does not show but obeys.
  private static func harmful(_ text: String) -> [UInt32] {
    text.unicodeScalars.map(\.value).filter {
      $0 < 32 && $0 != 10 || (0x7f..<0xa0).contains($0) || (0x202a...0x202e).contains($0)
        || (0x2066...0x2069).contains($0)
    }
  }

  // MARK: Files that are somebody's

  private static let net = "net 2 2 1\ndata xor\ninit ones\n"

  /// What others wrote stays, also where the script says `replace`.
  static let overwriting: [Case] =
    [
      ("save \"letter.txt\" replace", "--allow-write"), ("dump to \"Makefile\" replace", "--allow-write"),
      ("eval data to \"mine.csv\" replace", "--allow-write"),
      ("explain 0 1 to \"mine.md\" replace", "--allow-write"),
      ("plot net to \"mine.svg\" replace", "--allow-write"),
      ("report \"mine.html\" replace", "--allow-write"),
      ("transcript to \"mine.nn\" replace", "--allow-write"),
      ("sweep seeds 0..1 to \"mine.jsonl\" replace\ntrain sgd epochs 2\nend", "--allow-write"),
      ("save \"mine.nnet\"", "replace"), ("save \"link.txt\" replace", "--allow-write"),
      ("transcript to \"a.nn\" replace", "--allow-write"),
      ("save \"out/letter.txt\" replace", "--allow-write"),
      ("save \"../home/letter.txt\" replace", "--allow-write"),
      ("define go\n  save \"../home/letter.txt\" replace\nend\ngo", "--allow-write"),
      ("if true\n  repeat 2\n    dump to \"letter.txt\" replace\n  end\nend", "--allow-write"),
    ].map { Case(net + $0.0, 73, $0.1) } + [
      Case(net + "save \"letter.txt\" replace", 73, "nothing is replaced", ["--safe"]),
      Case(net + "save \"../home/new.nnet\"", 73, "below", ["--safe"]),
    ]

  /// Text that a shell, git or ssh would run or believe.
  static let running: [Case] =
    [
      ".bashrc", "sub/.profile", "../home/.bashrc", ".git/hooks/pre-commit", "../home/.ssh/authorized_keys",
      "out/.bashrc", "sub/../.zshrc", "/etc/profile.d/x.sh",
    ].map { Case("print \"$(touch ../home/pwned)\"\ntranscript to \"\($0)\" replace", 73, "I cannot write") }
    + [
      "a; touch pwned.nnet\u{7}", "x\u{1b}]0;owned\u{7}", "a\u{202e}ten.hs", "a\u{61c}b.nnet",
      "a\u{200f}b.nnet", "keep.txt\0.nnet", "a\\nb",
    ].map { Case("net 2 1\nsave \"\($0)\"", 73, "character") }
    + [
      Case("run \"$(touch pwned).nn\"", 66, "no such file"), Case("run \"|touch pwned\"", 66, "no such file"),
      Case("data \"| touch pwned\"", 66, "no such file"), Case("load \"`touch pwned`\"", 66, "no such file"),
      Case("data \"http://127.0.0.1:1/x.csv\"", 66, "no such file"),
      Case("data \"/etc/passwd\"", 66, "with --safe only files", ["--safe"]),
      Case("run \"../home/.bashrc\"", 66, "with --safe only files", ["--safe"]),
      Case("data \"/proc/self/environ\"", 66, "with --safe only files", ["--safe"]),
    ]

  // MARK: Files that are not what they say

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// A header of an IDX file of bytes.
  private static func idx(_ sizes: [UInt32], _ numbers: Int) -> [UInt8] {
    [0, 0, 8, UInt8(sizes.count)]
      + sizes.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
      + [UInt8](repeating: 1, count: numbers)
  }

  static let forgedTables: [Case] = [
    Case(reading: "data \"evil\"", text("a,b\n1e999,2\n3,4\n"), "1e999", 1),
    Case(reading: "data \"evil\"", text("a,b\n1,2\n\0\0\0,4\n"), "no text"),
    Case(reading: "data \"evil\"", text("a,b\n1,2,3\n4,5\n"), "row"),
    Case(reading: "data \"evil\"", [0xff, 0xfe, 0x31, 0x00, 0x2c], "UTF-16"),
    Case(reading: "data \"evil\"", idx([0xffff_ffff, 0xffff_ffff], 4), "million"),
    Case(reading: "data \"evil\"", idx([1000, 1000], 4), "shorter than its header"),
    Case(reading: "data \"evil\"", idx([1, 2_000_000], 4), "million numbers a row"),
    Case(reading: "data \"evil\"", text("1 999999999:1\n0 1:1\n"), "columns"),
    Case(reading: "data \"evil\"", text((0..<390).map { "\($0 % 2) 1000000:1\n" }.joined()), "cells"),
    Case(reading: "data \"evil\"", text("999999999 2 1\n0 1\n1\n"), "no column left", 1),
    Case(reading: "data \"evil\"", text("@relation r\n@attribute a numeric\n@data\n1,2,3\n"), "cells"),
    Case(reading: "data \"evil\"", [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8], "gzip"),
    Case(reading: "data \"evil\"", [0x50, 0x4b, 3, 4] + text("[Content_Types].xml xl/"), "archive"),
    Case(reading: "data \"evil\"", text("nnet 2\nprecision single\n"), "saved session"),
    Case(reading: "load \"evil\"", text("a,b\n1,2\n"), "is not a session"),
    Case(
      reading: "data \"evil\"", text("age,name\n" + (0..<30_000).map { "\($0 % 90),p\($0)\n" }.joined()),
      "30000 different values", 1),
    Case(reading: "run \"evil\"", [0x70, 0xff, 0xfe, 0x0a], "UTF-8"),
    Case(reading: "run \"evil\"", text("net 2 2 1\nfor for\n"), "for"),
    Case(reading: "run \"evil\"", text("run \"a.nn\"\n"), "run", 1),
    Case(reading: "data \"evil\" target x\u{1b}[2J", text("a\u{1b}]0;x\u{7},b\n1,2\n"), "character"),
  ]

  // MARK: Sessions with numbers that nn does not write

  /// Changes of a saved session, with the hash put right: whoever forges one knows how.
  static let forgeries: [(part: String, other: String)] = [
    ("nnet 2", "nnet 99"), ("precision single", "precision quad"),
    ("net \"net 2 2 1\"", "net \"net 99999 99999 99999\""), ("net \"net 2 2 1\"", "net \"net 3 2 1\""),
    ("net \"net 2 2 1\"", "net \"save \\\"../home/x\\\"\""), ("weights 9 ", "weights 999999999 "),
    ("weights 9 ", "weights 9 nan "), ("epoch 3", "epoch -3"), ("epoch 3", "epoch 1e300"),
    ("generator 626 ", "generator 1 "), ("scalar.steps 3.0", "scalar.steps nan"),
    ("scalar.steps 3.0", "scalar.steps 1e300"), ("clock 3 ", "clock 9007199254740992 "),
    ("train \"train adam", "train \"save \\\"../home/x\\\" replace ; train adam"),
    ("data \"xor\" 2 1", "data \"xor\" 2000000000 1"), ("inputs 8 ", "inputs 7 "),
  ]

  @Test(arguments: forgeries) func aForgedSessionIsRefused(_ forgery: (part: String, other: String)) throws {
    let place = try Place()
    let made = try Command.run(
      ["-e", "net 2 2 1; data xor; init torch seed 1; train adam epochs 3; save \"real\""], in: place.url)
    #expect(made.status == 0)
    let real = try String(contentsOf: place.url.appending(path: "real"), encoding: .utf8)
    try FileManager.default.removeItem(at: place.url.appending(path: "real"))
    try #require(("\n" + real).contains("\n" + forgery.part), "\(forgery.part): \(real.prefix(400))")
    var body = ("\n" + real).replacing("\n" + forgery.part, with: "\n" + forgery.other).dropFirst()
    body = body[..<(body.range(of: "\nend ")?.lowerBound ?? body.endIndex)]
    let hash = (body + "\n").utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    let forged = body + "\nend " + String(repeating: "0", count: 16 - digits.count) + digits + "\n"
    try refuse(
      Case("net 3 1\nload \"evil\"", 65, "is not a session", files: ["evil": Array(forged.utf8)]))
  }

  private static let header = """
    {"sweep":1,"script":"sha256:73ff1bdcf0a8f3b047e59bbff08c55c53a63b69fb912d51f2a690f1b5600ea86","over":\
    [["seed",[0,3,1]],["variant",["init torch"]]],"points":4,"nn":"0.1.0","language":1,"lines":["init torch",\
    "train adam epochs 3"],"session":["net 2 2 1","xor, 4 rows (68a60bdeeaecfbb4)"]}
    """

  static let forgedLedgers: [Case] =
    [
      (
        header.replacing("[0,3,1]", with: "[0,999999999999,1]").replacing(
          "4,\"nn", with: "1000000000000,\"nn"),
        65, "claims 1000000000000 runs"
      ),
      (header.replacing("\"sweep\":1", with: "\"sweep\":99"), 65, "later nn"),
      (header.replacing("\"points\":4", with: "\"points\":-4"), 65, "not whole"),
      (
        header.replacing("\"train adam epochs 3\"", with: "\"save \\\"../home/x.nnet\\\"\""), 65,
        "no line of a sweep"
      ),
      (header.replacing("[0,3,1]", with: "[0,3,0]"), 65, "not whole"), ("{\"sweep\":1", 65, "not"),
      (String(repeating: "[", count: 100_000), 65, "no ledger"), ("\u{1b}]0;owned\u{7}", 65, "no ledger"),
    ].map { Case(net + "sweep resume \"evil\"", $0.1, $0.2, files: ["evil": text($0.0 + "\n")]) }

  // MARK: What has no end

  static let endless: [Case] = [
    Case("run \"a.nn\"", 1, "a.nn"), Case("define f n\n  f (n + 1)\nend\nf 1", 65, "deep"),
    Case("let a = \"aaaaaaaa\"\nwhile true\n  let a = \"{a}{a}\"\nend", 1, "1,000,000 characters"),
    Case("let l = [1..1000]\nwhile true\n  let l = append(l, l)\nend", 1, "1,000,000 elements"),
    Case("net 100000 100000", 1, "parameters"), Case("data circle 1000000000", 1, "from 2 to 1000000"),
    Case("let a = " + String(repeating: "(", count: 50_000), 65, "never closed"),
    Case("sweep seeds 0..999999999\n  net 2 2 1\n  train adam epochs 1\nend", 1, "runs"),
  ]
}
