/* wire_approval - what a provider says of a template: is it approved, does it take what we fill in? */
#ifndef MESSAGES_WIRE_APPROVAL_H
#define MESSAGES_WIRE_APPROVAL_H

#include "messages/http.h"
#include "messages/message.h"

#define WIRE_APPROVAL_BODY_MAX   4096 /* bytes; WhatsApp's own limit is 1,024 letters */
#define WIRE_APPROVAL_REASON_MAX 40
#define WIRE_APPROVAL_PARAMS     1 /* placeholders of a template of ours: {{1}} in its text, the whole message */
#define WIRE_APPROVAL_NOT_TOLD   (-1)
#define WIRE_APPROVAL_OTHER      (-2) /* one, but not {{1}} in the text: by a name, in the heading, in a button */

/* UNKNOWN: nobody has said anything yet, or a word that we do not know; it is believed to be well. */
enum approval_state {
    APPROVAL_UNKNOWN,
    APPROVAL_APPROVED,
    APPROVAL_PENDING,
    APPROVAL_PAUSED, /* people complained; some hours, then it is well again by itself */
    APPROVAL_REJECTED,
    APPROVAL_DISABLED, /* for good */
    APPROVAL_MISSING   /* there is no such template, or not in this language */
};

/* The call number `step` about a template, 0 the first; template->language "" = any. */
struct wire_template_question {
    const struct message_template *template;
    int step;
};

struct wire_approval {
    enum approval_state state;
    int params;                                /* what must be filled in, in all its parts; or one of the above */
    char reason[WIRE_APPROVAL_REASON_MAX + 1]; /* the provider's word for a refusal; "" when none */
    char body[WIRE_APPROVAL_BODY_MAX + 1];     /* its text with the placeholders; "" when not told */
};

/* "approved", "pending", "paused", "rejected", "disabled", "missing", "unknown", and back. */
const char *approval_word(enum approval_state state);
enum approval_state approval_of_word(const char *word);
/* What providers write, in any case: IN_APPEAL, received, LIMIT_EXCEEDED ... */
enum approval_state approval_of_provider(const char *word);

/* 1 when it may be used: approved or not known, and {{1}} in its text is all that must be filled in, or that is not
 * told. */
int approval_may(const struct wire_approval *approval);

#endif
