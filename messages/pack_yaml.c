/* pack_yaml - a YAML file as a tree of texts, lists and maps that remember their line. */
#include "messages/pack_yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

struct parse {
    yaml_parser_t yaml;
    struct pack_memory *memory;
    struct pack_faults *faults;
    const char *file;
    size_t nodes;
    int failed;
};

void pack_fault(struct pack_faults *faults, const char *file, int line, const char *format, ...) {
    if (faults->count >= PACK_FAULTS_MAX) return;
    char *at = faults->text[faults->count++];
    int len = snprintf(at, ERROR_TEXT_MAX, "%.100s:%d: ", file, line);
    va_list args;
    va_start(args, format);
    vsnprintf(at + len, ERROR_TEXT_MAX - (size_t)len, format, args);
    va_end(args);
}

#define FAIL(parse, line, ...)                                                                                         \
    do {                                                                                                               \
        pack_fault((parse)->faults, (parse)->file, (line), __VA_ARGS__);                                               \
        (parse)->failed = 1;                                                                                           \
    } while (0)

static int line_of(const yaml_event_t *event) {
    return (int)event->start_mark.line + 1;
}

static int next_event(struct parse *parse, yaml_event_t *event) {
    if (yaml_parser_parse(&parse->yaml, event)) return 1;
    FAIL(parse, (int)parse->yaml.problem_mark.line + 1, "is not YAML: %s",
         parse->yaml.problem ? parse->yaml.problem : "no memory");
    return 0;
}

static struct pack_node *new_node(struct parse *parse, const yaml_event_t *event, enum pack_node_kind kind) {
    if (++parse->nodes > PACK_YAML_NODES_MAX) {
        FAIL(parse, line_of(event), "has more than %d values", PACK_YAML_NODES_MAX);
        return NULL;
    }
    struct pack_node *node = pack_memory_take(parse->memory, sizeof *node);
    if (!node) {
        parse->failed = 1;
        return NULL;
    }
    node->kind = kind;
    node->line = line_of(event);
    node->from = (uint32_t)event->start_mark.index;
    node->until = (uint32_t)event->end_mark.index;
    return node;
}

/* What a person cannot see must not be in a text that is sent: control characters, bidi overrides. */
static int is_clean(const char *text, size_t len) {
    own_text struct text clean = TEXT_INIT(PACK_FILE_MAX);
    text_add_clean(&clean, text, len, len);
    return text_ok(&clean) && clean.len == len && (!len || memcmp(text_get(&clean), text, len) == 0);
}

static struct pack_node *read_text(struct parse *parse, const yaml_event_t *event) {
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    if (event->data.scalar.anchor || event->data.scalar.tag) {
        FAIL(parse, line_of(event), "anchors and tags are not allowed");
        return NULL;
    }
    if (!is_clean(text, len)) {
        FAIL(parse, line_of(event), "holds an invisible control character");
        return NULL;
    }
    while (len && strchr(" \n", text[len - 1])) len--;
    while (len && strchr(" \n", *text)) text++, len--;
    struct pack_node *node = new_node(parse, event, NODE_TEXT);
    if (!node) return NULL;
    node->text = pack_memory_text(parse->memory, text, len);
    return node->text ? node : NULL;
}

static struct pack_node *read_node(struct parse *parse, const yaml_event_t *event, int depth);

/* The value behind a key; NULL when it cannot be read. The key's event is borrowed. */
static struct pack_node *read_entry(struct parse *parse, const struct pack_node *map, const yaml_event_t *key_event,
                                    int depth) {
    if (key_event->type != YAML_SCALAR_EVENT) {
        FAIL(parse, line_of(key_event), "a key must be a word");
        return NULL;
    }
    struct pack_node *key = read_text(parse, key_event);
    if (!key) return NULL;
    const struct pack_node *twin = pack_yaml_find(map, key->text);
    if (twin) FAIL(parse, key->line, "'%.60s' is given twice, first in line %d", key->text, twin->line);
    yaml_event_t event;
    if (!next_event(parse, &event)) return NULL;
    struct pack_node *value = read_node(parse, &event, depth);
    yaml_event_delete(&event);
    if (value) {
        value->key = key->text;
        value->key_column = (uint32_t)key_event->start_mark.column;
    }
    return value;
}

static int is_end(const yaml_event_t *event) {
    return event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT;
}

static void read_children(struct parse *parse, struct pack_node *node, int depth) {
    struct pack_node **tail = &node->first;
    for (int end = 0; !end;) {
        yaml_event_t event;
        if (!next_event(parse, &event)) return;
        end = is_end(&event);
        if (end) node->until = (uint32_t)event.end_mark.index;
        struct pack_node *child = NULL;
        if (!end)
            child = node->kind == NODE_MAP ? read_entry(parse, node, &event, depth) : read_node(parse, &event, depth);
        yaml_event_delete(&event);
        if (end) return;
        if (!child) return;
        *tail = child;
        tail = &child->next;
        node->count++;
    }
}

static struct pack_node *read_collection(struct parse *parse, const yaml_event_t *event, int depth) {
    int list = event->type == YAML_SEQUENCE_START_EVENT;
    const yaml_char_t *anchor = list ? event->data.sequence_start.anchor : event->data.mapping_start.anchor;
    const yaml_char_t *tag = list ? event->data.sequence_start.tag : event->data.mapping_start.tag;
    if (anchor || tag) {
        FAIL(parse, line_of(event), "anchors and tags are not allowed");
        return NULL;
    }
    if (depth >= PACK_YAML_DEPTH_MAX) {
        FAIL(parse, line_of(event), "is nested more than %d deep", PACK_YAML_DEPTH_MAX);
        return NULL;
    }
    struct pack_node *node = new_node(parse, event, list ? NODE_LIST : NODE_MAP);
    if (!node) return NULL;
    node->flow = list ? event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                      : event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    read_children(parse, node, depth + 1);
    return parse->failed ? NULL : node;
}

static struct pack_node *read_node(struct parse *parse, const yaml_event_t *event, int depth) {
    switch (event->type) {
    case YAML_SCALAR_EVENT: return read_text(parse, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT: return read_collection(parse, event, depth);
    case YAML_ALIAS_EVENT: FAIL(parse, line_of(event), "aliases are not allowed"); return NULL;
    default: FAIL(parse, line_of(event), "a value is missing"); return NULL;
    }
}

/* Next event must be of this kind; its fault text otherwise. */
static int expect(struct parse *parse, yaml_event_type_t kind, const char *fault) {
    yaml_event_t event;
    if (!next_event(parse, &event)) return 0;
    int met = event.type == kind;
    if (!met) FAIL(parse, line_of(&event), "%s", fault);
    yaml_event_delete(&event);
    return met;
}

static struct pack_node *read_document(struct parse *parse) {
    yaml_event_t event;
    if (!expect(parse, YAML_STREAM_START_EVENT, "is not YAML")) return NULL;
    if (!expect(parse, YAML_DOCUMENT_START_EVENT, "is empty")) return NULL;
    if (!next_event(parse, &event)) return NULL;
    struct pack_node *root = read_node(parse, &event, 0);
    yaml_event_delete(&event);
    if (!root || parse->failed) return NULL;
    if (!expect(parse, YAML_DOCUMENT_END_EVENT, "is not YAML")) return NULL;
    if (!expect(parse, YAML_STREAM_END_EVENT, "holds a second document")) return NULL;
    return root;
}

/* Line of the first tab or byte that is no UTF-8; 0 when there is none. */
static int find_bad_byte(const struct pack_file *file, const char **ret_what) {
    int line = 1;
    for (size_t at = 0; at < file->len;) {
        size_t from = at;
        uint32_t rune = text_next_rune(file->bytes, file->len, &at);
        int is_tab = rune == '\t';
        if (is_tab || (rune == 0xfffd && at - from != 3)) {
            *ret_what = is_tab ? "holds a tab: indent with blanks" : "is not UTF-8";
            return line;
        }
        if (rune == '\n') line++;
    }
    return 0;
}

struct pack_node *pack_yaml_parse(const struct pack_file *file, struct pack_memory *memory,
                                  struct pack_faults *faults) {
    struct parse parse = {.memory = memory, .faults = faults, .file = file->name};
    const char *what = NULL;
    int bad = 0;
    if (file->len > PACK_FILE_MAX) {
        FAIL(&parse, 1, "is larger than %d bytes", PACK_FILE_MAX);
        return NULL;
    }
    if ((bad = find_bad_byte(file, &what))) {
        FAIL(&parse, bad, "%s", what);
        return NULL;
    }
    if (!yaml_parser_initialize(&parse.yaml)) {
        memory->failed = 1;
        return NULL;
    }
    yaml_parser_set_input_string(&parse.yaml, (const unsigned char *)file->bytes, file->len);
    yaml_parser_set_encoding(&parse.yaml, YAML_UTF8_ENCODING);
    struct pack_node *root = read_document(&parse);
    yaml_parser_delete(&parse.yaml);
    return parse.failed ? NULL : root;
}

const struct pack_node *pack_yaml_find(const struct pack_node *map, const char *key) {
    if (!map || map->kind != NODE_MAP) return NULL;
    for (const struct pack_node *child = map->first; child; child = child->next)
        if (strcmp(child->key, key) == 0) return child;
    return NULL;
}
