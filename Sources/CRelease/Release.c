#include "CRelease.h"

// The package's manifest says it, so that another commit compiles these lines alone anew.
#ifndef NN_COMMIT
#define NN_COMMIT ""
#endif

const char *release_commit(void) { return NN_COMMIT; }
