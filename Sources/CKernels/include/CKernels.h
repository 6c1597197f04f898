// Matrix products of wide layers in the order of sums that docs/determinism.md states, compiled for several processors,
// and a pool of threads. `NeuralCore/Network/Kernels.swift` is the reference: every product gives its bits.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "Lanes.h"

#include <stdbool.h>
#include <stddef.h>

// The instructions that the products are compiled for: SSE2 or NEON, AVX2, AVX-512.
enum { InstructionsBaseline = 0, InstructionsAVX2 = 1, InstructionsAVX512 = 2 };

// Whether the processor at hand has them.
bool instructionsAreSupported(int instructions);
// What the environment asks for in NN_KERNEL; NULL if nothing.
const char *requestedKernel(void);

// For which instructions and which kind of number, float32 or float64. Bits do not depend on the instructions.
typedef struct {
    int instructions;
    bool isDouble;
} ProductKind;

// Activations whose loops are compiled for each set of instructions: those that are made of exponentials.
enum { CurveSigmoid, CurveTanh, CurveElu, CurveSelu, CurveGeluTanh, CurveSoftplus, CurveSilu };
// Numbers that the two functions below take at least.
size_t leastNumbersOfCurve(ProductKind kind);
// outputs = f(preActivations), number by number.
void applyCurve(ProductKind kind, int curve, size_t count, const void *preActivations, void *outputs);
// gradient = gradient * f'(preActivations), in place.
void differentiateCurve(ProductKind kind, int curve, size_t count, const void *preActivations, const void *outputs,
                        void *gradient);

// One layer over some rows. Arrays of rows are [blocks][width][4], four rows a block, as `PackedBatch` has them; weights
// are [outputs][inputs]. What these functions write for themselves begins at a multiple of 64 bytes.
typedef struct {
    ProductKind kind;
    size_t inputs, outputs, blocks;
    const void *weights;
} LayerProduct;

// Neurons that a product takes at once: ranges of neurons begin at multiples of it.
size_t tileHeight(ProductKind kind);
// Sizes in numbers: of what `packRows` and `packLanes` write, of what a call of a product needs for itself, and of the
// partial sums that `weightGradients` keeps between chunks of rows.
size_t packedRowsSize(ProductKind kind, size_t blocks, size_t width);
size_t packedLanesSize(ProductKind kind, size_t blocks, size_t width);
size_t scratchSize(LayerProduct layer);
size_t partialsSize(LayerProduct layer);

// Panels of rows, for sums over neurons; those from `first` to below `end` of `rowPanels`.
size_t rowPanels(ProductKind kind, size_t blocks);
void packRows(ProductKind kind, const void *rows, size_t blocks, size_t width, size_t first, size_t end, void *packed);
// Panels of neurons with the four lanes apart, for sums over rows; those from `first` to below `end` of `lanePanels`.
size_t lanePanels(ProductKind kind, size_t width);
void packLanes(ProductKind kind, const void *rows, size_t blocks, size_t width, size_t first, size_t end, void *packed);

// outputs[b][j] = sum over i of weights[j][i] * inputs[b][i], i ascending, then + biases[j]; for j from `first` to below
// `end`. `packed`: the inputs, by `packRows`.
void preActivations(LayerProduct layer, const void *biases, const void *packed, size_t first, size_t end, void *outputs,
                    void *scratch);
// previous[b][i] = sum over j of weights[j][i] * errors[b][j], j ascending; for i from `first` to below `end`.
// `packed`: the errors, by `packRows`.
void backpropagate(LayerProduct layer, const void *packed, size_t first, size_t end, void *previous, void *scratch);
// gradients[j][i] = sum over rows of errors[r][j] * inputs[r][i] as four partial sums, row r in sum r mod 4, added as
// (0 + 2) + (1 + 3); for j from `first` to below `end`. `packed`: the inputs, by `packLanes`. `begins`, `finishes`: it is
// the first, the last chunk of the rows; between chunks `partials` holds the sums.
void weightGradients(LayerProduct layer, const void *errors, const void *packed, size_t first, size_t end, bool begins,
                     bool finishes, void *partials, void *gradients, void *scratch);

// A pool of threads that stays. Runs `work` for 0 ..< count at the same time, 0 on the calling thread, and returns when
// all are done. While another caller uses the pool, the calls follow each other on the calling thread.
void poolRun(size_t count, void (*work)(void *context, size_t number), void *context);

#endif
