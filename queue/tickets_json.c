/* tickets_json - rows of the scripts to JSON; the place where a ticket's sealed parts are opened. */
#include "queue/tickets_json.h"

#include "config/clock.h"
#include "config/own.h"
#include "handlers/callback.h"
#include "handlers/unsafe.h"
#include "messages/outcome_words.h"
#include "messages/phone.h"
#include "queue/reach.h"

#include <stdlib.h>
#include <string.h>

enum row { /* as ticket_row of 70_ticket.lua tells them */
           ROW_ID,
           ROW_CODE,
           ROW_STATE,
           ROW_TOPIC,
           ROW_PRIORITY,
           ROW_CREATED,
           ROW_UPDATED,
           ROW_VERSION,
           ROW_BY,
           ROW_UNREAD,
           ROW_OUTCOME,
           ROW_CLOSED,
           ROW_PERSON,
           ROW_LANGUAGE,
           ROW_CHANNEL,
           ROW_BY_NAME,
           ROWS
};

static int is_strings(const redisReply *reply, size_t count) {
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != count) return 0;
    for (size_t i = 0; i < count; i++)
        if (reply->element[i]->type != REDIS_REPLY_STRING) return 0;
    return 1;
}

static json_t *text_json(const char *text, size_t len) {
    json_t *json = json_stringn(text, len);
    return json ? json : json_string("");
}

static json_t *string_json(const redisReply *string) {
    return text_json(string->str, string->len);
}

static json_t *number_json(const redisReply *string) {
    return json_integer(strtoll(string->str, NULL, 10));
}

static char *unseal(const struct vault_key *key, const char *bound, struct vault_bytes sealed, size_t *ret_len) {
    char *plain = NULL;
    if (!key || vault_unseal(key, bound, sealed, &plain, ret_len, NULL) < 0) return NULL;
    return plain;
}

/* The name of a user from its sealed form; "" when it cannot be opened. */
static json_t *user_json(const struct office *office, const char *user, const redisReply *sealed) {
    char bound[PERSON_BOUND_MAX];
    size_t len = 0;
    own_mem char *name = unseal(vault_office_key(office_vault(office)), person_bound("user", user, NULL, bound),
                                (struct vault_bytes){sealed->str, sealed->len}, &len);
    return text_json(name ? name : "", len);
}

static json_t *holder_json(const struct office *office, const redisReply *row) {
    const redisReply *by = row->element[ROW_BY];
    if (!by->len) return json_null();
    return json_pack("{s:s, s:o}", "id", by->str, "name", user_json(office, by->str, row->element[ROW_BY_NAME]));
}

static const char *channel_kind(const struct office *office, const char *name) {
    const struct channel *channel = settings_channel(office_settings(office), name);
    return channel ? channel->kind : "";
}

/* The label of a choice in the form that opens tickets: a person may have chosen a wide subject and no topic. */
static const char *subject_label(const struct pack *pack, const char *id) {
    const struct pack_form *form = pack_form(pack, CALLBACK_FORM);
    for (size_t i = 0; form && i < form->question_count; i++)
        for (size_t j = 0; j < form->questions[i].choice_count; j++)
            if (strcmp(form->questions[i].choices[j].id, id) == 0)
                return form->questions[i].choices[j].label[LANGUAGE_ES];
    return NULL;
}

/* What the office calls a topic in Spanish; the id when the content does not know it (any more). */
static const char *topic_title(const struct office *office, const char *id) {
    const struct pack *pack = office_pack(office);
    const struct pack_topic *topic = pack ? pack_topic(pack, id) : NULL;
    const char *title = topic ? topic->title[LANGUAGE_ES] : pack ? subject_label(pack, id) : NULL;
    if (!title) title = outcome_words_topic(id);
    return title ? title : id;
}

json_t *tickets_json_row(const struct office *office, const redisReply *row) {
    if (!is_strings(row, ROWS)) return NULL;
    redisReply **at = row->element;
    return json_pack("{s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
                     string_json(at[ROW_ID]), "code", string_json(at[ROW_CODE]), "state", string_json(at[ROW_STATE]),
                     "topic", string_json(at[ROW_TOPIC]), "topic_title", topic_title(office, at[ROW_TOPIC]->str),
                     "priority", number_json(at[ROW_PRIORITY]), "language", string_json(at[ROW_LANGUAGE]), "channel",
                     channel_kind(office, at[ROW_CHANNEL]->str), "created_ms", number_json(at[ROW_CREATED]),
                     "updated_ms", number_json(at[ROW_UPDATED]), "closed_ms", number_json(at[ROW_CLOSED]), "claimed_by",
                     holder_json(office, row), "unread", number_json(at[ROW_UNREAD]), "version",
                     number_json(at[ROW_VERSION]), "outcome", string_json(at[ROW_OUTCOME]));
}

json_t *tickets_json_list(const struct office *office, const redisReply *reply) {
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2 || reply->element[0]->type != REDIS_REPLY_INTEGER ||
        reply->element[1]->type != REDIS_REPLY_ARRAY)
        return NULL;
    json_t *tickets = json_array();
    for (size_t i = 0; i < reply->element[1]->elements; i++) {
        json_t *ticket = tickets_json_row(office, reply->element[1]->element[i]);
        if (ticket) json_array_append_new(tickets, ticket);
    }
    return json_pack("{s:o, s:I}", "tickets", tickets, "total", (json_int_t)reply->element[0]->integer);
}

/* The person's record, flat, and their key. */
struct person {
    const char *id;
    const redisReply *fields;
    struct vault_key key;
    int has_key;
};

static struct vault_bytes person_field(const struct person *person, const char *name) {
    const redisReply *fields = person->fields;
    for (size_t i = 0; i + 1 < fields->elements; i += 2)
        if (strcmp(fields->element[i]->str, name) == 0)
            return (struct vault_bytes){fields->element[i + 1]->str, fields->element[i + 1]->len};
    return (struct vault_bytes){"", 0};
}

static void person_open(const struct office *office, const char *id, const redisReply *fields, struct person *ret) {
    const struct vault_key *key;
    *ret = (struct person){.id = id, .fields = fields};
    ret->has_key = person_key(office_keys(office), id, person_field(ret, "key"), &key, NULL) == 0;
    if (ret->has_key) ret->key = *key;
}

static char *person_unseal(const struct person *person, const char *bound, struct vault_bytes sealed, size_t *ret_len) {
    return unseal(person->has_key ? &person->key : NULL, bound, sealed, ret_len);
}

/* The address of the line they wrote on last, else any. */
static struct vault_bytes person_address(const struct office *office, const struct person *person) {
    struct vault_bytes name = person_field(person, "chan"), found = {"", 0};
    const struct channel *channel = settings_channel(office_settings(office), name.at);
    if (channel) {
        char realm[PERSON_REALM_MAX], field[PERSON_REALM_MAX + 8];
        person_realm(channel, realm);
        snprintf(field, sizeof field, "to:%s", realm);
        found = person_field(person, field);
    }
    for (size_t i = 0; !found.len && i + 1 < person->fields->elements; i += 2)
        if (strncmp(person->fields->element[i]->str, "to:", 3) == 0)
            found = (struct vault_bytes){person->fields->element[i + 1]->str, person->fields->element[i + 1]->len};
    return found;
}

static json_t *person_json(const struct office *office, const struct person *person) {
    char bound[PERSON_BOUND_MAX], masked[MESSAGE_ADDRESS_MAX + 1] = "";
    size_t len = 0, stopped = person_field(person, "stopped").len;
    own_mem char *name =
        person_unseal(person, person_bound("name", person->id, NULL, bound), person_field(person, "name"), &len);
    own_mem char *number =
        person_unseal(person, person_bound("to", person->id, NULL, bound), person_address(office, person), &len);
    if (number && len <= MESSAGE_ADDRESS_MAX) phone_mask(number, masked);
    return json_pack("{s:s, s:s, s:s, s:b, s:b}", "id", person->id, "name", name ? name : "", "number", masked,
                     "stopped", stopped > 0, "neutral_only", person_field(person, "m:" UNSAFE_MARK).len > 0);
}

json_t *tickets_json_person(const struct office *office, const char *id, const redisReply *record) {
    struct person person;
    person_open(office, id, record, &person);
    json_t *json = person_json(office, &person);
    vault_key_clear(&person.key);
    return json;
}

/* [{"question","answer"}] as the turn sealed it; [] when it cannot be read. */
static json_t *fields_json(const struct person *person, const char *ticket, const redisReply *sealed) {
    char bound[PERSON_BOUND_MAX];
    size_t len;
    own_mem char *plain = person_unseal(person, person_bound("ticket", ticket, NULL, bound),
                                        (struct vault_bytes){sealed->str, sealed->len}, &len);
    json_t *fields = plain ? json_loadb(plain, len, 0, NULL) : NULL;
    if (json_is_array(fields)) return fields;
    json_decref(fields);
    return json_array();
}

/* "<in|out|staff> <id> <at_ms> <sealed text>"; the sealed text may hold anything. */
struct entry {
    char direction[8], id[48];
    int64_t at_ms;
    struct vault_bytes sealed;
};

static const char *entry_word(const char *at, const char *end, char *ret, size_t room) {
    const char *space = memchr(at, ' ', (size_t)(end - at));
    if (!space || (size_t)(space - at) >= room) return NULL;
    memcpy(ret, at, (size_t)(space - at));
    ret[space - at] = '\0';
    return space + 1;
}

static int entry_read(const redisReply *string, struct entry *ret) {
    char at_ms[24];
    const char *at = string->str, *end = at + string->len;
    if (!(at = entry_word(at, end, ret->direction, sizeof ret->direction)) ||
        !(at = entry_word(at, end, ret->id, sizeof ret->id)) || !(at = entry_word(at, end, at_ms, sizeof at_ms)))
        return 0;
    ret->at_ms = strtoll(at_ms, NULL, 10);
    ret->sealed = (struct vault_bytes){at, (size_t)(end - at)};
    return 1;
}

json_t *tickets_json_why(const char *state, const char *code) {
    struct outcome_words words;
    if (!outcome_words(state, code, &words)) return json_null();
    return json_pack("{s:s, s:s, s:s, s:s}", "es", words.es, "en", words.en, "next_es", words.next_es, "next_en",
                     words.next_en);
}

/* {state, why, type, size} of what came with a message; null when nothing did. */
static json_t *media_json(const redisReply *media) {
    enum { STATE, WHY, TYPE, SIZE, PARTS };
    if (!is_strings(media, PARTS) || !media->element[STATE]->len) return json_null();
    redisReply **at = media->element;
    return json_pack("{s:o, s:o, s:o, s:o}", "state", string_json(at[STATE]), "reason", string_json(at[WHY]), "type",
                     string_json(at[TYPE]), "size", number_json(at[SIZE]));
}

enum line { LINE_ENTRY, LINE_STATE, LINE_CODE, LINE_BY, LINE_NAME, LINE_CHANNEL, LINE_AS, LINE_MEDIA, LINE_PARTS };

static int is_line(const redisReply *line) {
    if (line->type != REDIS_REPLY_ARRAY || line->elements != LINE_PARTS) return 0;
    for (size_t i = 0; i < LINE_MEDIA; i++)
        if (line->element[i]->type != REDIS_REPLY_STRING) return 0;
    return 1;
}

/* One line, as thread_read of 70_ticket.lua tells it. */
static json_t *line_json(const struct office *office, const struct person *person, const redisReply *line) {
    struct entry entry;
    char bound[PERSON_BOUND_MAX];
    size_t len = 0;
    if (!is_line(line) || !entry_read(line->element[LINE_ENTRY], &entry)) return NULL;
    int in = strcmp(entry.direction, "in") == 0, staff = strcmp(entry.direction, "staff") == 0;
    own_mem char *text = person_unseal(person, person_bound("log", person->id, NULL, bound), entry.sealed, &len);
    redisReply **at = line->element;
    json_t *name = staff ? user_json(office, at[LINE_BY]->str, at[LINE_NAME]) : json_string("");
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:I, s:o, s:o, s:o, s:s, s:b, s:o}", "id", entry.id, "direction",
                     in ? "in" : "out", "by",
                     in      ? "person"
                     : staff ? "staff"
                             : "bot",
                     "name", name, "text", text ? text_json(text, len) : json_null(), "at_ms", (json_int_t)entry.at_ms,
                     "delivery", string_json(at[LINE_STATE]), "reason", string_json(at[LINE_CODE]), "why",
                     tickets_json_why(at[LINE_STATE]->str, at[LINE_CODE]->str), "channel",
                     channel_kind(office, at[LINE_CHANNEL]->str), "as_template",
                     strstr(at[LINE_AS]->str, "template") != NULL, "media", media_json(at[LINE_MEDIA]));
}

static json_t *thread_json(const struct office *office, const struct person *person, const redisReply *lines) {
    json_t *thread = json_array();
    for (size_t i = 0; i < lines->elements; i++) {
        json_t *line = line_json(office, person, lines->element[i]);
        if (line) json_array_append_new(thread, line);
    }
    return thread;
}

static int is_look(const redisReply *reply) {
    return reply->type == REDIS_REPLY_ARRAY && reply->elements == 4 && reply->element[1]->type == REDIS_REPLY_STRING &&
           reply->element[2]->type == REDIS_REPLY_ARRAY && reply->element[3]->type == REDIS_REPLY_ARRAY;
}

json_t *tickets_json_look(const struct office *office, const redisReply *reply) {
    json_t *ticket = is_look(reply) ? tickets_json_row(office, reply->element[0]) : NULL;
    if (!ticket) return NULL;
    const redisReply *row = reply->element[0];
    struct person person;
    person_open(office, row->element[ROW_PERSON]->str, reply->element[2], &person);
    json_object_set_new(ticket, "fields", fields_json(&person, row->element[ROW_ID]->str, reply->element[1]));
    json_object_set_new(ticket, "person", person_json(office, &person));
    const struct reach reach = {office_settings(office), office, reply->element[2], clock_wall_ms()};
    json_object_set_new(ticket, "reach", reach_json(&reach));
    json_object_set_new(ticket, "thread", thread_json(office, &person, reply->element[3]));
    vault_key_clear(&person.key);
    return ticket;
}
