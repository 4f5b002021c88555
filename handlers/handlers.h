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

/* What a timer does; NULL when nobody knows its name. What follows a colon is not looked at: "session:w1.0" is a
 * "session". */
struct handlers_timer {
    const char *name;
    int (*step)(const struct event *event, struct turn *turn, struct error *why);
};
const struct handlers_timer *handlers_find_timer(const char *name);

/* What an event of the staff does to the conversation: a reply, a ticket that was closed, a referral. */
struct handlers_staff {
    const char *name;
    int (*step)(const struct event *event, struct turn *turn, struct error *why);
};
const struct handlers_staff *handlers_find_staff(const char *name);

/* What follows when a form has all its answers, or the person got lost in it. NULL: nothing, which check refuses. */
struct handlers_form_end {
    const char *name; /* `ends:` of the form */
    int (*complete)(const struct event *event, struct turn *turn, struct error *why);
};
const struct handlers_form_end *handlers_find_form_end(const char *name);

/* What is done for a topic before its answers are spoken (`service:` of the topic). It may pass: nothing to offer now.
 */
struct handlers_service {
    const char *name;
    int (*step)(const struct event *event, struct turn *turn, struct error *why);
};
const struct handlers_service *handlers_find_service(const char *name);

/* Words that mean something whatever is open: a code, an answer to a reminder, "where is my ticket?". Each row looks at
 * the text, in order, after danger and control words and before the state; TURN_PASS when they are not its own. */
int handlers_words(const struct event *event, struct turn *turn, struct error *why);

/* Faults of a pack that only the handlers can see: a form that nothing follows, a service that nobody gives. Returns
 * how many were added. */
size_t handlers_check_pack(const struct pack *pack, struct pack_faults *faults);

#endif
