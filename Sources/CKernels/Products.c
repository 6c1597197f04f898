#include "CKernels.h"

#include <stdlib.h>

// Every sum is one multiplication and one addition a term, rounded each.
#pragma STDC FP_CONTRACT OFF

// Epochs between two looks at whether some averages are nearly subnormal.
#define FADING 64

#if defined(__x86_64__)
#define HAS_AVX 1
#else
#define HAS_AVX 0
#endif

// SSE2 and NEON have 16 and 32 registers of 16 bytes.
#if HAS_AVX
#define BASELINE_HEIGHT 4
#else
#define BASELINE_HEIGHT 8
#endif

#define TARGET
#define HEIGHT BASELINE_HEIGHT
#define NAME(name) name##_baseline
#define BYTES 16
#include "EachNumber.inc"

#if HAS_AVX
#define TARGET __attribute__((target("avx2")))
#define HEIGHT 6
#define NAME(name) name##_avx2
#define BYTES 32
#include "EachNumber.inc"

#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw"), min_vector_width(512)))
#define HEIGHT 12
#define NAME(name) name##_avx512
#define BYTES 64
#include "EachNumber.inc"
#endif

bool instructionsAreSupported(int instructions) {
#if HAS_AVX
    __builtin_cpu_init();
    if (instructions == InstructionsAVX512) {
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
    }
    if (instructions == InstructionsAVX2) return __builtin_cpu_supports("avx2");
#endif
    return instructions == InstructionsBaseline;
}

const char *requestedKernel(void) { return getenv("NN_KERNEL"); }

// Calls the function of a kind.
#define CHOOSE_NUMBER(kind, name, set, ...)                                                                            \
    ((kind).isDouble ? name##_f64_##set(__VA_ARGS__) : name##_f32_##set(__VA_ARGS__))
#if HAS_AVX
#define CHOOSE(kind, name, ...)                                                                                        \
    ((kind).instructions == InstructionsAVX512 ? CHOOSE_NUMBER(kind, name, avx512, __VA_ARGS__)                        \
     : (kind).instructions == InstructionsAVX2 ? CHOOSE_NUMBER(kind, name, avx2, __VA_ARGS__)                          \
                                               : CHOOSE_NUMBER(kind, name, baseline, __VA_ARGS__))
#else
#define CHOOSE(kind, name, ...) CHOOSE_NUMBER(kind, name, baseline, __VA_ARGS__)
#endif

// Numbers in the two vectors of a row of a tile.
static size_t tileWidth(ProductKind kind) {
    const size_t bytes = kind.instructions == InstructionsAVX512 ? 64 : kind.instructions == InstructionsAVX2 ? 32 : 16;
    return 2 * bytes / (kind.isDouble ? sizeof(double) : sizeof(float));
}

size_t netLanes(ProductKind kind) { return tileWidth(kind) / 2; }

size_t netEpochs(const NetTraining *training, NetState *state, size_t most) {
    return CHOOSE(training->kind, netEpochs, training, state, most);
}

size_t rowLanes(ProductKind kind, size_t rows) {
    if (kind.instructions == InstructionsBaseline) return 0;
    return rows <= 4 ? 4 : tileWidth(kind) / 2;
}

size_t rowEpochs(const NetTraining *training, NetState *state, size_t most) {
#if HAS_AVX
    const ProductKind kind = training->kind;
    const bool isWide = kind.instructions == InstructionsAVX512;
    if (training->isOneBlock) {
        return isWide ? CHOOSE_NUMBER(kind, rowEpochs_fours, avx512, training, state, most)
                      : CHOOSE_NUMBER(kind, rowEpochs_fours, avx2, training, state, most);
    }
    return isWide ? CHOOSE_NUMBER(kind, rowEpochs, avx512, training, state, most)
                  : CHOOSE_NUMBER(kind, rowEpochs, avx2, training, state, most);
#endif
    (void)training, (void)state, (void)most;
    return 0;
}

size_t leastNumbersOfCurve(ProductKind kind) { return tileWidth(kind) / 2; }

void applyCurve(ProductKind kind, int curve, size_t count, const void *preActivations, void *outputs) {
    CHOOSE(kind, apply, curve, count, preActivations, outputs);
}

void differentiateCurve(ProductKind kind, int curve, size_t count, const void *preActivations, const void *outputs,
                        void *gradient) {
    CHOOSE(kind, differentiate, curve, count, preActivations, outputs, gradient);
}

void packBlock(bool isDouble, const void *row0, const void *row1, const void *row2, const void *row3, size_t width,
               void *block) {
    if (isDouble) {
        packBlock_f64_baseline(row0, row1, row2, row3, width, block);
    } else {
        packBlock_f32_baseline(row0, row1, row2, row3, width, block);
    }
}

size_t tileHeight(ProductKind kind) {
    return kind.instructions == InstructionsAVX512 ? 12 : kind.instructions == InstructionsAVX2 ? 6 : BASELINE_HEIGHT;
}

static size_t roundedUp(size_t count, size_t unit) { return (count + unit - 1) / unit * unit; }

size_t packedRowsSize(ProductKind kind, size_t blocks, size_t width) {
    return roundedUp(4 * blocks, tileWidth(kind)) * width;
}

size_t packedLanesSize(ProductKind kind, size_t blocks, size_t width) {
    return 4 * blocks * roundedUp(width, tileWidth(kind));
}

size_t scratchSize(LayerProduct layer) {
    size_t longest = layer.inputs > layer.outputs ? layer.inputs : layer.outputs;
    if (longest < 4 * layer.blocks) longest = 4 * layer.blocks;
    // The sums of four tiles, then the weights or errors of one.
    return tileHeight(layer.kind) * (4 * tileWidth(layer.kind) + longest);
}

size_t partialsSize(LayerProduct layer) {
    return 4 * roundedUp(layer.inputs, tileWidth(layer.kind)) * roundedUp(layer.outputs, tileHeight(layer.kind));
}

size_t rowPanels(ProductKind kind, size_t blocks) { return CHOOSE(kind, rowPanels, blocks); }

size_t lanePanels(ProductKind kind, size_t width) { return CHOOSE(kind, lanePanels, width); }

void packRows(ProductKind kind, const void *rows, size_t blocks, size_t width, size_t first, size_t end, void *packed) {
    CHOOSE(kind, packRows, rows, blocks, width, first, end, packed);
}

void packPanels(ProductKind kind, const void *rows, size_t count, size_t width, size_t first, size_t end,
                void *packed) {
    CHOOSE(kind, packPanels, rows, count, width, first, end, packed);
}

void packLanes(ProductKind kind, const void *rows, size_t blocks, size_t width, size_t first, size_t end,
               void *packed) {
    CHOOSE(kind, packLanes, rows, blocks, width, first, end, packed);
}

void preActivations(LayerProduct layer, const void *biases, const void *packed, size_t first, size_t end, void *outputs,
                    void *scratch) {
    CHOOSE(layer.kind, preActivations, layer, biases, packed, first, end, outputs, scratch);
}

void backpropagate(LayerProduct layer, const void *packed, size_t first, size_t end, void *previous, void *scratch) {
    CHOOSE(layer.kind, backpropagate, layer, packed, first, end, previous, scratch);
}

void weightGradients(LayerProduct layer, const void *errors, const void *packed, size_t first, size_t end, bool begins,
                     bool finishes, void *partials, void *gradients, void *scratch) {
    CHOOSE(layer.kind, weightGradients, layer, errors, packed, first, end, begins, finishes, partials, gradients,
           scratch);
}
