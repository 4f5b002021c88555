/* render - what an effect says, in the language of the turn, its placeholders filled. Pure. */
#ifndef HANDLERS_RENDER_H
#define HANDLERS_RENDER_H

#include "handlers/turn.h"

/* See machine_render(), which is this. Values and literal text are never looked into for placeholders. */
int render_effect(const struct effect *effect, const struct event *event, enum language language, struct text *ret,
                  struct error *why);

#endif
