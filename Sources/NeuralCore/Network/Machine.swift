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
}
