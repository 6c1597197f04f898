#include "CKernels.h"

#include <stdint.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

// The size of a large page, most often.
enum { LargePage = 2 << 20, LeastBytes = 4 * LargePage };

void preferLargePages(void *place, size_t bytes) {
#ifdef MADV_HUGEPAGE
    if (bytes < LeastBytes) return;
    // Whole pages inside; a system without large ones says so, which changes nothing.
    uintptr_t first = ((uintptr_t)place + LargePage - 1) / LargePage * LargePage;
    uintptr_t end = ((uintptr_t)place + bytes) / LargePage * LargePage;
    if (first < end) madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)place;
    (void)bytes;
#endif
}
