/* ask - a script is called and its reply becomes the JSON of an answer: what the API's modules of queue/ share. */
#ifndef QUEUE_ASK_H
#define QUEUE_ASK_H

#include "queue/args.h"
#include "queue/office.h"

/* JSON of a reply, a new reference; NULL when the reply has not the form that the script promises (ERROR_SYSTEM), or
 * with why set. */
typedef json_t *ask_read(struct office *office, const redisReply *reply, struct error *why);

/* Calls the script; done is called exactly once, maybe before this returns. */
struct ask {
    struct office *office;
    const char *script;
    ask_read *read;
    office_done done;
    void *arg;
};
void ask_start(const struct ask *ask, const struct args *args);

/* Answers without asking: with an error. */
void ask_refuse(office_done done, void *arg, enum error_kind kind, const char *text);

/* For scripts whose reply is {"ok"} or {"held", row of a ticket}: {} or ERROR_CONFLICT. */
json_t *ask_read_ok(struct office *office, const redisReply *reply, struct error *why);

/* 1 when it can be the id of a record: 1 to 40 letters, digits and _ . : - */
int ask_is_id(const char *id);

/* The text of an element of a reply, "" when it is no string. */
const char *ask_text(const redisReply *reply, size_t at);

/* A sealed value opened and copied, "" when it cannot be opened. malloc'ed; NULL without memory. */
char *ask_unseal(const struct vault_key *key, const char *bound, struct vault_bytes sealed);

/* The name of a user from its sealed form. malloc'ed, "" when unknown; NULL without memory. */
char *ask_user_name(struct office *office, const char *user, const redisReply *sealed);

#endif
