/* forget - what the provider keeps of somebody who was erased. */
#include "queue/forget.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "messages/wire.h"

#include <stdlib.h>
#include <string.h>

#define TICK_MS    60000
#define FIRST_MS   (3600 * 1000LL)
#define AGAIN_MS   (3600 * 1000LL)
#define GIVE_UP_MS (14 * 24 * 3600 * 1000LL)
#define LEASE_MS   (15 * 60 * 1000LL)
#define PAGES_MAX  50 /* of WIRE_PAGE_MAX messages, in one go */
#define BOUND      "forget"

struct forget {
    struct office *office;
    struct client *client;
    struct loop_timer *tick;
    int looking, closed;
    size_t users; /* the owner, and the answers to come */
};

/* An entry at work. */
struct errand {
    struct forget *forget;
    const struct channel *channel;
    char *member, *address; /* owned; address is wiped */
    size_t member_len;
    int64_t until_ms;
    int inbound;
    char ids[WIRE_PAGE_MAX][MESSAGE_ID_MAX + 1];
    size_t count, at, pages, gone, gone_of_page, left;
};

static void leave(struct forget *forget) {
    if (--forget->users == 0) free(forget);
}

int forget_can(const struct channel *channel) {
    const struct wire *wire = wire_find(channel->wire);
    return wire && wire->forget && wire->list;
}

void forget_add(struct office *office, const struct channel *channel, const char *address, int64_t now_ms,
                struct args *args) {
    args_text(args, channel->name);
    args_number(args, now_ms + FIRST_MS);
    args_number(args, now_ms + GIVE_UP_MS);
    args_seal_text(args, vault_office_key(office_vault(office)), BOUND, address);
}

static void errand_free(struct errand *errand) {
    struct forget *forget = errand->forget;
    if (errand->address) explicit_bzero(errand->address, strlen(errand->address));
    free(errand->address);
    free(errand->member);
    free(errand);
    forget->looking = 0;
    if (!forget->closed) loop_timer_set(forget->tick, 0); /* the next entry */
    leave(forget);
}

/* later_ms 0: it is over. */
static void errand_end(struct errand *errand, int64_t later_ms) {
    own_args struct args args = ARGS_INIT;
    args_bytes(&args, errand->member, errand->member_len);
    args_number(&args, later_ms);
    if (!errand->forget->closed) args_call(&args, errand->forget->office, "forget_end", NULL, NULL);
    if (errand->gone)
        log_info("forget", "channel '%s': %zu messages of somebody who was erased are deleted at the provider",
                 errand->channel->name, errand->gone);
    errand_free(errand);
}

static void again(struct errand *errand) {
    int64_t now_ms = clock_wall_ms();
    if (now_ms < errand->until_ms) {
        errand_end(errand, now_ms + AGAIN_MS);
        return;
    }
    log_warn("forget", "channel '%s': the provider did not delete %zu messages of somebody who was erased",
             errand->channel->name, errand->left);
    errand_end(errand, 0);
}

/* --- the list, and each of it --- */

static void ask(struct errand *errand);

static void fetch(struct errand *errand, struct http_call *call, client_done done) {
    const struct channel *channel = errand->channel;
    struct client_fetch terms = {*channel->api_base ? channel->api_base : wire_find(channel->wire)->default_base,
                                 WIRE_PAGE_BYTES_MAX};
    client_fetch(errand->forget->client, call, &terms, done, errand);
}

static void next_page(struct errand *errand) {
    if (errand->gone_of_page == 0 || ++errand->pages >= PAGES_MAX) {
        again(errand);
        return;
    }
    ask(errand);
}

static void delete_next(struct errand *errand);

static void on_deleted(void *arg, const struct http_reply *reply) {
    struct errand *errand = arg;
    int is_gone = reply->fate == HTTP_ANSWERED && (reply->status / 100 == 2 || reply->status == 404);
    if (errand->forget->closed) {
        errand_free(errand);
        return;
    }
    errand->gone += is_gone;
    errand->gone_of_page += is_gone;
    errand->left += !is_gone;
    errand->at++;
    delete_next(errand);
}

static void delete_next(struct errand *errand) {
    struct http_call call;
    while (errand->at < errand->count) {
        if (wire_find(errand->channel->wire)->forget(errand->channel, errand->ids[errand->at], &call, NULL) == 0) {
            fetch(errand, &call, on_deleted);
            return;
        }
        errand->left++;
        errand->at++;
    }
    next_page(errand);
}

static void take_ids(struct errand *errand, const struct wire_page *page) {
    errand->count = errand->at = errand->gone_of_page = errand->left = 0;
    for (size_t i = 0; i < page->inbox.message_count && errand->count < WIRE_PAGE_MAX; i++)
        snprintf(errand->ids[errand->count++], MESSAGE_ID_MAX + 1, "%s", page->inbox.messages[i].id);
    for (size_t i = 0; i < page->sent_count && errand->count < WIRE_PAGE_MAX; i++)
        snprintf(errand->ids[errand->count++], MESSAGE_ID_MAX + 1, "%s", page->sent[i].status.provider_id);
}

static struct wire_question question_of(const struct errand *errand) {
    return (struct wire_question){.inbound = errand->inbound, .with = errand->address};
}

static void on_page(void *arg, const struct http_reply *reply) {
    struct errand *errand = arg;
    const struct wire_question question = question_of(errand);
    struct wire_page page = WIRE_PAGE_INIT;
    struct error why = ERROR_INIT;
    if (errand->forget->closed) {
        errand_free(errand);
        return;
    }
    if (wire_find(errand->channel->wire)->listed(errand->channel, &question, reply, &page, &why) < 0) {
        log_warn("forget", "channel '%s': %s", errand->channel->name, why.text);
        again(errand);
        return;
    }
    take_ids(errand, &page);
    wire_page_release(&page);
    if (errand->count) {
        delete_next(errand);
    } else if (errand->inbound) {
        errand->inbound = 0;
        ask(errand);
    } else {
        errand_end(errand, 0);
    }
}

static void ask(struct errand *errand) {
    const struct wire_question question = question_of(errand);
    struct http_call call;
    struct error why = ERROR_INIT;
    if (wire_find(errand->channel->wire)->list(errand->channel, &question, &call, &why) == 0) {
        fetch(errand, &call, on_page);
        return;
    }
    log_warn("forget", "channel '%s': %s", errand->channel->name, why.text);
    again(errand);
}

/* --- which is next --- */

/* "<channel> <until> <sealed>"; 0 when it is none, or of a channel that is gone. */
static int open_member(struct errand *errand) {
    char name[SETTINGS_SHORT_MAX];
    long long until_ms;
    int head = 0;
    size_t len;
    if (sscanf(errand->member, "%63s %lld%n", name, &until_ms, &head) != 2) return 0;
    if ((size_t)head + 1 > errand->member_len) return 0;
    errand->channel = settings_channel(office_settings(errand->forget->office), name);
    errand->until_ms = until_ms;
    const struct vault_bytes sealed = {errand->member + head + 1, errand->member_len - (size_t)head - 1};
    const struct vault_key *key = vault_office_key(office_vault(errand->forget->office));
    return errand->channel && forget_can(errand->channel) &&
           vault_unseal(key, BOUND, sealed, &errand->address, &len, NULL) == 0;
}

static void on_due(void *arg, const redisReply *reply, const struct error *why) {
    struct forget *forget = arg;
    int is_one = !why && !forget->closed && reply->type == REDIS_REPLY_STRING && reply->len;
    struct errand *errand = is_one ? calloc(1, sizeof *errand) : NULL;
    if (!errand || !(errand->member = malloc(reply->len + 1))) {
        free(errand);
        forget->looking = 0;
        leave(forget);
        return;
    }
    memcpy(errand->member, reply->str, reply->len);
    errand->member[reply->len] = '\0';
    errand->member_len = reply->len;
    errand->forget = forget;
    errand->inbound = 1;
    if (open_member(errand))
        ask(errand);
    else
        errand_end(errand, 0); /* without a channel nobody can be told, and it is not kept for nothing */
}

static void on_tick(void *arg) {
    struct forget *forget = arg;
    own_args struct args args = ARGS_INIT;
    loop_timer_set(forget->tick, TICK_MS);
    if (!office_is_open(forget->office) || forget->looking) return;
    forget->looking = 1;
    forget->users++;
    args_number(&args, clock_wall_ms());
    args_number(&args, LEASE_MS);
    args_call(&args, forget->office, "forget_due", on_due, forget);
}

static void on_bell(void *arg, const char *word) {
    struct forget *forget = arg;
    if (strcmp(word, "forget") == 0) loop_timer_set(forget->tick, 0);
}

int forget_start(struct office *office, struct client *client, struct forget **ret, struct error *why) {
    struct forget *forget = calloc(1, sizeof *forget);
    if (!forget) return error_set(why, ERROR_SYSTEM, "no memory for what providers are to forget");
    *forget = (struct forget){.office = office, .client = client, .users = 1};
    if (loop_timer_new(office_loop(office), on_tick, forget, &forget->tick, why) < 0) {
        free(forget);
        return -1;
    }
    loop_timer_set(forget->tick, TICK_MS);
    office_on_bell(office, on_bell, forget);
    *ret = forget;
    return 0;
}

void forget_free(struct forget *forget) {
    if (!forget) return;
    office_forget(forget->office, forget);
    loop_timer_free(forget->tick);
    forget->closed = 1;
    leave(forget);
}
