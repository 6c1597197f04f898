// The products of CKernels against plain loops in the contract's order, bit for bit, for layers of many shapes, from every
// set of instructions that the processor has; and the activations against the narrowest set, whose loops are the same source
// at another width. Prints a line a set; exit status 1 if a bit differs. `Tests/verify-kernels.sh` runs it on this processor
// and on emulated ones.

#include "CKernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

static unsigned state = 1;
static double draw(void) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) / 8388608.0 - 1;
}
static size_t number(size_t most) { return 1 + (size_t)((draw() + 1) / 2 * most) % most; }

static void *numbers(size_t count, size_t size) {
    char *memory = aligned_alloc(64, (count * size + 127) / 64 * 64);
    if (!memory) abort();
    for (size_t i = 0; i < count; i++) {
        if (size == 4) ((float *)memory)[i] = (float)draw();
        else ((double *)memory)[i] = draw();
    }
    return memory;
}

// One layer of one kind of number: a forward pass, what is handed back, and the gradient, in one chunk and in two.
#define DEFINE_LAYER(T, name)                                                                                          \
    static int name(ProductKind kind, size_t inputs, size_t outputs, size_t blocks) {                                  \
        const LayerProduct layer = {kind, inputs, outputs, blocks, numbers(inputs * outputs, sizeof(T))};              \
        const T *w = layer.weights, *b = numbers(outputs, sizeof(T));                                                  \
        const T *x = numbers(blocks * inputs * 4, sizeof(T)), *e = numbers(blocks * outputs * 4, sizeof(T));           \
        T *z = numbers(blocks * outputs * 4, sizeof(T)), *p = numbers(blocks * inputs * 4, sizeof(T));                 \
        T *g = numbers(inputs * outputs, sizeof(T)), *h = numbers(inputs * outputs, sizeof(T));                        \
        const size_t wide = inputs > outputs ? inputs : outputs, half = blocks / 2;                                    \
        T *rows = numbers(packedRowsSize(kind, blocks, wide), sizeof(T));                                              \
        T *lanes = numbers(packedLanesSize(kind, blocks, inputs), sizeof(T));                                          \
        T *scratch = numbers(scratchSize(layer), sizeof(T)), *partials = numbers(partialsSize(layer), sizeof(T));      \
        packRows(kind, x, blocks, inputs, 0, rowPanels(kind, blocks), rows);                                           \
        preActivations(layer, b, rows, 0, outputs, z, scratch);                                                        \
        packRows(kind, e, blocks, outputs, 0, rowPanels(kind, blocks), rows);                                          \
        backpropagate(layer, rows, 0, inputs, p, scratch);                                                             \
        packLanes(kind, x, blocks, inputs, 0, lanePanels(kind, inputs), lanes);                                        \
        weightGradients(layer, e, lanes, 0, outputs, true, true, NULL, g, scratch);                                    \
        LayerProduct part = layer;                                                                                     \
        part.blocks = half;                                                                                            \
        packLanes(kind, x, half, inputs, 0, lanePanels(kind, inputs), lanes);                                          \
        weightGradients(part, e, lanes, 0, outputs, true, false, partials, h, scratch);                                \
        part.blocks = blocks - half;                                                                                   \
        packLanes(kind, x + half * inputs * 4, part.blocks, inputs, 0, lanePanels(kind, inputs), lanes);               \
        weightGradients(part, e + half * outputs * 4, lanes, 0, outputs, false, true, partials, h, scratch);           \
        int wrong = 0;                                                                                                 \
        for (size_t row = 0; row < 4 * blocks; row++) {                                                                \
            const T *from = x + row / 4 * inputs * 4 + row % 4, *back = e + row / 4 * outputs * 4 + row % 4;           \
            for (size_t j = 0; j < outputs; j++) {                                                                     \
                T sum = w[j * inputs] * from[0];                                                                       \
                for (size_t i = 1; i < inputs; i++) sum += w[j * inputs + i] * from[i * 4];                            \
                sum += b[j];                                                                                           \
                wrong += memcmp(&sum, &z[(row / 4 * outputs + j) * 4 + row % 4], sizeof(T)) != 0;                      \
            }                                                                                                          \
            for (size_t i = 0; i < inputs; i++) {                                                                      \
                T sum = w[i] * back[0];                                                                                \
                for (size_t j = 1; j < outputs; j++) sum += w[j * inputs + i] * back[j * 4];                           \
                wrong += memcmp(&sum, &p[(row / 4 * inputs + i) * 4 + row % 4], sizeof(T)) != 0;                       \
            }                                                                                                          \
        }                                                                                                              \
        for (size_t j = 0; j < outputs; j++) {                                                                         \
            for (size_t i = 0; i < inputs; i++) {                                                                      \
                T sums[4] = {0};                                                                                       \
                for (size_t row = 0; row < 4 * blocks; row++) {                                                        \
                    sums[row % 4] += e[(row / 4 * outputs + j) * 4 + row % 4] * x[(row / 4 * inputs + i) * 4 + row % 4]; \
                }                                                                                                      \
                const T sum = (sums[0] + sums[2]) + (sums[1] + sums[3]);                                               \
                wrong += memcmp(&sum, &g[j * inputs + i], sizeof(T)) != 0;                                             \
                wrong += memcmp(&sum, &h[j * inputs + i], sizeof(T)) != 0;                                             \
            }                                                                                                          \
        }                                                                                                              \
        const void *all[] = {layer.weights, b, x, e, z, p, g, h, rows, lanes, scratch, partials};                      \
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) free((void *)all[k]);                                    \
        return wrong;                                                                                                  \
    }
DEFINE_LAYER(float, layerOfSingles)
DEFINE_LAYER(double, layerOfDoubles)

static int curves(ProductKind kind) {
    enum { count = 4099 };
    const ProductKind narrow = {InstructionsBaseline, kind.isDouble};
    const size_t size = kind.isDouble ? 8 : 4;
    char *s = numbers(count, size), *y = numbers(count, size), *expected = numbers(count, size);
    for (size_t i = 0; i < count; i++) {
        const double x = (double)(i % 401) / 2 - 100 + draw();
        if (kind.isDouble) ((double *)s)[i] = i % 9 ? x : x * 1e-300;
        else ((float *)s)[i] = (float)(i % 9 ? x : x * 1e-38);
    }
    int wrong = 0;
    for (int curve = CurveSigmoid; curve <= CurveSilu; curve++) {
        applyCurve(kind, curve, count, s, y);
        applyCurve(narrow, curve, count, s, expected);
        wrong += memcmp(y, expected, count * size) != 0;
        char *g = numbers(count, size), *h = numbers(count, size);
        memcpy(h, g, count * size);
        differentiateCurve(kind, curve, count, s, y, g);
        differentiateCurve(narrow, curve, count, s, expected, h);
        wrong += memcmp(g, h, count * size) != 0;
        free(g), free(h);
    }
    free(s), free(y), free(expected);
    return wrong;
}

static void add(void *context, size_t number) { ((size_t *)context)[number] += number + 1; }

// Each piece of work is done once, however many there are.
static int pool(void) {
    int wrong = 0;
    for (size_t round = 0; round < 2000; round++) {
        size_t done[9] = {0};
        const size_t count = round % 9;
        poolRun(count, add, done);
        for (size_t k = 0; k < 9; k++) wrong += done[k] != (k < count ? k + 1 : 0);
    }
    return wrong;
}

int main(void) {
    int status = 0;
    for (int set = InstructionsBaseline; set <= InstructionsAVX512; set++) {
        if (!instructionsAreSupported(set)) continue;
        int wrong = 0, layers = 0;
        state = 1;
        for (; layers < 120; layers++) {
            const ProductKind kind = {set, layers % 2};
            const size_t inputs = number(90), outputs = number(90), blocks = 1 + number(20);
            wrong += (kind.isDouble ? layerOfDoubles : layerOfSingles)(kind, inputs, outputs, blocks);
        }
        wrong += curves((ProductKind){set, false}) + curves((ProductKind){set, true});
        printf("instructions %d: %d layers, %d numbers differ\n", set, layers, wrong);
        status |= wrong != 0;
    }
    const int wrong = pool();
    printf("pool: %d pieces of work were not done once\n", wrong);
    return status | (wrong != 0);
}
