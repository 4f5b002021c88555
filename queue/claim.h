/* claim - one reserved person as the script RESERVE tells it: the lease, the head of the mailbox, what is known.
 *
 * A claim borrows from the reply; use it within the callback. claim_read() only takes apart; claim_open() unseals. */
#ifndef QUEUE_CLAIM_H
#define QUEUE_CLAIM_H

#include "handlers/turn.h"
#include "queue/office.h"

#define CLAIM_EVENT_MAX 40

struct claim {
    char person[VAULT_ID_MAX + 1], token[24], event[CLAIM_EVENT_MAX];
    char kind;                        /* M, T, S or R: see queue/lua/00_library.lua */
    int64_t at_ms;                    /* when the event came, or was due */
    char channel[SETTINGS_SHORT_MAX]; /* it came over; "-" when over none */
    struct vault_bytes rest;          /* sealed body, or the due member */
    struct vault_bytes state;         /* sealed; empty when there is none */
    const redisReply *fields;         /* the person's record, flat */
    const redisReply *ticket, *next, *reminder;
    const redisReply *facts; /* lists {kind, ...}: see queue/claim_facts.h */
    long tries;

    struct vault_key key; /* from here on: after claim_open() */
    struct known known;
    struct known_appointment appointment; /* of a reminder */
    int is_reminder;
};

/* -1 ERROR_SYSTEM when the reply has not the form that RESERVE promises. */
int claim_read(const redisReply *reply, struct claim *ret, struct error *why);
/* Unwraps the person's key and fills known and appointment. ERROR_INPUT when the key is not theirs; a text of an
 * appointment that cannot be read is left empty: it stops nobody. */
int claim_open(struct office *office, struct claim *claim, struct error *why);
void claim_release(struct claim *claim); /* wipes the key */

/* An appointment of strings id, at, what, place, status, the two in the middle sealed with the person's key: claim_open
 * must have been called. 0 when it is none. */
int claim_appointment(const struct claim *claim, const struct vault_bytes parts[5], struct known_appointment *ret);

/* A field of the person's record; len 0 and at "" when there is none. */
struct vault_bytes claim_field(const struct claim *claim, const char *name);
/* The same as a number; 0 when there is none. */
int64_t claim_number(const struct claim *claim, const char *name);

#endif
