/* double: a net with 2 inputs and 2 outputs in float64, written by nn.
 * Layer 1: 3 gelu neurons.
 * Layer 2: 2 softplus neurons.
 * Layer 3: 2 tanh neurons.
 *
 * y[0]: height
 * y[1]: weight
 *
 * float y[DOUBLE_OUTPUTS];
 * double_run(x, y);   where x has DOUBLE_INPUTS numbers
 */

#ifndef DOUBLE_NET_H
#define DOUBLE_NET_H

#include <math.h>  /* on Linux the linker needs -lm */

#define DOUBLE_INPUTS 2
#define DOUBLE_OUTPUTS 2

static const float double_w1[3][2] = {
    {-0.5625f, -0.8125f},
    {-1.0625f, 1.25f},
    {1.0f, 0.75f}
};

static const float double_w2[2][3] = {
    {0.5f, 0.25f, 0.0f},
    {-0.25f, -0.5f, -0.75f}
};

static const float double_w3[2][2] = {
    {-1.0f, -1.25f},
    {1.0625f, 0.8125f}
};

static const float double_target_shift[2] = {0.1f, -7.0f};

static const float double_target_scale[2] = {2.5f, 3.0f};

static const float double_target_offset = -1.0f;

static inline float double_gelu(float s)
{
    return 0.5f * s * (1.0f + erff(0.7071067811865475f * s));
}

static inline float double_softplus(float s)
{
    return (s > 20.0f) ? s : log1pf(expf(s));
}

static inline float double_tanh(float s)
{
    return tanhf(s);
}

static inline void double_run(const float *x, float *y)
{
    float a[3];
    float b[2];
    unsigned int k;
    unsigned int j;

    for (k = 0U; k < 3U; k++) {
        float s = 0.0f;

        for (j = 0U; j < 2U; j++) {
            s += double_w1[k][j] * x[j];
        }
        a[k] = double_gelu(s);
    }
    for (k = 0U; k < 2U; k++) {
        float s = 0.0f;

        for (j = 0U; j < 3U; j++) {
            s += double_w2[k][j] * a[j];
        }
        b[k] = double_softplus(s);
    }
    for (k = 0U; k < 2U; k++) {
        float s = 0.0f;

        for (j = 0U; j < 2U; j++) {
            s += double_w3[k][j] * b[j];
        }
        y[k] = double_tanh(s);
    }
    for (k = 0U; k < 2U; k++) {
        y[k] = ((y[k] - double_target_offset) * double_target_scale[k]) + double_target_shift[k];
    }
}

#endif
