/* people_record - a person's record as a script tells it (flat), opened with their key. */
#ifndef QUEUE_PEOPLE_RECORD_H
#define QUEUE_PEOPLE_RECORD_H

#include "queue/office.h"

struct people_record {
    const char *id;
    const redisReply *fields; /* name, value, name, value... */
    struct vault_key key;
    int has_key;
};

/* Borrows from the reply. people_record_close() wipes the key. */
void people_record_open(struct office *office, const char *id, const redisReply *fields, struct people_record *ret);
void people_record_close(struct people_record *record);

struct vault_bytes people_record_field(const struct people_record *record, const char *name); /* len 0 = none */

/* Unseals a value bound to "<what>:<id>" or "<what>:<id>:<part>" (part NULL); malloc'ed, NULL when it cannot. */
char *people_record_unseal(const struct people_record *record, const char *what, const char *id, const char *part,
                           struct vault_bytes sealed);

/* The channel on which the person is reached, the last used first, and the address there (malloc'ed). NULL: none. */
const struct channel *people_record_channel(const struct settings *settings, const struct people_record *record,
                                            char **ret_address);

#endif
