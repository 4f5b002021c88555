/* pack_leaves - the files of a pack as a flat, sorted list of what stands in them. */
#include "messages/pack_leaves.h"

#include "messages/pack_read.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct pack_leaves *leaves;
    const char *file;
};

/* Where the reading stands: the key so far, and the language when one was named. */
struct place {
    char key[PACK_LEAF_KEY_MAX];
    enum language language;
};

static void add_leaf(struct reading *reading, const struct place *place, const struct pack_node *node, int item) {
    struct pack_leaves *leaves = reading->leaves;
    struct pack_leaf *at = pack_memory_grow(&leaves->memory, leaves->at, leaves->count, sizeof *at);
    char *key = pack_memory_text(&leaves->memory, place->key, strlen(place->key));
    if (!at || !key) return;
    leaves->at = at;
    at[leaves->count++] = (struct pack_leaf){reading->file, key, node->text, place->language, item, node->line};
}

static void go_down(const struct place *from, const char *name, struct place *ret) {
    *ret = *from;
    size_t len = strlen(from->key);
    snprintf(ret->key + len, sizeof ret->key - len, "%s%s", len ? "/" : "", name);
}

/* What an entry of a list is called. */
static void name_of(const struct pack_node *entry, int number, char ret[PACK_LEAF_KEY_MAX]) {
    static const char *const names[] = {"id", "topic", "word"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct pack_node *name = pack_yaml_find(entry, names[i]);
        if (!name || name->kind != NODE_TEXT) continue;
        snprintf(ret, PACK_LEAF_KEY_MAX, "%s", name->text);
        return;
    }
    snprintf(ret, PACK_LEAF_KEY_MAX, "%d", number);
}

static void read_node(struct reading *reading, const struct place *place, const struct pack_node *node);

static void read_map(struct reading *reading, const struct place *place, const struct pack_node *map) {
    for (const struct pack_node *child = map->first; child; child = child->next) {
        struct place below = *place;
        enum language language = language_of_code(child->key);
        if (language == LANGUAGE_NONE)
            go_down(place, child->key, &below);
        else
            below.language = language;
        read_node(reading, &below, child);
    }
}

static void read_list(struct reading *reading, const struct place *place, const struct pack_node *list) {
    int number = 1;
    for (const struct pack_node *entry = list->first; entry; entry = entry->next, number++) {
        char name[PACK_LEAF_KEY_MAX];
        struct place below;
        if (entry->kind == NODE_TEXT) {
            add_leaf(reading, place, entry, 1);
            continue;
        }
        name_of(entry, number, name);
        go_down(place, name, &below);
        read_node(reading, &below, entry);
    }
}

static void read_node(struct reading *reading, const struct place *place, const struct pack_node *node) {
    switch (node->kind) {
    case NODE_TEXT: add_leaf(reading, place, node, 0); return;
    case NODE_LIST: read_list(reading, place, node); return;
    case NODE_MAP: read_map(reading, place, node); return;
    }
}

int pack_leaf_order(const struct pack_leaf *one, const struct pack_leaf *two) {
    int order = strcmp(one->file, two->file);
    if (!order) order = strcmp(one->key, two->key);
    if (!order) order = one->item - two->item;
    if (!order) order = (int)one->language - (int)two->language;
    return order || !one->item ? order : strcmp(one->text, two->text);
}

static int by_place(const void *a, const void *b) {
    return pack_leaf_order(a, b);
}

/* A key is the code of a language when the pack says so. */
static void declare_languages(const struct pack_files *files, struct pack_leaves *leaves, struct pack_faults *faults) {
    const struct pack_file *file = pack_files_find(files, "languages.yaml");
    const struct pack_node *root = file ? pack_yaml_parse(file, &leaves->memory, faults) : NULL;
    struct pack scratch = {0};
    struct pack_reader reader = {&scratch, faults, "languages.yaml"};
    if (root) pack_read_languages(&reader, root);
}

int pack_leaves_read(const struct pack_files *files, struct pack_leaves *ret, struct pack_faults *faults,
                     struct error *why) {
    static const struct place top = {"", LANGUAGE_NONE};
    size_t before = faults->count;
    memset(ret, 0, sizeof *ret);
    declare_languages(files, ret, faults);
    for (size_t i = 0; i < files->count; i++) {
        struct reading reading = {ret, files->at[i].name};
        if (pack_file_is_transcript(reading.file)) continue;
        const struct pack_node *root = pack_yaml_parse(&files->at[i], &ret->memory, faults);
        if (root) read_node(&reading, &top, root);
    }
    if (ret->count) qsort(ret->at, ret->count, sizeof *ret->at, by_place);
    if (ret->memory.failed) return error_set(why, ERROR_SYSTEM, "no memory for the content");
    if (faults->count == before) return 0;
    return error_set(why, ERROR_INPUT, "the content has %zu faults", faults->count - before);
}

void pack_leaves_release(struct pack_leaves *leaves) {
    pack_memory_release(&leaves->memory);
    leaves->at = NULL;
    leaves->count = 0;
}

const struct pack_leaf *pack_leaves_find(const struct pack_leaves *leaves, const char *file, const char *key,
                                         enum language language) {
    struct pack_leaf wanted = {.file = file, .key = key, .language = language};
    return leaves->count ? bsearch(&wanted, leaves->at, leaves->count, sizeof wanted, by_place) : NULL;
}
