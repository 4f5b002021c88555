/* pack_check_forms - questions that a person could not answer. */
#include "messages/pack_check.h"
#include "messages/pack_inside.h"

#include <string.h>

#define FAULT(check, file, node, ...) pack_fault((check)->faults, (file), (node) ? (node)->line : 1, __VA_ARGS__)

static void check_choices(struct pack_check *check, const char *file, const struct pack_node *node,
                          const struct pack_question *question) {
    for (size_t i = 0; i < question->choice_count; i++) {
        char what[2 * PACK_ID_MAX + 16];
        snprintf(what, sizeof what, "choice '%s' of '%s'", question->choices[i].id, question->id);
        pack_check_written(check, &(struct place){file, node, NULL}, what, question->choices[i].label);
        for (size_t k = 0; k < i; k++)
            if (strcmp(question->choices[i].id, question->choices[k].id) == 0)
                FAULT(check, file, node, "choice '%s' of '%s' is given twice", question->choices[i].id, question->id);
    }
    /* 9 is a person at every step, so a ninth line could not be chosen */
    size_t lines = question->choice_count + (pack_skip_number(question) > 0);
    if (question->type == QUESTION_CHOICE && lines > PACK_CHOICES_MAX - 1)
        FAULT(check, file, node, "question '%s' has more than %d choices%s", question->id, PACK_CHOICES_MAX - 1,
              question->optional ? ", with the one that says nothing" : "");
}

/* The lengths of a map of texts that stand under a key of node. */
static void check_lengths(struct pack_check *check, const char *file, const struct pack_node *texts,
                          char *const said[LANGUAGE_COUNT]) {
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        const struct pack_node *at = texts ? pack_yaml_find(texts, language_code((enum language)language)) : NULL;
        struct place place = {file, at ? at : texts, said[language]};
        if (place.text) pack_check_length(check, &place, (enum language)language);
    }
}

/* With the line that is added to a question that may be left open. */
static void check_question_lengths(struct pack_check *check, const char *file, const struct pack_node *node,
                                   const struct pack_question *question) {
    const struct pack_node *texts = node ? pack_yaml_find(node, "text") : NULL;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        own_text struct text said = TEXT_INIT(PACK_TEXT_MAX * 2);
        const struct pack_node *at = texts ? pack_yaml_find(texts, language_code((enum language)language)) : NULL;
        if (!question->text[language]) continue;
        pack_question_text(check->pack, question, (enum language)language, &said);
        struct place place = {file, at ? at : node, text_get(&said)};
        pack_check_length(check, &place, (enum language)language);
    }
}

static void check_said(struct pack_check *check, const char *file, const char *key, char *const said[LANGUAGE_COUNT]) {
    const struct pack_node *texts = pack_yaml_find(pack_source(check->pack, file), key);
    if (texts) pack_check_written(check, &(struct place){file, texts, NULL}, key, said);
    check_lengths(check, file, texts, said);
}

/* Words for "prefer not to say" must be there where a question takes them; likewise "this same number". */
static void check_answer_words(struct pack_check *check, const char *file, const struct pack_node *node,
                               const struct pack_question *question) {
    const struct pack_question *words = pack_answer_words(check->pack);
    int skip = 0, same = 0;
    for (size_t i = 0; words && i < words->choice_count; i++) {
        skip |= strcmp(words->choices[i].id, PACK_WORD_SKIP) == 0;
        same |= strcmp(words->choices[i].id, PACK_WORD_SAME) == 0;
    }
    if ((question->optional && !skip) || (question->same && !same))
        FAULT(check, file, node, "question '%s' needs the words of forms/answer-words.yaml", question->id);
}

static void check_form(struct pack_check *check, const struct pack_form *form) {
    char file[PACK_ID_MAX + 16];
    snprintf(file, sizeof file, "forms/%s.yaml", form->id);
    const struct pack_node *root = pack_source(check->pack, file);
    const struct pack_node *list = pack_yaml_find(root, "questions");
    check_said(check, file, "intro", form->intro);
    check_said(check, file, "lapsed", form->lapsed);
    const struct pack_node *node = list ? list->first : NULL;
    for (size_t i = 0; i < form->question_count; i++, node = node ? node->next : NULL) {
        const struct pack_question *question = &form->questions[i];
        char what[PACK_ID_MAX + 16];
        snprintf(what, sizeof what, "question '%s'", question->id);
        pack_check_written(check, &(struct place){file, node, NULL}, what, question->text);
        check_choices(check, file, node, question);
        check_question_lengths(check, file, node, question);
        check_answer_words(check, file, node, question);
        for (size_t k = 0; k < i; k++)
            if (strcmp(question->id, form->questions[k].id) == 0)
                FAULT(check, file, node, "question '%s' is given twice", question->id);
    }
    pack_check_rules(check, form, file);
    pack_check_survey(check, form, file);
}

void pack_check_forms(struct pack_check *check) {
    for (size_t i = 0; i < check->pack->form_count; i++) check_form(check, &check->pack->forms[i]);
}
