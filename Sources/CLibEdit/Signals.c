// Signals while a line is being edited: handlers are ours during a read only, and whatever had them before
// gets them back. libedit's own handling (EL_SIGNAL) is off: it sends what it gets to the process group.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "Private.h"

/// The reader answers the first four; the others end the process, after the terminal is put right.
static const int numbers[] = {SIGINT,  SIGTSTP, SIGCONT, SIGWINCH, SIGTERM, SIGHUP,  SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU,
                              SIGQUIT, SIGABRT, SIGSEGV, SIGBUS,   SIGILL,  SIGTRAP, SIGFPE};
enum { answered = 4, count = sizeof numbers / sizeof numbers[0] };

static struct sigaction previous[count];
static volatile sig_atomic_t pending[answered];
static volatile sig_atomic_t paste_on;
static struct termios cooked;
static volatile sig_atomic_t cooked_known;
static int wake[2] = {-1, -1};

/// Wakes the reader. A byte in a pipe rather than an interrupted wait: the kernel may run the handler on any
/// thread, and the signal may come just before the wait begins.
static void wake_reader(void) {
  ssize_t ignored = write(wake[1], "!", 1);
  (void)ignored;
}

static int index_of(int number) {
  for (int i = 0; i < count; i++)
    if (numbers[i] == number) return i;
  return 0;
}

static void note(int number) {
  int saved = errno;
  pending[index_of(number)] = 1;
  wake_reader();
  errno = saved;
}

/// Only in the foreground: from the background it would change the modes under the shell's own editor.
static void restore_terminal(void) {
  if (tcgetpgrp(STDIN_FILENO) != getpgrp()) return;
  if (cooked_known) tcsetattr(STDIN_FILENO, TCSANOW, &cooked);
  const char *text = paste_on ? "\033[?2004l\r\n" : "\r\n";
  ssize_t ignored = write(STDOUT_FILENO, text, strlen(text));
  (void)ignored;
}

/// A signal that ends the process. When the program itself handles it and comes back, editing goes on.
static void die(int number) {
  int saved = errno;
  restore_terminal();
  sigaction(number, &previous[index_of(number)], NULL);
  raise(number);
  pending[index_of(SIGCONT)] = 1;
  wake_reader();
  errno = saved;
}

static void install(int i) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  action.sa_handler = i < answered ? note : die;
  sigaction(numbers[i], NULL, &previous[i]);
  bool ignored = !(previous[i].sa_flags & SA_SIGINFO) && previous[i].sa_handler == SIG_IGN;
  if (ignored && numbers[i] != SIGCONT && numbers[i] != SIGWINCH) return;
  sigaction(numbers[i], &action, NULL);
}

/// Makes the pipe, once. False when there are no descriptors left.
bool signals_open(void) {
  if (wake[0] >= 0) return true;
  if (pipe(wake) != 0) return false;
  for (int i = 0; i < 2; i++) {
    fcntl(wake[i], F_SETFD, FD_CLOEXEC);
    fcntl(wake[i], F_SETFL, O_NONBLOCK);
  }
  return true;
}

int signals_descriptor(void) { return wake[0]; }

/// A signal that came since the last call, 0 when there is none.
int signals_next(void) {
  char bytes[64];
  while (read(wake[0], bytes, sizeof bytes) > 0) {}
  for (int i = 0; i < answered; i++) {
    if (!pending[i]) continue;
    pending[i] = 0;
    return numbers[i];
  }
  return 0;
}

/// Before a read, while the terminal still has the modes the program runs with.
void signals_enter(bool paste) {
  cooked_known = tcgetattr(STDIN_FILENO, &cooked) == 0;
  for (int i = 0; i < answered; i++) pending[i] = 0;
  for (int i = 0; i < count; i++) install(i);
  signals_paste(paste);
}

/// After a read. A ^C or ^Z that came just too late for a finished line belongs to the program.
void signals_leave(bool finished) {
  signals_paste(false);
  for (int i = 0; i < count; i++) sigaction(numbers[i], &previous[i], NULL);
  for (int i = 0; i < answered; i++) {
    if (finished && pending[i] && (numbers[i] == SIGINT || numbers[i] == SIGTSTP)) raise(numbers[i]);
    pending[i] = 0;
  }
}

static void set(int number, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  action.sa_handler = handler;
  sigaction(number, &action, NULL);
}

/// ^Z while the program works with the modes of `running`: whoever gets the terminal then finds its own.
static struct termios running;
static void stop_running(int number) {
  int saved = errno;
  if (cooked_known) tcsetattr(STDIN_FILENO, TCSANOW, &cooked);
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, number);
  set(number, SIG_DFL);
  raise(number);
    pthread_sigmask(SIG_UNBLOCK, &stop, NULL);
  set(number, stop_running);
  pending[index_of(SIGCONT)] = 1;
  if (tcgetpgrp(STDIN_FILENO) == getpgrp()) tcsetattr(STDIN_FILENO, TCSANOW, &running);

  errno = saved;
}

/// For the time of some work between two reads: the program has its own ^C, but the terminal keeps the modes of reading, and
/// is put right when a signal ends or stops the process.
void signals_release(const struct termios *modes) {
    running = *modes;
  int interrupt = index_of(SIGINT), stop = index_of(SIGTSTP);
  sigaction(SIGINT, &previous[interrupt], NULL);
  if (previous[stop].sa_handler != SIG_IGN) set(SIGTSTP, stop_running);
  // A ^C between the last key and now is for the work.
  if (pending[interrupt]) raise(SIGINT);
  pending[interrupt] = 0;
}

/// What came meanwhile and asks for a drawing, a new size or a stop, is still to be answered.
void signals_retake(void) {
  int interrupt = index_of(SIGINT), stop = index_of(SIGTSTP);
  pending[interrupt] = pending[stop] = 0;
  if (previous[interrupt].sa_handler != SIG_IGN) set(SIGINT, note);
  if (previous[stop].sa_handler != SIG_IGN) set(SIGTSTP, note);
}

/// Stops the process as ^Z would have without us; returns when it is continued, or at once when nobody could
/// continue it. SIGCONT is noted either way, as the terminal must be taken again.
void signals_suspend(void) {
  int i = index_of(SIGTSTP);
  struct sigaction stop, ours;
  memset(&stop, 0, sizeof stop);
  sigemptyset(&stop.sa_mask);
  stop.sa_handler = SIG_DFL;
  sigaction(numbers[i], &stop, &ours);
  raise(SIGTSTP);
  sigaction(numbers[i], &ours, NULL);
  note(SIGCONT);
}

/// Asks the terminal to mark pastes, or to stop marking them.
void signals_paste(bool on) {
  if (on == (bool)paste_on) return;
  const char *text = on ? "\033[?2004h" : "\033[?2004l";
  paste_on = on;
  ssize_t ignored = write(STDOUT_FILENO, text, strlen(text));
  (void)ignored;
}
