/* pack_check_topics - topics that cannot be reached, lead nowhere, or claim one another's words. */
#include "messages/pack_check.h"
#include "messages/pack_inside.h"

#include <stdlib.h>
#include <string.h>

#define FAULT(check, file, node, ...) pack_fault((check)->faults, (file), (node) ? (node)->line : 1, __VA_ARGS__)

#define FILE_NAME_MAX                 (PACK_ID_MAX + 16)

static const struct pack_node *topic_node(struct pack_check *check, const struct pack_topic *topic,
                                          char ret_file[FILE_NAME_MAX]) {
    snprintf(ret_file, FILE_NAME_MAX, "topics/%s.yaml", topic->id);
    return pack_source(check->pack, ret_file);
}

static int is_in_menu(const struct pack *pack, const struct pack_topic *topic) {
    for (size_t i = 0; i < pack->section_count; i++)
        for (size_t k = 0; k < pack->sections[i].topic_count; k++)
            if (pack->sections[i].topics[k] == topic) return 1;
    return 0;
}

static size_t keyword_count(const struct pack_topic *topic) {
    size_t count = 0;
    for (int language = 0; language < LANGUAGE_COUNT; language++) count += topic->keywords[language].count;
    return count;
}

static void check_topic(struct pack_check *check, const struct pack_topic *topic) {
    char file[FILE_NAME_MAX];
    const struct pack_node *root = topic_node(check, topic, file);
    if (*topic->form && !pack_form(check->pack, topic->form))
        FAULT(check, file, pack_yaml_find(root, "form"), "there is no form '%s'", topic->form);
    if (!keyword_count(topic) && !is_in_menu(check->pack, topic))
        FAULT(check, file, root, "nothing leads here: no keyword, and not in the menu");
    pack_check_written(check, &(struct place){file, pack_yaml_find(root, "title"), NULL}, "the title", topic->title);
}

struct claim {
    const char *word;
    const struct pack_topic *topic;
    int language;
};

static int by_claim(const void *a, const void *b) {
    const struct claim *one = a, *two = b;
    if (one->language != two->language) return one->language - two->language;
    int order = strcmp(one->word, two->word);
    return order ? order : strcmp(one->topic->id, two->topic->id);
}

static int is_declared(const struct pack *pack, const char *word) {
    for (size_t i = 0; i < pack->ambiguous_count; i++)
        if (strcmp(pack->ambiguous[i].word, word) == 0) return 1;
    return 0;
}

static void report_twins(struct pack_check *check, const struct claim *claims, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const struct claim *one = &claims[i - 1], *two = &claims[i];
        if (one->language != two->language || strcmp(one->word, two->word) != 0) continue;
        if (one->topic == two->topic || is_declared(check->pack, one->word)) continue;
        char file[FILE_NAME_MAX];
        const struct pack_node *root = topic_node(check, two->topic, file);
        FAULT(check, file, pack_yaml_find(root, "keywords"), "keyword '%s' is one of '%s' too: see ambiguous.yaml",
              one->word, one->topic->id);
    }
}

static void check_keywords(struct pack_check *check) {
    const struct pack *pack = check->pack;
    size_t room = 0, count = 0;
    for (size_t i = 0; i < pack->topic_count; i++) room += keyword_count(&pack->topics[i]);
    struct claim *claims = calloc(room + 1, sizeof *claims);
    if (!claims) {
        pack_fault(check->faults, "topics", 1, "no memory to compare the keywords");
        return;
    }
    for (size_t i = 0; i < pack->topic_count; i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            for (size_t k = 0; k < pack->topics[i].keywords[language].count; k++)
                claims[count++] = (struct claim){pack->topics[i].keywords[language].at[k], &pack->topics[i], language};
    qsort(claims, count, sizeof *claims, by_claim);
    report_twins(check, claims, count);
    free(claims);
}

static void check_menu(struct pack_check *check) {
    static const char file[] = "menu.yaml";
    const struct pack_node *root = pack_source(check->pack, file);
    for (size_t i = 0; i < check->pack->section_count; i++) {
        const struct pack_section *section = &check->pack->sections[i];
        if (!section->topic_count) FAULT(check, file, root, "section '%s' leads nowhere", section->id);
        char what[PACK_ID_MAX + 16];
        snprintf(what, sizeof what, "section '%s'", section->id);
        pack_check_written(check, &(struct place){file, root, NULL}, what, section->title);
    }
}

/* One word that is two orders: the first would always win, silently. */
static void check_controls(struct pack_check *check) {
    const struct pack_meanings *controls = &check->pack->controls;
    const struct pack_node *words = pack_yaml_find(pack_source(check->pack, "controls.yaml"), "words");
    for (size_t i = 1; i < controls->count; i++) {
        const struct pack_meaning *one = &controls->at[i - 1], *two = &controls->at[i];
        if (strcmp(one->word, two->word) == 0 && one->value != two->value)
            FAULT(check, "controls.yaml", words, "'%s' is a word for %s and for %s", one->word,
                  pack_control_id((enum pack_control)one->value), pack_control_id((enum pack_control)two->value));
    }
}

void pack_check_topics(struct pack_check *check) {
    for (size_t i = 0; i < check->pack->topic_count; i++) check_topic(check, &check->pack->topics[i]);
    check_keywords(check);
    check_menu(check);
    check_controls(check);
}
