// Bracketed paste, which libedit does not know: without it a pasted block runs line by line, unseen.

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "Private.h"

static const char ending[] = "\033[201~";
enum { ending_length = sizeof ending - 1 };

/// A growing buffer. After a failed allocation it keeps only what could begin the end mark, so that the paste
/// is still read to its end and does not enter the line as keys.
typedef struct { char *bytes; size_t length, room; bool failed; } Buffer;

static void drop(Buffer *buffer) {
  size_t kept = buffer->length < ending_length ? buffer->length : ending_length;
  if (kept > 0) memmove(buffer->bytes, buffer->bytes + buffer->length - kept, kept);
  buffer->length = kept;
  buffer->failed = true;
}

static void append(Buffer *buffer, const char *bytes, size_t length) {
  if (buffer->length + length > buffer->room) {
    size_t room = 2 * (buffer->length + length) + 256;
    char *larger = buffer->failed ? NULL : realloc(buffer->bytes, room);
    if (larger != NULL) {
      buffer->bytes = larger;
      buffer->room = room;
    } else {
      drop(buffer);
      if (buffer->room == 0) return;
    }
  }
  memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
}

static bool is_over(const Buffer *buffer) {
  return buffer->length >= ending_length &&
         memcmp(buffer->bytes + buffer->length - ending_length, ending, ending_length) == 0;
}

/// Reads up to the end mark, without drawing. False when input ended or was interrupted first.
static bool collect(EditLine *line, Buffer *buffer) {
  wchar_t character;
  while (el_wgetc(line, &character) == 1) {
    if (character == EVENT_KEY) continue;
    char bytes[MB_LEN_MAX];
    mbstate_t state;
    memset(&state, 0, sizeof state);
    size_t length = wcrtomb(bytes, character, &state);
    if (length != (size_t)-1) append(buffer, bytes, length);
    if (buffer->room == 0) return false;
    if (is_over(buffer)) {
      buffer->length -= ending_length;
      return true;
    }
  }
  return false;
}

/// The function bound to the start mark of a paste. The owner of the editor decides what of it enters the line.
unsigned char paste_read(EditLine *line, int key) {
  (void)key;
  Editor *editor = editor_of(line);
  Buffer buffer = {NULL, 0, 0, false};
  editor->pasting = true;
  bool whole = collect(line, &buffer);
  editor->pasting = false;
  editor->pasted = buffer.failed ? NULL : buffer.bytes;
  editor->pasted_length = buffer.length;
  EditorAnswer answer = EDITOR_BEEP;
  if (whole && editor->pasted != NULL) answer = editor->handler(editor->context, EDITOR_PASTE);
  editor->pasted = NULL;
  free(buffer.bytes);
  if (!whole) return CC_EOF;
  return answer == EDITOR_BEEP ? CC_ERROR : editor_refreshed(editor);
}

// A terminal that does not mark pastes sends them as keys. libedit draws after every key, a long line in a time that grows
// with its length; so text that waits in a mass is taken in at once, up to the next Enter or other control character.

/// More bytes than fingers leave unread.
enum { FLOOD = 256 };

/// Takes such text in. False, with nothing taken but perhaps one byte read ahead, when there is none.
bool flood_collect(Editor *editor) {
  static const struct timespec pause = {0, 20 * 1000 * 1000};
  int waiting = 0;
  if (ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0 || waiting < FLOOD) return false;
  Buffer buffer = {NULL, 0, 0, false};
  while (reader_waits(&pause)) {
    char byte;
    if (read(STDIN_FILENO, &byte, 1) != 1) break;
    bool is_control = ((unsigned char)byte < 0x20 && byte != '\t') || byte == 0x7f;
    if (is_control) {
      editor->ahead = (unsigned char)byte;
      break;
    }
    append(&buffer, &byte, 1);
  }
  if (buffer.length == 0 || buffer.failed) return free(buffer.bytes), false;
  editor->pasted = buffer.bytes;
  editor->pasted_length = buffer.length;
  return true;
}

/// Puts what was collected into the line, as a paste.
unsigned char flood_insert(EditLine *line) {
  Editor *editor = editor_of(line);
  EditorAnswer answer = editor->handler(editor->context, EDITOR_PASTE);
  free(editor->pasted);
  editor->pasted = NULL;
  return answer == EDITOR_BEEP ? CC_ERROR : editor_refreshed(editor);
}

const char *editor_pasted(const Editor *editor, size_t *length) {
  *length = editor->pasted_length;
  return editor->pasted;
}
