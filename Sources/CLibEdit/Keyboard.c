// Single keys, for a program that is steered rather than typed at. Signals are handled as while a line is edited.

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CLibEdit.h"
#include "Private.h"

static struct termios before, raw;
static int depth;  // one inside another counts as one

static void set_raw(void) {
  raw = before;
  raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

bool keyboard_open(void) { return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && signals_open(); }

bool keyboard_can_move(void) {
  const char *name = getenv("TERM");
  if (name == NULL || strcmp(name, "dumb") == 0) return false;
  EditLine *line = el_init("nn", stdin, stdout, stderr);
  if (line == NULL) return false;
  char *up = NULL;
  el_get(line, EL_GETTC, "up", &up);
  bool found = up != NULL && up[0] != '\0';
  el_end(line);
  return found;
}

void keyboard_abandon(void) {
  if (depth > 0) tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

void keyboard_enter(void) {
  if (depth++ > 0) return;
  if (tcgetattr(STDIN_FILENO, &before) != 0) return;
  signals_enter(false);
  set_raw();
}

void keyboard_leave(void) {
  if (--depth > 0) return;

  tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
  signals_leave(false);
}

void keyboard_release(void) { signals_release(&raw); }

void keyboard_retake(void) { signals_retake(); }

/// What a signal means to the reader of keys; 0 for nothing.
static int answer(int number) {
  switch (number) {
    case SIGINT: return KEYBOARD_INTERRUPT;
    case SIGWINCH: return KEYBOARD_REDRAW;
    case SIGTSTP:
      tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
      signals_suspend();
      return 0;
    case SIGCONT:
      set_raw();
      return KEYBOARD_REDRAW;
    default: return 0;
  }
}

int keyboard_typed(void) {
  struct pollfd waited = {STDIN_FILENO, POLLIN, 0};
  unsigned char byte;
  if (poll(&waited, 1, 0) <= 0 || read(STDIN_FILENO, &byte, 1) != 1) return KEYBOARD_TIMEOUT;
  return byte;
}

int keyboard_next(int milliseconds) {
  for (;;) {
    for (int number; (number = signals_next()) != 0;) {
      int code = answer(number);
      if (code != 0) return code;
    }
    struct pollfd waited[2] = {{STDIN_FILENO, POLLIN, 0}, {signals_descriptor(), POLLIN, 0}};
    int ready = poll(waited, 2, milliseconds);
    if (ready == 0) return KEYBOARD_TIMEOUT;
    if (ready < 0 && errno != EINTR) return KEYBOARD_END;
    if (ready < 0 || waited[1].revents != 0) continue;
    unsigned char byte;
    ssize_t count = read(STDIN_FILENO, &byte, 1);
    if (count == 1) return byte;
    if (count == 0 || errno != EINTR) return KEYBOARD_END;
  }
}
