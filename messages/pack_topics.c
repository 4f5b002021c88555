/* pack_topics - answers, topics and the main menu of a pack. */
#include "messages/pack_read.h"

#include <string.h>

#define SECTION_TOPICS_SPOKEN    8 /* 9 is a person and 0 the menu, at every step */

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

/* The index of the text of an entry in a list of names; 0 and a fault when it is none of them. */
static int read_one_of(struct pack_reader *reader, const struct pack_node *root, const char *key,
                       const char *const *names) {
    const char *text = pack_read_text(reader, root, key);
    if (!text) return 0;
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], text) == 0) return i;
    FAULT(reader, pack_yaml_find(root, key), "'%.60s' is no %s", text, key);
    return 0;
}

static void read_title(struct pack_reader *reader, const struct pack_node *map, char *ret[LANGUAGE_COUNT]) {
    const struct pack_node *node = pack_read_entry(reader, map, "title", NODE_MAP);
    if (!node) return;
    pack_read_texts(reader, node, ret);
    if (!ret[LANGUAGE_ES]) FAULT(reader, node, "'title' has no Spanish, which every other language falls back to");
}

static void read_review(struct pack_reader *reader, const struct pack_node *root, struct pack_answer *answer) {
    answer->source = pack_read_text(reader, root, "source");
    answer->checked_on = pack_read_text(reader, root, "checked_on");
    answer->review_by = pack_read_text(reader, root, "review_by");
    answer->checked_by = pack_yaml_find(root, "checked_by") ? pack_read_text(reader, root, "checked_by") : NULL;
    int checked = answer->checked_on ? pack_read_day(reader, pack_yaml_find(root, "checked_on")) : 0;
    int review = answer->review_by ? pack_read_day(reader, pack_yaml_find(root, "review_by")) : 0;
    if (checked && review && review <= checked)
        FAULT(reader, pack_yaml_find(root, "review_by"), "'review_by' is not after 'checked_on'");
}

/* Whether the number exists is the check's to say: emergency.yaml may be read later. */
static void read_while_closed(struct pack_reader *reader, const struct pack_node *root, struct pack_answer *answer) {
    static const char *const keys[] = {"number", "text", NULL};
    const struct pack_node *map = pack_yaml_find(root, "while_closed");
    if (!map || !pack_read_map(reader, map, keys)) return;
    const struct pack_node *number = pack_read_entry(reader, map, "number", NODE_TEXT);
    const struct pack_node *text = pack_read_entry(reader, map, "text", NODE_MAP);
    if (text) pack_read_texts(reader, text, answer->closed_text);
    if (text && !answer->closed_text[LANGUAGE_ES]) FAULT(reader, text, "'text' has no Spanish");
    if (number && text && answer->closed_text[LANGUAGE_ES]) pack_read_id(reader, number, answer->closed_number);
}

void pack_read_answer(struct pack_reader *reader, const struct pack_node *root) {
    static const char *const keys[] = {"id",     "title",      "text",      "while_closed", "asks_safe", "risk",
                                       "source", "checked_on", "review_by", "checked_by",   "status",    NULL};
    static const char *const risks[] = {"green", "yellow", "red", "black", NULL};
    static const char *const states[] = {"proposed", "approved", NULL};
    struct pack *pack = reader->pack;
    if (!pack_read_map(reader, root, keys) && root->kind != NODE_MAP) return;
    struct pack_answer *at = pack_memory_grow(&pack->memory, pack->answers, pack->answer_count, sizeof *at);
    if (!at) return;
    pack->answers = at;
    struct pack_answer *answer = &at[pack->answer_count];
    memset(answer, 0, sizeof *answer);
    if (!pack_read_file_id(reader, root, answer->id)) return;
    pack->answer_count++;
    read_title(reader, root, answer->title);
    const struct pack_node *text = pack_read_entry(reader, root, "text", NODE_MAP);
    if (text) pack_read_texts(reader, text, answer->text);
    if (text && !answer->text[LANGUAGE_ES])
        FAULT(reader, text, "'text' has no Spanish, which every other language falls back to");
    read_while_closed(reader, root, answer);
    static const char *const no_yes[] = {"no", "yes", NULL};
    if (pack_yaml_find(root, "asks_safe")) answer->asks_safe = read_one_of(reader, root, "asks_safe", no_yes);
    answer->risk = (enum pack_risk)read_one_of(reader, root, "risk", risks);
    answer->approved = read_one_of(reader, root, "status", states);
    read_review(reader, root, answer);
}

static void read_topic_answers(struct pack_reader *reader, const struct pack_node *root, struct pack_topic *topic) {
    const struct pack_node *list = pack_read_entry(reader, root, "answers", NODE_LIST);
    if (!list) return;
    if (!list->count) FAULT(reader, list, "'answers' is empty");
    for (const struct pack_node *item = list->first; item; item = item->next) {
        char id[PACK_ID_MAX];
        if (!pack_read_id(reader, item, id)) continue;
        const struct pack_answer *answer = pack_answer(reader->pack, id);
        if (!answer) {
            FAULT(reader, item, "there is no answer '%s'", id);
        } else if (topic->answer_count >= PACK_TOPIC_ANSWERS_MAX) {
            FAULT(reader, item, "more than %d answers", PACK_TOPIC_ANSWERS_MAX);
        } else {
            topic->answers[topic->answer_count++] = answer;
        }
    }
}

void pack_read_topic_file(struct pack_reader *reader, const struct pack_node *root) {
    static const char *const keys[] = {"id", "title", "keywords", "answers", "form", "service", NULL};
    struct pack *pack = reader->pack;
    if (!pack_read_map(reader, root, keys) && root->kind != NODE_MAP) return;
    struct pack_topic *at = pack_memory_grow(&pack->memory, pack->topics, pack->topic_count, sizeof *at);
    if (!at) return;
    pack->topics = at;
    struct pack_topic *topic = &at[pack->topic_count];
    memset(topic, 0, sizeof *topic);
    if (!pack_read_file_id(reader, root, topic->id)) return;
    pack->topic_count++;
    read_title(reader, root, topic->title);
    const struct pack_node *words = pack_yaml_find(root, "keywords");
    if (words) pack_read_words_by_language(reader, words, topic->keywords);
    const struct pack_node *service = pack_yaml_find(root, "service");
    if (service) pack_read_id(reader, service, topic->service);
    const struct pack_node *form = pack_yaml_find(root, "form");
    if (form && pack_yaml_find(root, "answers")) FAULT(reader, form, "a topic has answers or a form, not both");
    if (form)
        pack_read_id(reader, form, topic->form);
    else
        read_topic_answers(reader, root, topic);
}

static void read_section_topics(struct pack_reader *reader, const struct pack_node *list,
                                struct pack_section *section) {
    for (const struct pack_node *item = list->first; item; item = item->next) {
        const struct pack_topic *topic = pack_read_topic(reader, item);
        if (topic && section->topic_count >= SECTION_TOPICS_SPOKEN)
            FAULT(reader, item, "more than %d topics: 9 is a person", SECTION_TOPICS_SPOKEN);
        else if (topic)
            section->topics[section->topic_count++] = topic;
    }
}

static void read_section(struct pack_reader *reader, const struct pack_node *item) {
    static const char *const keys[] = {"id", "title", "topics", NULL};
    struct pack *pack = reader->pack;
    if (!pack_read_map(reader, item, keys)) return;
    if (pack->section_count >= PACK_SECTIONS_MAX) {
        FAULT(reader, item, "more than %d sections", PACK_SECTIONS_MAX);
        return;
    }
    struct pack_section *section = &pack->sections[pack->section_count];
    const struct pack_node *id = pack_read_entry(reader, item, "id", NODE_TEXT);
    if (!id || !pack_read_id(reader, id, section->id)) return;
    pack->section_count++;
    read_title(reader, item, section->title);
    const struct pack_node *topics = pack_read_entry(reader, item, "topics", NODE_LIST);
    if (topics) read_section_topics(reader, topics, section);
}

void pack_read_menu(struct pack_reader *reader, const struct pack_node *root) {
    if (root->kind != NODE_LIST) {
        FAULT(reader, root, "must be a list of sections");
        return;
    }
    for (const struct pack_node *item = root->first; item; item = item->next) read_section(reader, item);
}
