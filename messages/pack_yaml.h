/* pack_yaml - a YAML file as a tree of texts, lists and maps that remember their line (libyaml).
 *
 * Only what an office needs is let in: one document, plain values (every scalar is a text, so `no` is the word no),
 * no anchors, aliases or tags, no duplicate keys, no tabs, UTF-8 without invisible control characters. */
#ifndef MESSAGES_PACK_YAML_H
#define MESSAGES_PACK_YAML_H

#include "messages/pack.h"
#include "messages/pack_memory.h"

#define PACK_YAML_DEPTH_MAX 8
#define PACK_YAML_NODES_MAX 8000

enum pack_node_kind { NODE_TEXT, NODE_LIST, NODE_MAP };

struct pack_node {
    enum pack_node_kind kind;
    int line;
    const char *key;                /* of a child of a map */
    char *text;                     /* of a TEXT, trimmed */
    struct pack_node *first, *next; /* children of a list or map, in order */
    size_t count;
    /* where it stands, for pack_edit: from its first rune to behind its last (not of block lists and maps), the column
     * of its key, whether a map or list is written in braces or brackets */
    uint32_t from, until, key_column;
    int flow;
};

/* Parses a file; what it returns lives in memory. NULL when there is any fault (they are in faults). */
struct pack_node *pack_yaml_parse(const struct pack_file *file, struct pack_memory *memory, struct pack_faults *faults);

/* The child of a map that has this key, or NULL. NULL-safe, also when node is no map. */
const struct pack_node *pack_yaml_find(const struct pack_node *map, const char *key);

/* Adds "file:line: message"; beyond PACK_FAULTS_MAX nothing. */
void pack_fault(struct pack_faults *faults, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
