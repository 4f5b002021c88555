/* mail - what lies in a mailbox: the sealed body of an entry, in and out.
 *
 * Bodies are JSON sealed with the office key, bound to "mail:<event id>", since a message comes before its person is
 * known. M: {"kind","text","at"}, and when given "title" (words on a button), "media" (where it can
 * be fetched) and "type"; S: {"name","text","user","ticket","ref"}. */
#ifndef QUEUE_MAIL_H
#define QUEUE_MAIL_H

#include "queue/args.h"
#include "queue/claim.h"

/* Adds the sealed body of a message that came in. */
void mail_seal_message(struct args *args, const struct vault *vault, const char *event, const struct message *message);

/* Adds the sealed body of an event of the staff (handlers/handlers.h names them). */
struct mail_staff {
    const char *event, *name, *text, *user, *ticket, *ref;
};
void mail_seal_staff(struct args *args, const struct vault *vault, const struct mail_staff *staff);

/* The event of a claim. Everything but pack, live, now_ms, known and channel_kind is filled; texts are borrowed from
 * body and from the claim. by is the caseworker who wrote, or "". ERROR_INPUT when the entry cannot be read. */
struct mail {
    struct event event;
    const char *by;
    char name[32], ref[64];
    json_t *body; /* owned; NULL when the entry has none */
};
int mail_open(const struct vault *vault, const struct claim *claim, struct mail *ret, struct error *why);
void mail_release(struct mail *mail);

#endif
