import NeuralCore

extension Host {
  /// The processors that work can be spread over. No result depends on their number.
  public struct Processors: Sendable {
    /// How many there are; at least 1.
    public var count: Int
    /// Runs a piece of work for each number below the first, at the same time, the work for 0 on the calling thread, and
    /// returns when all are done.
    public var run: @Sendable (Int, @escaping @Sendable (Int) -> Void) -> Void

    /// Without arguments: one processor, that of the caller.
    public init(
      count: Int = 1,
      run: @escaping @Sendable (Int, @escaping @Sendable (Int) -> Void) -> Void = { count, work in
        for number in 0..<count { work(number) }
      }
    ) {
      (self.count, self.run) = (max(1, count), run)
    }

    /// Does some works at the same time, the first on the calling thread; nil on one processor.
    var together: ((_ works: [@Sendable () -> Void]) -> Void)? {
      guard count > 1 else { return nil }
      return { [self] works in
        let count = min(count, works.count)
        run(count) { k in
          for work in works[(works.count * k / count)..<(works.count * (k + 1) / count)] { work() }
        }
      }
    }

    /// Those that the system lets this process use.
    public static var allowed: Int { Machine.allowedProcessors }

    /// The names of the kernels that this processor runs.
    public static var kernels: [String] { Kernel.supported.map(\.rawValue) }

    /// Keeps up to 64 MB that the process gives back, which evaluation takes again at once; for the beginning of a program.
    public static func keepFreedMemory() { Machine.keepFreedMemory() }

    /// What is wrong with the kernel that the environment asks for in `NN_KERNEL`; nil if nothing.
    public static var kernelProblem: String? {
      guard let name = Kernel.requested, !Kernel.supported.contains(where: { $0.rawValue == name }) else {
        return nil
      }
      let kernels = kernels.joined(separator: ", ")
      return "NN_KERNEL=\(name) is no kernel of this processor, which has \(kernels)"
    }
  }
}
