/* consent_test - the proof of a consent: what was shown, in which language and version, and the person's own words. */
#include "config/own.h"
#include "tests/queue/shop_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define NUMBER "+56911112222"

/* The last proof, opened with the person's key. */
static json_t *last_proof(struct shop *shop) {
    own_mem char *person = shop_person(shop, NUMBER);
    redisReply *sealed = queue_redis(&shop->help, "LINDEX {test}:proof:%s -1", person);
    cr_assert_eq(sealed->type, REDIS_REPLY_STRING, "there is no proof");
    own_mem char *plain = queue_unseal(&shop->help, person, "proof", (struct vault_bytes){sealed->str, sealed->len});
    freeReplyObject(sealed);
    return json_loads(plain, 0, NULL);
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
    shop_write(&shop, NUMBER, "español");
    shop_write(&shop, NUMBER, "actividades");
    shop_write(&shop, NUMBER, "Sí, claro"); /* no yes of the pack: nothing is given */
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:consent:events"), 0);
    shop_write(&shop, NUMBER, "avisos");
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
    shop_write(&shop, NUMBER, "kreyòl");
    shop_write(&shop, NUMBER, "aktivite");
    shop_write(&shop, NUMBER, "1");
    assert_proof(&shop, "question", "consent_ask_events");
    assert_proof(&shop, "language", "ht");
    assert_proof(&shop, "words", "1");
    shop_write(&shop, NUMBER, "kite");
    assert_proof(&shop, "question", "optout_confirm");
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:consent:events"), 0);
    shop_write(&shop, NUMBER, "sante");
    assert_proof(&shop, "words", "kite");
    shop_close(&shop);
}
