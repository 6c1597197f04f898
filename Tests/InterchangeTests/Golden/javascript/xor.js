// xor: a net with 2 inputs and 1 output, written by nn.
// Layer 1: 2 sigmoid neurons with biases.
// Layer 2: 1 linear neuron with a bias.
//
// import { predict } from "./xor.mjs"; predict(row) gives the outputs for a row.

const w1 = [
  [-0.5625, -0.8125],
  [-1.0625, 1.25],
];
const b1 = [1.0, 0.75];
const w2 = [
  [0.5, 0.25],
];
const b2 = [0.0];

const sums = (inputs, weights, biases) =>
  weights.map((row, k) => row.reduce((sum, w, j) => sum + w * inputs[j], biases ? biases[k] : 0));

const sigmoid = (sums) => sums.map((s) => (1 / (1 + Math.exp(-s))));

/** The outputs for a row, in the units of the data. */
export function predict(row) {
  let x = [...row];
  if (x.length !== 2) {
    throw new Error(`a row has 2 inputs, not ${x.length}`);
  }
  x = sigmoid(sums(x, w1, b1));
  x = sums(x, w2, b2);
  return x;
}
