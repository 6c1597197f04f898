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
 * float y[BIRDS_OUTPUTS];
 * birds_run(x, y);   where x has BIRDS_INPUTS numbers
 * puts(birds_class_names[birds_class(y)]);
 */

#ifndef BIRDS_NET_H
#define BIRDS_NET_H

#include <math.h>  /* on Linux the linker needs -lm */

#if defined(__AVR__)
#include <avr/pgmspace.h>
#define BIRDS_FLASH PROGMEM
#define BIRDS_READ(place) pgm_read_float(place)
#else
#define BIRDS_FLASH
#define BIRDS_READ(place) (*(place))
#endif

#define BIRDS_INPUTS 3
#define BIRDS_OUTPUTS 3
#define BIRDS_CLASSES 3

/* Places in x. */
#define BIRDS_X_BILL__MM_ 0
#define BIRDS_X_SEX_F_X 1
#define BIRDS_X_SEX_M_WE_______ 2

static const float birds_input_shift[3] BIRDS_FLASH = {43.5f, 0.0f, 0.0f};

static const float birds_input_scale[3] BIRDS_FLASH = {5.25f, 1.0f, 1.0f};

static const float birds_w1[4][3] BIRDS_FLASH = {
    {-0.5625f, -0.8125f, -1.0625f},
    {1.25f, 1.0f, 0.75f},
    {0.5f, 0.25f, 0.0f},
    {-0.25f, -0.5f, -0.75f}
};

static const float birds_b1[4] BIRDS_FLASH = {-1.0f, -1.25f, 1.0625f, 0.8125f};

static const float birds_w2[3][4] BIRDS_FLASH = {
    {0.5625f, 0.3125f, 0.0625f, -0.1875f},
    {-0.4375f, -0.6875f, -0.9375f, -1.1875f},
    {1.125f, 0.875f, 0.625f, 0.375f}
};

static const float birds_b2[3] BIRDS_FLASH = {0.125f, -0.125f, -0.375f};

static const char *const birds_class_names[BIRDS_CLASSES] = {
    "Adelie",
    "Chin\\strap\012\"",
    "\346\227\245\346\234\254 */ ${x} \\(y)"
};

static inline float birds_relu(float s)
{
    return (s > 0.0f) ? s : 0.0f;
}

static inline void birds_softmax(float *y, unsigned int count)
{
    float most = y[0];
    float sum = 0.0f;
    unsigned int k;

    for (k = 1U; k < count; k++) {
        if (y[k] > most) {
            most = y[k];
        }
    }
    for (k = 0U; k < count; k++) {
        y[k] = expf(y[k] - most);
        sum += y[k];
    }
    for (k = 0U; k < count; k++) {
        y[k] /= sum;
    }
}

static inline void birds_run(const float *x, float *y)
{
    float scaled[3];
    float a[4];
    unsigned int k;
    unsigned int j;

    for (k = 0U; k < 3U; k++) {
        scaled[k] = ((x[k] - BIRDS_READ(&birds_input_shift[k])) / BIRDS_READ(&birds_input_scale[k]));
    }
    for (k = 0U; k < 4U; k++) {
        float s = BIRDS_READ(&birds_b1[k]);

        for (j = 0U; j < 3U; j++) {
            s += BIRDS_READ(&birds_w1[k][j]) * scaled[j];
        }
        a[k] = birds_relu(s);
    }
    for (k = 0U; k < 3U; k++) {
        float s = BIRDS_READ(&birds_b2[k]);

        for (j = 0U; j < 4U; j++) {
            s += BIRDS_READ(&birds_w2[k][j]) * a[j];
        }
        y[k] = s;
    }
    birds_softmax(y, 3U);
}

static inline unsigned int birds_class(const float *y)
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
