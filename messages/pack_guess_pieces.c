/* pack_guess_pieces - a text as the guesser sees it: pieces of its sound. */
#include "messages/pack_guess.h"

#include "messages/pack_small.h"

#include <string.h>

#define HASH_START     0x811c9dc5u /* FNV-1a */
#define HASH_PRIME     0x01000193u
#define SOUND_MAX      420 /* letters of a text that are looked at */
#define GRAM_SHORT     3
#define GRAM_LONG      5
#define KIND_WORD      9
#define KIND_PAIR      10
#define KIND_APART     11   /* a pair with one word between */
#define SEEN_SLOTS     4096 /* more than twice GUESS_PIECES_MAX */
#define GUESS_WORD_MAX 40

/* Letter groups that sound alike in the five languages, longest first. */
static const struct {
    char from[5], to[3];
} sounds[] = {{"eau", "o"}, {"qu", "k"},  {"ch", "x"}, {"ph", "f"},  {"ou", "u"},  {"au", "o"},  {"ai", "e"},
              {"ei", "e"},  {"an", "an"}, {"ll", "i"}, {"ce", "se"}, {"ci", "si"}, {"ge", "je"}, {"gi", "ji"},
              {"gu", "g"},  {"lh", "i"},  {"nh", "n"}, {"sh", "x"},  {"c", "k"},   {"q", "k"},   {"z", "s"},
              {"v", "b"},   {"h", ""},    {"y", "i"},  {"w", "u"}};
#define SOUND_COUNT (sizeof sounds / sizeof *sounds)

/* The group that begins here; SOUND_COUNT when none does. */
static size_t sound_at(const char *at) {
    size_t i = 0;
    for (; i < SOUND_COUNT; i++) {
        const char *from = sounds[i].from;
        if (*from != *at) continue;
        size_t len = 1;
        while (from[len] && from[len] == at[len]) len++;
        if (!from[len]) break;
    }
    return i;
}

/* The sound of a folded text, a blank before and behind it, no letter twice in a row. */
static size_t sound_of(const char *folded, char ret[SOUND_MAX + 4]) {
    size_t len = 0;
    ret[len++] = ' ';
    while (*folded && len < SOUND_MAX) {
        size_t group = *folded >= 'a' && *folded <= 'z' ? sound_at(folded) : SOUND_COUNT;
        char one[2] = {*folded, 0};
        if (*one == '?') *one = ' ';
        const char *to = group < SOUND_COUNT ? sounds[group].to : one;
        folded += group < SOUND_COUNT ? strlen(sounds[group].from) : 1;
        for (; *to; to++)
            if (ret[len - 1] != *to) ret[len++] = *to;
    }
    if (ret[len - 1] != ' ') ret[len++] = ' ';
    ret[len] = 0;
    return len;
}

static uint32_t hash_more(uint32_t hash, const char *at, size_t len) {
    for (size_t i = 0; i < len; i++) hash = (hash ^ (uint8_t)at[i]) * HASH_PRIME;
    return hash;
}

struct pieces {
    struct guess_cut *cut;
    uint32_t seen[SEEN_SLOTS]; /* 0 = empty */
};

/* FNV's low bits are poor: the hash is stirred once more. */
static uint32_t stir(uint32_t hash) {
    hash ^= hash >> 15;
    hash *= 0x2c1b3c6du;
    hash ^= hash >> 12;
    return hash ? hash : 1;
}

static void add_piece(struct pieces *pieces, uint32_t hash) {
    hash = stir(hash);
    size_t slot = hash % SEEN_SLOTS;
    while (pieces->seen[slot] && pieces->seen[slot] != hash) slot = (slot + 1) % SEEN_SLOTS;
    if (pieces->seen[slot] || pieces->cut->count >= GUESS_PIECES_MAX) return;
    pieces->seen[slot] = hash;
    pieces->cut->pieces[pieces->cut->count++] = hash;
}

/* A word with the blanks at its ends. */
static void add_grams(struct pieces *pieces, const char *padded, size_t len) {
    for (size_t gram = GRAM_SHORT; gram <= GRAM_LONG; gram++)
        for (size_t i = 0; i + gram <= len; i++)
            add_piece(pieces, hash_more(HASH_START ^ (uint32_t)gram, padded + i, gram));
}

struct part {
    const char *at;
    size_t len;
};

static void add_pair(struct pieces *pieces, uint32_t kind, struct part one, struct part two) {
    if (one.len) add_piece(pieces, hash_more(hash_more(HASH_START ^ kind, one.at, one.len) * 31 + 7, two.at, two.len));
}

static void add_words(struct pieces *pieces, const char *sound) {
    struct part before = {0}, last = {0};
    for (const char *at = sound + 1; *at;) {
        struct part word = {at, strcspn(at, " ")};
        if (word.len) {
            add_grams(pieces, at - 1, word.len + 2);
            add_piece(pieces, hash_more(HASH_START ^ KIND_WORD, at, word.len));
            add_pair(pieces, KIND_PAIR, last, word);
            add_pair(pieces, KIND_APART, before, word);
            before = last;
            last = word;
        }
        at += word.len + (at[word.len] != 0);
    }
}

static void add_known(struct guess_cut *cut, const char *folded) {
    char sound[SOUND_MAX + 4], word[GUESS_WORD_MAX + 1];
    for (const char *at = folded; *at && cut->word_count < GUESS_WORDS_MAX;) {
        size_t len = strcspn(at, " ?");
        if (len > 2 && len <= GUESS_WORD_MAX && !pack_small_word(at, len)) {
            memcpy(word, at, len);
            word[len] = 0;
            size_t sound_len = sound_of(word, sound);
            uint32_t hash = hash_more(HASH_START, sound, sound_len);
            cut->words[cut->word_count++] = (hash ^ (hash >> 20)) % GUESS_WORD_BITS;
        }
        at += len + (at[len] != 0);
    }
}

void guess_cut(const char *folded, struct guess_cut *ret) {
    char sound[SOUND_MAX + 4] = "";
    struct pieces pieces = {.cut = ret};
    sound_of(folded, sound);
    ret->count = ret->word_count = 0;
    add_words(&pieces, sound);
    add_known(ret, folded);
}
