/* consent - what the office may send by itself, purpose by purpose: asked at a fitting moment, given, refused. Pure.
 *
 * Each change carries the question or text that it answers (effect->phrase): with the person's words, the language and
 * the version of the content it is the proof. A purpose that was refused is never asked for again: only the person's
 * own word for it (or ALTA) undoes a stop. One that was never decided is asked for once in CONSENT_ASK_MS. */
#ifndef HANDLERS_CONSENT_H
#define HANDLERS_CONSENT_H

#include "handlers/turn.h"

#define CONSENT_STATE  "consent"
#define CONSENT_ASK_MS (INT64_C(90) * 86400000)

/* Changes it, unless it is so already. phrase: what the person had before them. */
void consent_set(const struct event *event, struct turn *turn, enum purpose purpose, enum consent consent,
                 const char *phrase);

/* Asks, when the message that this turn answers was a fitting moment: at the end of a turn. */
void consent_end(const struct event *event, struct turn *turn);

/* Control words for one purpose. */
int consent_start_events(const struct event *event, struct turn *turn, struct error *why);
int consent_stop_events(const struct event *event, struct turn *turn, struct error *why);
int consent_start_reminders(const struct event *event, struct turn *turn, struct error *why);
int consent_stop_reminders(const struct event *event, struct turn *turn, struct error *why);
int consent_stop_surveys(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler consent_handler; /* "consent" */

#endif
