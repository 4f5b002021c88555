/* claim - one reserved person: the reply of RESERVE taken apart, and the struct known made of it. */
#include "queue/claim.h"

#include "config/own.h"
#include "queue/claim_facts.h"

#include <stdlib.h>
#include <string.h>

enum { AT_PERSON, AT_TOKEN, AT_HEAD, AT_STATE, AT_FIELDS, AT_TRIES, AT_TICKET, AT_NEXT, AT_REMINDER, AT_FACTS, PARTS };
static const int part_types[PARTS] = {
    [AT_PERSON] = REDIS_REPLY_STRING, [AT_TOKEN] = REDIS_REPLY_STRING, [AT_HEAD] = REDIS_REPLY_STRING,
    [AT_STATE] = REDIS_REPLY_STRING,  [AT_FIELDS] = REDIS_REPLY_ARRAY, [AT_TRIES] = REDIS_REPLY_STRING,
    [AT_TICKET] = REDIS_REPLY_ARRAY,  [AT_NEXT] = REDIS_REPLY_ARRAY,   [AT_REMINDER] = REDIS_REPLY_ARRAY,
    [AT_FACTS] = REDIS_REPLY_ARRAY,
};
enum { APPOINTMENT_ID, APPOINTMENT_AT, APPOINTMENT_WHAT, APPOINTMENT_PLACE, APPOINTMENT_STATUS, APPOINTMENT_PARTS };

enum { TICKET_CODE, TICKET_BY, TICKET_WAITS, TICKET_ANSWERED, TICKET_PARTS };

static int malformed(struct error *why) {
    return error_set(why, ERROR_SYSTEM, "the answer of RESERVE is malformed");
}

/* Copies up to the next blank; NULL when the word is missing or too long. Returns what follows the blank. */
static const char *take_word(const char *at, const char *end, char *ret, size_t room) {
    const char *blank = memchr(at, ' ', (size_t)(end - at));
    if (!blank || blank == at || (size_t)(blank - at) >= room) return NULL;
    memcpy(ret, at, (size_t)(blank - at));
    ret[blank - at] = '\0';
    return blank + 1;
}

static int read_head(const redisReply *head, struct claim *ret, struct error *why) {
    const char *at = head->str, *end = head->str + head->len;
    char kind[2], when[24];
    if (!(at = take_word(at, end, kind, sizeof kind)) || !(at = take_word(at, end, ret->event, sizeof ret->event)) ||
        !(at = take_word(at, end, when, sizeof when)) || !(at = take_word(at, end, ret->channel, sizeof ret->channel)))
        return malformed(why);
    ret->kind = kind[0];
    ret->at_ms = strtoll(when, NULL, 10);
    ret->rest = (struct vault_bytes){at, (size_t)(end - at)};
    return 0;
}

int claim_read(const redisReply *reply, struct claim *ret, struct error *why) {
    memset(ret, 0, sizeof *ret);
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements < PARTS) return malformed(why);
    redisReply **part = reply->element;
    for (size_t i = 0; i < PARTS; i++)
        if (part[i]->type != part_types[i]) return malformed(why);
    if (part[AT_PERSON]->len >= sizeof ret->person || part[AT_TOKEN]->len >= sizeof ret->token) return malformed(why);
    snprintf(ret->person, sizeof ret->person, "%s", part[AT_PERSON]->str);
    snprintf(ret->token, sizeof ret->token, "%s", part[AT_TOKEN]->str);
    ret->state = (struct vault_bytes){part[AT_STATE]->str, part[AT_STATE]->len};
    ret->fields = part[AT_FIELDS];
    ret->tries = strtol(part[AT_TRIES]->str, NULL, 10);
    ret->ticket = part[AT_TICKET];
    ret->next = part[AT_NEXT];
    ret->reminder = part[AT_REMINDER];
    ret->facts = part[AT_FACTS];
    return read_head(part[AT_HEAD], ret, why);
}

struct vault_bytes claim_field(const struct claim *claim, const char *name) {
    size_t len = strlen(name);
    for (size_t i = 0; i + 1 < claim->fields->elements; i += 2) {
        const redisReply *field = claim->fields->element[i], *value = claim->fields->element[i + 1];
        if (field->len == len && memcmp(field->str, name, len) == 0 && value->type == REDIS_REPLY_STRING)
            return (struct vault_bytes){value->str, value->len};
    }
    return (struct vault_bytes){"", 0};
}

int64_t claim_number(const struct claim *claim, const char *name) {
    return strtoll(claim_field(claim, name).at, NULL, 10);
}

static void copy(char *ret, size_t room, const redisReply *string) {
    snprintf(ret, room, "%s", string->type == REDIS_REPLY_STRING ? string->str : "");
}

static void unseal_part(const struct claim *claim, const char *id, const char *part, struct vault_bytes bytes,
                        char *ret, size_t room) {
    char bound[PERSON_BOUND_MAX];
    own_mem char *plain = NULL;
    size_t len;
    ret[0] = '\0';
    if (!bytes.len) return;
    if (vault_unseal(&claim->key, person_bound("appt", id, part, bound), bytes, &plain, &len, NULL) < 0) return;
    snprintf(ret, room, "%s", plain);
}

int claim_appointment(const struct claim *claim, const struct vault_bytes parts[APPOINTMENT_PARTS],
                      struct known_appointment *ret) {
    if (!parts[APPOINTMENT_ID].len) return 0;
    snprintf(ret->id, sizeof ret->id, "%s", (const char *)parts[APPOINTMENT_ID].at);
    ret->at_ms = strtoll(parts[APPOINTMENT_AT].at, NULL, 10);
    unseal_part(claim, ret->id, "what", parts[APPOINTMENT_WHAT], ret->what, sizeof ret->what);
    unseal_part(claim, ret->id, "place", parts[APPOINTMENT_PLACE], ret->place, sizeof ret->place);
    snprintf(ret->status, sizeof ret->status, "%s", (const char *)parts[APPOINTMENT_STATUS].at);
    return 1;
}

static int read_appointment(const struct claim *claim, const redisReply *reply, struct known_appointment *ret) {
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != APPOINTMENT_PARTS) return 0;
    struct vault_bytes parts[APPOINTMENT_PARTS];
    for (size_t i = 0; i < APPOINTMENT_PARTS; i++) {
        if (reply->element[i]->type != REDIS_REPLY_STRING) return 0;
        parts[i] = (struct vault_bytes){reply->element[i]->str, reply->element[i]->len};
    }
    return claim_appointment(claim, parts, ret);
}

static enum consent read_consent(const struct claim *claim, enum purpose purpose) {
    char name[32];
    snprintf(name, sizeof name, "c:%s", purpose_name(purpose));
    struct vault_bytes value = claim_field(claim, name);
    if (!value.len) return CONSENT_UNASKED;
    return *(const char *)value.at == '1' ? CONSENT_YES : CONSENT_NO;
}

static void read_ticket(const struct claim *claim, struct known *ret) {
    if (claim->ticket->elements != TICKET_PARTS || !claim->ticket->element[TICKET_CODE]->len) return;
    snprintf(ret->ticket_id, sizeof ret->ticket_id, "%s", (const char *)claim_field(claim, "ticket").at);
    copy(ret->ticket_code, sizeof ret->ticket_code, claim->ticket->element[TICKET_CODE]);
    ret->ticket_claimed = claim->ticket->element[TICKET_BY]->len > 0;
    ret->ticket_since_ms = strtoll(claim->ticket->element[TICKET_WAITS]->str, NULL, 10);
    ret->ticket_answered = claim->ticket->element[TICKET_ANSWERED]->len > 0;
}

/* Field closed: "<id> <code> <at_ms>". */
static void read_closed(const struct claim *claim, struct known *ret) {
    char at_ms[24];
    if (sscanf(claim_field(claim, "closed").at, "%23s %11s %23s", ret->closed_id, ret->closed_code, at_ms) == 3)
        ret->closed_ms = strtoll(at_ms, NULL, 10);
    else
        ret->closed_id[0] = ret->closed_code[0] = '\0';
}

/* Fields "m:<name>" of the record: "<at_ms> <value>". */
static void read_marks(const struct claim *claim, struct known *ret) {
    for (size_t i = 0; i + 1 < claim->fields->elements && ret->mark_count < EVENT_MARKS_MAX; i += 2) {
        const redisReply *field = claim->fields->element[i], *value = claim->fields->element[i + 1];
        if (field->len < 3 || memcmp(field->str, "m:", 2) != 0 || value->type != REDIS_REPLY_STRING) continue;
        struct known_mark *mark = &ret->marks[ret->mark_count++];
        const char *blank = strchr(value->str, ' ');
        snprintf(mark->name, sizeof mark->name, "%s", field->str + 2);
        snprintf(mark->value, sizeof mark->value, "%s", blank ? blank + 1 : "");
        mark->at_ms = strtoll(value->str, NULL, 10);
    }
}

int claim_open(struct office *office, struct claim *claim, struct error *why) {
    const struct vault_key *key;
    if (person_key(office_keys(office), claim->person, claim_field(claim, "key"), &key, why) < 0) return -1;
    claim->key = *key;
    struct known *known = &claim->known;
    known->language = language_of_code(claim_field(claim, "lang").at);
    known->language_chosen = claim_number(claim, "chosen") == 1;
    known->greeted = claim_number(claim, "greeted") == 1;
    for (int i = 0; i < PURPOSE_COUNT; i++) known->consent[i] = read_consent(claim, i);
    read_ticket(claim, known);
    read_closed(claim, known);
    for (size_t i = 0; i < claim->next->elements && known->appointment_count < EVENT_APPOINTMENTS_MAX; i++)
        if (read_appointment(claim, claim->next->element[i], &known->appointments[known->appointment_count]))
            known->appointment_count++;
    read_marks(claim, known);
    claim_facts_read(claim, known);
    claim->is_reminder = read_appointment(claim, claim->reminder, &claim->appointment);
    return 0;
}

void claim_release(struct claim *claim) {
    vault_key_clear(&claim->key);
}
