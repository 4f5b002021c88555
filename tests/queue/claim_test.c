/* claim_test - what the machine is told of a person is what the store knows. */
#include "queue/claim.h"
#include "queue/mail.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define NOW "1764000000000"

static void open_key(struct queue_help *help, const char *person, struct vault_key *ret) {
    struct error why = ERROR_INIT;
    redisReply *wrapped = queue_redis(help, "HGET {test}:person:%s key", person);
    cr_assert(vault_unwrap(help->vault, person, (struct vault_bytes){wrapped->str, wrapped->len}, ret, &why) == 0);
    freeReplyObject(wrapped);
}

static void put_sealed(struct queue_help *help, const struct vault_key *key, const char *id, const char *part,
                       const char *plain) {
    char bound[PERSON_BOUND_MAX];
    own_text struct text sealed = TEXT_INIT(1024);
    person_seal(key, person_bound("appt", id, part, bound), (struct vault_bytes){plain, strlen(plain)}, &sealed);
    queue_number(help, "HSET {test}:appt:%s %s %b", id, part, text_get(&sealed), sealed.len);
}

static void put_appointment(struct queue_help *help, const char *person, const char *id, const char *at_ms) {
    struct vault_key key;
    open_key(help, person, &key);
    queue_number(help, "HSET {test}:appt:%s person %s at %s version 1 status confirmed", id, person, at_ms);
    queue_number(help, "ZADD {test}:appts:%s %s %s", person, at_ms, id);
    put_sealed(help, &key, id, "what", "vacuna");
    put_sealed(help, &key, id, "place", "CESFAM");
    vault_key_clear(&key);
}

static redisReply *reserve(struct queue_help *help, const char *person, const char *entry) {
    queue_number(help, "RPUSH {test}:mailbox:%s %s", person, entry);
    queue_number(help, "ZADD {test}:ready 1 %s", person);
    redisReply *reply = queue_redis(help, "FCALL reserve 1 {test} " NOW " 30000 10");
    cr_assert_eq(reply->elements, 1);
    return reply;
}

Test(claim, it_tells_language_consent_ticket_and_the_next_three_appointments) {
    struct queue_help help;
    struct claim claim;
    struct error why = ERROR_INIT;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, "+56911112222", person);
    queue_number(&help,
                 "HSET {test}:person:%s lang ht chosen 1 greeted 1 c:reminders 1 c:events 0 ticket k1 "
                 "appts 1",
                 person);
    queue_number(&help, "HSET {test}:ticket:k1 code K7M-42 by u1 state claimed");
    const char *at[] = {"1763999999999", "1764000000001", "1764000000002", "1764000000003", "1764000000004"};
    for (int i = 0; i < 5; i++) {
        char id[8];
        snprintf(id, sizeof id, "a%d", i % 10);
        put_appointment(&help, person, id, at[i]);
    }
    redisReply *reply = reserve(&help, person, "R e1 77 line-1 ");
    cr_assert(claim_read(reply->element[0], &claim, &why) == 0, "%s", why.text);
    cr_assert(claim_open(help.office, &claim, &why) == 0, "%s", why.text);
    cr_assert_str_eq(claim.person, person);
    cr_assert_str_eq(claim.event, "e1");
    cr_assert_eq(claim.at_ms, 77);
    cr_assert_str_eq(claim.channel, "line-1");
    const struct known *known = &claim.known;
    cr_assert_eq(known->language, LANGUAGE_HT);
    cr_assert_eq(known->language_chosen, 1);
    cr_assert_eq(known->greeted, 1);
    cr_assert_eq(known->consent[PURPOSE_REMINDERS], CONSENT_YES);
    cr_assert_eq(known->consent[PURPOSE_EVENTS], CONSENT_NO);
    cr_assert_eq(known->consent[PURPOSE_SURVEYS], CONSENT_UNASKED);
    cr_assert_str_eq(known->ticket_id, "k1");
    cr_assert_str_eq(known->ticket_code, "K7M-42");
    cr_assert_eq(known->ticket_claimed, 1);
    cr_assert_eq(known->appointment_count, 3);
    cr_assert_str_eq(known->appointments[0].id, "a1");
    cr_assert_str_eq(known->appointments[0].what, "vacuna");
    cr_assert_str_eq(known->appointments[2].place, "CESFAM");
    cr_assert_str_eq(known->appointments[2].status, "confirmed");
    cr_assert_str_eq(known->past_appointment.id, "a0");
    cr_assert_eq(known->past_appointment.at_ms, 1763999999999);
    cr_assert_str_eq(known->past_appointment.place, "CESFAM");
    claim_release(&claim);
    freeReplyObject(reply);
    queue_help_close(&help);
}

Test(claim, a_closed_ticket_is_no_open_one) {
    struct queue_help help;
    struct claim claim;
    struct error why = ERROR_INIT;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, "+56911112222", person);
    queue_number(&help, "HSET {test}:person:%s ticket k1", person);
    queue_number(&help, "HSET {test}:ticket:k1 code K7M-42 by u1 state closed");
    redisReply *reply = reserve(&help, person, "R e1 77 line-1 ");
    cr_assert(claim_read(reply->element[0], &claim, &why) == 0 && claim_open(help.office, &claim, &why) == 0);
    cr_assert_str_eq(claim.known.ticket_id, "");
    claim_release(&claim);
    freeReplyObject(reply);
    queue_help_close(&help);
}

Test(claim, a_reminder_comes_with_its_appointment) {
    struct queue_help help;
    struct claim claim;
    struct mail mail;
    struct error why = ERROR_INIT;
    char person[VAULT_ID_MAX + 1], entry[128];
    queue_help_open(&help);
    queue_person(&help, "+56911112222", person);
    put_appointment(&help, person, "a1", "1764000009999");
    snprintf(entry, sizeof entry, "T t1 5 - %s|reminder|a1.1.3h", person);
    redisReply *reply = reserve(&help, person, entry);
    cr_assert(claim_read(reply->element[0], &claim, &why) == 0 && claim_open(help.office, &claim, &why) == 0);
    cr_assert(mail_open(help.vault, &claim, &mail, &why) == 0, "%s", why.text);
    cr_assert_eq(mail.event.kind, EVENT_TIMER);
    cr_assert_str_eq(mail.event.name, "reminder");
    cr_assert_eq(mail.event.appointment->at_ms, 1764000009999);
    cr_assert_str_eq(mail.event.appointment->what, "vacuna");
    mail_release(&mail);
    claim_release(&claim);
    freeReplyObject(reply);
    queue_help_close(&help);
}

Test(claim, a_malformed_entry_is_buried_and_the_next_is_worked) {
    const char *entries[] = {"-",         "M",        "M e1",
                             "M e1 1",    "M e1 1 -", "MM e1 1 - x",
                             " e1 1 - x", "M  1 - x", "M an-event-id-that-is-longer-than-forty-letters 1 - x"};
    size_t count = sizeof entries / sizeof entries[0];
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, "+56911112222", person);
    for (size_t i = 0; i < count; i++) queue_number(&help, "RPUSH {test}:mailbox:%s %s", person, entries[i]);
    queue_number(&help, "RPUSH {test}:mailbox:%s %s", person, "R e2 1 - ");
    queue_number(&help, "ZADD {test}:ready 1 %s", person);
    for (size_t i = 0; i < count; i++) {
        redisReply *none = queue_redis(&help, "FCALL reserve 1 {test} " NOW " 30000 10");
        cr_assert_eq(none->elements, 0, "\"%s\"", entries[i]);
        freeReplyObject(none);
    }
    cr_assert_eq(queue_number(&help, "HGET {test}:count buried"), (long long)count);
    redisReply *good = queue_redis(&help, "FCALL reserve 1 {test} " NOW " 30000 10");
    cr_assert_eq(good->elements, 1);
    freeReplyObject(good);
    queue_help_close(&help);
}

Test(claim, a_reply_that_is_no_claim_is_an_error) {
    struct claim claim;
    struct error why = ERROR_INIT;
    redisReply empty = {.type = REDIS_REPLY_ARRAY}, text = {.type = REDIS_REPLY_STRING, .str = (char *)"x", .len = 1};
    cr_assert(claim_read(&empty, &claim, &why) < 0);
    cr_assert(claim_read(&text, &claim, &why) < 0);
    cr_assert_eq(why.kind, ERROR_SYSTEM);
}
