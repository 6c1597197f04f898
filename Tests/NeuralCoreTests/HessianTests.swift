import Diagnosing
import NeuralCore
import Testing

/// Second derivatives beside differences of the core's own gradient, and the places that they tell.
struct HessianTests {
  private func network(
    _ sizes: [Int], _ activations: [Activation], _ precision: Precision = .double, seed: Int64 = 3,
    hasBias: Bool = true
  ) -> Network {
    var network = Network(
      layers: activations.indices.map {
        Layer(inputs: sizes[$0], outputs: sizes[$0 + 1], activation: activations[$0], hasBias: hasBias)
      }, precision)
    var generator = MersenneTwister(seed: seed)
    network.initialize(.xavier, Initializer.Options(), from: &generator)
    for place in network.parameters.indices { network.parameters[place] += 0.3 * generator.standardNormal() }
    return network
  }

  private func rows(_ network: Network, _ count: Int, signs: Bool = false, seed: Int64 = 8) -> Dataset {
    var generator = MersenneTwister(seed: seed)
    let inputs = (0..<count * network.inputs).map { _ in 1.5 * generator.standardNormal() }
    let targets = (0..<count).flatMap { _ -> [Double] in
      let chosen = Int(generator.nextDouble() * Double(network.outputs))
      return (0..<network.outputs).map { $0 == chosen ? 1 : signs ? -1 : 0 }
    }
    return Dataset(
      name: "", inputCount: network.inputs, targetCount: network.outputs, inputs: Vector(inputs),
      targets: Vector(targets))
  }

  /// (g(p + h) − g(p − h)) / 2h, h = 10⁻⁵, for every parameter.
  private func compare(
    _ network: Network, _ objective: Objective, _ data: Dataset, _ what: String
  ) throws {
    let hessian = try Hessian(network, objective, on: data)
    let largest = hessian.matrix.reduce(1e-3) { $1.reduce($0) { max($0, $1.magnitude) } }
    #expect(
      zip(hessian.gradient, network.gradient(of: objective, on: data)).allSatisfy {
        ($0 - $1).magnitude < 1e-13 * max(1, $1.magnitude)
      }, "\(what)")
    for (k, place) in hessian.places.enumerated() {
      func gradient(_ step: Double) -> Vector {
        var moved = network
        moved.parameters[place] += step
        return moved.gradient(of: objective, on: data)
      }
      let (up, down) = (gradient(1e-5), gradient(-1e-5))
      for (j, other) in hessian.places.enumerated() {
        let difference = (up[other] - down[other]) / 2e-5
        #expect(
          (hessian.matrix[k][j] - difference).magnitude < 1e-7 * largest,
          "\(what): \(place), \(other): \(hessian.matrix[k][j]), differences \(difference)")
      }
    }
  }

  @Test(arguments: Activation.all.filter(\.isDifferentiable).map(\.name))
  func activationsMatchDifferences(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    let inside = network([3, 4, 3, 2], [.tanh, activation, .sigmoid])
    try compare(inside, Objective(.mse), rows(inside, 7), "hidden \(name)")
    let outside = network([3, 4, 2], [.tanh, activation], hasBias: false)
    try compare(outside, Objective(.sse), rows(outside, 7), "output \(name)")
  }

  @Test(arguments: Loss.all.filter(\.isDifferentiable).map(\.name))
  func lossesMatchDifferences(_ name: String) throws {
    let loss = try #require(Loss.named(name))
    let output = loss.needs ?? .linear
    let net = network([3, 4, 3], [.tanh, output])
    let data = rows(net, 9, signs: (loss.targets == .signs))
    try compare(net, Objective(loss), data, name)
    guard loss.takesClasses else { return }
    try compare(net, Objective(loss, weights: [0.5, 3, 1]), data, "\(name) with weights")
    try compare(net, Objective(loss, smoothing: 0.2), data, "\(name) with smoothing")
    try compare(net, Objective(loss, weights: [2, 0.1, 1], smoothing: 0.1), data, "\(name) with both")
  }

  /// Far out, where formulas overflow, slopes do not bend.
  @Test(arguments: Activation.all.filter { $0.isDifferentiable && $0.isElementwise }.map(\.name))
  func farOutNothingIsNoNumber(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    for weight in [-900.0, 900] {
      var net = network([1, 1, 1], [activation, .linear])
      net.parameters[0] = weight
      let data = Dataset(name: "", rows: [([1], [0]), ([-1], [0])], .double)
      #expect(try Hessian(net, Objective(.mse), on: data).matrix.allSatisfy { $0.allSatisfy(\.isFinite) })
    }
  }

  @Test func frozenParametersAreLeftOut() throws {
    let net = network([2, 3, 1], [.tanh, .sigmoid])
    let data = rows(net, 5)
    let whole = try Hessian(net, Objective(.mse), on: data)
    let part = try Hessian(net, Objective(.mse), on: data, frozen: [0, 4, 12])
    #expect(part.places == [1, 2, 3, 5, 6, 7, 8, 9, 10, 11])
    #expect(part.matrix == part.places.map { p in part.places.map { whole.matrix[p][$0] } })
    #expect(part.gradient == part.places.map { whole.gradient[$0] })
  }

  @Test func whatHasNoSecondDerivativeIsRefused() throws {
    func refusal(_ net: Network, _ loss: Loss, _ frozen: Set<Int> = [], stops: Bool = false) -> Hessian
      .Refusal?
    {
      do throws(Hessian.Refusal) {
        _ = try Hessian(net, Objective(loss), on: rows(net, 3), frozen: frozen, isInterrupted: { stops })
        return nil
      } catch {
        return error
      }
    }
    let small = network([2, 2, 1], [.tanh, .sigmoid])
    #expect(refusal(network([9, 28, 1], [.tanh, .linear]), .mse) == .tooLarge(parameters: 309))
    #expect(refusal(network([9, 27, 1], [.tanh, .linear]), .mse) == nil)
    #expect(refusal(network([9, 28, 1], [.tanh, .linear]), .mse, Set(0..<9)) == nil)
    #expect(refusal(network([2, 2, 1], [.step, .sigmoid]), .mse) == .activation(.step, layer: 1))
    #expect(refusal(network([2, 2, 1], [.tanh, .step]), .errors) == .activation(.step, layer: 2))
    #expect(refusal(small, .errors) == .loss(.errors))
    #expect(refusal(small, .mse, Set(0..<9)) == .nothingMoves)
    #expect(refusal(small, .mse, stops: true) == .interrupted)
    var broken = small
    broken.parameters[2] = .nan
    #expect(refusal(broken, .mse) == .notFinite)
  }

  // MARK: Eigenvalues

  /// H v = λ v, the vectors at right angles and of length 1; with eigenvalues that are equal, and of one number.
  @Test func eigenvectorsAreThose() throws {
    for (sizes, activations) in [
      ([1, 1], [Activation.sigmoid]), ([3, 5, 2], [.tanh, .linear]),
      ([4, 12, 9, 2], [.relu, .tanh, .softmax]),
    ] {
      let net = network(sizes, activations)
      let point = try SurfacePoint(net, Objective(.mse), on: rows(net, 6))
      let largest = point.eigenvalues.reduce(0) { max($0, $1.magnitude) }
      #expect(zip(point.eigenvalues, point.eigenvalues.dropFirst()).allSatisfy { $0 <= $1 })
      for (k, v) in point.eigenvectors.enumerated() {
        for (row, component) in zip(point.hessian.matrix, v) {
          let product = zip(row, v).reduce(0) { $0 + $1.0 * $1.1 }
          #expect((product - point.eigenvalues[k] * component).magnitude < 1e-13 * max(1, largest))
        }
        for (j, other) in point.eigenvectors.enumerated() {
          let dot = zip(v, other).reduce(0) { $0 + $1.0 * $1.1 }
          #expect((dot - (j == k ? 1 : 0)).magnitude < 1e-12)
        }
      }
    }
  }

  // MARK: Kinds of place

  private func place(_ parameters: [Double], _ activations: [Activation], _ sizes: [Int], _ data: Dataset)
    throws
    -> SurfacePoint
  {
    var net = Network(
      layers: activations.indices.map {
        Layer(inputs: sizes[$0], outputs: sizes[$0 + 1], activation: activations[$0], hasBias: false)
      })
    for (k, value) in parameters.enumerated() { net.parameters[k] = value }
    return try SurfacePoint(net, Objective(.mse), on: data)
  }

  /// (1 − w v)²: a saddle at 0, a slope off it, valleys along w v = 1.
  @Test func kindsOfAProduct() throws {
    let data = Dataset(name: "", rows: [([1], [1])], .single)
    let saddle = try place([0, 0], [.linear, .linear], [1, 1, 1], data)
    #expect(saddle.kind == .saddle && saddle.counts == (1, 0, 1))
    #expect(
      zip(saddle.eigenvalues, [-2, 2]).allSatisfy { ($0 - $1).magnitude < 1e-14 } && saddle.gradientNorm == 0)
    let root = 0.5.squareRoot()
    #expect(zip(try #require(saddle.descent), [root, root]).allSatisfy { ($0 - $1).magnitude < 1e-12 })
    #expect(try place([0.5, 0.5], [.linear, .linear], [1, 1, 1], data).kind == .slope)
    let valley = try place([2, 0.5], [.linear, .linear], [1, 1, 1], data)
    #expect(valley.kind == .valley && valley.counts == (0, 1, 1) && valley.descent == nil)
  }

  @Test func aParabolaHasAMinimum() throws {
    let data = Dataset(name: "", rows: [([1, 0], [0.3]), ([0, 1], [0.7]), ([1, 1], [3])], .single)
    // The normal equations, solved: w = (0.3 + 2/3, 0.7 + 2/3), in float32.
    let place = try place([0.3 + 2 / 3, 0.7 + 2 / 3], [.linear], [2, 1], data)
    #expect(place.kind == .minimum && place.counts == (0, 0, 2))
    let small = try self.place(
      [0.3, 0.7], [.linear], [2, 1], Dataset(name: "", rows: [([1, 0], [0.3]), ([0, 1], [0.7])], .single))
    #expect(small.kind == .minimum, "the gradient is 0 to the accuracy of float32")
  }

  @Test func rowsOnCornersAreCounted() throws {
    let data = Dataset(name: "", rows: [([0], [1]), ([1], [1]), ([-1], [1])], .single)
    #expect(try place([1, 1], [.relu, .linear], [1, 1, 1], data).hessian.cornerRows == 1)
    #expect(try place([1, 1], [.elu, .linear], [1, 1, 1], data).hessian.cornerRows == 1)
    #expect(try place([1, 1], [.softsign, .linear], [1, 1, 1], data).hessian.cornerRows == 1)
    #expect(try place([1, 1], [.hardSigmoid, .linear], [1, 1, 1], data).hessian.cornerRows == 0)
    #expect(try place([3, 1], [.hardSigmoid, .linear], [1, 1, 1], data).hessian.cornerRows == 2)
    #expect(try place([1, 1], [.silu, .linear], [1, 1, 1], data).hessian.cornerRows == 0)
    var exact = Network(layers: [Layer(inputs: 1, outputs: 1, activation: .linear, hasBias: false)])
    exact.parameters[0] = 1
    #expect(try Hessian(exact, Objective(.mae), on: data).cornerRows == 1)
  }

  /// Away from a saddle the loss falls, on the side where it falls most; from a minimum there is no way.
  @Test func aDepartureLowersTheLoss() throws {
    let data = Dataset(name: "", rows: [([1], [1])], .single)
    var net = Network(
      layers: [1, 1].map { Layer(inputs: $0, outputs: 1, activation: .linear, hasBias: false) })
    let direction = try #require(try SurfacePoint(net, Objective(.mse), on: data).descent)
    let departure = try #require(Departure(net, along: direction, Objective(.mse), on: data))
    #expect(departure.loss < 0.1 && departure.network.loss(Objective(.mse), on: data) == departure.loss)
    #expect((departure.length.magnitude - 2.0.squareRoot()).magnitude < 0.3)
    net.parameters = Vector([1, 1] as [Float])
    #expect(Departure(net, along: [0.6, 0.8], Objective(.mse), on: data) == nil)
  }
}
