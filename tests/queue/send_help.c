/* send_help - an office with a fake provider behind channel "line-1", and messages put into outboxes by hand. */
#include "tests/queue/send_help.h"

#include "config/clock.h"
#include "queue/person.h"

#include <criterion/criterion.h>
#include <string.h>

void send_help_open(struct send_help *help, enum fake_answer answer) {
    memset(help, 0, sizeof *help);
    help->fake = fake_provider_start(answer);
    queue_help_start(&help->queue);
    struct settings *settings = &help->queue.settings;
    settings->office.mode = MODE_LIVE;
    settings->send.timeout_s = 2;
    settings->channels[0].rate_per_s = 1000;
    snprintf(settings->channels[0].account, sizeof settings->channels[0].account, "AC%032d", 1);
    snprintf(settings->channels[0].api_base, sizeof settings->channels[0].api_base, "%s",
             fake_provider_url(help->fake));
}

void send_help_start(struct send_help *help) {
    struct error why = ERROR_INIT;
    if (!help->queue.office) queue_help_office(&help->queue);
    if (!help->client)
        cr_assert_eq(client_new(help->queue.loop, help->queue.settings.send.timeout_s, &help->client, &why), 0);
    if (!help->states) cr_assert_eq(channel_states_new(help->queue.office, &help->states, &why), 0, "%s", why.text);
    const struct sender_tools tools = {help->queue.office, help->client, help->states};
    cr_assert_eq(sender_start(&tools, &help->sender, &why), 0, "%s", why.text);
}

void send_help_close(struct send_help *help) {
    sender_free(help->sender);
    channel_states_free(help->states);
    client_free(help->client);
    queue_help_close(&help->queue);
    fake_provider_stop(help->fake);
}

static const struct vault_key *key_of(struct send_help *help, const char *person) {
    static struct vault_key key;
    redisReply *wrapped = queue_redis(&help->queue, "HGET {test}:person:%s key", person);
    const struct vault_bytes bytes = {wrapped->str, wrapped->len};
    cr_assert_eq(vault_unwrap(help->queue.vault, person, bytes, &key, NULL), 0);
    freeReplyObject(wrapped);
    return &key;
}

void send_help_out(struct send_help *help, const char *person, const struct send_help_out *out) {
    static long long order = 0;
    char bound[PERSON_BOUND_MAX], realm[PERSON_REALM_MAX], score[32];
    own_text struct text sealed = TEXT_INIT(4096);
    int64_t now_ms = clock_wall_ms();
    const struct vault_bytes plain = {out->text, strlen(out->text)};
    person_seal(key_of(help, person), person_bound("out", out->id, NULL, bound), plain, &sealed);
    person_realm(&help->queue.settings.channels[0], realm);
    freeReplyObject(queue_redis(
        &help->queue,
        "HSET {test}:out:%s person %s channel line-1 realm %s lane %d purpose %s text %b state ready rank 0 code %s "
        "useless %lld token %s tries 0 campaign %s created %lld segments 1",
        out->id, person, realm, out->lane, out->purpose ? out->purpose : "reply", text_get(&sealed), sealed.len, "",
        (long long)(now_ms + (out->good_for_ms ? out->good_for_ms : 3600000)), "", "", (long long)now_ms));
    snprintf(score, sizeof score, "%lld", out->lane * 10000000000000LL + ++order);
    freeReplyObject(queue_redis(&help->queue, "ZADD {test}:outbox:%s %s %s", person, score, out->id));
    snprintf(score, sizeof score, "%lld", out->lane * 10000000000000LL + (long long)now_ms);
    freeReplyObject(queue_redis(&help->queue, "ZADD {test}:lanes LT %s %s", score, person));
}

void send_help_ring(struct send_help *help) {
    freeReplyObject(queue_redis(&help->queue, "PUBLISH {test}:bell out"));
}

struct state_wish {
    struct send_help *help;
    const char *id, *state;
};

static int has_state(void *arg) {
    const struct state_wish *wish = arg;
    char *state = queue_string(&wish->help->queue, "HGET {test}:out:%s state", wish->id);
    int has = strcmp(state, wish->state) == 0;
    free(state);
    return has;
}

void send_help_until_state(struct send_help *help, const char *id, const char *state) {
    struct state_wish wish = {help, id, state};
    if (queue_until(&help->queue, has_state, &wish)) return;
    char *is = queue_string(&help->queue, "HGET {test}:out:%s state", id);
    cr_assert_fail("message %s is %s, not %s", id, is, state);
}

struct count_wish {
    struct fake_provider *fake;
    size_t count;
};

static int has_count(void *arg) {
    const struct count_wish *wish = arg;
    return fake_provider_count(wish->fake) >= wish->count;
}

void send_help_until_count(struct send_help *help, size_t count) {
    struct count_wish wish = {help->fake, count};
    cr_assert(queue_until(&help->queue, has_count, &wish), "only %zu of %zu requests came",
              fake_provider_count(help->fake), count);
}

void send_help_assert_field(struct send_help *help, const char *id, const char *field, const char *value) {
    char *is = queue_string(&help->queue, "HGET {test}:out:%s %s", id, field);
    cr_assert_str_eq(is, value, "%s of %s is '%s'", field, id, is);
    free(is);
}

void send_help_later_is_now(struct send_help *help, const char *person, const char *id) {
    /* the message first: a sender that wakes between the two would put the person back to the old time */
    freeReplyObject(queue_redis(&help->queue, "HSET {test}:out:%s next 0", id));
    cr_assert_eq(queue_number(&help->queue, "ZADD {test}:lanes-later XX CH 1 %s", person), 1);
    send_help_ring(help);
}
