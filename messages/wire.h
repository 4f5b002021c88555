/* wire - the contract of a provider's codec. A wire is pure: no socket, no clock, no log.
 *
 * HTTP request -> messages and statuses; message -> HTTP call; HTTP reply -> outcome. One file a provider under
 * messages/wire/, one row in messages/wires.c. Nothing outside the file knows a field name of the provider. */
#ifndef MESSAGES_WIRE_H
#define MESSAGES_WIRE_H

#include "config/settings.h"
#include "messages/http.h"
#include "messages/message.h"
#include "messages/wire_approval.h"
#include "messages/wire_balance.h"
#include "messages/wire_page.h"

#define WIRE_FETCH_MAX 4 /* calls for one medium */

struct wire {
    const char *name;         /* settings value: "twilio" */
    const char *kinds;        /* what it carries: "sms", "whatsapp", or both with a blank between */
    const char *default_base; /* API base when the channel has none */
    int simulated;            /* 1: reaches nobody outside this machine (allowed in trial mode without a list) */
    int by_get;               /* 1: the provider also comes by GET; verify and greet look at the method */
    size_t body_max;          /* bytes of a webhook body; 0 = HTTP_BODY_MAX. At most HTTP_BATCH_MAX */

    /* Do the settings of a channel hold what this provider needs? NULL = nothing beyond what every channel needs.
     * -1 ERROR_INPUT that names the setting. */
    int (*check)(const struct channel *channel, struct error *why);

    /* A question that the provider asks before it sends anything (Meta's hub.challenge). NULL: it asks none. 0: ret is
     * the answer, the caller releases ret->body. 1: this request is no such question, go on with verify. -1
     * ERROR_DENIED. */
    int (*greet)(const struct channel *channel, const struct http_request *request, struct http_answer *ret,
                 struct error *why);

    /* Is the request authentic? Constant-time compare; both secrets of a rotation. -1 ERROR_DENIED (without saying
     * what was wrong: same text for all) for anything else. -1 ERROR_BUSY: not signed at all, by a provider that is
     * known to do so by mistake and to come again, signed, when it is put off. Costs at most one HMAC a secret and URL
     * form. */
    int (*verify)(const struct channel *channel, const struct http_request *request, struct error *why);

    /* A request to our own webhook, signed as the provider signs it, that verify takes and that carries nothing which
     * is acted on: the proof that public_url is the address under which requests come in, and that no proxy changes
     * them. NULL: the simulator, whose secret is made at the start. As build. */
    int (*knock)(const struct channel *channel, const char *public_url, struct http_call *ret, struct error *why);

    /* What does it carry? Called only after verify. -1 ERROR_INPUT when malformed; what is authentic but of an
     * unknown kind is counted in ignored, what is malformed within a batch in bad. Sets ret from nothing (what it held
     * is not released); empty on -1. */
    int (*parse)(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                 struct error *why);

    /* The answer that tells the provider "on disk". Sets ret from nothing; the caller releases ret->body. */
    void (*answer)(const struct channel *channel, struct http_answer *ret);

    /* The call that hands a message over. Sets ret from nothing; the caller releases it. -1 ERROR_INPUT, ret empty:
     * an account, address or text that cannot be written as a call. Options that this provider or this text cannot have
     * are left out: the body says them too. */
    int (*build)(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                 struct error *why);

    /* What the provider's reply means. Never fails: what is not understood after bytes have left is UNKNOWN. */
    void (*read_reply)(const struct channel *channel, const struct http_reply *reply, struct outcome *ret);

    /* A call that sends nothing and costs nothing, and tells by the status probe_good whether the provider knows our
     * credentials. NULL: this provider has none. As build. */
    int (*probe)(const struct channel *channel, struct http_call *ret, struct error *why);
    int probe_good;

    /* The call that asks what is left on the account, and what its reply says; of both NULL: this provider cannot be
     * asked. balance as build. balanced: -1 ERROR_BUSY not answered, ERROR_DENIED refused, ERROR_INPUT not told. */
    int (*balance)(const struct channel *channel, struct http_call *ret, struct error *why);
    int (*balanced)(const struct http_reply *reply, struct wire_balance *ret, struct error *why);

    /* The call that deletes a message at the provider, with its media, by the provider's id; 2xx or 404 means that it
     * is gone. NULL: this provider keeps none, or cannot be asked. Wants `list`. As build. */
    int (*forget)(const struct channel *channel, const char *message_id, struct http_call *ret, struct error *why);

    /* The call for a page of the list that the provider keeps of this line's messages, and what its reply says; of both
     * NULL: it keeps none that an account may ask for. list as build. listed: sets ret from nothing, the caller
     * releases it; -1 ERROR_BUSY not given now, ERROR_INPUT malformed, ret empty. What is older than the question, or
     * malformed (counted in inbox.bad), is left out. */
    int (*list)(const struct channel *channel, const struct wire_question *question, struct http_call *ret,
                struct error *why);
    int (*listed)(const struct channel *channel, const struct wire_question *question, const struct http_reply *reply,
                  struct wire_page *ret, struct error *why);

    /* The calls that ask what has become of a template of the settings, one after the other, and what their replies
     * say; of both NULL: this provider has no templates, or cannot be asked. approval as build; 1: there is nothing
     * more to ask (at step 0: not with these settings), ret is not set. approved: step 0 sets ret from nothing, the
     * others add to it; -1 ERROR_BUSY not answered, ERROR_DENIED refused, ERROR_INPUT malformed, or not all that there
     * is. */
    int (*approval)(const struct channel *channel, const struct wire_template_question *question, struct http_call *ret,
                    struct error *why);
    int (*approved)(const struct channel *channel, const struct wire_template_question *question,
                    const struct http_reply *reply, struct wire_approval *ret, struct error *why);

    /* The call that fetches a medium, from message.media. NULL: this provider tells of none. As build. */
    int (*fetch)(const struct channel *channel, const char *reference, struct http_call *ret, struct error *why);
    /* What the reply to call number `step` (0: the one of fetch) means: 0 the body is the medium; 1 ret is the next
     * call (the provider told an address, or redirects), with credentials only where they belong; -1 ERROR_INPUT:
     * neither. ret is set from nothing with 1 only; the caller releases it, and limits the steps to WIRE_FETCH_MAX. */
    int (*fetched)(const struct channel *channel, int step, const struct http_reply *reply, struct http_call *ret,
                   struct error *why);

    /* The call that shows a person that their message was read. NULL: this provider has none. As build. */
    int (*mark_read)(const struct channel *channel, const char *message_id, struct http_call *ret, struct error *why);
};

/* The table, NULL-terminated (messages/wires.c), and a row by name (NULL when unknown). */
extern const struct wire *const wires[];
const struct wire *wire_find(const char *name);

/* Can this channel be used: is there such a wire, does it carry the channel's kind, do the settings hold what it needs?
 * -1 ERROR_INPUT with plain words that name the setting. */
int wire_check(const struct channel *channel, struct error *why);
/* 1 when the wire carries this kind. */
int wire_carries(const struct wire *wire, const char *kind);

#endif
