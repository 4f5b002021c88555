/* wire_approval - what a provider says of a template. */
#include "messages/wire_approval.h"

#include <string.h>
#include <strings.h>

static const char *const words[] = {
    [APPROVAL_UNKNOWN] = "unknown", [APPROVAL_APPROVED] = "approved", [APPROVAL_PENDING] = "pending",
    [APPROVAL_PAUSED] = "paused",   [APPROVAL_REJECTED] = "rejected", [APPROVAL_DISABLED] = "disabled",
    [APPROVAL_MISSING] = "missing",
};

const char *approval_word(enum approval_state state) {
    return words[state];
}

enum approval_state approval_of_word(const char *word) {
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i], word) == 0) return (enum approval_state)i;
    return APPROVAL_UNKNOWN;
}

/* developers.facebook.com/docs/graph-api/reference/whats-app-business-hsm;
 * twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses */
static const struct {
    const char *word;
    enum approval_state state;
} theirs[] = {
    {"approved", APPROVAL_APPROVED},         {"pending", APPROVAL_PENDING},     {"received", APPROVAL_PENDING},
    {"in_appeal", APPROVAL_PENDING},         {"unsubmitted", APPROVAL_PENDING}, {"paused", APPROVAL_PAUSED},
    {"limit_exceeded", APPROVAL_PAUSED},     {"rejected", APPROVAL_REJECTED},   {"disabled", APPROVAL_DISABLED},
    {"pending_deletion", APPROVAL_DISABLED}, {"deleted", APPROVAL_MISSING},
};

enum approval_state approval_of_provider(const char *word) {
    for (size_t i = 0; i < sizeof theirs / sizeof theirs[0]; i++)
        if (strcasecmp(theirs[i].word, word) == 0) return theirs[i].state;
    return APPROVAL_UNKNOWN;
}

int approval_may(const struct wire_approval *approval) {
    if (approval->state != APPROVAL_APPROVED && approval->state != APPROVAL_UNKNOWN) return 0;
    return approval->params == WIRE_APPROVAL_NOT_TOLD || approval->params == WIRE_APPROVAL_PARAMS;
}
