/* people_export - all that is kept of a person, unsealed: theirs to take along. */
#include "queue/people_export.h"

#include "config/own.h"
#include "handlers/turn.h"
#include "queue/people_record.h"

#include <stdlib.h>
#include <string.h>

static struct vault_bytes bytes_of(const redisReply *string) {
    return (struct vault_bytes){string->str ? string->str : "", string->str ? string->len : 0};
}

static json_t *text_or_null(char *plain) {
    json_t *json = plain ? json_string(plain) : json_null();
    return json ? json : json_null();
}

static json_t *number_json(const redisReply *string) {
    return json_integer(string->str ? strtoll(string->str, NULL, 10) : 0);
}

static const char *word(const redisReply *string) {
    return string->str ? string->str : "";
}

static int is_row(const redisReply *row, size_t count) {
    return row->type == REDIS_REPLY_ARRAY && row->elements == count;
}

/* "to:<realm>": the numbers themselves; they are the person's own. */
static json_t *addresses_json(const struct people_record *record) {
    json_t *addresses = json_object();
    for (size_t i = 0; i + 1 < record->fields->elements; i += 2) {
        const char *name = word(record->fields->element[i]);
        if (strncmp(name, "to:", 3) != 0) continue;
        own_mem char *plain =
            people_record_unseal(record, "to", record->id, NULL, bytes_of(record->fields->element[i + 1]));
        json_object_set_new(addresses, name + 3, text_or_null(plain));
    }
    return addresses;
}

/* Fields of one beginning: "c:" the consents, "m:" the dated notes. */
static json_t *fields_json(const struct people_record *record, const char *beginning) {
    size_t len = strlen(beginning);
    json_t *fields = json_object();
    for (size_t i = 0; i + 1 < record->fields->elements; i += 2)
        if (strncmp(word(record->fields->element[i]), beginning, len) == 0)
            json_object_set_new(fields, record->fields->element[i]->str + len,
                                json_string(word(record->fields->element[i + 1])));
    return fields;
}

static json_t *person_json(const struct people_record *record) {
    own_mem char *name = people_record_unseal(record, "name", record->id, NULL, people_record_field(record, "name"));
    return json_pack("{s:I, s:s, s:o, s:o, s:o, s:o}", "since_ms",
                     (json_int_t)strtoll(people_record_field(record, "since").at, NULL, 10), "language",
                     people_record_field(record, "lang").at, "name", text_or_null(name), "numbers",
                     addresses_json(record), "consents", fields_json(record, "c:"), "notes", fields_json(record, "m:"));
}

/* "<in|out|staff> <id> <at_ms> <sealed text>" */
static json_t *line_json(const struct people_record *record, const redisReply *line) {
    char direction[8], id[64];
    long long at_ms;
    if (!line->str || sscanf(line->str, "%7s %63s %lld", direction, id, &at_ms) != 3) return NULL;
    const char *sealed = line->str;
    for (int i = 0; i < 3; i++) {
        const char *blank = strchr(sealed, ' ');
        if (!blank) return NULL;
        sealed = blank + 1;
    }
    struct vault_bytes bytes = {sealed, line->len - (size_t)(sealed - line->str)};
    own_mem char *text = people_record_unseal(record, "log", record->id, NULL, bytes);
    return json_pack("{s:s, s:I, s:o}", "by",
                     strcmp(direction, "in") == 0      ? "person"
                     : strcmp(direction, "staff") == 0 ? "staff"
                                                       : "bot",
                     "at_ms", (json_int_t)at_ms, "text", text_or_null(text));
}

static json_t *sealed_json(const struct people_record *record, const char *what, const char *id,
                           const redisReply *sealed) {
    own_mem char *plain = people_record_unseal(record, what, id, NULL, bytes_of(sealed));
    json_t *json = plain ? json_loads(plain, 0, NULL) : NULL;
    return json ? json : json_null();
}

static json_t *proof_json(const struct people_record *record, const redisReply *proof) {
    return sealed_json(record, "proof", record->id, proof);
}

static json_t *ticket_json(const struct people_record *record, const redisReply *row) {
    if (!is_row(row, 8)) return NULL;
    redisReply **at = row->element;
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:s, s:o}", "code", word(at[1]), "topic", word(at[2]), "state",
                     word(at[3]), "created_ms", number_json(at[4]), "closed_ms", number_json(at[5]), "outcome",
                     word(at[6]), "fields", sealed_json(record, "ticket", word(at[0]), at[7]));
}

static json_t *appointment_json(const struct people_record *record, const redisReply *row) {
    if (!is_row(row, 5)) return NULL;
    redisReply **at = row->element;
    own_mem char *what = people_record_unseal(record, "appt", word(at[0]), "what", bytes_of(at[2]));
    own_mem char *place = people_record_unseal(record, "appt", word(at[0]), "place", bytes_of(at[3]));
    return json_pack("{s:o, s:o, s:o, s:s}", "at_ms", number_json(at[1]), "what", text_or_null(what), "place",
                     text_or_null(place), "status", word(at[4]));
}

static const char *seat_word(const char *letter) {
    static const enum seat_state states[] = {
        ['i'] = SEAT_INVITED, ['y'] = SEAT_YES, ['w'] = SEAT_WAITING, ['n'] = SEAT_NO};
    unsigned char at = (unsigned char)*letter;
    return seat_state_name(at < sizeof states / sizeof states[0] ? states[at] : SEAT_NONE);
}

/* came: the numbers of the sessions at which the person was. */
static json_t *came_json(const redisReply *bits) {
    json_t *came = json_array();
    unsigned long long left = strtoull(word(bits), NULL, 10);
    for (int session = 1; left; session++, left >>= 1)
        if (left & 1) json_array_append_new(came, json_integer(session));
    return came;
}

static json_t *seat_json(const struct people_record *record, const redisReply *row) {
    (void)record;
    if (!is_row(row, 7)) return NULL;
    redisReply **at = row->element;
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "activity", word(at[1]), "kind", word(at[2]), "answer",
                     seat_word(word(at[3])), "seats", number_json(at[4]), "came", came_json(at[5]), "at_ms",
                     number_json(at[6]));
}

static json_t *referral_json(const struct people_record *record, const redisReply *row) {
    (void)record;
    if (!is_row(row, 4)) return NULL;
    redisReply **at = row->element;
    return json_pack("{s:s, s:s, s:o, s:o}", "organisation", word(at[0]), "state", word(at[1]), "created_ms",
                     number_json(at[2]), "updated_ms", number_json(at[3]));
}

/* One's own side of a mediation: nothing of the other party is in the row. */
static json_t *case_json(const struct people_record *record, const redisReply *row) {
    (void)record;
    if (!is_row(row, 6)) return NULL;
    redisReply **at = row->element;
    return json_pack("{s:s, s:s, s:o, s:s, s:o, s:s}", "party", word(at[0]), "ticket", word(at[1]), "created_ms",
                     number_json(at[2]), "state", word(at[3]), "meeting_ms", number_json(at[4]),
                     *word(at[0]) == 'A' ? "permission" : "answer", word(at[5]));
}

/* What they sent; the bytes of one that is kept are got by its id. */
static json_t *media_json(const struct people_record *record, const redisReply *row) {
    (void)record;
    if (!is_row(row, 5)) return NULL;
    redisReply **at = row->element;
    return json_pack("{s:s, s:o, s:s, s:s, s:o}", "id", word(at[0]), "at_ms", number_json(at[1]), "state", word(at[2]),
                     "type", word(at[3]), "size", number_json(at[4]));
}

static json_t *list_json(const struct people_record *record, const redisReply *rows,
                         json_t *(*one)(const struct people_record *record, const redisReply *row)) {
    json_t *list = json_array();
    for (size_t i = 0; i < rows->elements; i++) {
        json_t *json = one(record, rows->element[i]);
        if (json) json_array_append_new(list, json);
    }
    return list;
}

json_t *people_export_json(struct office *office, const char *person, const redisReply *reply, int64_t now_ms) {
    enum { FIELDS, LINES, TICKETS, APPOINTMENTS, PROOFS, SEATS, REFERRALS, CASES, MEDIA, PARTS };
    if (!is_row(reply, PARTS)) return NULL;
    for (size_t i = 0; i < PARTS; i++)
        if (reply->element[i]->type != REDIS_REPLY_ARRAY) return NULL;
    struct people_record record;
    redisReply **part = reply->element;
    people_record_open(office, person, part[FIELDS], &record);
    json_t *json = json_pack(
        "{s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "office", office_settings(office)->office.name,
        "exported_ms", (json_int_t)now_ms, "person", person_json(&record), "conversation",
        list_json(&record, part[LINES], line_json), "tickets", list_json(&record, part[TICKETS], ticket_json),
        "appointments", list_json(&record, part[APPOINTMENTS], appointment_json), "proofs",
        list_json(&record, part[PROOFS], proof_json), "activities", list_json(&record, part[SEATS], seat_json),
        "referrals", list_json(&record, part[REFERRALS], referral_json), "mediations",
        list_json(&record, part[CASES], case_json), "files", list_json(&record, part[MEDIA], media_json));
    people_record_close(&record);
    return json;
}
