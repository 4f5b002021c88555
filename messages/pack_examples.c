/* pack_examples - example sentences: what the guesser learns from. */
#include "messages/fold.h"
#include "messages/pack_read.h"

#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

static void add_lesson(struct pack_reader *reader, const struct pack_node *node, const char *folded,
                       struct pack_lesson lesson) {
    struct pack_lessons *lessons = &reader->pack->lessons;
    if (lessons->count >= PACK_SENTENCES_MAX) {
        FAULT(reader, node, "more than %d examples", PACK_SENTENCES_MAX);
        return;
    }
    struct pack_lesson *at = pack_memory_grow(&lessons->memory, lessons->at, lessons->count, sizeof *at);
    lesson.text = pack_memory_text(&lessons->memory, folded, strlen(folded));
    if (!at || !lesson.text) return;
    lessons->at = at;
    at[lessons->count++] = lesson;
}

/* The lines of a text, each a sentence. */
static void read_lines(struct pack_reader *reader, const struct pack_node *node, struct pack_lesson lesson) {
    char line[PACK_SENTENCE_MAX + 1], folded[FOLD_BYTES_MAX + 1];
    if (node->kind != NODE_TEXT) {
        FAULT(reader, node, "'%.60s' must be a text of one sentence a line", node->key);
        return;
    }
    for (const char *at = node->text; *at;) {
        size_t len = strcspn(at, "\n");
        if (len > PACK_SENTENCE_MAX) {
            FAULT(reader, node, "an example has more than %d letters: '%.40s'", PACK_SENTENCE_MAX, at);
        } else {
            memcpy(line, at, len);
            line[len] = 0;
            if (fold_bytes(line, folded)) add_lesson(reader, node, folded, lesson);
        }
        at += len + (at[len] != 0);
    }
}

static void read_kind(struct pack_reader *reader, const struct pack_node *map, struct pack_lesson lesson) {
    if (map->kind != NODE_MAP) {
        FAULT(reader, map, "'%.60s' must be a map of topics", map->key);
        return;
    }
    for (const struct pack_node *node = map->first; node; node = node->next) {
        lesson.topic = pack_topic(reader->pack, node->key);
        if (lesson.topic)
            read_lines(reader, node, lesson);
        else
            FAULT(reader, node, "there is no topic '%.60s'", node->key);
    }
}

/* The language that the file is named after. */
static enum language language_of_file(const char *file) {
    char code[3] = {0};
    const char *name = strrchr(file, '/');
    if (!name || strlen(name) != strlen("/es.yaml")) return LANGUAGE_NONE;
    memcpy(code, name + 1, 2);
    return language_of_code(code);
}

void pack_read_examples(struct pack_reader *reader, const struct pack_node *root) {
    static const char *const keys[] = {"openings", "topics", "urgent", "none", NULL};
    struct pack_lesson lesson = {.language = language_of_file(reader->file)};
    if (!pack_read_map(reader, root, keys)) return;
    if (lesson.language == LANGUAGE_NONE) {
        FAULT(reader, root, "must be named after a language: es.yaml, ht.yaml ...");
        return;
    }
    const struct pack_node *openings = pack_yaml_find(root, "openings"), *none = pack_yaml_find(root, "none");
    const struct pack_node *topics = pack_yaml_find(root, "topics"), *urgent = pack_yaml_find(root, "urgent");
    lesson.kind = LESSON_OPENING;
    if (openings) read_lines(reader, openings, lesson);
    lesson.kind = LESSON_NONE;
    if (none) read_lines(reader, none, lesson);
    lesson.kind = LESSON_TOPIC;
    if (topics) read_kind(reader, topics, lesson);
    lesson.kind = LESSON_URGENT;
    if (urgent) read_kind(reader, urgent, lesson);
}
