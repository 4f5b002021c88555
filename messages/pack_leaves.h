/* pack_leaves - the files of a pack as a flat, sorted list of what stands in them: for comparing and translating.
 *
 * A leaf is a value with its place: file, key ("text", "questions/tema/text"; an entry of a list is named by its id,
 * topic or word, else by its number) and language, when the last key is the code of one. An item is a word of a list of
 * words, which has no name but itself. Transcripts have no leaves. */
#ifndef MESSAGES_PACK_LEAVES_H
#define MESSAGES_PACK_LEAVES_H

#include "messages/pack_files.h"
#include "messages/pack_memory.h"

#define PACK_LEAF_KEY_MAX 200

struct pack_leaf {
    const char *file, *key, *text;
    enum language language; /* LANGUAGE_NONE: of no language */
    int item;
    int line;
};

struct pack_leaves {
    struct pack_leaf *at; /* sorted by file, key, item, language, and items by text */
    size_t count;
    struct pack_memory memory;
};

/* Release ret, also after -1. ERROR_INPUT when a file is no YAML that a pack may hold (faults say which). files must
 * outlive ret. */
int pack_leaves_read(const struct pack_files *files, struct pack_leaves *ret, struct pack_faults *faults,
                     struct error *why);
void pack_leaves_release(struct pack_leaves *leaves);

/* Order of two leaves by place alone; 0: the same place (for items: the same word). */
int pack_leaf_order(const struct pack_leaf *one, const struct pack_leaf *two);

/* The leaf at a place, NULL when there is none. Not for items. */
const struct pack_leaf *pack_leaves_find(const struct pack_leaves *leaves, const char *file, const char *key,
                                         enum language language);

#endif
