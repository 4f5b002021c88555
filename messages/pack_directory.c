/* pack_directory - organisations to which people are referred, read and looked up. */
#include "messages/pack_directory.h"

#include "messages/pack_read.h"

#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

static void read_topics(struct pack_reader *reader, const struct pack_node *item, struct pack_organisation *ret) {
    const struct pack_node *list = pack_read_entry(reader, item, "topics", NODE_LIST);
    if (!list) return;
    if (!list->count) FAULT(reader, list, "'topics' is empty");
    for (const struct pack_node *node = list->first; node; node = node->next) {
        const struct pack_topic *topic = pack_read_topic(reader, node);
        if (topic && ret->topic_count >= PACK_ORGANISATION_TOPICS_MAX)
            FAULT(reader, node, "more than %d topics", PACK_ORGANISATION_TOPICS_MAX);
        else if (topic)
            ret->topics[ret->topic_count++] = topic;
    }
}

static void read_languages(struct pack_reader *reader, const struct pack_node *item, struct pack_organisation *ret) {
    const struct pack_node *list = pack_read_entry(reader, item, "languages", NODE_LIST);
    for (const struct pack_node *node = list ? list->first : NULL; node; node = node->next) {
        enum language language = pack_read_language(reader, node, node->kind == NODE_TEXT ? node->text : "");
        if (language != LANGUAGE_NONE) ret->speaks[language] = 1;
    }
}

static void read_texts(struct pack_reader *reader, const struct pack_node *item, const char *key,
                       char *ret[LANGUAGE_COUNT]) {
    const struct pack_node *node = pack_yaml_find(item, key);
    if (!node) return;
    if (node->kind != NODE_MAP) {
        FAULT(reader, node, "'%s' must be a map from language to text", key);
        return;
    }
    pack_read_texts(reader, node, ret);
    if (!ret[LANGUAGE_ES]) FAULT(reader, node, "'%s' has no Spanish, which every other language falls back to", key);
}

static char *read_optional(struct pack_reader *reader, const struct pack_node *item, const char *key) {
    return pack_yaml_find(item, key) ? pack_read_text(reader, item, key) : NULL;
}

static void read_review(struct pack_reader *reader, const struct pack_node *item, struct pack_organisation *ret) {
    const char *status = pack_read_text(reader, item, "status");
    const char *checked_on = pack_read_text(reader, item, "checked_on"),
               *review_by = pack_read_text(reader, item, "review_by");
    int checked = checked_on ? pack_read_day(reader, pack_yaml_find(item, "checked_on")) : 0;
    pack_read_text(reader, item, "source");
    ret->review_by = review_by ? pack_read_day(reader, pack_yaml_find(item, "review_by")) : 0;
    if (checked && ret->review_by && ret->review_by <= checked)
        FAULT(reader, pack_yaml_find(item, "review_by"), "'review_by' is not after 'checked_on'");
    ret->approved = status && strcmp(status, "approved") == 0;
    if (status && !ret->approved && strcmp(status, "proposed") != 0)
        FAULT(reader, pack_yaml_find(item, "status"), "'%.60s' is no status: proposed or approved", status);
    const char *by = read_optional(reader, item, "checked_by");
    if (ret->approved && (!by || !*by)) FAULT(reader, item, "is approved, but nobody stands in checked_by");
}

static int read_id(struct pack_reader *reader, const struct pack_node *item, char ret[PACK_ID_MAX]) {
    const struct pack_node *id = pack_read_entry(reader, item, "id", NODE_TEXT);
    if (!id || !pack_read_id(reader, id, ret)) return 0;
    if (strlen(ret) > PACK_ORGANISATION_ID_MAX) {
        FAULT(reader, id, "an id of an organisation has at most %d letters", PACK_ORGANISATION_ID_MAX);
        return 0;
    }
    if (!pack_organisation(reader->pack, ret)) return 1;
    FAULT(reader, id, "'%s' is given twice", ret);
    return 0;
}

static void read_organisation(struct pack_reader *reader, const struct pack_node *item) {
    static const char *const keys[] = {"id",         "name",      "does",       "topics", "languages",
                                       "place",      "hours",     "phone",      "web",    "source",
                                       "checked_on", "review_by", "checked_by", "status", NULL};
    struct pack *pack = reader->pack;
    struct pack_organisation *organisation = &pack->organisations[pack->organisation_count];
    memset(organisation, 0, sizeof *organisation);
    if (!pack_read_map(reader, item, keys) && item->kind != NODE_MAP) return;
    if (!read_id(reader, item, organisation->id)) return;
    pack->organisation_count++;
    if (pack_read_entry(reader, item, "name", NODE_MAP)) read_texts(reader, item, "name", organisation->name);
    if (pack_read_entry(reader, item, "does", NODE_MAP)) read_texts(reader, item, "does", organisation->does);
    read_texts(reader, item, "place", organisation->place);
    read_texts(reader, item, "hours", organisation->hours);
    organisation->phone = read_optional(reader, item, "phone");
    organisation->web = read_optional(reader, item, "web");
    read_topics(reader, item, organisation);
    read_languages(reader, item, organisation);
    read_review(reader, item, organisation);
}

void pack_read_directory(struct pack_reader *reader, const struct pack_node *root) {
    struct pack *pack = reader->pack;
    if (root->kind != NODE_LIST) {
        FAULT(reader, root, "must be a list of organisations");
        return;
    }
    if (root->count > PACK_ORGANISATIONS_MAX) {
        FAULT(reader, root, "more than %d organisations", PACK_ORGANISATIONS_MAX);
        return;
    }
    pack->organisations = pack_memory_take(&pack->memory, (root->count + 1) * sizeof *pack->organisations);
    if (!pack->organisations) return;
    for (const struct pack_node *item = root->first; item; item = item->next) read_organisation(reader, item);
}

size_t pack_organisation_count(const struct pack *pack) {
    return pack->organisation_count;
}

const struct pack_organisation *pack_organisation_at(const struct pack *pack, size_t index) {
    return index < pack->organisation_count ? &pack->organisations[index] : NULL;
}

const struct pack_organisation *pack_organisation(const struct pack *pack, const char *id) {
    for (size_t i = 0; i < pack->organisation_count; i++)
        if (strcmp(pack->organisations[i].id, id) == 0) return &pack->organisations[i];
    return NULL;
}

int pack_organisation_helps(const struct pack_organisation *organisation, const struct pack_topic *topic) {
    for (size_t i = 0; i < organisation->topic_count; i++)
        if (organisation->topics[i] == topic) return 1;
    return 0;
}
