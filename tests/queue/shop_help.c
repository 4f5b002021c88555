/* shop_help - an office with its worker and the sample content, people who write to it, and time that passes. */
#include "tests/queue/shop_help.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/accept.h"
#include "queue/tickets.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

void shop_open(struct shop *shop) {
    struct error why = ERROR_INIT;
    memset(shop, 0, sizeof *shop);
    queue_help_open(&shop->help);
    queue_help_pack(&shop->help);
    cr_assert_eq(clock_set_zone("America/Santiago", &why), 0);
    cr_assert(worker_start(shop->help.office, &shop->worker, &why) == 0, "%s", why.text);
}

void shop_close(struct shop *shop) {
    worker_free(shop->worker);
    queue_help_close(&shop->help);
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why, "%s", why->text);
    *(size_t *)arg += result->fresh;
}
static int one_is_fresh(void *arg) {
    return *(size_t *)arg == 1;
}
static int turns_done(void *arg) {
    struct shop *shop = arg;
    return queue_number(&shop->help, "HGET {test}:count turns") >= shop->turns;
}

void shop_turns(struct shop *shop, long long more) {
    shop->turns += more;
    cr_assert(queue_until(&shop->help, turns_done, shop), "%lld turns were not done", shop->turns);
    queue_settle(&shop->help);
}

void shop_write(struct shop *shop, const char *number, const char *words) {
    struct inbox inbox = INBOX_INIT;
    size_t fresh = 0;
    struct message *message = inbox_add_message(&inbox);
    snprintf(message->id, sizeof message->id, "message-%d", ++shop->written);
    snprintf(message->from, sizeof message->from, "%s", number);
    text_add(&message->body, words);
    accept_inbox(shop->help.office, &shop->help.settings.channels[0], &inbox, on_accepted, &fresh);
    inbox_release(&inbox);
    cr_assert(queue_until(&shop->help, one_is_fresh, &fresh));
    shop_turns(shop, 1);
}

void shop_later(struct shop *shop, long long ms) {
    long long due = queue_number(&shop->help, "FCALL due 1 {test} %lld 100", (long long)clock_wall_ms() + ms);
    shop_turns(shop, due);
}

char *shop_person(struct shop *shop, const char *number) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(shop->help.vault, "sms", number, index);
    return queue_string(&shop->help, "HGET {test}:addr %s", index);
}

static char *unseal_line(struct shop *shop, const char *person, const redisReply *line) {
    const char *sealed = line->str;
    char *ret = NULL;
    for (int i = 0; i < 3; i++) sealed = strchr(sealed, ' ') + 1;
    struct vault_bytes bytes = {sealed, line->len - (size_t)(sealed - line->str)};
    own_mem char *plain = queue_unseal(&shop->help, person, "log", bytes);
    cr_assert(asprintf(&ret, "%.*s %s", (int)strcspn(line->str, " "), line->str, plain) > 0);
    return ret;
}

char *shop_line(struct shop *shop, const char *number, int at) {
    own_mem char *person = shop_person(shop, number);
    redisReply *line = queue_redis(&shop->help, "LINDEX {test}:log:%s %d", person, at);
    cr_assert_eq(line->type, REDIS_REPLY_STRING, "there is no line %d", at);
    char *ret = unseal_line(shop, person, line);
    freeReplyObject(line);
    return ret;
}

int shop_last_says(struct shop *shop, const char *number, const char *words) {
    own_mem char *line = shop_line(shop, number, -1);
    return strstr(line, words) != NULL;
}

char *shop_thread(struct shop *shop, const char *number) {
    own_mem char *person = shop_person(shop, number);
    return queue_thread(&shop->help, person);
}

void shop_user(struct shop *shop, const char *user, const char *name) {
    char bound[PERSON_BOUND_MAX];
    own_text struct text sealed = TEXT_INIT(1024);
    person_seal(vault_office_key(shop->help.vault), person_bound("user", user, NULL, bound),
                (struct vault_bytes){name, strlen(name)}, &sealed);
    freeReplyObject(queue_redis(&shop->help, "HSET {test}:user:%s name %b", user, text_get(&sealed), sealed.len));
}

char *shop_claim(struct shop *shop, const char *number, const char *user) {
    own_mem char *person = shop_person(shop, number);
    struct queue_wait wait = {0};
    char *ticket = queue_string(&shop->help, "HGET {test}:person:%s ticket", person);
    cr_assert(*ticket, "there is no open ticket");
    tickets_claim(shop->help.office, user, ticket, queue_done, &wait);
    queue_await(&shop->help, &wait);
    queue_wait_release(&wait);
    return ticket;
}
