/* command_event - what the acts of `acogida event` share. */
#ifndef BOT_COMMAND_EVENT_H
#define BOT_COMMAND_EVENT_H

#include "bot/command.h"
#include "bot/program.h"
#include "queue/activities.h"

/* One act under way; task->arg. */
struct event_act {
    const char *name;  /* "new", "list" ... */
    const char *id;    /* NULL where the act takes none */
    const char *state; /* close, open, cancel: the state it sets */
    json_t *json;      /* new, change: what was asked for; owned */
    int64_t hold_ms;   /* what goes to many leaves so much later */
    size_t share;      /* certificates: percent */
    int confirmed;     /* --yes */
    long long told;    /* how many hear of a change */
};

/* Flags of `new` and `change` as the JSON of queue/activities.h; says every fault on stderr. NULL then. */
json_t *event_read(struct command_line *rest, struct error *why);

/* What is printed. */
void event_print_line(const json_t *activity);
void event_print_whole(const json_t *activity);
void event_print_people(const json_t *people);
void event_print_preview(const json_t *preview);

/* How many people hear of a change: all that were told, but those who said no. */
long long event_told(const json_t *activity);

#endif
