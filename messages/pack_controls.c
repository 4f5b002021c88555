/* pack_controls - words that steer: control words, names of languages, numbers as words. */
#include "messages/pack_read.h"

#include <stdlib.h>
#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

#define NUMBER_WORDS_MAX         21 /* words are read for 0 to 20 */

static const char *const control_ids[CONTROL_COUNT] = {
    "stop",         "start",       "help",         "menu",           "person",
    "language",     "yes",         "no",           "my-data",        "erase",
    "correct",      "stop-events", "start-events", "stop-reminders", "start-reminders",
    "stop-surveys", "new-number",  "discreet",     "profile"};

const char *pack_control_id(enum pack_control control) {
    return control > CONTROL_NONE && control < CONTROL_COUNT ? control_ids[control] : "";
}

static void add_meanings(struct pack_reader *reader, struct pack_meanings *meanings, const struct pack_words *words,
                         struct pack_meaning meaning) {
    for (size_t i = 0; i < words->count; i++) {
        struct pack_meaning *at = pack_memory_grow(&reader->pack->memory, meanings->at, meanings->count, sizeof *at);
        if (!at) return;
        meanings->at = at;
        meaning.word = words->at[i];
        at[meanings->count++] = meaning;
    }
}

static void read_controls(struct pack_reader *reader, const struct pack_node *map) {
    for (const struct pack_node *item = map->first; item; item = item->next) {
        int control = 0;
        while (control < CONTROL_COUNT && strcmp(control_ids[control], item->key) != 0) control++;
        if (control == CONTROL_COUNT) {
            FAULT(reader, item, "unknown control '%.60s'", item->key);
            continue;
        }
        struct pack_words words[LANGUAGE_COUNT] = {0};
        pack_read_words_by_language(reader, item, words);
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            add_meanings(reader, &reader->pack->controls, &words[language],
                         (struct pack_meaning){NULL, (enum language)language, control});
    }
}

static void read_languages(struct pack_reader *reader, const struct pack_node *map) {
    struct pack_words words[LANGUAGE_COUNT] = {0};
    pack_read_words_by_language(reader, map, words);
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        add_meanings(reader, &reader->pack->languages, &words[language],
                     (struct pack_meaning){NULL, (enum language)language, language});
}

static void read_number_words(struct pack_reader *reader, const struct pack_node *list, enum language language) {
    int number = 0;
    if (list->kind != NODE_LIST || list->count > NUMBER_WORDS_MAX) {
        FAULT(reader, list, "must be a list of at most %d lists: words for 0, for 1 ...", NUMBER_WORDS_MAX);
        return;
    }
    for (const struct pack_node *item = list->first; item; item = item->next, number++) {
        struct pack_words words = {0};
        pack_read_words(reader, item, &words);
        add_meanings(reader, &reader->pack->numbers, &words, (struct pack_meaning){NULL, language, number});
    }
}

static void read_numbers(struct pack_reader *reader, const struct pack_node *map) {
    for (const struct pack_node *item = map->first; item; item = item->next) {
        enum language language = pack_read_language(reader, item, item->key);
        if (language != LANGUAGE_NONE) read_number_words(reader, item, language);
    }
}

static int by_word(const void *a, const void *b) {
    const struct pack_meaning *one = a, *two = b;
    int order = strcmp(one->word, two->word);
    if (order) return order;
    return one->value != two->value ? one->value - two->value : (int)one->language - (int)two->language;
}

static void sort_meanings(struct pack_meanings *meanings) {
    if (meanings->count) qsort(meanings->at, meanings->count, sizeof *meanings->at, by_word);
}

void pack_read_controls(struct pack_reader *reader, const struct pack_node *root) {
    static const char *const keys[] = {"words", "languages", "numbers", "number_prefixes", "number_suffixes", NULL};
    struct pack *pack = reader->pack;
    if (!pack_read_map(reader, root, keys)) return;
    const struct pack_node *words = pack_read_entry(reader, root, "words", NODE_MAP);
    const struct pack_node *languages = pack_read_entry(reader, root, "languages", NODE_MAP);
    const struct pack_node *numbers = pack_read_entry(reader, root, "numbers", NODE_MAP);
    const struct pack_node *prefixes = pack_yaml_find(root, "number_prefixes");
    const struct pack_node *suffixes = pack_yaml_find(root, "number_suffixes");
    if (words) read_controls(reader, words);
    if (languages) read_languages(reader, languages);
    if (numbers) read_numbers(reader, numbers);
    if (prefixes) pack_read_words(reader, prefixes, &pack->number_prefixes);
    if (suffixes) pack_read_words(reader, suffixes, &pack->number_suffixes);
    sort_meanings(&pack->controls);
    sort_meanings(&pack->languages);
    sort_meanings(&pack->numbers);
}

const struct pack_meaning *pack_find_meanings(const struct pack_meanings *meanings, const char *word,
                                              size_t *ret_count) {
    size_t low = 0, high = meanings->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(meanings->at[middle].word, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < meanings->count && strcmp(meanings->at[end].word, word) == 0) end++;
    *ret_count = end - low;
    return end > low ? &meanings->at[low] : NULL;
}

/* "menu?" asks for the menu, but "alto?" or "si?" is a question, not an order. */
static int may_be_asked(enum pack_control control) {
    return control == CONTROL_HELP || control == CONTROL_MENU || control == CONTROL_PERSON ||
           control == CONTROL_LANGUAGE;
}

static enum pack_control find_control(const struct pack *pack, const char *word, enum language *ret_language) {
    size_t count = 0;
    const struct pack_meaning *found = pack_find_meanings(&pack->controls, word, &count);
    if (!found) return CONTROL_NONE;
    *ret_language = found->language;
    for (size_t i = 1; i < count; i++)
        if (found[i].language != found->language) *ret_language = LANGUAGE_NONE;
    return (enum pack_control)found->value;
}

enum pack_control pack_control_word(const struct pack *pack, const char *folded, enum language *ret_language) {
    enum language ignored;
    if (!ret_language) ret_language = &ignored;
    *ret_language = LANGUAGE_NONE;
    if (!pack || !folded) return CONTROL_NONE;
    enum pack_control control = find_control(pack, folded, ret_language);
    if (control != CONTROL_NONE) return control;
    char word[PACK_WORD_MAX + 1];
    size_t len = strlen(folded);
    if (len < 2 || len > PACK_WORD_MAX || folded[len - 1] != '?') return CONTROL_NONE;
    while (len && (folded[len - 1] == '?' || folded[len - 1] == ' ')) len--;
    memcpy(word, folded, len);
    word[len] = 0;
    control = find_control(pack, word, ret_language);
    if (may_be_asked(control)) return control;
    *ret_language = LANGUAGE_NONE;
    return CONTROL_NONE;
}

enum language pack_language_word(const struct pack *pack, const char *folded) {
    size_t count = 0;
    const struct pack_meaning *found = pack_find_meanings(&pack->languages, folded, &count);
    if (!found) return LANGUAGE_NONE;
    for (size_t i = 1; i < count; i++)
        if (found[i].value != found->value) return LANGUAGE_NONE;
    return found->language;
}
