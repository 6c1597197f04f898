import CKernels

/// What a pass keeps of one layer, in plain fields that are read through a pointer: copying the struct would cost a small
/// network more than its arithmetic.
struct LayerBuffers<S: NetworkScalar> {
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  let inputs, width: Int
  let kernel: any ActivationKernel.Type
  /// The activation's loops for wide vectors.
  let curve: WideCurve?
  /// Offsets into the parameters.
  let weights: Int
  let biases: Int?
  /// `[blocks][width]` each; `errors` holds the derivative of the loss, first by the outputs, then by the
  /// pre-activations.
  let preActivations, outputs, errors: Target
  /// The outputs after dropout and the mask of factors; nil without dropout.
  let dropped: (outputs: Target, mask: Target)?
  /// Its products are made by tiles.
  let isTiled: Bool

  /// How many arrays of the layer's size there are.
  static func arrays(hasDropout: Bool) -> Int { hasDropout ? 5 : 3 }

  /// - Parameters:
  ///   - products: what wide loops are compiled for; nil for the reference.
  ///   - memory: as many arrays, one after the other.
  ///   - weights: where the layer's parameters begin.
  init(
    _ layer: Layer, _ products: ProductKind?, at memory: Target, blocks: Int, weights: Int, hasDropout: Bool
  ) {
    let size = layer.outputs * blocks
    (inputs, width, kernel) = (layer.inputs, layer.outputs, layer.activation.kernel)
    curve = products.flatMap { WideCurve(layer.activation, $0) }
    (self.weights, biases) = (weights, layer.hasBias ? weights + layer.weightCount : nil)
    (preActivations, outputs, errors) = (memory, memory + size, memory + 2 * size)
    dropped = hasDropout ? (memory + 3 * size, memory + 4 * size) : nil
    isTiled = products != nil && TiledProducts<S>.pays(layer, blocks)
  }

  /// The inputs of the next layer.
  var passedOn: UnsafePointer<SIMD4<S>> { UnsafePointer(dropped?.outputs ?? outputs) }
}
