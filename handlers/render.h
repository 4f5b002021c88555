/* render - what an effect says, in the language of the turn, its placeholders filled. Pure. */
#ifndef HANDLERS_RENDER_H
#define HANDLERS_RENDER_H

#include "handlers/turn.h"

/* See machine_render(), which is this. Values and literal text are never looked into for placeholders. */
int render_effect(const struct effect *effect, const struct event *event, enum language language, struct text *ret,
                  struct error *why);

/* The template of an answer that is right at the time of the event, in a language; Spanish where it has no other. */
const char *render_answer(const struct event *event, const struct pack_answer *answer, enum language language);

#endif
