/* people_record - a person's record, opened with their key. */
#include "queue/people_record.h"

#include <stdlib.h>
#include <string.h>

struct vault_bytes people_record_field(const struct people_record *record, const char *name) {
    const redisReply *fields = record->fields;
    for (size_t i = 0; i + 1 < fields->elements; i += 2)
        if (fields->element[i]->str && fields->element[i + 1]->str && strcmp(fields->element[i]->str, name) == 0)
            return (struct vault_bytes){fields->element[i + 1]->str, fields->element[i + 1]->len};
    return (struct vault_bytes){"", 0};
}

void people_record_open(struct office *office, const char *id, const redisReply *fields, struct people_record *ret) {
    const struct vault_key *key;
    *ret = (struct people_record){.id = id, .fields = fields};
    ret->has_key = person_key(office_keys(office), id, people_record_field(ret, "key"), &key, NULL) == 0;
    if (ret->has_key) ret->key = *key;
}

void people_record_close(struct people_record *record) {
    vault_key_clear(&record->key);
    record->has_key = 0;
}

char *people_record_unseal(const struct people_record *record, const char *what, const char *id, const char *part,
                           struct vault_bytes sealed) {
    char bound[PERSON_BOUND_MAX], *plain = NULL;
    size_t len;
    if (!record->has_key || !sealed.len) return NULL;
    person_bound(what, id, part, bound);
    return vault_unseal(&record->key, bound, sealed, &plain, &len, NULL) < 0 ? NULL : plain;
}

static char *address_on(const struct people_record *record, const struct channel *channel) {
    char realm[PERSON_REALM_MAX], field[PERSON_REALM_MAX + 8];
    person_realm(channel, realm);
    snprintf(field, sizeof field, "to:%s", realm);
    return people_record_unseal(record, "to", record->id, NULL, people_record_field(record, field));
}

const struct channel *people_record_channel(const struct settings *settings, const struct people_record *record,
                                            char **ret_address) {
    const struct channel *last = settings_channel(settings, people_record_field(record, "chan").at);
    if (last && (*ret_address = address_on(record, last))) return last;
    for (size_t i = 0; i < settings->channel_count; i++)
        if ((*ret_address = address_on(record, &settings->channels[i]))) return &settings->channels[i];
    *ret_address = NULL;
    return NULL;
}
