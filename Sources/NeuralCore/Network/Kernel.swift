import CKernels

/// The compiled form of the loops over wide layers. All give the same bits; narrow layers always take the reference.
public enum Kernel: String, Sendable, CaseIterable {
  /// The loops of `Kernels`, for every processor.
  case reference
  /// Tiles of 4 × 8 numbers, for every x86-64.
  case sse2
  /// Tiles of 8 × 8 numbers, for every arm64.
  case neon
  /// Tiles of 6 × 16 numbers.
  case avx2
  /// Tiles of 12 × 32 numbers.
  case avx512

  /// Whether this processor can run it.
  public var isSupported: Bool {
    instructions.map { instructionsAreSupported(Int32($0)) } ?? (self == .reference)
  }

  /// nil for the reference, and for those of other machines.
  private var instructions: Int? {
    switch self {
    case .reference: nil
    case .sse2: Self.isArm ? nil : InstructionsBaseline
    case .neon: Self.isArm ? InstructionsBaseline : nil
    case .avx2: Self.isArm ? nil : InstructionsAVX2
    case .avx512: Self.isArm ? nil : InstructionsAVX512
    }
  }

  private static var isArm: Bool {
    #if arch(arm64)
      true
    #else
      false
    #endif
  }

  /// Those that this processor can run, the fastest last.
  public static let supported: [Kernel] = allCases.filter(\.isSupported)

  /// What the environment asks for in `NN_KERNEL`; nil if nothing, or an empty text.
  public static var requested: String? {
    let name = requestedKernel().map { String(cString: $0) } ?? ""
    return name.isEmpty ? nil : name
  }

  /// The one that the environment asks for, if it is supported; else the fastest.
  public static let chosen: Kernel =
    supported.first { $0.rawValue == requested } ?? supported.last ?? .reference

  /// For which the products are compiled; nil for the reference.
  func products<S: NetworkScalar>(_: S.Type) -> ProductKind? {
    instructions.map { ProductKind(instructions: Int32($0), isDouble: S.precision == .double) }
  }
}

/// The loops of an activation in vectors that are wider than those of its row.
struct WideCurve {
  let kind: ProductKind
  /// The number of the activation in CKernels.
  let number: Int32
  /// Vectors of four numbers from which on they pay.
  let vectors: Int

  /// nil where there are none.
  init?(_ activation: Activation, _ kind: ProductKind) {
    guard kind.instructions != InstructionsBaseline, let curve = activation.kernel.curve else { return nil }
    (self.kind, number, vectors) = (kind, Int32(curve), leastNumbersOfCurve(kind) / 2)
  }
}
