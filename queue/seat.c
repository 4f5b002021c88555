/* seat - what a turn writes of activities, as operations of COMMIT. */
#include "queue/seat.h"

#include "queue/claim_seat.h"

#include <string.h>

static const char *value_of(const struct effect *effect, const char *name) {
    for (size_t i = 0; i < effect->value_count; i++)
        if (strcmp(effect->values[i].name, name) == 0) return effect->values[i].value;
    return "";
}

/* An operation about an activity with one value of the record. */
static int add_one(const struct turn_commit *commit, size_t index, const char *name, struct args *args) {
    const struct effect *effect = &commit->turn->effects[index];
    args_text(args, effect->name);
    args_text(args, effect->ref);
    args_text(args, value_of(effect, name));
    return 0;
}

int seat_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const struct effect *effect = &commit->turn->effects[index];
    char letter[2] = "";
    for (enum seat_state state = SEAT_INVITED; state <= SEAT_NO; state++)
        if (strcmp(seat_state_name(state), value_of(effect, "state")) == 0) letter[0] = claim_seat_letter(state);
    if (!letter[0]) return error_set(why, ERROR_SYSTEM, "a record of a seat has no state");
    args_text(args, "seat");
    args_text(args, effect->ref);
    args_text(args, letter);
    args_text(args, value_of(effect, "size"));
    args_text(args, value_of(effect, "version"));
    args_text(args, value_of(effect, "place"));
    return 0;
}

int seat_add_came(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    return add_one(commit, index, "session", args);
}

int seat_add_thanks(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    return add_one(commit, index, "answer", args);
}

int seat_add_board_is(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    return add_one(commit, index, "version", args);
}
