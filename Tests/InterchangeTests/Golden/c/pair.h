/* pair: a net with 2 inputs and 1 output, written by nn.
 * Layer 1: 3 tanh neurons with biases.
 * Layer 2: 1 sigmoid neuron with a bias.
 *
 * y[0]: above 0.5 for "yes", else it is "no"
 *
 * float y[PAIR_OUTPUTS];
 * pair_run(x, y);   where x has PAIR_INPUTS numbers
 * puts(pair_class_names[pair_class(y)]);
 */

#ifndef PAIR_NET_H
#define PAIR_NET_H

#include <math.h>  /* on Linux the linker needs -lm */

#define PAIR_INPUTS 2
#define PAIR_OUTPUTS 1
#define PAIR_CLASSES 2

static const float pair_w1[3][2] = {
    {-0.5625f, -0.8125f},
    {-1.0625f, 1.25f},
    {1.0f, 0.75f}
};

static const float pair_b1[3] = {0.5f, 0.25f, 0.0f};

static const float pair_w2[1][3] = {
    {-0.25f, -0.5f, -0.75f}
};

static const float pair_b2[1] = {-1.0f};

static const char *const pair_class_names[PAIR_CLASSES] = {
    "no",
    "yes"
};

static inline float pair_tanh(float s)
{
    return tanhf(s);
}

static inline float pair_sigmoid(float s)
{
    return 1.0f / (1.0f + expf(-s));
}

static inline void pair_run(const float *x, float *y)
{
    float a[3];
    unsigned int k;
    unsigned int j;

    for (k = 0U; k < 3U; k++) {
        float s = pair_b1[k];

        for (j = 0U; j < 2U; j++) {
            s += pair_w1[k][j] * x[j];
        }
        a[k] = pair_tanh(s);
    }
    for (k = 0U; k < 1U; k++) {
        float s = pair_b2[k];

        for (j = 0U; j < 3U; j++) {
            s += pair_w2[k][j] * a[j];
        }
        y[k] = pair_sigmoid(s);
    }
}

static inline unsigned int pair_class(const float *y)
{
    return (y[0] > 0.5f) ? 1U : 0U;
}

#endif
