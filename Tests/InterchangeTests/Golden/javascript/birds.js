// birds: a net with 3 inputs and 3 outputs, written by nn.
// Layer 1: 4 relu neurons with biases.
// Layer 2: 3 softmax neurons with biases.
//
// x[0]: bill (mm); 44.5 where it is missing
// x[1]: 1 where sex is "f"x", else 0
// x[2]: 1 where sex is "möwe * / ? ?/", else 0
//
// y[0]: Adelie
// y[1]: Chin/strap "
// y[2]: 日本 * / ${x} /(y)
//
// import { predict } from "./birds.mjs"; predict(row) gives the outputs for a row.

const input_shift = [43.5, 0.0, 0.0];
const input_scale = [5.25, 1.0, 1.0];
const w1 = [
  [-0.5625, -0.8125, -1.0625],
  [1.25, 1.0, 0.75],
  [0.5, 0.25, 0.0],
  [-0.25, -0.5, -0.75],
];
const b1 = [-1.0, -1.25, 1.0625, 0.8125];
const w2 = [
  [0.5625, 0.3125, 0.0625, -0.1875],
  [-0.4375, -0.6875, -0.9375, -1.1875],
  [1.125, 0.875, 0.625, 0.375],
];
const b2 = [0.125, -0.125, -0.375];
export const classes = ["Adelie", "Chin\\strap\u000a\"", "日本 */ ${x} \\(y)"];

// Columns of a row: name, words, and what is put where a value is missing (null).
const columns = [
  ["bill (mm)", [], [44.5]],
  ["sex", ["f\"x", "möwe */ ??/"], []],
].map(([name, words, means]) => [name, words.map((word) => word.normalize()), means]);

/** Inputs for a row of columns: a word is 1 among zeros. */
export function encode(row) {
  if (row.length !== columns.length) {
    throw new Error(`a row has ${columns.length} values, not ${row.length}`);
  }
  return columns.flatMap(([name, words, means], k) => {
    const value = typeof row[k] === "string" ? row[k].normalize() : row[k] ?? null;
    if (value === null && means.length) return means;
    if (value === null || (words.length && !words.includes(value))) {
      throw new Error(`${name} cannot be ${value}`);
    }
    return words.length ? words.map((word) => (word === value ? 1 : 0)) : [value];
  });
}

const sums = (inputs, weights, biases) =>
  weights.map((row, k) => row.reduce((sum, w, j) => sum + w * inputs[j], biases ? biases[k] : 0));

const relu = (sums) => sums.map((s) => (Math.max(s, 0)));

function softmax(sums) {
  const most = Math.max(...sums);
  const powers = sums.map((s) => Math.exp(s - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** The outputs for a row, in the units of the data. */
export function predict(row) {
  let x = encode(row);
  if (x.length !== 3) {
    throw new Error(`a row has 3 inputs, not ${x.length}`);
  }
  x = x.map((v, k) => (v - input_shift[k]) / input_scale[k]);
  x = relu(sums(x, w1, b1));
  x = softmax(sums(x, w2, b2));
  return x;
}

/** The name of the class of a row. */
export function classOf(row) {
  const y = predict(row);
  return classes[y.indexOf(Math.max(...y))];
}
