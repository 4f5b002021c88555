/* language - the languages that are spoken, and which one a text is in. */
#include "messages/language.h"

#include "messages/fold.h"
#include "messages/language_declared.h"
#include "messages/language_table.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

/* The kinds of pieces and their weights are those of tests/train/language.js: change both and train anew. */
#define GRAM_MAX       4
#define KIND_WORD      9
#define KIND_ACCENT    10
#define WORD_WEIGHT    2

#define SCRIPT_MARGIN  100 /* a script of its own leaves no doubt */

#define WORD_BYTES_MAX 64 /* more of one "word" is no word */

static const struct {
    const char *code, *own_name;
} languages[LANGUAGE_BUILT_IN] = {
    {"es", "Español"}, {"ht", "Kreyòl"}, {"fr", "Français"}, {"en", "English"}, {"pt", "Português"}};

const char *language_code(enum language language) {
    if (language > LANGUAGE_NONE && language < LANGUAGE_BUILT_IN) return languages[language].code;
    const struct language_declaration *declared = language_declared(language);
    return declared ? declared->code : "";
}

const char *language_own_name(enum language language) {
    if (language > LANGUAGE_NONE && language < LANGUAGE_BUILT_IN) return languages[language].own_name;
    const struct language_declaration *declared = language_declared(language);
    return declared ? declared->own_name : "";
}

int language_is_rtl(enum language language) {
    const struct language_declaration *declared = language_declared(language);
    return declared && declared->rtl;
}

enum language language_of_code(const char *code) {
    for (int i = 0; code && *code && i < LANGUAGE_COUNT; i++)
        if (strcmp(language_code((enum language)i), code) == 0) return (enum language)i;
    return LANGUAGE_NONE;
}

struct sums {
    int at[LANGUAGE_BUILT_IN];
};

#define HASH_START 0x811c9dc5u /* FNV-1a */
#define HASH_PRIME 0x01000193u

static void add_piece(struct sums *sums, uint32_t hash, int weight) {
    const int8_t *row = language_table[(hash ^ (hash >> 16)) % LANGUAGE_TABLE_BUCKETS];
    for (int i = 0; i < LANGUAGE_BUILT_IN; i++) sums->at[i] += weight * row[i];
}

static uint32_t hash_bytes(const char *at, size_t len, uint32_t kind) {
    uint32_t hash = HASH_START ^ kind;
    for (size_t i = 0; i < len; i++) hash = (hash ^ (uint8_t)at[i]) * HASH_PRIME;
    return hash;
}

/* A word with a blank before and behind it. */
static void add_word(struct sums *sums, const char *at, size_t len) {
    for (size_t gram = 1; gram <= GRAM_MAX; gram++)
        for (size_t i = 0; i + gram <= len; i++)
            if (gram > 1 || at[i] != ' ') add_piece(sums, hash_bytes(at + i, gram, (uint32_t)gram), 1);
    add_piece(sums, hash_bytes(at, len, KIND_WORD), WORD_WEIGHT);
}

static int has_letter(const char *at, size_t len) {
    for (size_t i = 0; i < len; i++)
        if ((at[i] >= 'a' && at[i] <= 'z') || (uint8_t)at[i] >= 0x80) return 1;
    return 0;
}

/* Returns how many words with letters there were. */
static size_t add_words(struct sums *sums, const char *folded) {
    size_t words = 0;
    for (const char *at = folded; *at;) {
        size_t len = strcspn(at, " ?");
        char padded[WORD_BYTES_MAX + 2] = " ";
        size_t kept = len < WORD_BYTES_MAX ? len : WORD_BYTES_MAX;
        if (has_letter(at, kept)) {
            memcpy(padded + 1, at, kept);
            padded[kept + 1] = ' ';
            add_word(sums, padded, kept + 2);
            words++;
        }
        at += len + (at[len] != 0);
    }
    return words;
}

/* Accents are folded away above, but when people type them they tell much: è is not Spanish, ñ is. */
static void add_accents(struct sums *sums, const char *text) {
    size_t len = strlen(text), at = 0;
    for (int runes = 0; at < len && runes < FOLD_RUNES_MAX; runes++) {
        uint32_t rune = text_next_rune(text, len, &at);
        if (rune < 0x80) continue;
        utf8proc_int32_t lower = utf8proc_tolower((utf8proc_int32_t)rune);
        utf8proc_category_t kind = utf8proc_category(lower);
        if (kind < UTF8PROC_CATEGORY_LU || kind > UTF8PROC_CATEGORY_LO) continue;
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t size = utf8proc_encode_char(lower, bytes);
        if (size > 0) add_piece(sums, hash_bytes((const char *)bytes, (size_t)size, KIND_ACCENT), 1);
    }
}

struct language_guess language_guess_text(const char *text) {
    char folded[FOLD_BYTES_MAX + 1];
    struct sums sums = {{0}};
    enum language declared = language_declared_guess(text);
    if (declared != LANGUAGE_NONE) return (struct language_guess){declared, SCRIPT_MARGIN};
    fold_bytes(text, folded);
    if (!add_words(&sums, folded)) return (struct language_guess){LANGUAGE_NONE, 0};
    add_accents(&sums, text);
    int best = 0, second = -1;
    for (int i = 1; i < LANGUAGE_BUILT_IN; i++) {
        if (sums.at[i] > sums.at[best]) {
            second = best;
            best = i;
        } else if (second < 0 || sums.at[i] > sums.at[second]) {
            second = i;
        }
    }
    double margin = (double)(sums.at[best] - sums.at[second]) / LANGUAGE_TABLE_SCALE;
    return (struct language_guess){(enum language)best, margin};
}
