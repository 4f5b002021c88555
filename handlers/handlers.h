/* handlers - the table: who owns which state, which control word, which timer. */
#ifndef HANDLERS_HANDLERS_H
#define HANDLERS_HANDLERS_H

#include "handlers/turn.h"

/* The owner of a state, NULL when nobody owns it. */
const struct handler *handlers_find(const char *state);

/* What a control word does; NULL for yes and no, which only mean something to an open question. */
struct handlers_control {
    enum pack_control control;
    int (*step)(const struct event *event, struct turn *turn, struct error *why);
};
const struct handlers_control *handlers_find_control(enum pack_control control);

/* What a timer does; NULL when nobody knows its name. */
struct handlers_timer {
    const char *name;
    int (*step)(const struct event *event, struct turn *turn, struct error *why);
};
const struct handlers_timer *handlers_find_timer(const char *name);

#endif
