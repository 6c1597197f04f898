// Our own reader of characters, as libedit's cannot be interrupted without its signal handling.

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "Private.h"

/// Waits for a byte or a signal, forever without `limit`. False on a signal, and when time is up.
bool reader_waits(const struct timespec *limit) {
  fd_set set;
  int other = signals_descriptor();
  FD_ZERO(&set);
  FD_SET(STDIN_FILENO, &set);
  if (other < FD_SETSIZE) FD_SET(other, &set);
  int ready = pselect((other < FD_SETSIZE ? other : STDIN_FILENO) + 1, &set, NULL, NULL, limit, NULL);
  return ready > 0 && FD_ISSET(STDIN_FILENO, &set);
}

static int send_event(Editor *editor, Event event, wchar_t *character) {
  editor->event = event;
  *character = EVENT_KEY;
  return 1;
}

/// Another process may have set other modes while we were stopped: leave the editing modes, then take them
/// again. Taking them without leaving first changes nothing, as libedit believes it still has them.
static void retake_terminal(Editor *editor) {
  signals_paste(false);
  el_set(editor->line, EL_PREP_TERM, 0);
  el_set(editor->line, EL_PREP_TERM, 1);
  signals_paste(editor->can_move);
}

/// The SIGCONT that ends the stop takes the terminal again.
static void suspend(Editor *editor) {
  if (!editor->plain) redraw_leave(editor);
  signals_paste(false);
  el_set(editor->line, EL_PREP_TERM, 0);
  signals_suspend();
}

static void redraw(Editor *editor) {
  if (!editor->plain) el_set(editor->line, EL_REFRESH);
}

/// Deals with one signal.
static void answer(Editor *editor, int number) {
  switch (number) {
    case SIGINT:
      editor->status = EDITOR_INTERRUPTED;
      tcflush(STDIN_FILENO, TCIFLUSH);  // what came before ^C is dropped with the line, as of a long paste
      return;
    case SIGTSTP: suspend(editor); return;
    case SIGCONT:
      retake_terminal(editor);
      redraw_row(editor);
      break;
    case SIGWINCH: redraw_resized(editor); break;
    default: return;
  }
  redraw(editor);
}

/// Takes one byte in. 1 when it completes a character, 0 when more are needed; a byte that cannot belong to
/// a character is dropped.
static int decode(Editor *editor, char byte, wchar_t *character) {
  bool inside = !mbsinit(&editor->decoding);
  size_t length = mbrtowc(character, &byte, 1, &editor->decoding);
  if (length != (size_t)-1) return length <= 1;
  memset(&editor->decoding, 0, sizeof editor->decoding);
  return inside ? decode(editor, byte, character) : 0;
}

/// Reads one byte: 1, 0 at end of file, -1 on an error.
static int read_byte(Editor *editor, char *byte) {
  if (editor->ahead < 0) return (int)read(STDIN_FILENO, byte, 1);
  *byte = (char)editor->ahead;
  editor->ahead = -1;
  return 1;
}

/// With vi's keys Esc is a key, but it also begins what arrows and pastes send. Those come at once and go on
/// with [ or O; any other Esc is a key of its own.
static bool is_lone_escape(Editor *editor, char byte) {
  static const struct timespec limit = {0, 50 * 1000 * 1000};
  if (!editor->vi || byte != '\033' || editor->diverted) return false;
  char next;
  if (!reader_waits(&limit) || read(STDIN_FILENO, &next, 1) != 1) return true;
  editor->ahead = (unsigned char)next;
  return next != '[' && next != 'O';
}

/// Waits for one character, answering signals. 1 with a character, 0 at end of file, -1 on an error or an
/// interrupt.
static int wait_for_character(Editor *editor, wchar_t *character) {
  for (;;) {
    answer(editor, signals_next());
    if (editor->status == EDITOR_INTERRUPTED) return errno = EINTR, -1;
    if (editor->ahead < 0 && !reader_waits(NULL)) continue;
    char byte;
    int got = read_byte(editor, &byte);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return got;
    if (is_lone_escape(editor, byte)) byte = LONE_ESCAPE_KEY;
    if (decode(editor, byte, character)) return 1;
  }
}

/// Whether text that waits in a mass may be taken in at once: not in the middle of a character, of what an arrow sends, or
/// of a paste that the terminal marks.
static bool may_flood(Editor *editor) {
  return !editor->plain && !editor->diverted && !editor->pasting && !editor->in_sequence && editor->ahead < 0 &&
         mbsinit(&editor->decoding);
}

/// What an Esc begins goes on with [ or O, digits and semicolons.
static void note_sequence(Editor *editor, wchar_t character) {
  if (character == L'\033') editor->in_sequence = true;
  else if (editor->in_sequence) editor->in_sequence = wcschr(L"[O0123456789;", character) != NULL;
}

/// The reader libedit calls. An interrupt is told twice: first as an event, whose function moves the cursor
/// after the text, then as an error, which ends the read wherever libedit is.
int reader_next(EditLine *line, wchar_t *character) {
  Editor *editor = editor_of(line);
  bool told = editor->status == EDITOR_INTERRUPTED;
  redraw_edited(editor);
  if (!told && may_flood(editor) && flood_collect(editor)) return send_event(editor, EVENT_FLOOD, character);
  int result = wait_for_character(editor, character);
  if (result < 0 && editor->status == EDITOR_INTERRUPTED && !told && !editor->plain)
    return send_event(editor, EVENT_FINISH, character);
  if (result == 1) note_sequence(editor, *character);
  if (result != 1 || !editor->diverted) return result;
  editor->key = *character;
  return send_event(editor, EVENT_DIVERTED, character);
}
