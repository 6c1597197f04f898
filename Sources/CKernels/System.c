// What the system says of memory and processors.

// For the processors that a process may use.
#define _GNU_SOURCE

#include "CKernels.h"

#include <stdint.h>
#include <unistd.h>

#ifdef __linux__
#include <sched.h>
#include <sys/mman.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

// The size of a large page, most often.
enum { LargePage = 2 << 20, LeastBytes = 4 * LargePage };

#ifdef __linux__
// Tells the system about the whole large pages of some memory; of little, nothing. A system that does not know what it is
// told says so, which changes nothing.
static void advise(void *place, size_t bytes, int advice) {
    if (bytes < LeastBytes) return;
    uintptr_t first = ((uintptr_t)place + LargePage - 1) / LargePage * LargePage;
    uintptr_t end = ((uintptr_t)place + bytes) / LargePage * LargePage;
    if (first < end) madvise((void *)first, end - first, advice);
}
#endif

void preferLargePages(void *place, size_t bytes) {
#ifdef MADV_HUGEPAGE
    advise(place, bytes, MADV_HUGEPAGE);
#else
    (void)place;
    (void)bytes;
#endif
}

void forgetPages(void *place, size_t bytes) {
#ifdef __linux__
    advise(place, bytes, MADV_DONTNEED);
#else
    (void)place;
    (void)bytes;
#endif
}

long allowedProcessors(void) {
#ifdef __linux__
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
    return sysconf(_SC_NPROCESSORS_ONLN);
}

void keepFreedMemory(void) {
#ifdef __GLIBC__
    // The most that the library takes: what is larger goes back to the system when it is freed.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}
