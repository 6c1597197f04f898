#ifndef C_PSEUDO_TERMINAL_H
#define C_PSEUDO_TERMINAL_H

#include <sys/types.h>

/// Starts a program on a new terminal of this size, in this folder if it has a name, as the leader of a session of its own. Returns the terminal's
/// other end, or -1. (Swift may not call fork, and sees the functions for terminals on some systems only.)
int pty_spawn(const char *path, char *const arguments[], char *const environment[], const char *folder,
              int rows, int columns, pid_t *process);

/// Tells the program on the terminal that it has another size now.
void pty_resize(int terminal, int rows, int columns);

#endif
