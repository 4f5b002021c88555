/* pack_examples - example sentences: what the guesser learns from. */
#include "messages/fold.h"
#include "messages/pack_read.h"

#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

static void read_sentence(struct pack_reader *reader, const struct pack_node *node, struct pack_words *ret) {
    char folded[FOLD_BYTES_MAX + 1];
    size_t len = node->kind == NODE_TEXT ? fold_bytes(node->text, folded) : 0;
    if (!len || len > PACK_SENTENCE_MAX) {
        FAULT(reader, node, "an example must be a text of 1 to %d letters", PACK_SENTENCE_MAX);
    } else if (ret->count >= PACK_SENTENCES_MAX) {
        FAULT(reader, node, "more than %d examples", PACK_SENTENCES_MAX);
    } else {
        char **at = pack_memory_grow(&reader->pack->memory, ret->at, ret->count, sizeof *at);
        char *copy = pack_memory_text(&reader->pack->memory, folded, len);
        if (!at || !copy) return;
        ret->at = at;
        ret->at[ret->count++] = copy;
    }
}

void pack_read_examples(struct pack_reader *reader, const struct pack_node *map, struct pack_words *ret) {
    if (map->kind != NODE_MAP) {
        FAULT(reader, map, "'%s' must be a map of languages", map->key);
        return;
    }
    for (const struct pack_node *list = map->first; list; list = list->next) {
        if (pack_read_language(reader, list, list->key) == LANGUAGE_NONE) continue;
        if (list->kind != NODE_LIST) FAULT(reader, list, "must be a list");
        for (const struct pack_node *node = list->first; node; node = node->next) read_sentence(reader, node, ret);
    }
}

void pack_read_urgent_examples(struct pack_reader *reader, const struct pack_node *map,
                               const struct pack_topic *topic) {
    struct pack *pack = reader->pack;
    struct pack_words words = {0};
    pack_read_examples(reader, map, &words);
    for (size_t i = 0; i < words.count; i++) {
        struct pack_urgent *at =
            pack_memory_grow(&pack->memory, pack->urgent_examples, pack->urgent_example_count, sizeof *at);
        if (!at) return;
        pack->urgent_examples = at;
        at[pack->urgent_example_count++] = (struct pack_urgent){words.at[i], topic, 0};
    }
}
