/* pack_edit - one value of a YAML file changed or added, with everything else left as its editor wrote it. */
#include "messages/pack_edit.h"

#include "messages/pack_leaves.h"
#include "messages/pack_yaml.h"

#include <stdlib.h>
#include <string.h>

/* A parsed file, and the map and key of the value that is meant. */
struct target {
    const struct pack_file *file;
    struct pack_memory memory;
    const struct pack_node *root, *map;
    char key[PACK_LEAF_KEY_MAX];
};

static const struct pack_node *find_entry(const struct pack_node *list, const char *name) {
    static const char *const names[] = {"id", "topic", "word"};
    long number = 1;
    for (const struct pack_node *entry = list->first; entry; entry = entry->next, number++) {
        const struct pack_node *is = NULL;
        for (size_t i = 0; !is && i < sizeof names / sizeof *names; i++) is = pack_yaml_find(entry, names[i]);
        if (is ? is->kind == NODE_TEXT && strcmp(is->text, name) == 0 : strtol(name, NULL, 10) == number) return entry;
    }
    return NULL;
}

/* Goes down a key of parts; NULL when there is no such place. */
static const struct pack_node *go_down(const struct pack_node *node, const char *key) {
    char part[PACK_LEAF_KEY_MAX];
    while (node && *key) {
        size_t len = strcspn(key, "/");
        snprintf(part, sizeof part, "%.*s", (int)len, key);
        node = node->kind == NODE_LIST ? find_entry(node, part) : pack_yaml_find(node, part);
        key += len + (key[len] == '/');
    }
    return node;
}

static int parse(const struct pack_file *file, struct target *ret, struct error *why) {
    struct pack_faults *faults = calloc(1, sizeof *faults);
    ret->file = file;
    if (faults) ret->root = pack_yaml_parse(file, &ret->memory, faults);
    int failed = !ret->root;
    if (failed && faults && faults->count)
        error_set(why, ERROR_INPUT, "%s", faults->text[0]);
    else if (failed)
        error_set(why, ERROR_SYSTEM, "no memory for %s", file->name);
    free(faults);
    return failed ? -1 : 0;
}

/* The map is the place of a text by language, or what holds the last part of the key. */
static int find(struct target *target, const struct pack_edit *edit, struct error *why) {
    char above[PACK_LEAF_KEY_MAX];
    snprintf(above, sizeof above, "%s", edit->key);
    char *slash = strrchr(above, '/');
    const char *last = slash ? slash + 1 : above;
    if (edit->language == LANGUAGE_NONE) {
        snprintf(target->key, sizeof target->key, "%s", last);
        if (slash)
            *slash = '\0';
        else
            *above = '\0';
    } else {
        snprintf(target->key, sizeof target->key, "%s", language_code(edit->language));
    }
    target->map = go_down(target->root, above);
    if (target->map && target->map->kind == NODE_MAP && target->map->first) return 0;
    return error_set(why, ERROR_MISSING, "%s: there is no '%s'", target->file->name, edit->key);
}

/* --- writing a value --- */

/* Bytes before a rune. */
static size_t byte_of(const struct pack_file *file, uint32_t rune) {
    size_t at = 0;
    while (rune-- && at < file->len) text_next_rune(file->bytes, file->len, &at);
    return at;
}

static int is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* May stand without quotes anywhere. */
static int is_plain(const char *text) {
    if (!is_letter(*text) || strpbrk(text, ",[]{}\n\t\"#&*!|>%@`:?\\")) return 0;
    return text[strlen(text) - 1] != ' ';
}

static void add_double(struct text *ret, const char *text) {
    text_add_char(ret, '"');
    for (; *text; text++) {
        if (*text == '\n')
            text_add(ret, "\\n");
        else if (*text == '\t')
            text_add(ret, "\\t");
        else if (*text == '"' || *text == '\\')
            text_addf(ret, "\\%c", *text);
        else
            text_add_char(ret, *text);
    }
    text_add_char(ret, '"');
}

static void add_single(struct text *ret, const char *text) {
    text_add_char(ret, '\'');
    for (; *text; text++) text_add(ret, *text == '\'' ? "''" : (char[]){*text, 0});
    text_add_char(ret, '\'');
}

/* was: the first letter of the value in whose manner this one is written. */
static void add_value(struct text *ret, const char *text, char was) {
    if (was == '\'' && !strpbrk(text, "\n\t"))
        add_single(ret, text);
    else if (was != '"' && is_plain(text))
        text_add(ret, text);
    else
        add_double(ret, text);
}

static void replace(const struct target *target, const struct pack_node *node, const char *text, struct text *ret) {
    const struct pack_file *file = target->file;
    size_t from = byte_of(file, node->from), until = byte_of(file, node->until);
    char was = '"';
    if (until > from) was = file->bytes[from];
    int block = was == '|' || was == '>'; /* reaches to the line that follows */
    text_add_bytes(ret, file->bytes, from);
    if (until == from && from && file->bytes[from - 1] == ':') text_add_char(ret, ' ');
    if (block) was = '"';
    add_value(ret, text, was);
    if (block) text_add_char(ret, '\n');
    text_add_bytes(ret, file->bytes + until, file->len - until);
}

/* The last child of a map or list that has any. */
static const struct pack_node *last_of(const struct pack_node *node) {
    const struct pack_node *last = node->first;
    while (last->next) last = last->next;
    return last;
}

/* Where a block's last value ends: only leaves and what is in brackets know it. */
static uint32_t end_of(const struct pack_node *node) {
    while (node->kind != NODE_TEXT && !node->flow && node->first) node = last_of(node);
    return node->until;
}

static void add_entry(const struct target *target, const char *text, char was, struct text *ret) {
    text_addf(ret, "%s: ", target->key);
    add_value(ret, text, was);
}

static void insert(const struct target *target, const char *text, struct text *ret) {
    const struct pack_file *file = target->file;
    const struct pack_node *last = last_of(target->map);
    size_t at = byte_of(file, end_of(last));
    char was = '"';
    if (last->kind == NODE_TEXT) was = file->bytes[byte_of(file, last->from)];
    if (target->map->flow) {
        text_add_bytes(ret, file->bytes, at);
        text_add(ret, ", ");
        add_entry(target, text, was, ret);
        text_add_bytes(ret, file->bytes + at, file->len - at);
        return;
    }
    if (at && file->bytes[at - 1] != '\n') { /* a comment may stand behind the value */
        while (at < file->len && file->bytes[at] != '\n') at++;
        at += at < file->len;
    }
    text_add_bytes(ret, file->bytes, at);
    if (at && file->bytes[at - 1] != '\n') text_add_char(ret, '\n');
    for (uint32_t i = 0; i < target->map->first->key_column; i++) text_add_char(ret, ' ');
    if (was == '|' || was == '>') was = '"';
    add_entry(target, text, was, ret);
    text_add_char(ret, '\n');
    text_add_bytes(ret, file->bytes + at, file->len - at);
}

/* --- */

static size_t node_count(const struct pack_node *node) {
    size_t count = 1;
    for (const struct pack_node *child = node->first; child; child = child->next) count += node_count(child);
    return count;
}

/* What was written is read again. */
static int verify(const struct target *was, const struct pack_edit *edit, const struct text *written,
                  struct error *why) {
    const struct pack_file file = {was->file->name, text_get(written), written->len};
    struct target target = {0};
    int failed = text_check(written, was->file->name, why) || parse(&file, &target, why) || find(&target, edit, why);
    if (!failed) {
        const struct pack_node *node = pack_yaml_find(target.map, target.key);
        size_t added = pack_yaml_find(was->map, was->key) ? 0 : 1;
        int same = node && node->kind == NODE_TEXT && strcmp(node->text, edit->text) == 0;
        if (!same || node_count(target.root) != node_count(was->root) + added)
            failed = error_set(why, ERROR_INPUT, "%s: '%s' cannot be written", was->file->name, edit->key);
    }
    pack_memory_release(&target.memory);
    return failed ? -1 : 0;
}

int pack_edit_text(const struct pack_file *file, const struct pack_edit *edit, struct text *ret, struct error *why) {
    struct target target = {0};
    int failed = parse(file, &target, why) || find(&target, edit, why);
    if (!failed) {
        const struct pack_node *node = pack_yaml_find(target.map, target.key);
        if (node && node->kind == NODE_TEXT)
            replace(&target, node, edit->text, ret);
        else if (node)
            failed = error_set(why, ERROR_INPUT, "%s: '%s' is no text", file->name, edit->key);
        else
            insert(&target, edit->text, ret);
    }
    if (!failed) failed = verify(&target, edit, ret, why);
    pack_memory_release(&target.memory);
    return failed ? -1 : 0;
}

int pack_edit_file(struct pack_files *files, const char *name, const struct pack_edit *edit, struct error *why) {
    own_text struct text edited = TEXT_INIT(2 * PACK_FILE_MAX);
    const struct pack_file *file = pack_files_find(files, name);
    if (!file) return error_set(why, ERROR_MISSING, "there is no file %s", name);
    if (pack_edit_text(file, edit, &edited, why) != 0) return -1;
    return pack_files_replace(files, name, (struct pack_bytes){text_get(&edited), edited.len}, why);
}
