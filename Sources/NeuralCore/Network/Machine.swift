import CKernels

/// What the passes over a network run on. No bit of any result depends on it.
public struct Machine: Sendable {
  /// How the products of wide layers are made.
  public var kernel: Kernel
  /// How many processors they are spread over; at least 1.
  public var processors: Int

  /// By default the fastest kernel, or the one that `NN_KERNEL` asks for, on one processor.
  public init(kernel: Kernel = .chosen, processors: Int = 1) {
    (self.kernel, self.processors) = (kernel, max(1, processors))
  }

  /// How many processors this process may use: a cluster gives a task some of those that a machine has.
  public static var allowedProcessors: Int { max(1, CKernels.allowedProcessors()) }

  /// Keeps up to 64 MB that the process gives back. A loop that evaluates a wide net takes and gives back the same few
  /// megabytes at each turn, and pages that come anew from the system each time cost a tenth of it.
  ///
  /// For programs at their beginning: it holds for the whole process. Does nothing without the GNU C library.
  public static func keepFreedMemory() { CKernels.keepFreedMemory() }
}
