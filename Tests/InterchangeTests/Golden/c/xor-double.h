/* xor: a net with 2 inputs and 1 output, written by nn.
 * Layer 1: 2 sigmoid neurons with biases.
 * Layer 2: 1 linear neuron with a bias.
 *
 * double y[XOR_OUTPUTS];
 * xor_run(x, y);   where x has XOR_INPUTS numbers
 */

#ifndef XOR_NET_H
#define XOR_NET_H

#include <math.h>  /* on Linux the linker needs -lm */

#define XOR_INPUTS 2
#define XOR_OUTPUTS 1

static const double xor_w1[2][2] = {
    {-0.5625, -0.8125},
    {-1.0625, 1.25}
};

static const double xor_b1[2] = {1.0, 0.75};

static const double xor_w2[1][2] = {
    {0.5, 0.25}
};

static const double xor_b2[1] = {0.0};

static inline double xor_sigmoid(double s)
{
    return 1.0 / (1.0 + exp(-s));
}

static inline void xor_run(const double *x, double *y)
{
    double a[2];
    unsigned int k;
    unsigned int j;

    for (k = 0U; k < 2U; k++) {
        double s = xor_b1[k];

        for (j = 0U; j < 2U; j++) {
            s += xor_w1[k][j] * x[j];
        }
        a[k] = xor_sigmoid(s);
    }
    for (k = 0U; k < 1U; k++) {
        double s = xor_b2[k];

        for (j = 0U; j < 2U; j++) {
            s += xor_w2[k][j] * a[j];
        }
        y[k] = s;
    }
}

#endif
