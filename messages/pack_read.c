/* pack_read - typed values out of a tree, with a fault for each that is wrong. */
#include "messages/pack_read.h"

#include "messages/fold.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

static const char *const kinds[] = {"a text", "a list", "a map"};

static int is_kind(struct pack_reader *reader, const struct pack_node *node, enum pack_node_kind kind) {
    if (node->kind == kind) return 1;
    /* the one wrong kind that people write daily: nothing after the colon */
    if (node->kind == NODE_TEXT && !*node->text)
        FAULT(reader, node, "'%s' is empty", node->key ? node->key : "entry");
    else
        FAULT(reader, node, "'%s' must be %s", node->key ? node->key : "entry", kinds[kind]);
    return 0;
}

int pack_read_map(struct pack_reader *reader, const struct pack_node *node, const char *const *keys) {
    if (!is_kind(reader, node, NODE_MAP)) return 0;
    int good = 1;
    for (const struct pack_node *child = node->first; child; child = child->next) {
        size_t i = 0;
        while (keys[i] && strcmp(keys[i], child->key) != 0) i++;
        if (keys[i]) continue;
        FAULT(reader, child, "unknown key '%.60s'", child->key);
        good = 0;
    }
    return good;
}

const struct pack_node *pack_read_entry(struct pack_reader *reader, const struct pack_node *map, const char *key,
                                        enum pack_node_kind kind) {
    const struct pack_node *node = pack_yaml_find(map, key);
    if (!node) {
        FAULT(reader, map, "'%s' is missing", key);
        return NULL;
    }
    return is_kind(reader, node, kind) ? node : NULL;
}

char *pack_read_text(struct pack_reader *reader, const struct pack_node *map, const char *key) {
    const struct pack_node *node = pack_read_entry(reader, map, key, NODE_TEXT);
    if (!node) return NULL;
    if (strlen(node->text) > PACK_TEXT_MAX) {
        FAULT(reader, node, "'%s' is longer than %d bytes", key, PACK_TEXT_MAX);
        return NULL;
    }
    return node->text;
}

int pack_read_id(struct pack_reader *reader, const struct pack_node *node, char ret[PACK_ID_MAX]) {
    if (!is_kind(reader, node, NODE_TEXT)) return 0;
    size_t len = strlen(node->text);
    if (!len || len >= PACK_ID_MAX || strspn(node->text, "abcdefghijklmnopqrstuvwxyz0123456789-") != len) {
        FAULT(reader, node, "'%.60s' is no id: 1 to %d of a-z, 0-9 and -", node->text, PACK_ID_MAX - 1);
        return 0;
    }
    memcpy(ret, node->text, len + 1);
    return 1;
}

int pack_read_file_id(struct pack_reader *reader, const struct pack_node *root, char ret[PACK_ID_MAX]) {
    const struct pack_node *node = pack_read_entry(reader, root, "id", NODE_TEXT);
    if (!node || !pack_read_id(reader, node, ret)) return 0;
    const char *name = strrchr(reader->file, '/');
    name = name ? name + 1 : reader->file;
    size_t len = strlen(ret);
    if (strncmp(name, ret, len) == 0 && strcmp(name + len, ".yaml") == 0) return 1;
    FAULT(reader, node, "id '%s' is not the file's name", ret);
    return 0;
}

enum language pack_read_language(struct pack_reader *reader, const struct pack_node *node, const char *code) {
    enum language language = language_of_code(code);
    if (language == LANGUAGE_NONE) FAULT(reader, node, "unknown language '%.60s'", code);
    return language;
}

void pack_read_texts(struct pack_reader *reader, const struct pack_node *node, char *ret[LANGUAGE_COUNT]) {
    if (!is_kind(reader, node, NODE_MAP)) return;
    for (const struct pack_node *child = node->first; child; child = child->next) {
        enum language language = pack_read_language(reader, child, child->key);
        if (language == LANGUAGE_NONE || !is_kind(reader, child, NODE_TEXT)) continue;
        if (strlen(child->text) > PACK_TEXT_MAX)
            FAULT(reader, child, "'%s' is longer than %d bytes", child->key, PACK_TEXT_MAX);
        else
            ret[language] = *child->text ? child->text : NULL;
    }
}

void pack_read_word(struct pack_reader *reader, const struct pack_node *node, const char *word,
                    struct pack_words *ret) {
    char folded[FOLD_BYTES_MAX + 1];
    size_t len = fold_bytes(word, folded);
    if (!len || len > PACK_WORD_MAX) {
        FAULT(reader, node, "'%.60s' is no word: nothing or too much is left of it", word);
        return;
    }
    size_t blanks = 0;
    for (const char *at = folded; *at; at++) blanks += *at == ' ';
    if (blanks >= PACK_PHRASE_WORDS_MAX) {
        FAULT(reader, node, "'%.60s' has more than %d words", word, PACK_PHRASE_WORDS_MAX);
        return;
    }
    for (size_t i = 0; i < ret->count; i++)
        if (strcmp(ret->at[i], folded) == 0) return;
    if (ret->count >= PACK_WORDS_MAX) {
        FAULT(reader, node, "more than %d words", PACK_WORDS_MAX);
        return;
    }
    char **at = pack_memory_grow(&reader->pack->memory, ret->at, ret->count, sizeof *at);
    char *copy = pack_memory_text(&reader->pack->memory, folded, len);
    if (!at || !copy) return;
    ret->at = at;
    ret->at[ret->count++] = copy;
}

void pack_read_words(struct pack_reader *reader, const struct pack_node *list, struct pack_words *ret) {
    if (!is_kind(reader, list, NODE_LIST)) return;
    for (const struct pack_node *item = list->first; item; item = item->next)
        if (is_kind(reader, item, NODE_TEXT)) pack_read_word(reader, item, item->text, ret);
}

void pack_read_words_by_language(struct pack_reader *reader, const struct pack_node *map,
                                 struct pack_words ret[LANGUAGE_COUNT]) {
    if (!is_kind(reader, map, NODE_MAP)) return;
    for (const struct pack_node *child = map->first; child; child = child->next) {
        const char *code = strcmp(child->key, "es_variants") == 0 ? "es" : child->key;
        enum language language = pack_read_language(reader, child, code);
        if (language != LANGUAGE_NONE) pack_read_words(reader, child, &ret[language]);
    }
}

static int month_days(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* The digits of a text, or -1. */
static int digits(const char *at, size_t len) {
    int value = 0;
    for (size_t i = 0; i < len; i++) {
        if (at[i] < '0' || at[i] > '9') return -1;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

int pack_read_day(struct pack_reader *reader, const struct pack_node *node) {
    if (!is_kind(reader, node, NODE_TEXT)) return 0;
    const char *at = node->text;
    if (strlen(at) == 10 && at[4] == '-' && at[7] == '-') {
        int year = digits(at, 4), month = digits(at + 5, 2), day = digits(at + 8, 2);
        if (year >= 2000 && month >= 1 && month <= 12 && day >= 1 && day <= month_days(year, month))
            return year * 10000 + month * 100 + day;
    }
    FAULT(reader, node, "'%.60s' is no day: write YYYY-MM-DD", at);
    return 0;
}

long pack_read_number(struct pack_reader *reader, const struct pack_node *node, long min, long max) {
    if (!is_kind(reader, node, NODE_TEXT)) return min;
    char *end = NULL;
    errno = 0;
    long value = strtol(node->text, &end, 10);
    if (!errno && end != node->text && !*end && value >= min && value <= max) return value;
    FAULT(reader, node, "'%.60s' is no number from %ld to %ld", node->text, min, max);
    return min;
}

const struct pack_topic *pack_read_topic(struct pack_reader *reader, const struct pack_node *node) {
    if (!is_kind(reader, node, NODE_TEXT)) return NULL;
    const struct pack_topic *topic = pack_topic(reader->pack, node->text);
    if (!topic) FAULT(reader, node, "there is no topic '%.60s'", node->text);
    return topic;
}
