#ifndef CLIBEDIT_H
#define CLIBEDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A small fixed-arity face of libedit. Its own `el_set`, `el_get` and `history` take variable arguments,
// which Swift cannot call, and its standard streams are C globals, which Swift 6 does not let through.
// Everything here belongs to one thread: libedit has no locks and converts text in static buffers.

/// One editor on the terminal of standard input and output.
typedef struct Editor Editor;

/// How a read ended.
typedef enum { EDITOR_TEXT, EDITOR_END_OF_FILE, EDITOR_INTERRUPTED } EditorStatus;

/// What a key bound to one of our own functions asks the owner of the editor to do.
typedef enum {
  EDITOR_COMPLETE,    ///< Tab
  EDITOR_OLDER,       ///< Up
  EDITOR_NEWER,       ///< Down
  EDITOR_LINE_START,  ///< Home: of this line of a block, not of the block
  EDITOR_LINE_END,    ///< End
  EDITOR_SEARCH,      ///< ^R
  EDITOR_SEARCH_KEY,  ///< any key while `editor_divert` is on; `editor_key` tells which
  EDITOR_ENTER,       ///< Enter
  EDITOR_BREAK,       ///< Alt-Enter
  EDITOR_PASTE,       ///< a bracketed paste came in; `editor_pasted` is its text
} EditorCommand;

/// What the owner wants done with the screen after a command.
typedef enum {
  EDITOR_KEEP,     ///< nothing changed
  EDITOR_REFRESH,  ///< draw the differences
  EDITOR_BEEP,     ///< the command made no sense here
  EDITOR_ACCEPT,   ///< the line is done
} EditorAnswer;

/// Called for every command, on the thread that called `editor_read`.
typedef EditorAnswer (*EditorHandler)(void *_Nullable context, EditorCommand command);

/// Opens the editor, reads the user's ~/.editrc and binds the keys. NULL when a stream is not a terminal or
/// memory is short.
Editor *_Nullable editor_open(const char *_Nonnull program, EditorHandler _Nonnull handler,
                              void *_Nullable context);
/// Gives everything back. NULL is allowed.
void editor_close(Editor *_Nullable editor);

/// True when the terminal can move its cursor, so that escapes mean something to it.
bool editor_can_move(const Editor *_Nonnull editor);
/// The prompt to draw from now on, a copy is kept. Escapes are between two \1 bytes.
bool editor_set_prompt(Editor *_Nonnull editor, const char *_Nonnull prompt);
/// What stands before the further lines of an entry of several, once it is read, in the form of a prompt; a copy is kept.
/// libedit shows such lines bare while they are edited.
bool editor_set_continuation(Editor *_Nonnull editor, const char *_Nonnull prompt);
/// Reads one entry. The text is malloc'd and without its newline; NULL unless the status is EDITOR_TEXT.
char *_Nullable editor_read(Editor *_Nonnull editor, EditorStatus *_Nonnull status);
/// Tells libedit's own history, which only its vi commands use, of an entry.
void editor_remember(Editor *_Nonnull editor, const char *_Nonnull entry);

// The rest is for the handler, while a read is going on.

/// The text being edited with its length and the cursor, in bytes; valid until the next call.
const char *_Nonnull editor_text(Editor *_Nonnull editor, size_t *_Nonnull length, size_t *_Nonnull cursor);
/// Puts other text in its place, the cursor after `cursor` bytes. False when memory is short.
bool editor_replace(Editor *_Nonnull editor, const char *_Nonnull text, size_t cursor);
/// Columns of the terminal, 80 when it does not say; `rows` gets the lines, 24 when it does not say.
int editor_columns(int *_Nonnull rows);
/// Cells a Unicode scalar takes on the screen, by the locale `editor_open` chose.
int editor_width(uint32_t scalar);
/// Prints lines below the text being edited and draws prompt and text anew below those.
void editor_print_below(Editor *_Nonnull editor, const char *_Nonnull text);
/// Sends all keys to EDITOR_SEARCH_KEY instead of their own functions.
void editor_divert(Editor *_Nonnull editor, bool on);
/// The key that EDITOR_SEARCH_KEY is about, as a Unicode scalar.
uint32_t editor_key(const Editor *_Nonnull editor);
/// Lets a key (ASCII) be read again, by its own function.
void editor_push_key(Editor *_Nonnull editor, char key);
/// The next read begins with the entry that was remembered last, as after the key `↑`.
void editor_push_older(Editor *_Nonnull editor);
/// The text of a paste, newlines as the terminal sent them, not terminated. NULL when memory was short.
const char *_Nullable editor_pasted(const Editor *_Nonnull editor, size_t *_Nonnull length);

// Keys without a line, and without an editor.

enum { KEYBOARD_TIMEOUT = -1, KEYBOARD_END = -2, KEYBOARD_INTERRUPT = -3, KEYBOARD_REDRAW = -4 };

/// False when standard input or output is not a terminal.
bool keyboard_open(void);
/// Whether the terminal takes escapes that move its cursor.
bool keyboard_can_move(void);
/// Puts the terminal right if keys are being read or kept back. Safe in a signal handler.
void keyboard_abandon(void);
/// From now on keys come one by one and unseen, and signals are ours, until `keyboard_leave`.
void keyboard_enter(void);
void keyboard_leave(void);
/// Between the two, keys are still kept back and unseen, but ^C is the program's own, as for a long piece of work.
void keyboard_release(void);
void keyboard_retake(void);

/// Between the two: a byte that was typed meanwhile, KEYBOARD_TIMEOUT if there is none. On any thread, one at a time.
int keyboard_typed(void);

/// The next byte, or one of the codes above: time is up, input ended, ^C, the screen has to be drawn anew. Waits for ever
/// with a negative limit.
int keyboard_next(int milliseconds);

#endif
