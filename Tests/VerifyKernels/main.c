// The products of CKernels against plain loops in the contract's order, bit for bit, for layers of many shapes, from every
// set of instructions that the processor has; and the activations against the narrowest set, whose loops are the same source
// at another width; and nets beside each other and one net by itself against each other. Prints a line a set; exit status 1 if a bit differs. `Tests/verify-kernels.sh` runs it on this processor
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

// Whether most numbers are zeros, of either sign: those of sums are part of the bits.
static bool isSparse = false;

static void *numbers(size_t count, size_t size) {
    char *memory = aligned_alloc(64, (count * size + 127) / 64 * 64);
    if (!memory) abort();
    for (size_t i = 0; i < count; i++) {
        double drawn = draw();
        if (isSparse && drawn > -0.9) drawn = drawn > 0 ? 0.0 : -0.0;
        if (size == 4) ((float *)memory)[i] = (float)drawn;
        else ((double *)memory)[i] = drawn;
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

// A net of 3-4-2, tanh and sigmoid, on ten rows, by Adam: what every set of instructions is to make of its start.
enum { netParameters = 26, netRows = 10, netEpochsRun = 40, netVector = 16, netBuffers = 40 };

static void put(void *array, size_t place, double value, bool isDouble) {
    if (isDouble) ((double *)array)[place] = value;
    else ((float *)array)[place] = (float)value;
}
// The start of net k, and the numbers of the data, are the same everywhere.
static double startOf(size_t k, size_t place) { return ((k * 31 + place * 17) % 23) / 11.5 - 1; }
static double inputOf(size_t row, size_t i) { return ((row * 7 + i * 5) % 9) / 4.0 - 1; }
static double targetOf(size_t row, size_t j) { return ((row + j) % 3) / 2.0; }

static NetTraining netTraining(ProductKind kind, NetLayer *layers, NetBatch *batch, void *settings, void *table) {
    const double shares[4] = {1 - 0.9, 0.999, 1 - 0.999, 1e-8};
    for (size_t k = 0; k < 4; k++) put(settings, k, shares[k], kind.isDouble);
    double power1 = 1, power2 = 1;
    for (size_t step = 0; step < netEpochsRun; step++) {
        power1 *= 0.9, power2 *= 0.999;
        put(table, 2 * step, 0.05 / (1 - power1), kind.isDouble);
        put(table, 2 * step + 1, __builtin_sqrt(1 - power2), kind.isDouble);
    }
    NetTraining t = {.kind = kind, .layers = 2, .parameters = netParameters, .batches = 1, .layer = layers, .batch = batch,
                     .rule = NetRuleAdam, .settings = settings, .scalars = 2, .table = table, .kept = 1, .divisor = 1};
    return t;
}

// `count` nets, of which one has `vectors` vectors a number in its arrays; `rows` of the data in a vector, 1 beside others.
static void trainNets(ProductKind kind, size_t count, size_t rows, void *weights) {
    const size_t size = kind.isDouble ? 8 : 4, padded = (netRows + 15) / 16 * 16;
    const size_t each = rows > 1 ? padded / rows : padded, vector = rows > 1 ? rows : count;
    NetLayer layers[2] = {{3, 4, CurveTanh, true, 0, 0, 4 * each, 8 * each, 0},
                          {4, 2, CurveSigmoid, true, 16, 12 * each, 14 * each, 16 * each, 18 * each}};
    char *inputs = calloc(padded * 3, size), *targets = calloc(padded * 2, size), *packed = calloc(padded * 16, size);
    char *settings = calloc(4, size), *table = calloc(2 * netEpochsRun, size);
    const size_t group = rows > 1 ? rows / 4 : 1, groups = (3 + group - 1) / group * group;
    for (size_t row = 0; row < netRows; row++) {
        const size_t block = rows > 1 ? row / rows : row, lane = rows > 1 ? row % rows : 0, step = rows > 1 ? rows : 1;
        for (size_t i = 0; i < 3; i++) {
            put(inputs, (block * 3 + i) * step + lane, inputOf(row, i), kind.isDouble);
            put(packed, (row / 4 * groups + i) * 4 + row % 4, inputOf(row, i), kind.isDouble);
        }
        for (size_t j = 0; j < 2; j++) put(targets, (block * 2 + j) * step + lane, targetOf(row, j), kind.isDouble);
    }
    char *alignedInputs = aligned_alloc(64, padded * 3 * size), *alignedTargets = aligned_alloc(64, padded * 2 * size);
    char *alignedPacked = aligned_alloc(64, padded * 16 * size);
    memcpy(alignedInputs, inputs, padded * 3 * size);
    memcpy(alignedTargets, targets, padded * 2 * size);
    memcpy(alignedPacked, packed, padded * 16 * size);
    NetBatch batch = {netRows, (netRows + 3) / 4, alignedInputs, alignedTargets, alignedPacked, 2 * netRows,
                      2.0 / (2 * netRows), 1};
    NetTraining t = netTraining(kind, layers, &batch, settings, table);
    t.chunk = padded;
    t.elements = netBuffers * each;
    const size_t length = 32 * (rows > 1 ? 1 : count) * size, room = (netBuffers + 4) * each * vector * size;
    void *arrays[7];
    for (size_t k = 0; k < 7; k++) {
        const size_t bytes = ((k < 6 ? length : 4 * length) + 63) / 64 * 64;
        memset(arrays[k] = aligned_alloc(64, bytes), 0, bytes);
    }
    void *buffers = aligned_alloc(64, (room + 63) / 64 * 64), *losses = aligned_alloc(64, 64 * (netEpochsRun + 1));
    memset(buffers, 0, room);
    memset(losses, 0, 64 * (netEpochsRun + 1));
    long long steps[netVector] = {0};
    const size_t nets = rows > 1 ? 1 : count;
    for (size_t k = 0; k < nets; k++) {
        for (size_t i = 0; i < netParameters; i++) {
            put(arrays[0], i * nets + k, startOf(rows > 1 ? count : k, i), kind.isDouble);
        }
    }
    NetState state = {.weights = arrays[0], .previous = arrays[1], .gradient = arrays[2], .partials = arrays[6],
                      .buffers = buffers, .slots = {arrays[3], arrays[4], arrays[5]}, .loss = losses, .steps = steps,
                      .active = (1u << nets) - 1};
    if (rows > 1) rowEpochs(&t, &state, netEpochsRun);
    else netEpochs(&t, &state, netEpochsRun);
    for (size_t i = 0; i < netParameters; i++) {
        for (size_t k = 0; k < nets; k++) memcpy((char *)weights + (k * netParameters + i) * size,
                                                 (char *)arrays[0] + (i * nets + k) * size, size);
    }
    void *all[] = {inputs, targets, packed, settings, table, alignedInputs, alignedTargets, alignedPacked, buffers, losses};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) free(all[k]);
    for (size_t k = 0; k < 7; k++) free(arrays[k]);
}

// The first two nets, as the first set of instructions had them; later sets, and one net by itself, are to have the same.
static int nets(ProductKind kind, unsigned long long *hash) {
    static char first[2][2 * netParameters * 8];
    static bool isThere[2];
    const size_t size = kind.isDouble ? 8 : 4, bytes = 2 * netParameters * size;
    char found[netVector * netParameters * 8], alone[netParameters * 8];
    trainNets(kind, netLanes(kind), 1, found);
    if (!isThere[kind.isDouble]) memcpy(first[kind.isDouble], found, bytes);
    isThere[kind.isDouble] = true;
    int wrong = memcmp(first[kind.isDouble], found, bytes) != 0;
    if (rowLanes(kind, netRows) > 0) {
        for (size_t k = 0; k < 2; k++) {
            trainNets(kind, k, rowLanes(kind, netRows), alone);
            wrong += memcmp(found + k * netParameters * size, alone, netParameters * size) != 0;
        }
    }
    for (size_t i = 0; i < bytes; i++) *hash = (*hash ^ (unsigned char)found[i]) * 1099511628211u;
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
            isSparse = layers % 3 == 0;
            const size_t most = isSparse ? 6 : 90;
            const size_t inputs = number(most), outputs = number(most), blocks = 1 + number(20);
            wrong += (kind.isDouble ? layerOfDoubles : layerOfSingles)(kind, inputs, outputs, blocks);
        }
        isSparse = false;
        wrong += curves((ProductKind){set, false}) + curves((ProductKind){set, true});
        unsigned long long hash = 14695981039346656037u;
        wrong += nets((ProductKind){set, false}, &hash) + nets((ProductKind){set, true}, &hash);
        printf("instructions %d: %d layers, %d numbers differ; nets %llx\n", set, layers, wrong, hash);
        status |= wrong != 0;
    }
    const int wrong = pool();
    printf("pool: %d pieces of work were not done once\n", wrong);
    return status | (wrong != 0);
}
