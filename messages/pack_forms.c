/* pack_forms - the forms of a pack: questions in order, with their choices. */
#include "messages/pack_read.h"

#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

#define EXPIRES_MAX_MIN          (30 * 24 * 60)
#define EXPIRES_DEFAULT_MIN      (24 * 60) /* when the form says nothing */
#define ANSWER_RUNES_MAX         1000
#define ANSWER_RUNES             300 /* when the question says nothing */

static void read_choice(struct pack_reader *reader, const struct pack_node *item, struct pack_question *question) {
    static const char *const keys[] = {"id", "label", "words", NULL};
    if (!pack_read_map(reader, item, keys)) return;
    if (question->choice_count >= PACK_CHOICES_MAX) {
        FAULT(reader, item, "more than %d choices", PACK_CHOICES_MAX);
        return;
    }
    size_t at = question->choice_count;
    const struct pack_node *id = pack_read_entry(reader, item, "id", NODE_TEXT);
    const struct pack_node *label = pack_read_entry(reader, item, "label", NODE_MAP);
    if (!id || !pack_read_id(reader, id, question->choices[at].id)) return;
    question->choice_count++;
    if (label) pack_read_texts(reader, label, question->choices[at].label);
    const struct pack_node *words = pack_yaml_find(item, "words");
    if (words) pack_read_words_by_language(reader, words, question->choices[at].words);
}

static void read_choices(struct pack_reader *reader, const struct pack_node *item, struct pack_question *question) {
    if (question->type != QUESTION_CHOICE) {
        const struct pack_node *odd = pack_yaml_find(item, "choices");
        if (odd) FAULT(reader, odd, "only a question of type choice has choices");
        return;
    }
    const struct pack_node *list = pack_read_entry(reader, item, "choices", NODE_LIST);
    if (!list) return;
    if (list->count < 2) FAULT(reader, list, "a choice needs two or more choices");
    for (const struct pack_node *choice = list->first; choice; choice = choice->next)
        read_choice(reader, choice, question);
}

static int read_flag(struct pack_reader *reader, const struct pack_node *item, const char *key) {
    const struct pack_node *node = pack_yaml_find(item, key);
    if (!node) return 0;
    const char *text = node->kind == NODE_TEXT ? node->text : "";
    if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0) FAULT(reader, node, "'%s' is yes or no", key);
    return strcmp(text, "yes") == 0;
}

static void read_rule(struct pack_reader *reader, const struct pack_node *entry, struct pack_question *question) {
    if (question->rule_count >= PACK_RULES_MAX) {
        FAULT(reader, entry, "more than %d conditions", PACK_RULES_MAX);
        return;
    }
    struct pack_rule *rule = &question->only_if[question->rule_count++];
    snprintf(rule->question, sizeof rule->question, "%s", entry->key);
    if (entry->kind != NODE_LIST || !entry->count) {
        FAULT(reader, entry, "'%.40s' names the answers as a list", entry->key);
        return;
    }
    for (const struct pack_node *value = entry->first; value; value = value->next) {
        if (value->kind != NODE_TEXT || rule->value_count >= PACK_CHOICES_MAX || strlen(value->text) >= PACK_ID_MAX) {
            FAULT(reader, value, "is no answer, or one too many");
            continue;
        }
        snprintf(rule->values[rule->value_count++], PACK_ID_MAX, "%s", value->text);
    }
}

static void read_rules(struct pack_reader *reader, const struct pack_node *item, struct pack_question *question) {
    const struct pack_node *map = pack_yaml_find(item, "only_if");
    if (!map) return;
    if (map->kind != NODE_MAP) {
        FAULT(reader, map, "'only_if' is a map: question: [answers]");
        return;
    }
    for (const struct pack_node *entry = map->first; entry; entry = entry->next) read_rule(reader, entry, question);
}

/* `max` of a text are its letters; `min` and `max` of a number its range. */
static void read_bounds(struct pack_reader *reader, const struct pack_node *item, struct pack_question *question) {
    const struct pack_node *min = pack_yaml_find(item, "min"), *max = pack_yaml_find(item, "max");
    int is_number = question->type == QUESTION_NUMBER;
    question->text_max = max && !is_number ? (int)pack_read_number(reader, max, 1, ANSWER_RUNES_MAX) : ANSWER_RUNES;
    question->min = min && is_number ? pack_read_number(reader, min, 0, PACK_NUMBER_MAX) : 0;
    question->max = max && is_number ? pack_read_number(reader, max, 0, PACK_NUMBER_MAX) : PACK_NUMBER_MAX;
    if (min && !is_number) FAULT(reader, min, "only a question of type number has a least answer");
    if (max && !is_number && question->type != QUESTION_TEXT) FAULT(reader, max, "only text and number have a 'max'");
    if (question->min > question->max) FAULT(reader, item, "'min' is more than 'max'");
}

static void read_type(struct pack_reader *reader, const struct pack_node *item, struct pack_question *question) {
    static const char *const types[] = {"choice", "text", "yes_no", "number", "phone", NULL};
    const char *type = pack_read_text(reader, item, "type");
    if (!type) return;
    for (int i = 0; types[i]; i++) {
        if (strcmp(types[i], type) != 0) continue;
        question->type = (enum pack_question_type)i;
        return;
    }
    FAULT(reader, pack_yaml_find(item, "type"), "'%.60s' is no type: choice, text, yes_no, number or phone", type);
}

static void read_question(struct pack_reader *reader, const struct pack_node *item, struct pack_form *form) {
    static const char *const keys[] = {"id",  "type",     "text", "choices", "min",
                                       "max", "optional", "same", "only_if", NULL};
    if (!pack_read_map(reader, item, keys)) return;
    if (form->question_count >= PACK_QUESTIONS_MAX) {
        FAULT(reader, item, "more than %d questions", PACK_QUESTIONS_MAX);
        return;
    }
    struct pack_question *question = &form->questions[form->question_count];
    const struct pack_node *id = pack_read_entry(reader, item, "id", NODE_TEXT);
    if (!id || !pack_read_id(reader, id, question->id)) return;
    form->question_count++;
    read_type(reader, item, question);
    const struct pack_node *text = pack_read_entry(reader, item, "text", NODE_MAP);
    if (text) pack_read_texts(reader, text, question->text);
    if (text && !question->text[LANGUAGE_ES]) FAULT(reader, text, "'text' has no Spanish");
    read_choices(reader, item, question);
    read_bounds(reader, item, question);
    read_rules(reader, item, question);
    question->optional = read_flag(reader, item, "optional");
    question->same = read_flag(reader, item, "same");
    if (question->same && question->type != QUESTION_PHONE)
        FAULT(reader, pack_yaml_find(item, "same"), "only a question of type phone takes the same number");
}

static void read_said(struct pack_reader *reader, const struct pack_node *root, const char *key,
                      char *ret[LANGUAGE_COUNT]) {
    const struct pack_node *texts = pack_yaml_find(root, key);
    if (!texts) return;
    pack_read_texts(reader, texts, ret);
    if (!ret[LANGUAGE_ES]) FAULT(reader, texts, "'%s' has no Spanish", key);
}

void pack_read_form(struct pack_reader *reader, const struct pack_node *root) {
    static const char *const keys[] = {"id", "expires_min", "ends", "intro", "lapsed", "survey", "questions", NULL};
    struct pack *pack = reader->pack;
    if (!pack_read_map(reader, root, keys) && root->kind != NODE_MAP) return;
    struct pack_form *at = pack_memory_grow(&pack->memory, pack->forms, pack->form_count, sizeof *at);
    if (!at) return;
    pack->forms = at;
    struct pack_form *form = &at[pack->form_count];
    memset(form, 0, sizeof *form);
    if (!pack_read_file_id(reader, root, form->id)) return;
    pack->form_count++;
    const struct pack_node *expires = pack_yaml_find(root, "expires_min");
    form->expires_min = expires ? pack_read_number(reader, expires, 1, EXPIRES_MAX_MIN) : EXPIRES_DEFAULT_MIN;
    const struct pack_node *ends = pack_yaml_find(root, "ends");
    if (!ends || !pack_read_id(reader, ends, form->ends)) memcpy(form->ends, form->id, sizeof form->ends);
    pack_read_survey(reader, pack_yaml_find(root, "survey"), &form->survey);
    read_said(reader, root, "intro", form->intro);
    read_said(reader, root, "lapsed", form->lapsed);
    const struct pack_node *list = pack_read_entry(reader, root, "questions", NODE_LIST);
    if (!list) return;
    if (!list->count) FAULT(reader, list, "'questions' is empty");
    for (const struct pack_node *item = list->first; item; item = item->next) read_question(reader, item, form);
}
