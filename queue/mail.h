/* mail - what lies in a mailbox: the sealed body of an entry, in and out.
 *
 * Bodies are JSON sealed with the office key, bound to "mail:<event id>", since a message comes before its person is
 * known. M: {"kind","text","at"}, and when given "title" (words on a button), "media" (where it can
 * be fetched), "type", "more" (further media: struct message) and "id" (the provider's, on channels with mark_read); S:
 * {"name","text","user","ticket","ref"}.
 */
#ifndef QUEUE_MAIL_H
#define QUEUE_MAIL_H

#include "queue/args.h"
#include "queue/claim.h"

/* Adds the sealed body of a message that came in. read_id: the provider's id by which it is marked as read when its
 * turn is done; "" when it is not to be. */
struct mail_message {
    const char *event, *read_id;
    const struct message *message;
};
void mail_seal_message(struct args *args, const struct vault *vault, const struct mail_message *mail);

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
    const char *read_id;    /* of a message that is to be marked as read; else "" */
    const char *media;      /* where what came with a message can be fetched, or "" */
    const char *more_media; /* further ones, a line each as in struct message, or "" */
    char name[32], ref[64];
    json_t *body; /* owned; NULL when the entry has none */
};
int mail_open(const struct vault *vault, const struct claim *claim, struct mail *ret, struct error *why);
void mail_release(struct mail *mail);

#endif
