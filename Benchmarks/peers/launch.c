// launch REPORT COMMAND…: runs the command and writes its wall time in seconds, its processor time, its peak
// memory in KiB and its exit status to REPORT. Small, because a child is charged with the memory of the process that it was
// forked from: a Python in this place would hide what a small program takes.

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static double seconds(struct timeval t) { return t.tv_sec + 1e-6 * t.tv_usec; }

int main(int count, char **words) {
  if (count < 3) return 64;
  double start = now();
  pid_t child = fork();
  if (child < 0) return 71;
  if (child == 0) {
    execvp(words[2], words + 2);
    perror(words[2]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  wait4(child, &status, 0, &usage);
  double wall = now() - start;
#ifdef __APPLE__
  long peak = usage.ru_maxrss / 1024;
#else
  long peak = usage.ru_maxrss;
#endif
  FILE *report = fopen(words[1], "w");
  if (!report) return 73;
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  fprintf(report, "%.9f %.6f %ld %d\n", wall, seconds(usage.ru_utime) + seconds(usage.ru_stime), peak, code);
  fclose(report);
  return 0;
}
