/* media_fetch - one medium from its reference to its bytes. */
#include "queue/media_fetch.h"

#include "messages/wire.h"

#include <stdlib.h>

struct fetch {
    struct client *client;
    const struct channel *channel;
    const struct wire *wire;
    size_t bytes_max;
    int step;
    media_fetch_done done;
    void *arg;
};

static void end(struct fetch *fetch, const struct media_result *result) {
    fetch->done(fetch->arg, result);
    free(fetch);
}

static void end_with(struct fetch *fetch, enum media_end how, const char *why) {
    end(fetch, &(struct media_result){.end = how, .why = why});
}

static void on_reply(void *arg, const struct http_reply *reply);

static void step(struct fetch *fetch, struct http_call *call) {
    const char *base = *fetch->channel->api_base ? fetch->channel->api_base : fetch->wire->default_base;
    struct client_fetch how = {base ? base : "", fetch->bytes_max};
    client_fetch(fetch->client, call, &how, on_reply, fetch);
}

static void end_here(struct fetch *fetch, const struct http_reply *reply) {
    struct media_result result = {.end = MEDIA_HERE, .why = "", .body = reply->body, .body_len = reply->body_len};
    result.type = media_sniff(reply->body, reply->body_len);
    if (result.type)
        end(fetch, &result);
    else
        end_with(fetch, MEDIA_REFUSED, "type");
}

/* A provider may tell of a medium before it has it, so that nothing but its size and its address ends the matter at
 * once. */
static void end_refused(struct fetch *fetch, const struct http_reply *reply) {
    int status = reply->status;
    struct media_result result = {.end = MEDIA_LATER, .retry_after_s = reply->retry_after_s};
    result.why = status == 404 || status == 410 ? "missing" : status == 401 || status == 403 ? "denied" : "provider";
    end(fetch, &result);
}

static void on_reply(void *arg, const struct http_reply *reply) {
    struct fetch *fetch = arg;
    struct http_call call;
    if (reply->forbidden && reply->fate != HTTP_ANSWERED) {
        end_with(fetch, MEDIA_FAILED, "address");
    } else if (reply->too_large) {
        end_with(fetch, MEDIA_REFUSED, "too-big");
    } else if (reply->fate != HTTP_ANSWERED) {
        end_with(fetch, MEDIA_LATER, "no-answer");
    } else {
        int next = fetch->wire->fetched(fetch->channel, fetch->step, reply, &call, NULL);
        if (next < 0)
            end_refused(fetch, reply);
        else if (next == 0)
            end_here(fetch, reply);
        else if (++fetch->step < WIRE_FETCH_MAX)
            step(fetch, &call);
        else {
            http_call_release(&call);
            end_with(fetch, MEDIA_LATER, "provider");
        }
    }
}

void media_fetch(struct client *client, const struct media_wanted *wanted, media_fetch_done done, void *arg) {
    const struct wire *wire = wanted->channel ? wire_find(wanted->channel->wire) : NULL;
    struct fetch *fetch = calloc(1, sizeof *fetch);
    struct http_call call;
    if (!fetch) {
        done(arg, &(struct media_result){.end = MEDIA_LATER, .why = "no-answer"});
        return;
    }
    *fetch = (struct fetch){client, wanted->channel, wire, wanted->bytes_max, 0, done, arg};
    if (!wire || !wire->fetch)
        end_with(fetch, MEDIA_FAILED, "no-channel");
    else if (wire->fetch(wanted->channel, wanted->reference, &call, NULL) < 0)
        end_with(fetch, MEDIA_FAILED, "address");
    else
        step(fetch, &call);
}
