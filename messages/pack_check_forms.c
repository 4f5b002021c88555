/* pack_check_forms - questions that a person could not answer. */
#include "messages/pack_check.h"
#include "messages/pack_inside.h"

#include <string.h>

#define FAULT(check, file, node, ...) pack_fault((check)->faults, (file), (node) ? (node)->line : 1, __VA_ARGS__)

static void check_choices(struct pack_check *check, const char *file, const struct pack_node *node,
                          const struct pack_question *question) {
    for (size_t i = 0; i < question->choice_count; i++) {
        if (!question->choices[i].label[LANGUAGE_ES] || !question->choices[i].label[LANGUAGE_HT])
            FAULT(check, file, node, "choice '%s' of '%s' lacks Spanish or Creole", question->choices[i].id,
                  question->id);
        for (size_t k = 0; k < i; k++)
            if (strcmp(question->choices[i].id, question->choices[k].id) == 0)
                FAULT(check, file, node, "choice '%s' of '%s' is given twice", question->choices[i].id, question->id);
    }
    /* 9 is a person at every step, so a ninth choice could not be chosen */
    if (question->choice_count > PACK_CHOICES_MAX - 1)
        FAULT(check, file, node, "question '%s' has more than %d choices", question->id, PACK_CHOICES_MAX - 1);
}

static void check_question_lengths(struct pack_check *check, const char *file, const struct pack_node *node,
                                   const struct pack_question *question) {
    const struct pack_node *texts = node ? pack_yaml_find(node, "text") : NULL;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        const struct pack_node *at = texts ? pack_yaml_find(texts, language_code((enum language)language)) : NULL;
        struct place place = {file, at ? at : node, question->text[language]};
        if (place.text) pack_check_length(check, &place, (enum language)language);
    }
}

static void check_form(struct pack_check *check, const struct pack_form *form) {
    char file[PACK_ID_MAX + 16];
    snprintf(file, sizeof file, "forms/%s.yaml", form->id);
    const struct pack_node *root = pack_source(check->pack, file);
    const struct pack_node *list = pack_yaml_find(root, "questions");
    const struct pack_node *node = list ? list->first : NULL;
    for (size_t i = 0; i < form->question_count; i++, node = node ? node->next : NULL) {
        const struct pack_question *question = &form->questions[i];
        if (!question->text[LANGUAGE_HT]) FAULT(check, file, node, "question '%s' has no Creole", question->id);
        check_choices(check, file, node, question);
        check_question_lengths(check, file, node, question);
        for (size_t k = 0; k < i; k++)
            if (strcmp(question->id, form->questions[k].id) == 0)
                FAULT(check, file, node, "question '%s' is given twice", question->id);
    }
}

void pack_check_forms(struct pack_check *check) {
    for (size_t i = 0; i < check->pack->form_count; i++) check_form(check, &check->pack->forms[i]);
}
