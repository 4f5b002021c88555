/* wire - the contract of a provider's codec. A wire is pure: no socket, no clock, no log.
 *
 * HTTP request -> messages and statuses; message -> HTTP call; HTTP reply -> outcome. One file a provider under
 * messages/wire/, one row in messages/wires.c. Nothing outside the file knows a field name of the provider. */
#ifndef MESSAGES_WIRE_H
#define MESSAGES_WIRE_H

#include "config/settings.h"
#include "messages/http.h"
#include "messages/message.h"

struct wire {
    const char *name;         /* settings value: "twilio" */
    const char *default_base; /* API base when the channel has none */
    int simulated;            /* 1: reaches nobody outside this machine (allowed in trial mode without a list) */

    /* Is the request authentic? Constant-time compare; both secrets of a rotation. -1 ERROR_DENIED (without saying
     * what was wrong: same text for all) for anything else. Costs at most one HMAC a secret and URL form. */
    int (*verify)(const struct channel *channel, const struct http_request *request, struct error *why);

    /* What does it carry? Called only after verify. -1 ERROR_INPUT when malformed; what is authentic but of an
     * unknown kind is counted in ignored. Sets ret from nothing (what it held is not released); empty on -1. */
    int (*parse)(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                 struct error *why);

    /* The answer that tells the provider "on disk". Sets ret from nothing; the caller releases ret->body. */
    void (*answer)(struct http_answer *ret);

    /* The call that hands a message over. Sets ret from nothing; the caller releases it. -1 ERROR_INPUT, ret empty:
     * an account, address or text that cannot be written as a call. */
    int (*build)(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                 struct error *why);

    /* What the provider's reply means. Never fails: what is not understood after bytes have left is UNKNOWN. */
    void (*read_reply)(const struct channel *channel, const struct http_reply *reply, struct outcome *ret);
};

/* The table, NULL-terminated (messages/wires.c), and a row by name (NULL when unknown). */
extern const struct wire *const wires[];
const struct wire *wire_find(const char *name);

#endif
