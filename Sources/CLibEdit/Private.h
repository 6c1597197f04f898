#ifndef CLIBEDIT_PRIVATE_H
#define CLIBEDIT_PRIVATE_H

#include <histedit.h>
#include <stdbool.h>
#include <termios.h>
#include <wchar.h>

#include "CLibEdit.h"

/// What the reader has to tell through `EVENT_KEY`, as libedit only takes characters from a reader.
typedef enum { EVENT_NONE, EVENT_FINISH, EVENT_DIVERTED, EVENT_FLOOD } Event;

/// ^^, which no key map uses: bound to a function of ours that looks up the event for it. Going through a
/// bound function gives us libedit's own refresh, which it does not export.
enum { EVENT_KEY = 0x1e };

/// ^], which the reader gives for an Esc that starts no sequence, when the keys are those of vi.
enum { LONE_ESCAPE_KEY = 0x1d };

/// In fewer columns there is no room for a prompt and what is typed; with a few more a line can be edited.
enum { EDITOR_LEAST_COLUMNS = 8 };

struct Editor {
  EditLine *line;
  History *history;
  EditorHandler handler;
  void *context;
  char *prompt;
  char *continuation;
  char *pasted;
  size_t pasted_length;
  EditorStatus status;
  Event event;
  wchar_t key;
  mbstate_t decoding;
  int ahead;        // a byte read too far, -1 without one
  int columns;      // as of the last drawing
  uint64_t drawn;   // the text of then
  bool diverted;
  bool in_sequence; // an Esc came, and what belongs to it has not ended
  bool pasting;     // a marked paste is being read
  bool plain;       // the user's ~/.editrc turned editing off
  bool vi;          // ~/.editrc chose the keys of vi
  bool can_move;
  bool outdated;    // libedit's idea of the width is
  bool recolored;   // the prompt is another one than that on the screen, and one of them has escapes
};

// CLibEdit.c
/// What a function of a key returns for the line to be drawn: all of it where the prompt is another one.
unsigned char editor_refreshed(Editor *editor);

// Keys.c
void keys_add(EditLine *line);
bool keys_bind(EditLine *line);

// Paste.c
unsigned char paste_read(EditLine *line, int key);
bool flood_collect(Editor *editor);
unsigned char flood_insert(EditLine *line);

// Reader.c
int reader_next(EditLine *line, wchar_t *character);
bool reader_waits(const struct timespec *limit);

// Redraw.c
void redraw_resized(Editor *editor);
void redraw_leave(Editor *editor);
void redraw_row(Editor *editor);
void redraw_begin(Editor *editor);
void redraw_edited(Editor *editor);
void redraw_continued(Editor *editor);

// Text.c
void text_move(EditLine *line, size_t characters);

// Signals.c
bool signals_open(void);
int signals_descriptor(void);
int signals_next(void);
void signals_enter(bool paste);
void signals_leave(bool finished);
void signals_suspend(void);
void signals_release(const struct termios *modes);
void signals_retake(void);
void signals_paste(bool on);

/// The editor that belongs to libedit's handle.
static inline Editor *editor_of(EditLine *line) {
  void *client = NULL;
  el_get(line, EL_CLIENTDATA, &client);
  return client;
}

#endif
