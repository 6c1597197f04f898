// Opening, reading and closing.

#include "CLibEdit.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "Private.h"

/// libedit converts text with the C locale's functions, which drop the bytes of é under LANG=C.
static void choose_locale(void) {
  static const char *const names[] = {"", "C.UTF-8", "UTF-8", "en_US.UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (setlocale(LC_CTYPE, names[i]) != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
}

static char *current_prompt(EditLine *line) { return editor_of(line)->prompt; }

/// "up" is what a terminal lacks that is dumb or that terminfo does not know.
static bool find_can_move(EditLine *line) {
  char *up = NULL;
  el_get(line, EL_GETTC, "up", &up);
  return up != NULL && up[0] != '\0';
}

/// Modes of the terminal while editing. Enter is not ^J, and \r\n in a paste is one newline; on ^C the kernel
/// would throw output away, and with it the next prompt when that is already on its way. ^S is a key of the search.
static void set_modes(EditLine *line) {
  el_set(line, EL_SETTY, "-d", "-icrnl", "-inlcr", "-ixon", "+noflsh", NULL);
}

/// Without the strings that shift the rest of a row, libedit writes that rest anew. With them it counts a wide character as
/// one cell, and what it shifts over the margin is lost or comes twice.
static void forgo_shifting(EditLine *line) {
  static const char *const names[] = {"ic", "IC", "im", "ip", "dc", "DC", "dm"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) el_set(line, EL_SETTC, names[i], "", NULL);
}

static void configure(Editor *editor) {
  EditLine *line = editor->line;
  int editing = 1;
  el_set(line, EL_CLIENTDATA, editor);
  el_set(line, EL_PROMPT_ESC, current_prompt, '\1');
  el_set(line, EL_SIGNAL, 0);
  el_set(line, EL_EDITOR, "emacs");
  if (editor->history != NULL) el_set(line, EL_HIST, history, editor->history);
  el_wset(line, EL_GETCFN, reader_next);
  keys_add(line);
  el_source(line, NULL);
  set_modes(line);
  forgo_shifting(line);
  editor->vi = keys_bind(line);
  el_get(line, EL_EDITMODE, &editing);
  editor->plain = !editing;
  editor->can_move = find_can_move(line);
}

Editor *editor_open(const char *program, EditorHandler handler, void *context) {
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !signals_open()) return NULL;
  Editor *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  choose_locale();
  editor->handler = handler;
  editor->context = context;
  editor->line = el_init(program, stdin, stdout, stderr);
  editor->history = history_init();
  if (editor->line == NULL || !editor_set_prompt(editor, "") || !editor_set_continuation(editor, "")) {
    editor_close(editor);
    return NULL;
  }
  HistEvent event;
  if (editor->history != NULL) history(editor->history, &event, H_SETSIZE, 100000);
  configure(editor);
  return editor;
}

void editor_close(Editor *editor) {
  if (editor == NULL) return;
  if (editor->line != NULL) el_end(editor->line);
  if (editor->history != NULL) history_end(editor->history);
  free(editor->prompt);
  free(editor->continuation);
  free(editor);
}

bool editor_can_move(const Editor *editor) { return editor->can_move; }

static bool set(char **place, const char *text) {
  char *copy = strdup(text);
  if (copy == NULL) return false;
  free(*place);
  *place = copy;
  return true;
}

bool editor_set_prompt(Editor *editor, const char *prompt) {
  // On its screen libedit has the escapes of the prompt that it drew by their numbers. With another prompt, which may have
  // fewer, it would look for some that are not there, and abort, where a row of the new one is as wide as the terminal.
  bool marked = strchr(prompt, '\1') != NULL || (editor->prompt != NULL && strchr(editor->prompt, '\1') != NULL);
  if (marked && (editor->prompt == NULL || strcmp(editor->prompt, prompt) != 0)) editor->recolored = true;
  return set(&editor->prompt, prompt);
}

unsigned char editor_refreshed(Editor *editor) {
  bool all = editor->recolored;
  editor->recolored = false;
  return all ? CC_REDISPLAY : CC_REFRESH;
}

bool editor_set_continuation(Editor *editor, const char *prompt) { return set(&editor->continuation, prompt); }

void editor_remember(Editor *editor, const char *entry) {
  HistEvent event;
  if (editor->history != NULL) history(editor->history, &event, H_ENTER, entry);
}

/// What the terminal shows after the text: libedit leaves the cursor there unless the line was accepted.
static void finish(Editor *editor) {
  redraw_continued(editor);
  if (editor->status == EDITOR_TEXT) return;
  fputs(editor->status == EDITOR_INTERRUPTED ? "^C" : "", stdout);
  fputs(editor->can_move ? "\033[J\n" : "\n", stdout);
  fflush(stdout);
  el_reset(editor->line);
}

/// The text without the newline that ends it.
static char *copy_line(const char *text) {
  size_t length = strlen(text);
  if (length > 0 && text[length - 1] == '\n') length--;
  return strndup(text, length);
}

/// Forgets what the previous read left.
static void start(Editor *editor) {
  int rows;
  editor->status = EDITOR_TEXT;
  editor->event = EVENT_NONE;
  editor->diverted = false;
  editor->recolored = false;
  editor->ahead = -1;
  memset(&editor->decoding, 0, sizeof editor->decoding);
  editor->columns = editor_columns(&rows);
  if (editor->outdated) el_resize(editor->line);
  editor->outdated = false;
}

/// A line as the terminal itself lets it be edited, where libedit has no room to draw.
static char *read_plainly(Editor *editor, EditorStatus *status) {
  char line[4096];
  editor->outdated = true;
  fputs("> ", stdout);
  fflush(stdout);
  ssize_t count = read(STDIN_FILENO, line, sizeof line);
  *status = count > 0 ? EDITOR_TEXT : count < 0 && errno == EINTR ? EDITOR_INTERRUPTED : EDITOR_END_OF_FILE;
  if (count <= 0) return NULL;
  if (line[count - 1] == '\n') count--;
  return strndup(line, (size_t)count);
}

char *editor_read(Editor *editor, EditorStatus *status) {
  int count = 0, rows;
  char *copy = NULL;
  fflush(stdout);
  if (editor_columns(&rows) < EDITOR_LEAST_COLUMNS) return read_plainly(editor, status);
  start(editor);
  redraw_begin(editor);
  signals_enter(editor->can_move && !editor->plain);
  // libedit draws the prompt before it takes the terminal; what is typed between the two would be echoed.
  el_set(editor->line, EL_PREP_TERM, 1);
  const char *text = el_gets(editor->line, &count);
  if (text != NULL && editor->status == EDITOR_TEXT) copy = copy_line(text);
  if (copy == NULL && editor->status == EDITOR_TEXT) editor->status = EDITOR_END_OF_FILE;
  finish(editor);
  signals_leave(editor->status == EDITOR_TEXT);
  *status = editor->status;
  return copy;
}
