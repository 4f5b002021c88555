/* pack_numbers - the number that a whole message is. */
#include "messages/pack_inside.h"

#include <stdlib.h>
#include <string.h>

/* When text begins with one of the words and more follows: what follows. */
static const char *skip_prefix(const struct pack_words *words, const char *text) {
    for (size_t i = 0; i < words->count; i++) {
        size_t len = strlen(words->at[i]);
        if (strncmp(text, words->at[i], len) == 0 && text[len] == ' ') return text + len + 1;
    }
    return NULL;
}

/* When text ends with one of the words and something stands before it: the length before it; else 0. */
static size_t cut_suffix(const struct pack_words *words, const char *text) {
    size_t all = strlen(text);
    for (size_t i = 0; i < words->count; i++) {
        size_t len = strlen(words->at[i]);
        if (all > len + 1 && text[all - len - 1] == ' ' && strcmp(text + all - len, words->at[i]) == 0)
            return all - len - 1;
    }
    return 0;
}

/* "131" or "02"; what people type for 1 and 0 on old keyboards counts too. -1 when none. */
static int read_digits(const char *word) {
    size_t len = strlen(word);
    if (strcmp(word, "l") == 0 || strcmp(word, "i") == 0) return 1;
    if (strcmp(word, "o") == 0) return 0;
    if (!len || len > 4 || strspn(word, "0123456789") != len) return -1;
    return (int)strtol(word, NULL, 10);
}

static int read_number(const struct pack *pack, const char *word, enum language language) {
    int number = read_digits(word);
    if (number >= 0 || language == LANGUAGE_NONE) return number;
    size_t count = 0;
    const struct pack_meaning *found = pack_find_meanings(&pack->numbers, word, &count);
    for (size_t i = 0; i < count; i++)
        if (found[i].language == language) return found[i].value;
    return -1;
}

int pack_number_word(const struct pack *pack, const char *folded, enum language language) {
    char text[PACK_WORD_MAX + 1];
    size_t len = strlen(folded);
    while (len && (folded[len - 1] == '?' || folded[len - 1] == ' ')) len--;
    if (!len || len > PACK_WORD_MAX) return -1;
    memcpy(text, folded, len);
    text[len] = 0;
    int number = read_number(pack, text, language);
    if (number >= 0) return number;
    size_t left;
    while ((left = cut_suffix(&pack->number_suffixes, text))) text[left] = 0;
    const char *at = text, *behind;
    while ((behind = skip_prefix(&pack->number_prefixes, at))) at = behind;
    return read_number(pack, at, language);
}
