/* turn_commit - a turn as the arguments of the scripts COMMIT and BURY. */
#ifndef QUEUE_TURN_COMMIT_H
#define QUEUE_TURN_COMMIT_H

#include "queue/turn_written.h"

/* Adds now, person, token and event: how COMMIT, BURY and RETRY begin. */
void turn_commit_begin(const struct claim *claim, int64_t now_ms, struct args *args);
/* Adds the next state, sealed. ERROR_SYSTEM without memory. */
int turn_commit_state(const struct turn_commit *commit, struct args *args, struct error *why);
/* Adds the operations: the line of the conversation that came in, then the effects, in order. ERROR_SYSTEM when a text
 * cannot be rendered; args must not be sent then. */
int turn_commit_ops(const struct turn_commit *commit, struct args *args, struct error *why);

/* The channel on which a person is answered: the one a message came over, else the last used, else any of the settings
 * that reaches an address of theirs. NULL when none does. */
const struct channel *turn_commit_channel(const struct settings *settings, const struct claim *claim);

#endif
