// double: a net with 2 inputs and 2 outputs in float64, written by nn.
// Layer 1: 3 gelu neurons.
// Layer 2: 2 softplus neurons.
// Layer 3: 2 tanh neurons.
//
// y[0]: height
// y[1]: weight
//
// import { predict } from "./double.mjs"; predict(row) gives the outputs for a row.

const w1 = [
  [-0.5625, -0.8125],
  [-1.0625, 1.25],
  [1.0, 0.75],
];
const w2 = [
  [0.5, 0.25, 0.0],
  [-0.25, -0.5, -0.75],
];
const w3 = [
  [-1.0, -1.25],
  [1.0625, 0.8125],
];
const target_shift = [0.1, -7.0];
const target_scale = [2.5, 3.0];
const target_offset = -1.0;

const sums = (inputs, weights, biases) =>
  weights.map((row, k) => row.reduce((sum, w, j) => sum + w * inputs[j], biases ? biases[k] : 0));

// e^(−x²) Σ 2^n x^(2n+1) / (1·3·…·(2n+1)) · 2/√π
function erf(x) {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  let term = size;
  let sum = size;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * size * size) / (2 * n + 1);
    sum += term;
  }
  return Math.sign(x) * 1.1283791670955126 * Math.exp(-size * size) * sum;
}

const gelu = (sums) => sums.map((s) => (0.5 * s * (1 + erf(0.7071067811865475 * s))));

const softplus = (sums) => sums.map((s) => (s > 20 ? s : Math.log1p(Math.exp(s))));

const tanh = (sums) => sums.map((s) => (Math.tanh(s)));

/** The outputs for a row, in the units of the data. */
export function predict(row) {
  let x = [...row];
  if (x.length !== 2) {
    throw new Error(`a row has 2 inputs, not ${x.length}`);
  }
  x = gelu(sums(x, w1));
  x = softplus(sums(x, w2));
  x = tanh(sums(x, w3));
  x = x.map((y, k) => (y - target_offset) * target_scale[k] + target_shift[k]);
  return x;
}
