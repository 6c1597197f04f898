/* xor: a net with 2 inputs and 1 output, written by nn.
 * Layer 1: 2 sigmoid neurons with biases.
 * Layer 2: 1 linear neuron with a bias.
 *
 * float y[XOR_OUTPUTS];
 * xor_run(x, y);   where x has XOR_INPUTS numbers
 */

#ifndef XOR_NET_H
#define XOR_NET_H

#include <math.h>  /* on Linux the linker needs -lm */

#define XOR_INPUTS 2
#define XOR_OUTPUTS 1

static const float xor_w1[2][2] = {
    {-0.5625f, -0.8125f},
    {-1.0625f, 1.25f}
};

static const float xor_b1[2] = {1.0f, 0.75f};

static const float xor_w2[1][2] = {
    {0.5f, 0.25f}
};

static const float xor_b2[1] = {0.0f};

static inline float xor_sigmoid(float s)
{
    return 1.0f / (1.0f + expf(-s));
}

static inline void xor_run(const float *x, float *y)
{
    float a[2];
    unsigned int k;
    unsigned int j;

    for (k = 0U; k < 2U; k++) {
        float s = xor_b1[k];

        for (j = 0U; j < 2U; j++) {
            s += xor_w1[k][j] * x[j];
        }
        a[k] = xor_sigmoid(s);
    }
    for (k = 0U; k < 1U; k++) {
        float s = xor_b2[k];

        for (j = 0U; j < 2U; j++) {
            s += xor_w2[k][j] * a[j];
        }
        y[k] = s;
    }
}

#endif
