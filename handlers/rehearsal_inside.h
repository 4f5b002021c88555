/* rehearsal_inside - how a rehearsal applies one effect to its own little store. */
#ifndef HANDLERS_REHEARSAL_INSIDE_H
#define HANDLERS_REHEARSAL_INSIDE_H

#include "handlers/rehearsal.h"

/* The effect at index of a turn. */
struct rehearsal_view {
    const struct event *event;
    const struct turn *turn;
    size_t index;
};

/* Applies it and writes it into ret: as what is said, or as a line "ticket K7M-42 salud". -1 ERROR_SYSTEM. */
int rehearsal_effect(struct rehearsal *rehearsal, const struct rehearsal_view *view, struct rehearsal_turn *ret,
                     struct error *why);

/* Applies EFFECT_RECORD. */
void rehearsal_record(struct rehearsal *rehearsal, const struct effect *effect);

void rehearsal_mark(struct rehearsal *rehearsal, const char *name, const char *value);
void rehearsal_due_drop(struct rehearsal *rehearsal, const char *name);
void rehearsal_due_set(struct rehearsal *rehearsal, const struct effect *effect); /* DUE_SET */

/* Records of the kinds "seat" and "came". */
void rehearsal_seat(struct rehearsal *rehearsal, const struct effect *effect);
void rehearsal_came(struct rehearsal *rehearsal, const struct effect *effect);

/* Several people on one telephone: records "profile-new" and "profile-go", which take effect when the turn has been
 * kept, and the header "profile". */
void rehearsal_profile_new(struct rehearsal *rehearsal, const struct effect *effect);
void rehearsal_profile_go(struct rehearsal *rehearsal, const struct effect *effect);
void rehearsal_profile_end(struct rehearsal *rehearsal);
int rehearsal_profile_header(struct rehearsal *rehearsal, const char *value, struct error *why);

#endif
