/* turn_written - a turn that is being written: what the files that turn effects into operations of COMMIT share. */
#ifndef QUEUE_TURN_WRITTEN_H
#define QUEUE_TURN_WRITTEN_H

#include "queue/args.h"
#include "queue/claim.h"
#include "queue/turn_limits.h"

/* Ids of effects are "<event id>.<index of the effect>": a second try writes the same thing. */
struct turn_commit {
    struct office *office;
    const struct claim *claim;
    const struct event *event;
    const struct turn *turn;
    const struct channel *channel; /* where the person is answered; NULL = nowhere: what is said is dropped, counted */
    const char *by;                /* the caseworker of a STAFF event, else "" */
    struct turn_limits limits;     /* zeroed: none */
    const char *media;             /* of a message: where what came with it can be fetched; NULL or "" = nothing came */
    const char *more_media;        /* further ones, a line each as in struct message; NULL or "" = none */
};

#define TURN_WRITTEN_ID_MAX (CLAIM_EVENT_MAX + 24)

/* The id of what effect `index` makes: "<event id>.<index>". Returns ret. */
const char *turn_written_id(const struct turn_commit *commit, size_t index, char ret[TURN_WRITTEN_ID_MAX]);

/* Adds a line of the conversation: direction "in", "out" or "staff", and its id. */
void turn_written_log(const struct turn_commit *commit, const char *direction, const char *id, const char *text,
                      struct args *args);

/* Adds json as one argument, sealed with the person's key. Takes json over, which may be NULL: ERROR_SYSTEM. */
int turn_written_seal(const struct turn_commit *commit, const char *bound, json_t *json, struct args *args,
                      struct error *why);

/* The person's address on this channel; NULL when there is none, or it cannot be read. To be freed. */
char *turn_written_address(const struct turn_commit *commit, const struct channel *channel);

#endif
