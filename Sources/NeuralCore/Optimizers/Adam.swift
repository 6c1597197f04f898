extension Optimizer {
  /// Adam; with `amsgrad` the second average never falls.
  public static let adam = Optimizer(
    name: "adam", summary: "a step of its own for every weight, from two averages of the gradient",
    source: "Kingma and Ba 2015",
    settings: [
      .lr(1e-3),
      Setting("beta1", 0.9, .fraction, "memory of the average gradient"),
      Setting("beta2", 0.999, .fraction, "memory of the average squared gradient"),
      Setting("eps", 1e-8, .positive, "keeps the division from 0"),
      Setting("amsgrad", 0, .flag, "divides by the largest average so far"),
      .l2,
      .l1,
    ],
    make: { Adam($0, vectors: $1, continuing: $2 as? Adam) })
}

/// m += (1 − β₁)(g − m);  v = β₂ v + (1 − β₂) g²;
/// p −= lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε).  Source: torch.optim.Adam.
struct Adam: UpdateRule {
  private let lr, beta1, beta2: Double
  private let eps: Float
  private let decay: Decay
  /// β₁ᵗ and β₂ᵗ, in double precision as PyTorch has them.
  private var power1 = 1.0
  private var power2 = 1.0
  private var average: [Vector]
  private var squares: [Vector]
  private var largest: [Vector]

  init(_ settings: Settings, vectors: Int, continuing old: Adam?) {
    (lr, beta1, beta2) = (settings["lr"], settings["beta1"], settings["beta2"])
    (eps, decay) = (Float(settings["eps"]), Decay(settings))
    average = Array(repeating: .zero, count: vectors)
    squares = average
    largest = settings["amsgrad"] == 1 ? average : []
    guard let old, old.average.count == vectors else { return }
    (average, squares, power1, power2) = (old.average, old.squares, old.power1, old.power2)
    if !largest.isEmpty { largest = old.largest.isEmpty ? old.squares : old.largest }
  }

  mutating func update(
    _ weights: UnsafeMutablePointer<Vector>, along gradient: UnsafePointer<Vector>, count: Int
  ) {
    power1 *= beta1
    power2 *= beta2
    let step = Float(lr / (1 - power1))
    let correction = Float((1 - power2).squareRoot())
    let (new1, old2, new2) = (Float(1 - beta1), Float(beta2), Float(1 - beta2))
    average.withUnsafeMutableBufferPointer { m in
      squares.withUnsafeMutableBufferPointer { v in
        largest.withUnsafeMutableBufferPointer { top in
          for i in 0..<count {
            let g = decay.added(to: gradient[i], of: weights[i])
            m[i] += new1 * (g - m[i])
            v[i] = old2 * v[i] + new2 * g * g
            if !top.isEmpty { top[i] = top[i].replacing(with: v[i], where: v[i] .> top[i]) }
            let spread = (top.isEmpty ? v[i] : top[i]).squareRoot() / correction + eps
            weights[i] -= step * m[i] / spread
          }
        }
      }
    }
  }

  var memory: RuleMemory {
    var memory = RuleMemory()
    (memory["average"], memory["squares"], memory["largest"]) = (average, squares, largest)
    (memory.scalars["power1"], memory.scalars["power2"]) = (power1, power2)
    return memory
  }

  mutating func restore(_ memory: RuleMemory) -> Bool {
    let (m, v, top) = (memory["average"], memory["squares"], memory["largest"])
    guard m.count == average.count, v.count == squares.count, top.count == largest.count,
      let first = memory.scalars["power1"], let second = memory.scalars["power2"]
    else { return false }
    (average, squares, largest, power1, power2) = (m, v, top, first, second)
    return true
  }
}
