// XOR, 2-2-1, sigmoid and linear, mse, Adam, as one writes it by hand for this one net: the four rows are the lanes of a
// vector, the nine parameters are padded to sixteen, an exponential is a polynomial. Sums are taken in whatever order is quick.
//
//     xor STARTS        a start is a line of nine numbers: the weights and the bias into L1N0, L1N1, L2N0
//
// Reads requests `epochs starts` from the standard input; answers each with JSON: the seconds of the processor, the
// mean of the losses, the first start's loss.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef float rows __attribute__((vector_size(16)));
typedef int bits __attribute__((vector_size(16)));

enum { parameters = 9, padded = 16, most = 1000 };

static const rows in0 = {0, 0, 1, 1}, in1 = {0, 1, 0, 1}, target = {0, 1, 1, 0};

static inline rows choose(bits mask, rows yes, rows no) {
  return (rows)((mask & (bits)yes) | (~mask & (bits)no));
}

// e^x by x = k ln 2 + r and a polynomial of degree 6 in r; relative error below 1e-7 where x is between -87 and 88.
static inline rows exponential(rows x) {
  const rows magic = {12582912, 12582912, 12582912, 12582912};
  rows low = {-87, -87, -87, -87}, high = {88, 88, 88, 88};
  x = choose(x < low, low, choose(x > high, high, x));
  rows k = x * 1.44269504f + magic;
  bits exponent = ((bits)k - (bits)magic) << 23;
  k -= magic;
  rows r = x - k * 0.693359375f + k * 2.12194440e-4f;
  rows square = r * r;
  rows p = ((r * 1.9875691500e-4f + 1.3981999507e-3f) * square + (r * 8.3334519073e-3f + 4.1665795894e-2f)) * square +
           (r * 1.6666665459e-1f + 5.0000001201e-1f);
  p = p * square + r + 1;
  return (rows)((bits)p + exponent);
}

static inline rows sigmoid(rows s) { return 1 / (1 + exponential(-s)); }

static inline float sum(rows v) { return (v[0] + v[1]) + (v[2] + v[3]); }

static float loss(const float *w) {
  rows h0 = sigmoid(in0 * w[0] + in1 * w[1] + w[2]), h1 = sigmoid(in0 * w[3] + in1 * w[4] + w[5]);
  rows error = h0 * w[6] + h1 * w[7] + w[8] - target;
  return sum(error * error) / 4;
}

static void train(float *restrict w, int epochs) {
  float g[padded] = {0}, m[padded] = {0}, v[padded] = {0};
  double power1 = 1, power2 = 1;
  for (int epoch = 0; epoch < epochs; epoch++) {
    rows h0 = sigmoid(in0 * w[0] + in1 * w[1] + w[2]), h1 = sigmoid(in0 * w[3] + in1 * w[4] + w[5]);
    rows d = (h0 * w[6] + h1 * w[7] + w[8] - target) * 0.5f;
    rows d0 = d * w[6] * h0 * (1 - h0), d1 = d * w[7] * h1 * (1 - h1);
    // Of the inputs only rows with a 1 count.
    g[0] = d0[2] + d0[3], g[1] = d0[1] + d0[3], g[2] = sum(d0);
    g[3] = d1[2] + d1[3], g[4] = d1[1] + d1[3], g[5] = sum(d1);
    g[6] = sum(d * h0), g[7] = sum(d * h1), g[8] = sum(d);
    power1 *= 0.9, power2 *= 0.999;
    float step = (float)(0.01 / (1 - power1)), scale = (float)(1 / sqrt(1 - power2));
    for (int i = 0; i < padded; i++) {
      m[i] += 0.1f * (g[i] - m[i]);
      v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
      w[i] -= step * m[i] / (sqrtf(v[i]) * scale + 1e-8f);
    }
  }
}

static double processor(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int count, char **words) {
  static float start[most][padded];
  FILE *file = count > 1 ? fopen(words[1], "r") : NULL;
  if (!file) return 66;
  int starts = 0;
  for (int read = parameters; read == parameters && starts < most; starts += read == parameters) {
    for (read = 0; read < parameters && fscanf(file, "%f", &start[starts][read]) == 1; read++) {}
  }
  int epochs, wanted;
  while (scanf("%d %d", &epochs, &wanted) == 2) {
    if (wanted > starts) return 65;
    double total = 0, first = 0;
    double before = processor();
    for (int k = 0; k < wanted; k++) {
      float w[padded];
      memcpy(w, start[k], sizeof w);
      train(w, epochs);
      total += loss(w);
      if (k == 0) first = loss(w);
    }
    double seconds = processor() - before;
    printf("{\"processor\": %.9f, \"loss\": %.9g, \"first\": %.9g}\n", seconds, total / wanted, first);
    fflush(stdout);
  }
}
