/* wire_help - cases of tests/wire/<wire>/<case>/ as plain structs, and what a wire makes of them as JSON. */
#ifndef TESTS_MESSAGES_WIRE_HELP_H
#define TESTS_MESSAGES_WIRE_HELP_H

#include "messages/wire.h"

#include <jansson.h>

#define CASE_PATH_MAX 160

struct wire_case {
    char wire[32], name[64];
};

/* All folders of tests/wire/<wire>/, in order; the caller frees. */
struct wire_case *case_list(size_t *ret_count);
int case_has(const struct wire_case *a_case, const char *file);
char *case_read(const struct wire_case *a_case, const char *file, size_t *ret_len); /* aborts the test when missing */
json_t *case_json(const struct wire_case *a_case, const char *file);

/* tests/wire/<wire>/channel.json, over which a channel.json of the case is laid. */
void case_channel(const struct wire_case *a_case, struct channel *ret, char *ret_public_url, size_t url_max);

/* The message.json of an outbound case: out_id, to, body, status_url and, when given, options ([[id, title]...]), label
 * and template ({"name", "language", "params"}). Borrowed from json. */
struct case_out {
    struct message_out out;
    struct message_option options[OUT_OPTIONS_MAX + 2];
    struct message_template template;
};
void case_out(const json_t *json, struct case_out *ret);

/* Cuts raw HTTP/1.1 text (lines may end in LF) into a request or reply that points into it. */
void http_cut_request(char *raw, size_t len, struct http_request *ret);
void http_cut_reply(char *raw, size_t len, struct http_reply *ret);

/* What the wire makes of a request or reply, as the expect.json of a case is written. New references. */
json_t *case_inbound(const struct wire *wire, const struct channel *channel, const struct http_request *request);
json_t *case_outcome(const struct wire *wire, const struct channel *channel, const struct http_reply *reply);
/* The bytes of a call as they would go over the line, Basic auth included; the caller frees. */
char *case_call(const struct http_call *call);

#endif
