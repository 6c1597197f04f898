// pair: a net with 2 inputs and 1 output, written by nn.
// Layer 1: 3 tanh neurons with biases.
// Layer 2: 1 sigmoid neuron with a bias.
//
// y[0]: above 0.5 for "yes", else it is "no"
//
// import { predict } from "./pair.mjs"; predict(row) gives the outputs for a row.

const w1 = [
  [-0.5625, -0.8125],
  [-1.0625, 1.25],
  [1.0, 0.75],
];
const b1 = [0.5, 0.25, 0.0];
const w2 = [
  [-0.25, -0.5, -0.75],
];
const b2 = [-1.0];
export const classes = ["no", "yes"];

const sums = (inputs, weights, biases) =>
  weights.map((row, k) => row.reduce((sum, w, j) => sum + w * inputs[j], biases ? biases[k] : 0));

const tanh = (sums) => sums.map((s) => (Math.tanh(s)));

const sigmoid = (sums) => sums.map((s) => (1 / (1 + Math.exp(-s))));

/** The outputs for a row, in the units of the data. */
export function predict(row) {
  let x = [...row];
  if (x.length !== 2) {
    throw new Error(`a row has 2 inputs, not ${x.length}`);
  }
  x = tanh(sums(x, w1, b1));
  x = sigmoid(sums(x, w2, b2));
  return x;
}

/** The name of the class of a row. */
export function classOf(row) {
  const y = predict(row);
  return classes[y[0] > 0.5 ? 1 : 0];
}
