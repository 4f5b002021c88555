/* knock - what the slots `knock` of the wires share. */
#include "messages/wire/knock.h"

void knock_begin(const struct channel *channel, const char *public_url, const char *method, struct http_call *ret) {
    http_call_init(ret);
    ret->method = method;
    http_call_base(ret, public_url);
    text_addf(&ret->url, "/hook/%s", channel->name);
}

int knock_end(struct http_call *ret, const char *type, int failed, struct error *why) {
    if (!failed && (!type || http_call_header(ret, "Content-Type", type, why) == 0) && http_call_check(ret, why) == 0)
        return 0;
    http_call_release(ret);
    return -1;
}
