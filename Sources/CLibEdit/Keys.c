// The functions we add to libedit and the keys they are on.

#include "Private.h"

/// Runs one of the owner's commands and says in libedit's terms what to draw.
static unsigned char run(EditLine *line, EditorCommand command) {
  Editor *editor = editor_of(line);
  switch (editor->handler(editor->context, command)) {
    case EDITOR_KEEP: return CC_NORM;
    case EDITOR_REFRESH: return editor_refreshed(editor);
    case EDITOR_BEEP: return CC_ERROR;
    case EDITOR_ACCEPT:
      el_push(line, "\n");  // libedit's own function on ^J also moves below the last row
      return CC_NORM;
  }
  return CC_ERROR;
}

static unsigned char run_complete(EditLine *line, int key) { return (void)key, run(line, EDITOR_COMPLETE); }
static unsigned char run_older(EditLine *line, int key) { return (void)key, run(line, EDITOR_OLDER); }
static unsigned char run_newer(EditLine *line, int key) { return (void)key, run(line, EDITOR_NEWER); }
static unsigned char run_start(EditLine *line, int key) { return (void)key, run(line, EDITOR_LINE_START); }
static unsigned char run_end(EditLine *line, int key) { return (void)key, run(line, EDITOR_LINE_END); }
static unsigned char run_search(EditLine *line, int key) { return (void)key, run(line, EDITOR_SEARCH); }
static unsigned char run_enter(EditLine *line, int key) { return (void)key, run(line, EDITOR_ENTER); }
static unsigned char run_break(EditLine *line, int key) { return (void)key, run(line, EDITOR_BREAK); }

/// The reader has something to tell. Nothing, when the user really typed the key.
static unsigned char run_event(EditLine *line, int key) {
  (void)key;
  Editor *editor = editor_of(line);
  Event event = editor->event;
  editor->event = EVENT_NONE;
  switch (event) {
    case EVENT_NONE: return CC_ERROR;
    case EVENT_DIVERTED: return run(line, EDITOR_SEARCH_KEY);
    case EVENT_FLOOD: return flood_insert(line);
    case EVENT_FINISH: text_move(line, SIZE_MAX); return editor_refreshed(editor);  // so that ^C comes after the text
  }
  return CC_ERROR;
}

typedef struct {
  const char *name, *help;
  unsigned char (*function)(EditLine *, int);
} Function;

static const Function functions[] = {
    {"nn-complete", "Complete the word before the cursor", run_complete},
    {"nn-older", "The line above, or the entry before", run_older},
    {"nn-newer", "The line below, or the entry after", run_newer},
    {"nn-line-start", "Start of this line", run_start},
    {"nn-line-end", "End of this line", run_end},
    {"nn-search", "Search the history", run_search},
    {"nn-enter", "Accept, or break a line inside a block", run_enter},
    {"nn-break", "Break the line", run_break},
    {"nn-paste", "Take a paste in", paste_read},
    {"nn-event", "Internal", run_event},
};

typedef struct { const char *key, *function; } Binding;

/// Bound before ~/.editrc, so that the user may have them otherwise.
static const Binding early[] = {
    {"^W", "ed-delete-prev-word"}, {"^U", "vi-kill-line-prev"},    {"\\e[3~", "ed-delete-next-char"},
    {"\\e[1;5C", "em-next-word"},  {"\\e[1;5D", "ed-prev-word"},   {"\\e[1;3C", "em-next-word"},
    {"\\e[1;3D", "ed-prev-word"},  {"\\e[5C", "em-next-word"},     {"\\e[5D", "ed-prev-word"},
    {"^P", "nn-older"},            {"^N", "nn-newer"},             {"^A", "nn-line-start"},
    {"^E", "nn-line-end"},         {"\\e[3;5~", "em-delete-next-word"},
};

/// Bound after it, in every key map: `bind -v` and `bind -e` there wipe what was bound before.
static const Binding late[] = {
    {"^I", "nn-complete"},       {"^R", "nn-search"},         {"\\e[200~", "nn-paste"},
    {"^M", "nn-enter"},          {"\\e^M", "nn-break"},       {"\\e^J", "nn-break"},
    {"\\e[A", "nn-older"},       {"\\eOA", "nn-older"},       {"\\e[B", "nn-newer"},
    {"\\eOB", "nn-newer"},       {"\\e[H", "nn-line-start"},  {"\\eOH", "nn-line-start"},
    {"\\e[1~", "nn-line-start"}, {"\\e[7~", "nn-line-start"}, {"\\e[F", "nn-line-end"},
    {"\\eOF", "nn-line-end"},    {"\\e[4~", "nn-line-end"},   {"\\e[8~", "nn-line-end"},
};

/// What works in the command mode of vi, too. Its own k, j and / use libedit's history.
static const Binding command_mode[] = {
    {"\\e[200~", "nn-paste"}, {"\\e[A", "nn-older"}, {"\\eOA", "nn-older"}, {"\\e[B", "nn-newer"},
    {"\\eOB", "nn-newer"},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void bind_all(EditLine *line, const Binding *bindings, size_t count) {
  for (size_t i = 0; i < count; i++) el_set(line, EL_BIND, bindings[i].key, bindings[i].function, NULL);
}

/// Before the user's ~/.editrc, which may bind our functions to other keys.
void keys_add(EditLine *line) {
  for (size_t i = 0; i < COUNT(functions); i++)
    el_set(line, EL_ADDFN, functions[i].name, functions[i].help, functions[i].function);
  bind_all(line, early, COUNT(early));
  bind_all(line, late, COUNT(late));
}

/// After it. True when the user chose the keys of vi.
bool keys_bind(EditLine *line) {
  const char *editor = NULL;
  el_get(line, EL_EDITOR, &editor);
  bind_all(line, late, COUNT(late));
  el_set(line, EL_BIND, "^^", "nn-event", NULL);
  if (editor == NULL || editor[0] != 'v') return false;
  el_set(line, EL_BIND, "^]", "vi-command-mode", NULL);
  el_set(line, EL_BIND, "-a", "^^", "nn-event", NULL);
  for (size_t i = 0; i < COUNT(command_mode); i++)
    el_set(line, EL_BIND, "-a", command_mode[i].key, command_mode[i].function, NULL);
  return true;
}
