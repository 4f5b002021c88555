/* pack_phrases - what the machine itself says. */
#include "messages/pack_read.h"

#include <stdlib.h>
#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

static int by_id(const void *a, const void *b) {
    return strcmp(((const struct pack_texts *)a)->id, ((const struct pack_texts *)b)->id);
}

static void read_phrase(struct pack_reader *reader, const struct pack_node *item) {
    struct pack *pack = reader->pack;
    struct pack_texts *at = pack_memory_grow(&pack->memory, pack->phrases, pack->phrase_count, sizeof *at);
    if (!at) return;
    pack->phrases = at;
    for (size_t i = 0; i < pack->phrase_count; i++)
        if (strcmp(at[i].id, item->key) == 0)
            FAULT(reader, item, "phrase '%.60s' stands in %s as well", item->key, at[i].file);
    struct pack_texts *phrase = &at[pack->phrase_count++];
    memset(phrase, 0, sizeof *phrase);
    phrase->id = item->key;
    phrase->file = reader->file;
    pack_read_texts(reader, item, phrase->text);
    if (!phrase->text[LANGUAGE_ES]) FAULT(reader, item, "phrase '%.60s' has no Spanish", item->key);
}

/* Sorted after each file, so that a phrase can be found as soon as all files are read. */
void pack_read_phrases(struct pack_reader *reader, const struct pack_node *root) {
    struct pack *pack = reader->pack;
    if (root->kind != NODE_MAP) {
        FAULT(reader, root, "must be a map from phrase to texts");
        return;
    }
    for (const struct pack_node *item = root->first; item; item = item->next) read_phrase(reader, item);
    if (pack->phrases) qsort(pack->phrases, pack->phrase_count, sizeof *pack->phrases, by_id);
}

const char *pack_phrase(const struct pack *pack, const char *id, enum language language) {
    struct pack_texts wanted = {.id = id};
    if (!pack->phrase_count) return NULL;
    const struct pack_texts *found = bsearch(&wanted, pack->phrases, pack->phrase_count, sizeof wanted, by_id);
    if (!found) return NULL;
    const char *text = language == LANGUAGE_NONE ? NULL : found->text[language];
    return text ? text : found->text[LANGUAGE_ES];
}
