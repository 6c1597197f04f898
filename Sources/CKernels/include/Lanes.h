// Comparisons and square roots of four numbers at once. Swift's own go from lane to lane through memory.
#ifndef LANES_H
#define LANES_H

typedef float Float4 __attribute__((ext_vector_type(4)));
typedef double Double4 __attribute__((ext_vector_type(4)));
typedef int Mask4 __attribute__((ext_vector_type(4)));
typedef long long WideMask4 __attribute__((ext_vector_type(4)));

#define LANES static inline __attribute__((always_inline))

LANES Mask4 areLess(Float4 a, Float4 b) { return (Mask4)(a < b); }
LANES Mask4 areAtMost(Float4 a, Float4 b) { return (Mask4)(a <= b); }
LANES Mask4 areEqual(Float4 a, Float4 b) { return (Mask4)(a == b); }
LANES Float4 squareRoots(Float4 x) { return __builtin_elementwise_sqrt(x); }

LANES WideMask4 areLessWide(Double4 a, Double4 b) { return (WideMask4)(a < b); }
LANES WideMask4 areAtMostWide(Double4 a, Double4 b) { return (WideMask4)(a <= b); }
LANES WideMask4 areEqualWide(Double4 a, Double4 b) { return (WideMask4)(a == b); }
LANES Double4 squareRootsWide(Double4 x) { return __builtin_elementwise_sqrt(x); }

#undef LANES
#endif
