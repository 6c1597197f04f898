#ifndef CRELEASE_H
#define CRELEASE_H

/// The commit that this was built from, with `+` behind it where files differed from it; empty where that is not known.
const char *release_commit(void);

#endif
