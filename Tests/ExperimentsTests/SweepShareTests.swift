import Experiments
import NeuralCore
import Testing

struct SweepShareTests {
  @Test func shardsAreAPartition() {
    for points in [0, 1, 2, 7, 8, 9, 100] {
      for count in [1, 2, 3, 8, 13] {
        let shards = (0..<count).map { SweepShare.shard(index: $0, count: count) }
        for number in 0..<points {
          #expect(shards.filter { $0.contains(number) } == [shards[number % count]])
        }
        #expect(shards.reduce(0) { $0 + $1.count(of: points) } == points)
        for shard in shards {
          #expect(shard.count(of: points) == (0..<points).count(where: shard.contains))
          #expect(SweepShare(shard: shard.text) == shard)
        }
      }
    }
  }

  /// Any set of numbers, against a set.
  @Test func numbersAreASet() throws {
    var random = MersenneTwister(seed: 1)
    for _ in 0..<200 {
      let numbers = (0..<random.below(20)).map { _ in random.below(40) }
      let share = SweepShare(numbers: numbers)
      for number in 0..<45 { #expect(share.contains(number) == numbers.contains(number)) }
      #expect(share.count(of: 45) == Set(numbers).count)
      #expect(share.count(of: 20) == Set(numbers.filter { $0 < 20 }).count)
      #expect(share.largest == numbers.max())
      guard !numbers.isEmpty else { continue }
      #expect(SweepShare(numbers: share.text) == share)
    }
    #expect(SweepShare(numbers: "9,1-3,2-5,7") == .numbers([1...5, 7...7, 9...9]))
    #expect(SweepShare(numbers: [3, 1, 2, 9]).text == "1-3,9")
    // What two of eight shards left out.
    let left = (0..<1000).filter { $0 % 8 == 3 || $0 % 8 == 5 && $0 > 500 || $0 == 42 }
    #expect(SweepShare(numbers: left).text == "3-995:8,42,501-997:8")
    #expect(SweepShare(numbers: "3-995:8,42,501-997:8") == SweepShare(numbers: left))
  }

  @Test(arguments: ["", "8", "8/8", "9/8", "-1/8", "1/0", "1/8/9", "a/b", " 1/8", "1/8 ", "+1/8", "0x1/8"])
  func whatIsNoShard(_ text: String) { #expect(SweepShare(shard: text) == nil) }

  @Test(arguments: [
    "", ",", "1,", "3-1", "1--2", "-1", "1-2-3", "a", "1:2", "1-9:0", "1-9:", "1-9:2:3", "0-9000000000:2",
    "1 2", "99999999999999999999",
  ])
  func whatAreNoNumbers(_ text: String) { #expect(SweepShare(numbers: text) == nil) }
}

extension MersenneTwister {
  mutating func below(_ count: Int) -> Int { Int(nextWord() % UInt32(count)) }
}

struct LedgerUnionTests {
  private static let all = (0..<16).map { LedgerTests.run($0) }

  private static func ledger(_ runs: [SweepRun]) throws -> Ledger {
    try Ledger(reading: LedgerTests.text(runs))
  }

  private static func union(_ parts: [[SweepRun]]) throws -> LedgerUnion {
    var union = LedgerUnion(try ledger(parts[0]), "0.jsonl")
    for (place, part) in parts.enumerated().dropFirst() { union.add(try ledger(part), "\(place).jsonl") }
    return union
  }

  /// However runs are dealt, in whatever order, some of them twice: the same ledger comes of it.
  @Test func anyPartsMakeTheSame() throws {
    var random = MersenneTwister(seed: 7)
    let whole = LedgerTests.text(Self.all)
    for _ in 0..<100 {
      var parts = [[SweepRun]](repeating: [], count: 1 + random.below(6))
      var twice = 0
      for run in Self.all {
        parts[random.below(parts.count)].append(run)
        guard random.below(4) == 0 else { continue }
        parts[random.below(parts.count)].append(run)
        twice += 1
      }
      for place in parts.indices {
        for end in parts[place].indices.reversed() { parts[place].swapAt(end, random.below(end + 1)) }
      }
      let union = try Self.union(parts)
      #expect(union.text == whole && union.isComplete && union.findings.isEmpty)
      #expect(union.repeated == twice && union.missing.text == "" && union.machines == ["node \"3\""])
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    let union = try Self.union([[Self.all[0], Self.all[5]], [Self.all[6], Self.all[15]]])
    #expect(!union.isComplete && union.missing.text == "1-4,7-14")
  }

  @Test func aDifferenceIsFound() throws {
    let union = try Self.union([[Self.all[3]], [Self.all[4]], [LedgerTests.run(4, loss: 0.5), Self.all[3]]])
    #expect(union.findings.count == 1 && union.repeated == 1 && union.runs.count == 2)
    let finding = try #require(union.findings.first)
    #expect(finding.difference.first.number == 4 && finding.first == "1.jsonl" && finding.second == "2.jsonl")
    #expect(finding.difference.first.differences(from: finding.difference.second).map(\.field) == ["loss"])
    let inOne = try Self.union([[Self.all[4], LedgerTests.run(4, epochs: 9)]])
    #expect(inOne.findings.map(\.first) == ["0.jsonl"] && inOne.findings.map(\.second) == ["0.jsonl"])
  }

  @Test func anotherSweepIsNotTaken() throws {
    let other = LedgerTests.header.line.replacing("sha256:ab", with: "sha256:cd")
    let union = try Self.union([[Self.all[0]]])
    #expect(!union.takes(try Ledger(reading: other)))
    #expect(union.takes(try Self.ledger([])))
  }
}
