/* pack_urgent - words of danger, and words that mean several things. */
#include "messages/pack_index.h"
#include "messages/pack_read.h"

#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

/* "=sos" fires only as the whole message: a Rioplatense "de donde sos" is no cry for help. */
static void add_urgent(struct pack_reader *reader, const struct pack_node *item, const struct pack_topic *topic,
                       int whole) {
    struct pack *pack = reader->pack;
    struct pack_words words = {0};
    pack_read_word(reader, item, item->text, &words);
    if (!words.count) return;
    struct pack_urgent *at = pack_memory_grow(&pack->memory, pack->urgent, pack->urgent_count, sizeof *at);
    if (!at) return;
    pack->urgent = at;
    at[pack->urgent_count++] = (struct pack_urgent){words.at[0], topic, whole};
}

static void read_urgent_kind(struct pack_reader *reader, const struct pack_node *item) {
    if (item->kind != NODE_MAP) {
        FAULT(reader, item, "must be a map");
        return;
    }
    const struct pack_node *topic_node = pack_read_entry(reader, item, "topic", NODE_TEXT);
    const struct pack_topic *topic = topic_node ? pack_read_topic(reader, topic_node) : NULL;
    if (!topic) return;
    for (const struct pack_node *list = item->first; list; list = list->next) {
        if (list == topic_node) continue;
        if (language_of_code(list->key) == LANGUAGE_NONE) FAULT(reader, list, "unknown key '%.60s'", list->key);
        if (list->kind != NODE_LIST) FAULT(reader, list, "must be a list");
        for (const struct pack_node *word = list->first; word; word = word->next) {
            if (word->kind == NODE_TEXT)
                add_urgent(reader, word, topic, word->text[0] == '=');
            else
                FAULT(reader, word, "must be a text");
        }
    }
}

void pack_read_urgent_number(struct pack_reader *reader, const struct pack_node *number,
                             const struct pack_topic *topic) {
    if (topic) add_urgent(reader, number, topic, 1);
}

void pack_read_urgent(struct pack_reader *reader, const struct pack_node *root) {
    if (root->kind != NODE_LIST) {
        FAULT(reader, root, "must be a list of topics with their words");
        return;
    }
    for (const struct pack_node *item = root->first; item; item = item->next) read_urgent_kind(reader, item);
}

static void read_contexts(struct pack_reader *reader, const struct pack_node *map, struct pack_ambiguous *meaning) {
    for (const struct pack_node *item = map->first; item; item = item->next) {
        const struct pack_topic *topic = pack_topic(reader->pack, item->key);
        if (!topic) {
            FAULT(reader, item, "there is no topic '%.60s'", item->key);
        } else if (meaning->context_count >= PACK_TOPIC_ANSWERS_MAX) {
            FAULT(reader, item, "more than %d topics", PACK_TOPIC_ANSWERS_MAX);
        } else {
            struct pack_context *context = &meaning->contexts[meaning->context_count++];
            context->topic = topic;
            pack_read_words(reader, item, &context->words);
        }
    }
}

static void read_meaning(struct pack_reader *reader, const struct pack_node *item) {
    static const char *const keys[] = {"words", "topics", "with", NULL};
    struct pack *pack = reader->pack;
    struct pack_ambiguous meaning = {0};
    struct pack_words words = {0};
    if (!pack_read_map(reader, item, keys)) return;
    const struct pack_node *list = pack_read_entry(reader, item, "words", NODE_LIST);
    const struct pack_node *topics = pack_read_entry(reader, item, "topics", NODE_LIST);
    const struct pack_node *with = pack_yaml_find(item, "with");
    if (!list || !topics) return;
    pack_read_words(reader, list, &words);
    for (const struct pack_node *node = topics->first; node; node = node->next) {
        const struct pack_topic *topic = pack_read_topic(reader, node);
        if (topic && meaning.topic_count >= PACK_TOPIC_ANSWERS_MAX)
            FAULT(reader, node, "more than %d topics", PACK_TOPIC_ANSWERS_MAX);
        else if (topic)
            meaning.topics[meaning.topic_count++] = topic;
    }
    if (with) read_contexts(reader, with, &meaning);
    for (size_t i = 0; i < words.count; i++) {
        struct pack_ambiguous *at = pack_memory_grow(&pack->memory, pack->ambiguous, pack->ambiguous_count, sizeof *at);
        if (!at) return;
        pack->ambiguous = at;
        meaning.word = words.at[i];
        at[pack->ambiguous_count++] = meaning;
    }
}

void pack_read_ambiguous(struct pack_reader *reader, const struct pack_node *root) {
    struct pack *pack = reader->pack;
    static const char *const keys[] = {"words", "never_corrected", NULL};
    if (!pack_read_map(reader, root, keys)) return;
    const struct pack_node *words = pack_read_entry(reader, root, "words", NODE_LIST);
    const struct pack_node *never = pack_yaml_find(root, "never_corrected");
    for (const struct pack_node *item = words ? words->first : NULL; item; item = item->next)
        read_meaning(reader, item);
    if (never) pack_read_words(reader, never, &pack->never_corrected);
}

const char *pack_urgent_topic(const struct pack *pack, const char *folded) {
    struct pack_tokens tokens;
    pack_index_cut(folded, &tokens);
    const struct pack_topic *topic = pack_index_urgent(pack->index, &tokens);
    return topic ? topic->id : NULL;
}
