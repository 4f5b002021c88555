/* kannel_send - a message as a call of Kannel's sendsms, and what smsbox's reply means.
 *
 * By POST, with the password in a header: a GET would leave it in access logs. Two traps of Kannel's: letters that GSM
 * does not have leave as question marks unless coding is 2, and a reply of 202 carries no id. */
#include "messages/wire/kannel_send.h"

#include "messages/segments.h"
#include "messages/wire/fields.h"
#include "messages/wire/outcome.h"
#include "messages/wire/shared_secret.h"

#include <string.h>

#define REPORTS "31" /* delivered 1, undelivered 2, queued 4, taken by the SMSC 8, refused by it 16 */

static int add_headers(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                       struct error *why) {
    own_text struct text report = TEXT_INIT(HTTP_URL_MAX);
    shared_secret_status_url(channel, out, &report);
    const char *coding = segments_count(out->body).ucs2 ? "2" : "0";
    int failed = http_call_header(ret, "Content-Type", "text/plain; charset=UTF-8", why) ||
                 http_call_header(ret, "X-Kannel-Username", channel->account, why) ||
                 http_call_header(ret, "X-Kannel-Password", channel->token, why) ||
                 http_call_header(ret, "X-Kannel-From", channel->number, why) ||
                 http_call_header(ret, "X-Kannel-To", out->to, why) ||
                 http_call_header(ret, "X-Kannel-Coding", coding, why);
    if (!failed && *channel->smsc) failed = http_call_header(ret, "X-Kannel-SMSC", channel->smsc, why);
    if (failed || !report.len) return failed ? -1 : 0;
    text_add(&report, "&state=%d"); /* Kannel puts the number of the report here */
    return http_call_header(ret, "X-Kannel-DLR-Mask", REPORTS, why) ||
                   http_call_header(ret, "X-Kannel-DLR-Url", text_get(&report), why)
               ? -1
               : 0;
}

int kannel_build(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                 struct error *why) {
    http_call_init(ret);
    if (!fields_is_address(out->to)) return error_set(why, ERROR_INPUT, "the receiver is not an address");
    if (!*out->body) return error_set(why, ERROR_INPUT, "the message is empty");
    http_call_base(ret, *channel->api_base ? channel->api_base : KANNEL_API);
    text_add(&ret->url, "/cgi-bin/sendsms");
    text_add(&ret->body, out->body);
    if (add_headers(channel, out, ret, why) == 0 && http_call_check(ret, why) == 0) return 0;
    http_call_release(ret);
    return -1;
}

static const struct {
    int status;
    const char *words;
    enum outcome_kind kind;
} replies[] = {
    {202, "", OUTCOME_SENT},                    /* "0: Accepted for delivery", "3: Queued ..." */
    {403, "Not routable", OUTCOME_UNREACHABLE}, /* no SMSC for this number */
    {400, "Number(s) has/have been denied",
     OUTCOME_UNREACHABLE},                       /* the gateway's white or black list: no STOP of theirs */
    {404, "", OUTCOME_CHANNEL},                  /* not the address of a sendsms */
    {503, "Temporal failure", OUTCOME_NOT_SENT}, /* "..., try again later": nothing was taken */
};

void kannel_read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret) {
    (void)channel;
    outcome_of_http(reply, ret);
    if (reply->fate != HTTP_ANSWERED) return;
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        const char *words = replies[i].words, *said = reply->body ? reply->body : "";
        if (replies[i].status != reply->status || strncmp(said, words, strlen(words)) != 0) continue;
        ret->kind = replies[i].kind;
        if (ret->kind == OUTCOME_SENT) ret->code[0] = 0;
        return;
    }
}

int kannel_probe(const struct channel *channel, struct http_call *ret, struct error *why) {
    http_call_init(ret);
    http_call_base(ret, *channel->api_base ? channel->api_base : KANNEL_API);
    text_add(&ret->url, "/cgi-bin/sendsms");
    text_add(&ret->body, "x");
    if (http_call_header(ret, "Content-Type", "text/plain; charset=UTF-8", why) == 0 &&
        http_call_header(ret, "X-Kannel-Username", channel->account, why) == 0 &&
        http_call_header(ret, "X-Kannel-Password", channel->token, why) == 0 && http_call_check(ret, why) == 0)
        return 0;
    http_call_release(ret);
    return -1;
}
