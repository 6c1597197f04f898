import Experiments
import Interpreter
import Language
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Says of each sweep of a script which of its runs are made here, and where they go.
final class SweepOrders: Sendable {
  /// As the command names it.
  let script: String
  /// How many sweeps stand in it: the ledgers of several have numbers.
  let count: Int
  let share: SweepShare
  /// The sweep that is made, from 1; nil for all.
  let only: Int?
  /// The ledger that the command names.
  let ledger: String?
  private let begun = Mutex(0)

  init(script: String, count: Int, share: SweepShare, only: Int?, ledger: String?) {
    (self.script, self.count, self.share) = (script, count, share)
    (self.only, self.ledger) = (only, ledger)
  }

  /// How many sweeps there were.
  var asked: Int { begun.withLock { $0 } }

  /// The parts of a host that they are.
  var sweeps: Host.Sweeps {
    Host.Sweeps(
      machine: Self.machine, order: { self.order(ledger: $0) }, isEnding: { Termination.isPending })
  }

  private func order(ledger given: String?) -> Host.Sweeps.Order {
    let number = begun.withLock { begun in
      begun += 1
      return begun
    }
    if let only, only != number { return .passedOver }
    let isOne = count == 1 && number == 1
    let name = SweepLedgerName(
      script: script, given: ledger ?? given, sweep: isOne || only != nil && ledger != nil ? nil : number,
      share: ledger == nil ? share : .all)
    // What the command names is typed; any other name is the script's, even if the command adds to it.
    if ledger == nil, let refusal = refusal(of: name.text) { return refusal }
    return .share(share, ledger: name.text, origin: SweepOrigin(file: script, number: isOne ? nil : number))
  }

  private func refusal(of name: String) -> Host.Sweeps.Order? {
    let source = Source(name: script, text: "")
    switch WritingRules().permission(of: name, by: source) {
    case .free, .ownFiles: return nil
    case .refused(let reason, _):
      return .refused(ledger: name, reason: reason, advice: ["Name another one: --ledger FILE.jsonl"])
    }
  }

  /// The name of this machine.
  static let machine: String? = {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return nil }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }()
}

/// The name of a ledger: `xor.jsonl`, of a shard `xor.3-of-8.jsonl`, of the second of several sweeps `xor.sweep2.jsonl`.
struct SweepLedgerName {
  let script: String
  /// Where the script or the command says that it goes.
  let given: String?
  /// Of several.
  let sweep: Int?
  let share: SweepShare

  var text: String {
    let parts = [sweep.map { ".sweep\($0)" }, part].compactMap(\.self).joined()
    guard let given else { return Self.stem(of: script) + parts + ".jsonl" }
    guard given.hasSuffix(".jsonl") else { return given + parts }
    return given.dropLast(".jsonl".count) + parts + ".jsonl"
  }

  private var part: String? {
    switch share {
    case .all: nil
    case .shard(let index, let count): ".\(index)-of-\(count)"
    case .numbers: ".points"
    }
  }

  /// The name of a script without folder and suffix: its ledgers are where the command runs.
  static func stem(of script: String) -> String {
    let name = script.split(separator: "/").last.map(String.init) ?? script
    return name.hasSuffix(".nn") && name.count > 3 ? String(name.dropLast(3)) : name
  }
}
