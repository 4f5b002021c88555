/* pack_question - what a question says, and how it is declined. */
#include "messages/pack.h"

#include <string.h>

#define WORDS_FORM        "answer-words"
#define SURVEY_WORDS_FORM "survey-words"

int pack_skip_number(const struct pack_question *question) {
    if (!question->optional) return 0;
    if (question->type == QUESTION_YES_NO) return 3;
    return question->type == QUESTION_CHOICE ? (int)question->choice_count + 1 : 0;
}

static const struct pack_question *words_of(const struct pack *pack, const char *id) {
    const struct pack_form *form = pack_form(pack, id);
    return form && form->question_count ? &form->questions[0] : NULL;
}

const struct pack_question *pack_answer_words(const struct pack *pack) {
    return words_of(pack, WORDS_FORM);
}

const struct pack_question *pack_survey_words(const struct pack *pack) {
    return words_of(pack, SURVEY_WORDS_FORM);
}

static const char *in_language(char *const texts[LANGUAGE_COUNT], enum language language) {
    const char *text = texts[language] ? texts[language] : texts[LANGUAGE_ES];
    return text ? text : "";
}

static void add_skip_line(const struct pack *pack, int number, enum language language, struct text *ret) {
    const struct pack_question *words = pack_answer_words(pack);
    for (size_t i = 0; words && i < words->choice_count; i++)
        if (strcmp(words->choices[i].id, PACK_WORD_SKIP) == 0)
            text_addf(ret, "\n%d %s", number, in_language(words->choices[i].label, language));
}

void pack_question_text(const struct pack *pack, const struct pack_question *question, enum language language,
                        struct text *ret) {
    int number = pack_skip_number(question);
    text_add(ret, in_language(question->text, language));
    if (number) add_skip_line(pack, number, language, ret);
    if (number || !question->optional) return;
    const char *hint = pack_phrase(pack, "form_skip", language);
    if (hint) text_addf(ret, "\n%s", hint);
}
