/* birds: a net with 4 inputs and 3 outputs, written by nn.
 * Layer 1: 6 tanh neurons with biases.
 * Layer 2: 3 softmax neurons with biases.
 *
 * x[0]: bill_length_mm
 * x[1]: bill_depth_mm
 * x[2]: flipper_length_mm
 * x[3]: body_mass_g
 *
 * y[0]: Adelie
 * y[1]: Chinstrap
 * y[2]: Gentoo
 *
 * double y[BIRDS_OUTPUTS];
 * birds_run(x, y);   where x has BIRDS_INPUTS numbers
 * puts(birds_class_names[birds_class(y)]);
 */

#ifndef BIRDS_NET_H
#define BIRDS_NET_H

#include <math.h>  /* on Linux the linker needs -lm */

#define BIRDS_INPUTS 4
#define BIRDS_OUTPUTS 3
#define BIRDS_CLASSES 3

/* Places in x. */
#define BIRDS_X_BILL_LENGTH_MM 0
#define BIRDS_X_BILL_DEPTH_MM 1
#define BIRDS_X_FLIPPER_LENGTH_MM 2
#define BIRDS_X_BODY_MASS_G 3

static const double birds_input_shift[4] = {43.92193, 17.151169, 200.9152, 4201.7544};

static const double birds_input_scale[4] = {5.4515963, 1.9719039, 14.041141, 800.78125};

static const double birds_w1[6][4] = {
    {-0.68226725, -0.33551386, -0.29246914, -0.7197835},
    {-0.044796124, -0.27243757, -0.43816748, -0.71960974},
    {0.19639008, 0.5237769, 0.7904175, -0.04264713},
    {0.06232883, -0.70592713, -0.14338599, -0.13387163},
    {-0.35707313, 0.15014325, 0.12313289, 0.76755387},
    {-0.025106423, 0.4072783, -0.6226939, 1.2025962}
};

static const double birds_b1[6] = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0};

static const double birds_w2[3][6] = {
    {-0.8872505, -0.36606684, -0.8501139, -0.6167484, 0.21366626, 0.5384199},
    {0.11719621, -0.83693194, -0.012021976, -0.48240265, 0.05180054, -0.3046869},
    {0.20201677, 0.69582975, -0.8423376, 0.759111, -0.33184835, -0.08733513}
};

static const double birds_b2[3] = {0.0, 0.0, 0.0};

static const char *const birds_class_names[BIRDS_CLASSES] = {
    "Adelie",
    "Chinstrap",
    "Gentoo"
};

static inline double birds_tanh(double s)
{
    return tanh(s);
}

static inline void birds_softmax(double *y, unsigned int count)
{
    double most = y[0];
    double sum = 0.0;
    unsigned int k;

    for (k = 1U; k < count; k++) {
        if (y[k] > most) {
            most = y[k];
        }
    }
    for (k = 0U; k < count; k++) {
        y[k] = exp(y[k] - most);
        sum += y[k];
    }
    for (k = 0U; k < count; k++) {
        y[k] /= sum;
    }
}

static inline void birds_run(const double *x, double *y)
{
    double scaled[4];
    double a[6];
    unsigned int k;
    unsigned int j;

    for (k = 0U; k < 4U; k++) {
        scaled[k] = ((x[k] - birds_input_shift[k]) / birds_input_scale[k]);
    }
    for (k = 0U; k < 6U; k++) {
        double s = birds_b1[k];

        for (j = 0U; j < 4U; j++) {
            s += birds_w1[k][j] * scaled[j];
        }
        a[k] = birds_tanh(s);
    }
    for (k = 0U; k < 3U; k++) {
        double s = birds_b2[k];

        for (j = 0U; j < 6U; j++) {
            s += birds_w2[k][j] * a[j];
        }
        y[k] = s;
    }
    birds_softmax(y, 3U);
}

static inline unsigned int birds_class(const double *y)
{
    unsigned int best = 0U;
    unsigned int k;

    for (k = 1U; k < 3U; k++) {
        if (y[k] > y[best]) {
            best = k;
        }
    }
    return best;
}

#endif
