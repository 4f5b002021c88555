/* pack_index - all phrases of a pack in one hash table, made when the pack is loaded.
 *
 * Three tables of open addressing, each a power of two and at most half full: phrases by their text; words of phrases
 * (what may be typed wrongly); and the slips of those words - every word with one letter left out - so that a
 * misspelt word is found by looking up its own slips (SymSpell's symmetric delete), without walking the vocabulary. */
#include "messages/pack_index.h"

#include "messages/pack_inside.h"
#include "messages/pack_small.h"

#include <stdlib.h>
#include <string.h>

#define CORRECT_LEN_MIN 6 /* one-letter tolerance on shorter words joins words that mean other things */
#define CORRECT_LEN_MAX 24

struct slip {
    uint32_t hash; /* 0 = empty */
    uint32_t word; /* index in words */
};
struct known_word {
    const char *at;
    uint32_t len;
    int never; /* in never_corrected: known, but nothing is corrected to it */
};

struct pack_index {
    const struct pack *pack;
    struct pack_indexed *phrases;
    uint32_t *phrase_table; /* index + 1; 0 = empty */
    size_t phrase_count, phrase_room, phrase_mask;
    struct known_word *words;
    uint32_t *word_table;
    size_t word_count, word_room, word_mask;
    struct slip *slips;
    size_t slip_count, slip_mask;
    size_t words_max; /* of the longest phrase */
};

#define HASH_START 0x811c9dc5u /* FNV-1a */

static uint32_t hash_more(uint32_t hash, const char *at, size_t len) {
    for (size_t i = 0; i < len; i++) hash = (hash ^ (uint8_t)at[i]) * 0x01000193u;
    return hash;
}

static uint32_t hash_of(const char *at, size_t len) {
    return hash_more(HASH_START, at, len);
}

static size_t slot_of(uint32_t hash, size_t mask) {
    return (hash ^ (hash >> 15)) & mask;
}

void pack_index_cut(const char *folded, struct pack_tokens *ret) {
    ret->count = 0;
    for (const char *at = folded; *at && ret->count < PACK_TOKENS_MAX;) {
        size_t len = strcspn(at, " ?");
        if (len) {
            ret->word[ret->count].at = at;
            ret->word[ret->count].len = (uint32_t)len;
            ret->count++;
        }
        at += len + (at[len] != 0);
    }
}

/* The phrase of these words, one blank between. Words need not lie beside each other: a corrected one lies elsewhere.
 */
static int same_phrase(const struct pack_indexed *phrase, const struct pack_tokens *tokens, size_t from, size_t count) {
    const char *at = phrase->text;
    for (size_t i = from; i < from + count; i++) {
        if (i > from && *at++ != ' ') return 0;
        if (strncmp(at, tokens->word[i].at, tokens->word[i].len) != 0) return 0;
        at += tokens->word[i].len;
    }
    return !*at;
}

static const struct pack_indexed *find_phrase(const struct pack_index *index, const struct pack_tokens *tokens,
                                              size_t from, size_t count, uint32_t hash) {
    for (size_t slot = slot_of(hash, index->phrase_mask); index->phrase_table[slot];
         slot = (slot + 1) & index->phrase_mask) {
        const struct pack_indexed *phrase = &index->phrases[index->phrase_table[slot] - 1];
        if (phrase->words == count && same_phrase(phrase, tokens, from, count)) return phrase;
    }
    return NULL;
}

/* All phrases that begin at a word, shortest first; the first count words have this hash. */
struct walk {
    const struct pack_index *index;
    const struct pack_tokens *tokens;
    size_t from, count;
    uint32_t hash;
};

static int walk_next(struct walk *walk, const struct pack_indexed **ret) {
    if (walk->count >= walk->index->words_max || walk->from + walk->count >= walk->tokens->count) return 0;
    if (walk->count) walk->hash = hash_more(walk->hash, " ", 1);
    size_t at = walk->from + walk->count;
    walk->hash = hash_more(walk->hash, walk->tokens->word[at].at, walk->tokens->word[at].len);
    walk->count++;
    *ret = find_phrase(walk->index, walk->tokens, walk->from, walk->count, walk->hash);
    return 1;
}

const struct pack_indexed *pack_index_longest(const struct pack_index *index, const struct pack_tokens *tokens,
                                              size_t from) {
    struct walk walk = {index, tokens, from, 0, HASH_START};
    const struct pack_indexed *longest = NULL, *found = NULL;
    while (walk_next(&walk, &found))
        if (found && (found->meaning_count || found->many)) longest = found;
    return longest;
}

static const struct pack_indexed *longest_urgent(const struct pack_index *index, const struct pack_tokens *tokens,
                                                 size_t from) {
    struct walk walk = {index, tokens, from, 0, HASH_START};
    const struct pack_indexed *longest = NULL, *found = NULL;
    while (walk_next(&walk, &found))
        if (found && found->urgent && (!found->urgent_whole || found->words == tokens->count)) longest = found;
    return longest;
}

const struct pack_topic *pack_index_urgent(const struct pack_index *index, const struct pack_tokens *tokens) {
    const struct pack_indexed *best = NULL;
    if (!index) return NULL;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct pack_indexed *found = longest_urgent(index, tokens, i);
        if (found && (!best || found->words > best->words)) best = found;
    }
    return best ? best->urgent : NULL;
}

static struct pack_indexed *add_phrase(struct pack_index *index, const char *text) {
    size_t len = strlen(text);
    size_t slot = slot_of(hash_of(text, len), index->phrase_mask);
    for (; index->phrase_table[slot]; slot = (slot + 1) & index->phrase_mask) {
        struct pack_indexed *phrase = &index->phrases[index->phrase_table[slot] - 1];
        if (strcmp(phrase->text, text) == 0) return phrase;
    }
    struct pack_tokens tokens;
    pack_index_cut(text, &tokens);
    struct pack_indexed *phrase = &index->phrases[index->phrase_count++];
    *phrase = (struct pack_indexed){.text = text, .len = (uint32_t)len, .words = (uint8_t)tokens.count};
    index->phrase_table[slot] = (uint32_t)index->phrase_count;
    if (tokens.count > index->words_max) index->words_max = tokens.count;
    return phrase;
}

static void add_meaning(struct pack_indexed *phrase, size_t topic, int language) {
    for (size_t i = 0; i < phrase->meaning_count; i++) {
        if (phrase->meanings[i].topic != topic) continue;
        phrase->meanings[i].languages |= (uint16_t)(1u << language);
        return;
    }
    if (phrase->meaning_count >= PACK_CLAIMS_MAX) return;
    phrase->meanings[phrase->meaning_count++] = (struct pack_claim){(uint16_t)topic, (uint16_t)(1u << language)};
}

static size_t find_word(const struct pack_index *index, const char *at, size_t len) {
    size_t slot = slot_of(hash_of(at, len), index->word_mask);
    for (; index->word_table[slot]; slot = (slot + 1) & index->word_mask) {
        const struct known_word *word = &index->words[index->word_table[slot] - 1];
        if (word->len == len && memcmp(word->at, at, len) == 0) break;
    }
    return slot;
}

static void add_word(struct pack_index *index, const char *at, size_t len, int never) {
    size_t slot = find_word(index, at, len);
    if (index->word_table[slot]) {
        index->words[index->word_table[slot] - 1].never |= never;
        return;
    }
    index->words[index->word_count++] = (struct known_word){at, (uint32_t)len, never};
    index->word_table[slot] = (uint32_t)index->word_count;
}

static void add_words_of(struct pack_index *index, const char *phrase, int never) {
    struct pack_tokens tokens;
    pack_index_cut(phrase, &tokens);
    for (size_t i = 0; i < tokens.count; i++) add_word(index, tokens.word[i].at, tokens.word[i].len, never);
}

static uint32_t hash_without(const char *at, size_t len, size_t hole) {
    uint32_t hash = hash_more(hash_of(at, hole), at + hole + 1, len - hole - 1);
    return hash ? hash : 1;
}

static void add_slip(struct pack_index *index, uint32_t hash, uint32_t word) {
    size_t slot = slot_of(hash, index->slip_mask);
    while (index->slips[slot].hash) slot = (slot + 1) & index->slip_mask;
    index->slips[slot] = (struct slip){hash, word};
    index->slip_count++;
}

static int may_be_slip(const struct known_word *word) {
    return !word->never && word->len >= CORRECT_LEN_MIN - 1 && word->len <= CORRECT_LEN_MAX &&
           !pack_small_word(word->at, word->len);
}

static int add_slips(struct pack_index *index) {
    size_t count = 0;
    for (size_t i = 0; i < index->word_count; i++)
        if (may_be_slip(&index->words[i])) count += index->words[i].len + 1;
    size_t room = 64;
    while (room < count * 2) room *= 2;
    index->slips = calloc(room, sizeof *index->slips);
    if (!index->slips) return -1;
    index->slip_mask = room - 1;
    for (size_t i = 0; i < index->word_count; i++) {
        const struct known_word *word = &index->words[i];
        if (!may_be_slip(word)) continue;
        uint32_t whole = hash_of(word->at, word->len);
        add_slip(index, whole ? whole : 1, (uint32_t)i);
        for (size_t hole = 0; hole < word->len; hole++)
            add_slip(index, hash_without(word->at, word->len, hole), (uint32_t)i);
    }
    return 0;
}

/* How many phrases and words there can be at most, to make room once. */
static void count_all(const struct pack *pack, size_t *ret_phrases, size_t *ret_words) {
    size_t phrases = pack->urgent_count + pack->ambiguous_count, words = 0;
    for (size_t i = 0; i < pack->topic_count; i++)
        for (int k = 0; k < LANGUAGE_COUNT; k++) phrases += pack->topics[i].keywords[k].count;
    words = phrases * PACK_PHRASE_WORDS_MAX + pack->never_corrected.count;
    *ret_phrases = phrases;
    *ret_words = words;
}

static void *table_for(size_t count, size_t *ret_mask) {
    size_t room = 64;
    while (room < count * 2) room *= 2;
    *ret_mask = room - 1;
    return calloc(room, sizeof(uint32_t));
}

static void add_topics(struct pack_index *index) {
    const struct pack *pack = index->pack;
    for (size_t i = 0; i < pack->topic_count; i++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            const struct pack_words *words = &pack->topics[i].keywords[language];
            for (size_t k = 0; k < words->count; k++) {
                add_meaning(add_phrase(index, words->at[k]), i, language);
                add_words_of(index, words->at[k], 0);
            }
        }
    }
}

static void add_others(struct pack_index *index) {
    const struct pack *pack = index->pack;
    for (size_t i = 0; i < pack->urgent_count; i++) {
        struct pack_indexed *phrase = add_phrase(index, pack->urgent[i].phrase);
        phrase->urgent = pack->urgent[i].topic;
        phrase->urgent_whole = (int8_t)pack->urgent[i].whole;
        add_words_of(index, pack->urgent[i].phrase, 1);
    }
    for (size_t i = 0; i < pack->ambiguous_count; i++) {
        struct pack_indexed *phrase = add_phrase(index, pack->ambiguous[i].word);
        phrase->many = &pack->ambiguous[i];
        add_words_of(index, pack->ambiguous[i].word, 0);
    }
    for (size_t i = 0; i < pack->never_corrected.count; i++) add_words_of(index, pack->never_corrected.at[i], 1);
}

struct pack_index *pack_index_make(const struct pack *pack) {
    struct pack_index *index = calloc(1, sizeof *index);
    if (!index) return NULL;
    size_t phrases, words;
    count_all(pack, &phrases, &words);
    index->pack = pack;
    index->phrases = calloc(phrases + 1, sizeof *index->phrases);
    index->words = calloc(words + 1, sizeof *index->words);
    index->phrase_table = table_for(phrases, &index->phrase_mask);
    index->word_table = table_for(words, &index->word_mask);
    if (index->phrases && index->words && index->phrase_table && index->word_table) {
        add_topics(index);
        add_others(index);
        if (add_slips(index) == 0) return index;
    }
    pack_index_free(index);
    return NULL;
}

/* One letter too much, missing, changed, or two neighbours swapped. */
static int is_one_slip(const char *one, size_t one_len, const char *two, size_t two_len) {
    size_t head = 0, tail = 0;
    while (head < one_len && head < two_len && one[head] == two[head]) head++;
    while (tail < one_len - head && tail < two_len - head && one[one_len - 1 - tail] == two[two_len - 1 - tail]) tail++;
    size_t one_left = one_len - head - tail, two_left = two_len - head - tail;
    if (one_left <= 1 && two_left <= 1) return 1;
    return one_left == 2 && two_left == 2 && one[head] == two[head + 1] && one[head + 1] == two[head];
}

struct correction {
    const char *at;
    size_t len;
    int doubtful; /* two known words are equally near */
};

static void try_slips(const struct pack_index *index, uint32_t hash, const struct correction *typed,
                      struct correction *ret) {
    for (size_t slot = slot_of(hash, index->slip_mask); index->slips[slot].hash; slot = (slot + 1) & index->slip_mask) {
        if (index->slips[slot].hash != hash) continue;
        const struct known_word *word = &index->words[index->slips[slot].word];
        if (word->at == ret->at || !is_one_slip(typed->at, typed->len, word->at, word->len)) continue;
        if (ret->at) ret->doubtful = 1;
        ret->at = word->at;
        ret->len = word->len;
    }
}

static const struct known_word *known_word(const struct pack_index *index, const char *at, size_t len) {
    size_t slot = find_word(index, at, len);
    return index->word_table[slot] ? &index->words[index->word_table[slot] - 1] : NULL;
}

/* "cedulas" for "cedula" and, as it is said in Chile and the Caribbean, "papele" for "papeles". */
static const struct known_word *known_plural(const struct pack_index *index, const char *at, size_t len) {
    char longer[CORRECT_LEN_MAX + 2];
    const struct known_word *word = at[len - 1] == 's' ? known_word(index, at, len - 1) : NULL;
    if (word && !word->never) return word;
    memcpy(longer, at, len);
    longer[len] = 's';
    word = known_word(index, longer, len + 1);
    return word && !word->never ? word : NULL;
}

const char *pack_index_correct(const struct pack_index *index, const char *word, size_t len, size_t *ret_len,
                               int *ret_exact) {
    if (len < CORRECT_LEN_MIN - 1 || len > CORRECT_LEN_MAX) return NULL;
    if (known_word(index, word, len) || pack_small_frequent(word, len)) return NULL;
    const struct known_word *plural = known_plural(index, word, len);
    *ret_exact = plural != NULL;
    if (plural) {
        *ret_len = plural->len;
        return plural->at;
    }
    if (len < CORRECT_LEN_MIN) return NULL;
    struct correction typed = {word, len, 0}, found = {NULL, 0, 0};
    uint32_t whole = hash_of(word, len);
    try_slips(index, whole ? whole : 1, &typed, &found);
    for (size_t hole = 0; hole < len; hole++) try_slips(index, hash_without(word, len, hole), &typed, &found);
    *ret_len = found.len;
    return found.doubtful ? NULL : found.at;
}

void pack_index_free(struct pack_index *index) {
    if (!index) return;
    free(index->phrases);
    free(index->phrase_table);
    free(index->words);
    free(index->word_table);
    free(index->slips);
    free(index);
}
