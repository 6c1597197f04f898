import NeuralCore

/// What operations of ONNX that only arrange numbers anew do to constants.
extension ONNXTensor {
  /// Operations that leave the numbers and their order as they are.
  static let arranging: Set<String> = [
    "Identity", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze",
  ]

  /// The constant that such an operation makes of this one; nil where it does not say how.
  ///
  /// - Parameter lengths: its second input, a shape or axes, where that is constant; nil otherwise.
  /// - Parameter isOpen: it has a second input, constant or not.
  func arranged(
    by node: ONNXModel.Node, _ lengths: [Double]?, isOpen: Bool
  ) throws(ExchangeFault) -> ONNXTensor? {
    guard !["Identity", "Dropout"].contains(node.operation) else { return self }
    guard !isOpen || lengths != nil else { return nil }
    let (axes, old) = (try node.ints("axes"), try node.ints("shape"))
    let said = axes ?? old ?? []
    let numbers = lengths?.compactMap { Int(exactly: $0) } ?? said
    guard numbers.count == lengths?.count ?? said.count else { return nil }
    let shape: [Int]? =
      switch node.operation {
      case "Reshape": reshaped(numbers, keepsZeros: node.int("allowzero") ?? 0 != 0)
      case "Flatten": flattened(node.int("axis") ?? 1)
      case "Squeeze": squeezed(numbers, ofAll: !isOpen && numbers.isEmpty)
      default: unsqueezed(numbers)
      }
    return shape.flatMap(with)
  }

  /// The numbers of an axis, of which those below 0 count from the end.
  private static func axis(_ number: Int, of rank: Int) -> Int? {
    let axis = number < 0 ? rank + number : number
    return (0..<rank).contains(axis) ? axis : nil
  }

  /// -1 is what is left, 0 what it was.
  private func reshaped(_ lengths: [Int], keepsZeros: Bool) -> [Int]? {
    guard lengths.count <= 32, lengths.count(where: { $0 == -1 }) <= 1, lengths.allSatisfy({ $0 >= -1 })
    else { return nil }
    var new = lengths
    for k in new.indices where new[k] == 0 && !keepsZeros {
      guard k < shape.count else { return nil }
      new[k] = shape[k]
    }
    guard let open = new.firstIndex(of: -1) else { return new }
    new[open] = 1
    guard let known = NamedArray.count(new), known > 0, count % known == 0 else { return nil }
    new[open] = count / known
    return new
  }

  private func flattened(_ axis: Int) -> [Int]? {
    let axis = axis < 0 ? shape.count + axis : axis
    guard (0...shape.count).contains(axis), let rows = NamedArray.count(Array(shape.prefix(axis))),
      let columns = NamedArray.count(Array(shape.dropFirst(axis)))
    else { return nil }
    return [rows, columns]
  }

  private func squeezed(_ axes: [Int], ofAll: Bool) -> [Int]? {
    let known = axes.compactMap { Self.axis($0, of: shape.count) }
    guard known.count == axes.count, known.allSatisfy({ shape[$0] == 1 }) else { return nil }
    return shape.indices.filter { ofAll ? shape[$0] != 1 : !known.contains($0) }.map { shape[$0] }
  }

  private func unsqueezed(_ axes: [Int]) -> [Int]? {
    let rank = shape.count + axes.count
    let known = Set(axes.compactMap { Self.axis($0, of: rank) })
    guard rank <= 32, known.count == axes.count else { return nil }
    var rest = shape[...]
    return (0..<rank).map { known.contains($0) ? 1 : rest.removeFirst() }
  }
}
