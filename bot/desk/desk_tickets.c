/* desk_tickets - tickets by the API. */
#include "bot/desk/desk_tickets.h"

#include "queue/tickets.h"

#include <stdlib.h>
#include <string.h>

#define LIST_LIMIT "50"

/* A whole number of up to nine digits; -1 ERROR_INPUT. */
static int read_number(const struct desk_call *call, const char *name, const char *fallback, size_t *ret,
                       struct error *why) {
    const char *text = desk_call_field(call, name);
    if (!text) text = fallback;
    size_t len = strspn(text, "0123456789");
    if (len < 1 || len > 9 || text[len]) return error_set(why, ERROR_INPUT, "'%s' must be a whole number", name);
    *ret = (size_t)strtol(text, NULL, 10);
    return 0;
}

void desk_tickets_list(struct desk_call *call) {
    struct error why = ERROR_INIT;
    const char *state = desk_call_field(call, "state");
    struct tickets_query query = {.state = state ? state : "open"};
    if (read_number(call, "offset", "0", &query.offset, &why) < 0 ||
        read_number(call, "limit", LIST_LIMIT, &query.limit, &why) < 0)
        desk_call_fail(call, &why);
    else
        tickets_list(call->desk->office, &query, desk_call_done, call);
}

void desk_tickets_get(struct desk_call *call) {
    tickets_get(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_tickets_claim(struct desk_call *call) {
    tickets_claim(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_tickets_release(struct desk_call *call) {
    tickets_release(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_tickets_reopen(struct desk_call *call) {
    tickets_reopen(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_tickets_reply(struct desk_call *call) {
    struct tickets_reply reply = {call->user, call->id, desk_call_field(call, "key"), desk_call_field(call, "text")};
    tickets_reply(call->desk->office, &reply, desk_call_done, call);
}

void desk_tickets_close(struct desk_call *call) {
    tickets_close(call->desk->office, call->user, call->id, desk_call_field(call, "outcome"), desk_call_done, call);
}
