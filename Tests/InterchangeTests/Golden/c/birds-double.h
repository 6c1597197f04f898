/* birds: a net with 3 inputs and 3 outputs, written by nn.
 * Layer 1: 4 relu neurons with biases.
 * Layer 2: 3 softmax neurons with biases.
 *
 * x[0]: bill (mm); 44.5 where it is missing
 * x[1]: 1 where sex is "f"x", else 0
 * x[2]: 1 where sex is "möwe * / ? ?/", else 0
 *
 * y[0]: Adelie
 * y[1]: Chin/strap "
 * y[2]: 日本 * / ${x} /(y)
 *
 * double y[BIRDS_OUTPUTS];
 * birds_run(x, y);   where x has BIRDS_INPUTS numbers
 * puts(birds_class_names[birds_class(y)]);
 */

#ifndef BIRDS_NET_H
#define BIRDS_NET_H

#include <math.h>  /* on Linux the linker needs -lm */

#define BIRDS_INPUTS 3
#define BIRDS_OUTPUTS 3
#define BIRDS_CLASSES 3

/* Places in x. */
#define BIRDS_X_BILL__MM_ 0
#define BIRDS_X_SEX_F_X 1
#define BIRDS_X_SEX_M_WE_______ 2

static const double birds_input_shift[3] = {43.5, 0.0, 0.0};

static const double birds_input_scale[3] = {5.25, 1.0, 1.0};

static const double birds_w1[4][3] = {
    {-0.5625, -0.8125, -1.0625},
    {1.25, 1.0, 0.75},
    {0.5, 0.25, 0.0},
    {-0.25, -0.5, -0.75}
};

static const double birds_b1[4] = {-1.0, -1.25, 1.0625, 0.8125};

static const double birds_w2[3][4] = {
    {0.5625, 0.3125, 0.0625, -0.1875},
    {-0.4375, -0.6875, -0.9375, -1.1875},
    {1.125, 0.875, 0.625, 0.375}
};

static const double birds_b2[3] = {0.125, -0.125, -0.375};

static const char *const birds_class_names[BIRDS_CLASSES] = {
    "Adelie",
    "Chin\\strap\012\"",
    "\346\227\245\346\234\254 */ ${x} \\(y)"
};

static inline double birds_relu(double s)
{
    return (s > 0.0) ? s : 0.0;
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
    double scaled[3];
    double a[4];
    unsigned int k;
    unsigned int j;

    for (k = 0U; k < 3U; k++) {
        scaled[k] = ((x[k] - birds_input_shift[k]) / birds_input_scale[k]);
    }
    for (k = 0U; k < 4U; k++) {
        double s = birds_b1[k];

        for (j = 0U; j < 3U; j++) {
            s += birds_w1[k][j] * scaled[j];
        }
        a[k] = birds_relu(s);
    }
    for (k = 0U; k < 3U; k++) {
        double s = birds_b2[k];

        for (j = 0U; j < 4U; j++) {
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
