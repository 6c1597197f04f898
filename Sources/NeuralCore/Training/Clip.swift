/// Gradient clipping.
public enum Clip: Sendable, Equatable {
  /// Each derivative is clamped to ± this.
  case value(Double)
  /// The gradient, as a vector of all parameters, is scaled down to this Euclidean norm: `torch.nn.utils.clip_grad_norm_`.
  case norm(Double)
}
