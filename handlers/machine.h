/* machine - the keyword state machine: one pure function.
 *
 * Order: urgent words beat every state; a control word (whole message, exact) beats every state but an urgent one;
 * then the state's own handler (a numbered question, a form); then topics; then the fall-back that never loops: first
 * miss says so and how to go on, second shows the menu, third offers a person. */
#ifndef HANDLERS_MACHINE_H
#define HANDLERS_MACHINE_H

#include "handlers/turn.h"

/* Fills turn (release it with turn_release). -1: ERROR_SYSTEM when a handler broke the contract (too many effects, a
 * state that nobody owns, an unknown phrase), ERROR_INPUT when the event is malformed. Same input, same turn. */
int machine_step(const struct state *was, const struct event *event, struct turn *turn, struct error *why);

/* The text of a SAY effect in the person's language, placeholders filled. -1 ERROR_SYSTEM: unknown phrase or answer. */
int machine_render(const struct effect *effect, const struct event *event, enum language language, struct text *ret,
                   struct error *why);

/* The language a turn is spoken in: an EFFECT_LANGUAGE of the turn, else the known one, else Spanish. */
enum language machine_language(const struct event *event, const struct turn *turn);

#endif
