// Matrix products of wide layers in the order of sums that docs/determinism.md states, compiled for several processors,
// a pool of threads, and large pages of memory. `NeuralCore/Network/Kernels.swift` is the reference: every product gives its bits.
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

// Activations.
enum {
    CurveSigmoid,
    CurveTanh,
    CurveElu,
    CurveSelu,
    CurveGelu,
    CurveGeluTanh,
    CurveSoftplus,
    CurveSilu,
    CurveLinear,
    CurveRelu,
    CurveLeakyRelu,
    CurveHardSigmoid,
    CurveHardTanh,
    CurveSoftsign,
    CurveStep,
    CurveHeaviside,
    CurveSoftmax
};
// Numbers that the two functions below take at least.
size_t leastNumbersOfCurve(ProductKind kind);
// outputs = f(preActivations), number by number; not for the linear one and softmax.
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

// Four rows of numbers become a block, [width][4].
void packBlock(bool isDouble, const void *row0, const void *row1, const void *row2, const void *row3, size_t width,
               void *block);

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
// The same from rows as data has them, [count][width].
void packPanels(ProductKind kind, const void *rows, size_t count, size_t width, size_t first, size_t end, void *packed);
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

// MARK: Many nets of one shape at the same time

// Losses; the squared ones differ in what they are divided by.
enum {
    NetLossSquared,
    NetLossAbsolute,
    NetLossErrors,
    NetLossHuber,
    NetLossHinge,
    NetLossBinary,
    NetLossCrossEntropy
};
// Update rules. What `settings` and the table of scalars hold for each stands beside it in Rules.inc.
enum {
    NetRuleAdam,
    NetRuleAdamax,
    NetRuleNAdam,
    NetRuleRAdam,
    NetRuleAdagrad,
    NetRuleAdadelta,
    NetRuleRMSProp,
    NetRuleSGD,
    NetRuleMomentum,
    NetRuleRprop,
    NetRuleQuickprop
};
// How a loss is compared with the limit.
enum { NetNever, NetLess, NetLessOrEqual, NetGreater, NetGreaterOrEqual };

// A layer: its activation, where its weights [outputs][inputs] and then its biases begin among the parameters, and where
// its arrays [rows of a chunk][outputs] begin in the buffers. Those of a linear layer are one array. `packed`: where one net
// has room for the inputs of a layer in another order, [fours of rows of a chunk][groups of inputs].
typedef struct {
    size_t inputs, outputs;
    int curve;
    bool hasBias;
    size_t weights, preActivations, values, errors, packed;
} NetLayer;

// Rows of data, filled up with zeros. For many nets: to blocks of four, numbers that all nets have or vectors over the
// nets. For one net: [blocks][width][lanes]; the inputs also `packed`, [fours of rows][groups of lanes / 4 inputs][lanes].
typedef struct {
    size_t rows, blocks;
    const void *inputs, *targets, *packed;
    // Of its loss, and of every derivative; what its loss counts in that of the epoch.
    double divisor, factor, share;
} NetBatch;

// One net: rows that are looked at after every epoch, with the weights that it leaves.
typedef struct {
    // NULL for those of the one batch: what they come to is then in the pass that the next epoch begins with.
    const NetBatch *batch;
    // The class of each row, [blocks][lanes], as a number of the net; -1 in what fills them up. NULL if the loss is looked
    // at. A single output above the threshold says class 1.
    const void *classes;
    double threshold;
    // Without patience the epochs end where so many rows are classified correctly.
    size_t least, most;
    // The epochs end after so many without a new best: the least loss, the most correct rows (with a minus sign). 0 for none.
    size_t patience, since;
    double best;
    // Of this call: whether there was a new best, after how many epochs, and whether the patience is at its end.
    bool isImproved, isOver;
    size_t bestEpoch;
    void *bestWeights;
} NetWatch;

// What all nets share; or what one net has.
typedef struct {
    ProductKind kind;
    // Of one net: whether all its batches have four rows or fewer. Of many: not read.
    bool isOneBlock;
    size_t layers, parameters, batches;
    const NetLayer *layer;
    const NetBatch *batch;
    // Rows that go through all layers at once, a multiple of four, or of the lanes of one net.
    size_t chunk;
    // Of one net: where in the buffers there is room for the elements of a block of the loss.
    size_t elements;
    bool hasOwnRows;
    int loss;
    bool startsAtPreActivations;
    double smoothing;
    // NULL for all alike.
    const void *classWeights;
    int rule;
    bool flag;
    const void *settings;
    // The numbers of the rule that depend on the steps made, `scalars` a step.
    size_t scalars;
    const void *table;
    double l1, l2, kept;
    // What the total of an epoch of several batches is divided by.
    double divisor;
    int relation;
    double limit;
    // Of one net; NULL for none. Of many: not read.
    NetWatch *watch;
} NetTraining;

// What each net has: arrays of vectors over nets. A net that is not active is computed, and never looked at.
typedef struct {
    void *weights, *previous, *gradient, *partials, *buffers, *slots[3], *loss;
    // Updates that each net has made; there must be rows of the table for them.
    long long *steps;
    // A bit a net, those of which the limit held for the loss of the last epoch; whose loss was not finite, before
    // anything was changed; whose loss was not finite in a later batch of the last epoch.
    unsigned active, met, diverged, divergedWithin;
} NetState;

// How many nets there are in a vector.
size_t netLanes(ProductKind kind);
// Runs epochs until one of the active nets has something to tell, `most` at the most. `previous` then holds the weights
// before the last epoch.
//
// Returns: how many whole epochs were run.
size_t netEpochs(const NetTraining *training, NetState *state, size_t most);

// MARK: One small net

// Rows in a vector, for so many rows; 0 where these epochs are not compiled.
size_t rowLanes(ProductKind kind, size_t rows);
// Runs epochs of one net until the limit holds for a loss or one is not finite, `most` at the most. The arrays of the state
// are filled up to a multiple of 16 numbers and begin at a multiple of 64 bytes; `partials` [parameters][4]; `loss` gets the
// loss of each epoch; `steps[0]` is the row of the table for the next step. `diverged`: the last loss was not finite, and its
// epoch is not counted; `divergedWithin`: `previous` holds the weights before that epoch, and not before the one before.
// What is watched is looked at after each epoch but the one for which the limit held; `met` is also set where the watch ends
// them without patience.
//
// Returns: how many epochs were run.
size_t rowEpochs(const NetTraining *training, NetState *state, size_t most);

// A pool of threads that stays. Runs `work` for 0 ..< count at the same time, 0 on the calling thread, and returns when
// all are done. While another caller uses the pool, the calls follow each other on the calling thread.
void poolRun(size_t count, void (*work)(void *context, size_t number), void *context);

// Memory that is about to be written for the first time comes in large pages, where the system has them: of small ones it
// has to hand out thousands, which takes longer than to fill them. Little memory stays as it is.
void preferLargePages(void *place, size_t bytes);

// What some memory holds is needed no more: until it is written again, the system may have its pages. Little memory stays
// as it is. Afterwards it holds what it held, or zeros.
void forgetPages(void *place, size_t bytes);

// Those that this process may use, which may be fewer than the machine has; at least 1, or -1 if nobody knows.
long allowedProcessors(void);

// Some megabytes that this process gives back stay with it, where the C library can be told so.
void keepFreedMemory(void);

#endif
