// Whole drawings: after a change of the terminal's width, and where libedit's own differences come out wrong.

#define _GNU_SOURCE  // wcwidth

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "Private.h"

int editor_columns(int *rows) {
  struct winsize size;
  memset(&size, 0, sizeof size);
  ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
  *rows = size.ws_row > 0 ? size.ws_row : 24;
  return size.ws_col > 0 ? size.ws_col : 80;
}

int editor_width(uint32_t scalar) {
  int cells = wcwidth((wchar_t)scalar);
  return cells > 0 ? cells : 0;
}

/// A place on the screen, counted from where the prompt begins.
typedef struct { int row, column, width; } Place;

static void advance(Place *place, wchar_t character) {
  int cells = character == L'\t' ? 8 - place->column % 8 : wcwidth(character);
  if (character == L'\n' || place->column + cells > place->width) {
    place->row++;
    place->column = 0;
  }
  if (character != L'\n' && cells > 0) place->column += cells;
}

/// Over a prompt, whose escapes take no room.
static void advance_prompt(Place *place, const char *prompt) {
  bool escape = false;
  mbstate_t state;
  memset(&state, 0, sizeof state);
  for (size_t length = strlen(prompt); length > 0;) {
    wchar_t character;
    size_t used = mbrtowc(&character, prompt, length, &state);
    if (used == 0 || used > length) return;
    if (character == L'\1') escape = !escape;
    else if (!escape) advance(place, character);
    prompt += used;
    length -= used;
  }
}

/// Rows between the prompt and a character of the text on a screen of that width.
static int rows_before(Editor *editor, const wchar_t *end, int width) {
  Place place = {0, 0, width};
  advance_prompt(&place, editor->prompt);
  for (const wchar_t *p = el_wline(editor->line)->buffer; p < end; p++) advance(&place, *p);
  // libedit goes on to the next row as soon as one is full.
  return place.row + (place.column >= place.width);
}

/// Gets ready for a whole drawing: on the cursor's row where it can be wiped, else on a new one.
void redraw_row(Editor *editor) {
  fputs(editor->can_move ? "\r\033[J" : "\r\n", stdout);
  fflush(stdout);
}

/// Goes to the row of the prompt, wipes from there, and so makes room for a whole drawing.
static void redraw_from_prompt(Editor *editor, int columns, int rows) {
  if (editor->can_move) {
    int above = rows_before(editor, el_wline(editor->line)->cursor, columns);
    if (above > rows - 1) above = rows - 1;
    if (above > 0) fprintf(stdout, "\033[%dA", above);
  }
  redraw_row(editor);
}

/// Most terminals rewrap their rows to the new width, the cursor staying at its character: go up to where the
/// prompt now begins and wipe from there, so that no part of the old drawing is left.
void redraw_resized(Editor *editor) {
  int rows;
  int columns = editor_columns(&rows);
  // libedit goes on in the width that it knows: in fewer columns than its prompt needs it aborts.
  editor->outdated = columns < EDITOR_LEAST_COLUMNS;
  if (editor->outdated) return;
  redraw_from_prompt(editor, columns, rows);
  editor->columns = columns;
  el_resize(editor->line);
}

/// Moves to the row below the text. libedit does not know: the next drawing has to be a whole one.
void redraw_leave(Editor *editor) {
  const LineInfoW *info = el_wline(editor->line);
  int below = rows_before(editor, info->lastchar, editor->columns) -
              rows_before(editor, info->cursor, editor->columns);
  for (int i = 0; i <= below; i++) fputs("\r\n", stdout);
  fflush(stdout);
}

void editor_print_below(Editor *editor, const char *text) {
  redraw_leave(editor);
  fputs(text, stdout);
  fflush(stdout);
  el_set(editor->line, EL_REFRESH);
}

/// FNV-1a of the text.
static uint64_t hash(const LineInfoW *info) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const wchar_t *p = info->buffer; p < info->lastchar; p++) hash = (hash ^ (uint64_t)*p) * 0x100000001b3;
  return hash;
}

void redraw_begin(Editor *editor) { editor->drawn = hash(el_wline(editor->line)); }

/// Whether the text fills a row, and whether a character takes two cells.
static void look(Editor *editor, const LineInfoW *info, bool *fills, bool *wide) {
  Place place = {0, 0, editor->columns};
  advance_prompt(&place, editor->prompt);
  *fills = *wide = false;
  for (const wchar_t *p = info->buffer; p < info->lastchar; p++) {
    *wide = *wide || wcwidth(*p) > 1;
    advance(&place, *p);
    *fills = *fills || place.column >= place.width;
  }
}

/// Where a wide character falls across the margin, libedit 3.1 writes one cell too many into the row. So a text of
/// several rows with wide characters is drawn again as a whole after each edit.
void redraw_edited(Editor *editor) {
  const LineInfoW *info = el_wline(editor->line);
  uint64_t mark = hash(info);
  if (mark == editor->drawn) return;
  editor->drawn = mark;
  if (!editor->can_move || editor->plain) return;
  bool fills, wide;
  look(editor, info, &fills, &wide);
  if (!fills || !wide) return;
  int rows;
  editor_columns(&rows);
  if (rows_before(editor, info->lastchar, editor->columns) >= rows) return;
  redraw_from_prompt(editor, editor->columns, rows);
  el_set(editor->line, EL_REFRESH);
}

/// A prompt as the terminal takes it, without the marks around its escapes.
static void write_prompt(const char *prompt) {
  for (; *prompt != '\0'; prompt++)
    if (*prompt != '\1') putc(*prompt, stdout);
}

/// Writes an entry of several lines anew that was just read or dropped, each line behind a prompt: what is on the screen
/// can be copied and read back. Of one that is higher than the screen only what is on it can be wiped.
void redraw_continued(Editor *editor) {
  const LineInfoW *wide = el_wline(editor->line);
  const wchar_t *end = wide->lastchar;
  bool accepted = editor->status == EDITOR_TEXT;
  if (accepted && end > wide->buffer && end[-1] == L'\n') end--;
  if (!editor->can_move || editor->plain || editor->continuation[0] == '\0') return;
  if (wmemchr(wide->buffer, L'\n', (size_t)(end - wide->buffer)) == NULL) return;

  int rows;
  editor_columns(&rows);
  int above = rows_before(editor, end, editor->columns) + accepted;
  if (above > rows - 1) above = rows - 1;
  fprintf(stdout, "\033[%dA\r\033[J", above);
  write_prompt(editor->prompt);
  const LineInfo *text = el_line(editor->line);
  const char *last = text->lastchar - (accepted && text->lastchar[-1] == '\n');
  for (const char *p = text->buffer; p < last; p++) {
    putc(*p, stdout);
    if (*p == '\n') write_prompt(editor->continuation);
  }
  if (accepted) putc('\n', stdout);
  fflush(stdout);
}
