/* double: a net with 2 inputs and 2 outputs in float64, written by nn.
 * Layer 1: 3 gelu neurons.
 * Layer 2: 2 softplus neurons.
 * Layer 3: 2 tanh neurons.
 *
 * y[0]: height
 * y[1]: weight
 *
 * double y[DOUBLE_OUTPUTS];
 * double_run(x, y);   where x has DOUBLE_INPUTS numbers
 */

#ifndef DOUBLE_NET_H
#define DOUBLE_NET_H

#include <math.h>  /* on Linux the linker needs -lm */

#define DOUBLE_INPUTS 2
#define DOUBLE_OUTPUTS 2

static const double double_w1[3][2] = {
    {-0.5625, -0.8125},
    {-1.0625, 1.25},
    {1.0, 0.75}
};

static const double double_w2[2][3] = {
    {0.5, 0.25, 0.0},
    {-0.25, -0.5, -0.75}
};

static const double double_w3[2][2] = {
    {-1.0, -1.25},
    {1.0625, 0.8125}
};

static const double double_target_shift[2] = {0.1, -7.0};

static const double double_target_scale[2] = {2.5, 3.0};

static const double double_target_offset = -1.0;

static inline double double_gelu(double s)
{
    return 0.5 * s * (1.0 + erf(0.7071067811865475 * s));
}

static inline double double_softplus(double s)
{
    return (s > 20.0) ? s : log1p(exp(s));
}

static inline double double_tanh(double s)
{
    return tanh(s);
}

static inline void double_run(const double *x, double *y)
{
    double a[3];
    double b[2];
    unsigned int k;
    unsigned int j;

    for (k = 0U; k < 3U; k++) {
        double s = 0.0;

        for (j = 0U; j < 2U; j++) {
            s += double_w1[k][j] * x[j];
        }
        a[k] = double_gelu(s);
    }
    for (k = 0U; k < 2U; k++) {
        double s = 0.0;

        for (j = 0U; j < 3U; j++) {
            s += double_w2[k][j] * a[j];
        }
        b[k] = double_softplus(s);
    }
    for (k = 0U; k < 2U; k++) {
        double s = 0.0;

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
