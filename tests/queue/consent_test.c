/* consent_test - the proof of a consent: what was shown, in which language and version, and the person's own words. */
#include "config/own.h"
#include "queue/accept.h"
#include "queue/worker.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define NUMBER "+56911112222"

struct shop {
    struct queue_help help;
    struct worker *worker;
    long long turns;
};

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why && result->fresh == 1);
    *(int *)arg = 1;
}
static int is_set(void *arg) {
    return *(int *)arg;
}
static int turns_done(void *arg) {
    struct shop *shop = arg;
    return queue_number(&shop->help, "HGET {test}:count turns") >= shop->turns;
}

static void text_as(struct shop *shop, const char *words) {
    struct inbox inbox = INBOX_INIT;
    struct message *message = inbox_add_message(&inbox);
    int accepted = 0;
    shop->turns++;
    snprintf(message->id, sizeof message->id, "SM%lld", shop->turns);
    snprintf(message->from, sizeof message->from, NUMBER);
    text_add(&message->body, words);
    accept_inbox(shop->help.office, &shop->help.settings.channels[0], &inbox, on_accepted, &accepted);
    inbox_release(&inbox);
    cr_assert(queue_until(&shop->help, is_set, &accepted));
    cr_assert(queue_until(&shop->help, turns_done, shop), "'%s' was not worked", words);
}

static void shop_open(struct shop *shop) {
    struct error why = ERROR_INIT;
    memset(shop, 0, sizeof *shop);
    queue_help_open(&shop->help);
    queue_help_pack(&shop->help);
    cr_assert_eq(worker_start(shop->help.office, &shop->worker, &why), 0, "%s", why.text);
}

static void shop_close(struct shop *shop) {
    worker_free(shop->worker);
    queue_help_close(&shop->help);
}

/* The last proof, opened with the person's key. */
static json_t *last_proof(struct shop *shop) {
    char index[VAULT_INDEX_MAX + 1], bound[PERSON_BOUND_MAX];
    struct vault_key key;
    size_t len;
    own_mem char *plain = NULL;
    vault_index(shop->help.vault, "sms", NUMBER, index);
    own_mem char *person = queue_string(&shop->help, "HGET {test}:addr %s", index);
    redisReply *wrapped = queue_redis(&shop->help, "HGET {test}:person:%s key", person);
    redisReply *sealed = queue_redis(&shop->help, "LINDEX {test}:proof:%s -1", person);
    cr_assert_eq(sealed->type, REDIS_REPLY_STRING, "there is no proof");
    cr_assert_eq(vault_unwrap(shop->help.vault, person, (struct vault_bytes){wrapped->str, wrapped->len}, &key, NULL),
                 0);
    cr_assert_eq(vault_unseal(&key, person_bound("proof", person, NULL, bound),
                              (struct vault_bytes){sealed->str, sealed->len}, &plain, &len, NULL),
                 0);
    freeReplyObject(wrapped);
    freeReplyObject(sealed);
    return json_loadb(plain, len, 0, NULL);
}

static void assert_proof(struct shop *shop, const char *name, const char *value) {
    json_auto_t *proof = last_proof(shop);
    const char *is = json_string_value(json_object_get(proof, name));
    cr_assert(is, "the proof has no %s", name);
    cr_assert_str_eq(is, value, "%s", name);
}

Test(consent, the_proof_of_a_yes_holds_the_question_the_language_and_the_words) {
    struct shop shop;
    shop_open(&shop);
    text_as(&shop, "español");
    text_as(&shop, "actividades");
    text_as(&shop, "Sí, claro"); /* no yes of the pack: nothing is given */
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:consent:events"), 0);
    text_as(&shop, "avisos");
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:consent:events"), 1);
    assert_proof(&shop, "purpose", "events");
    assert_proof(&shop, "words", "avisos");
    assert_proof(&shop, "question", "consent_yes_events");
    assert_proof(&shop, "language", "es");
    assert_proof(&shop, "channel", "line-1");
    assert_proof(&shop, "version", pack_version(shop.help.pack));
    shop_close(&shop);
}

Test(consent, the_answer_to_the_question_names_it_and_a_stop_names_what_was_told) {
    struct shop shop;
    shop_open(&shop);
    text_as(&shop, "kreyòl");
    text_as(&shop, "aktivite");
    text_as(&shop, "1");
    assert_proof(&shop, "question", "consent_ask_events");
    assert_proof(&shop, "language", "ht");
    assert_proof(&shop, "words", "1");
    text_as(&shop, "kite");
    assert_proof(&shop, "question", "optout_confirm");
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:consent:events"), 0);
    text_as(&shop, "sante");
    assert_proof(&shop, "words", "kite");
    shop_close(&shop);
}
