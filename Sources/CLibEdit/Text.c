// The text being edited, as the handler of a command sees and changes it.

#include <limits.h>
#include <string.h>

#include "Private.h"

const char *editor_text(Editor *editor, size_t *length, size_t *cursor) {
  const LineInfo *info = el_line(editor->line);
  *length = (size_t)(info->lastchar - info->buffer);
  *cursor = (size_t)(info->cursor - info->buffer);
  return info->buffer;
}

/// Puts the cursor after so many characters, or at the end. Apple's libedit has no `el_cursor`, but what
/// `el_wline` gives is the line itself, so its cursor can be set.
void text_move(EditLine *line, size_t characters) {
  LineInfoW *info = (LineInfoW *)el_wline(line);
  size_t length = (size_t)(info->lastchar - info->buffer);
  info->cursor = info->buffer + (characters < length ? characters : length);
}

/// Characters in so many bytes of UTF-8.
static size_t characters_in(const char *text, size_t bytes) {
  size_t count = 0;
  for (size_t i = 0; i < bytes && text[i] != '\0'; i++) count += (text[i] & 0xc0) != 0x80;
  return count;
}

bool editor_replace(Editor *editor, const char *text, size_t cursor) {
  const LineInfoW *info = el_wline(editor->line);
  size_t length = (size_t)(info->lastchar - info->buffer);
  if (length > INT_MAX) return false;
  text_move(editor->line, length);
  if (length > 0) el_deletestr(editor->line, (int)length);
  if (text[0] != '\0' && el_insertstr(editor->line, text) != 0) return false;
  text_move(editor->line, characters_in(text, cursor));
  return true;
}

void editor_divert(Editor *editor, bool on) { editor->diverted = on; }

uint32_t editor_key(const Editor *editor) { return (uint32_t)editor->key; }

void editor_push_older(Editor *editor) { el_push(editor->line, "\033[A"); }

void editor_push_key(Editor *editor, char key) {
  char keys[2] = {key, '\0'};
  el_push(editor->line, keys);
}
