/* pack_index - all phrases of a pack in one hash table, made when the pack is loaded. For pack and match only. */
#ifndef MESSAGES_PACK_INDEX_H
#define MESSAGES_PACK_INDEX_H

#include "messages/pack.h"

#include <stddef.h>
#include <stdint.h>

#define PACK_TOKENS_MAX 400 /* words of a text that are looked at */
#define PACK_CLAIMS_MAX 6   /* topics of one phrase */

/* A topic that has the phrase as a keyword, and in which languages (bits, 1 << enum language). */
struct pack_claim {
    uint16_t topic; /* index in the pack */
    uint16_t languages;
};

struct pack_indexed {
    const char *text; /* folded */
    uint32_t len;
    uint8_t words;
    uint8_t meaning_count;
    int8_t urgent_whole;               /* 1: urgent only as the whole message */
    const struct pack_topic *urgent;   /* NULL when not urgent */
    const struct pack_ambiguous *many; /* NULL when not ambiguous */
    struct pack_claim meanings[PACK_CLAIMS_MAX];
};

struct pack_index;

/* Makes the index of a loaded pack. NULL when there is no memory. */
struct pack_index *pack_index_make(const struct pack *pack);
void pack_index_free(struct pack_index *index);

/* A text cut into words: at its letters, no NUL. "?" is no word. */
struct pack_tokens {
    struct {
        const char *at;
        uint32_t len;
    } word[PACK_TOKENS_MAX];
    size_t count;
};
void pack_index_cut(const char *folded, struct pack_tokens *ret);

/* The longest keyword or ambiguous phrase that begins at word `from` of the tokens; NULL when there is none. */
const struct pack_indexed *pack_index_longest(const struct pack_index *index, const struct pack_tokens *tokens,
                                              size_t from);

/* The topic of the longest danger words of a text, NULL when there are none. */
const struct pack_topic *pack_index_urgent(const struct pack_index *index, const struct pack_tokens *tokens);

/* A known word that is one slip away from this one (a letter too much, missing, changed or swapped, or a plural s):
 * NULL when it is known itself, when it must not be corrected, or when two known words are equally near. *ret_len is
 * its length, *ret_exact 1 when only a plural s was the difference. */
const char *pack_index_correct(const struct pack_index *index, const char *word, size_t len, size_t *ret_len,
                               int *ret_exact);

#endif
