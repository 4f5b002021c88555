/* form_answer - what a person wrote, as the answer to a question of a form. */
#include "handlers/form_answer.h"

#include "handlers/heard.h"
#include "handlers/kept_answers.h"
#include "messages/phone.h"

#include <stdlib.h>
#include <string.h>

#define ANSWER_BYTES_MAX MESSAGE_BODY_MAX
#define NUMBER_TEXT_MAX  60    /* bytes: "somos 4 personas, gracias"; in more, the digits may be about anything */
#define DIGITS_MAX       9     /* of a number, PACK_NUMBER_MAX */
#define PREFIX           "+56" /* when the office's values hold no `prefijo` */

/* 1 when the whole message is one of the words for "prefer not to say" or "this same number". */
static int is_word(const struct event *event, const struct turn *turn, const char *id) {
    const struct pack_question *words = pack_answer_words(event->pack);
    int choice = words ? heard_choice_word(event, turn, words) : -1;
    return choice >= 0 && strcmp(words->choices[choice].id, id) == 0;
}

int form_answer_is_not_said(const struct event *event, const struct turn *turn, const struct pack_question *question) {
    if (!question->optional) return 0;
    int number = pack_skip_number(question);
    if (number && heard_number(event, turn) == number) return 1;
    return is_word(event, turn, PACK_WORD_SKIP);
}

/* Cuts an answer at whole letters: text_max of the question, and what a state can hold. */
static int take_text(const struct event *event, const struct pack_question *question, char ret[STATE_ANSWER_MAX]) {
    own_text struct text clean = TEXT_INIT(ANSWER_BYTES_MAX);
    size_t runes = question->text_max > 0 ? (size_t)question->text_max : STATE_ANSWER_MAX / 4 - 1;
    if (runes > STATE_ANSWER_MAX / 4 - 1) runes = STATE_ANSWER_MAX / 4 - 1;
    text_add_clean(&clean, event->text, strlen(event->text), runes);
    if (strspn(text_get(&clean), " \n\t") == strlen(text_get(&clean))) return -1;
    snprintf(ret, STATE_ANSWER_MAX, "%s", text_get(&clean));
    return 0;
}

/* The one run of digits of a short text: "tengo 34 anos"; -1 when there is none, or more than one ("3 o 4", "2,5"). */
static long only_digits(const char *folded) {
    static const char digits[] = "0123456789";
    const char *first = strpbrk(folded, digits);
    if (!first || strlen(folded) > NUMBER_TEXT_MAX) return -1;
    size_t len = strspn(first, digits);
    if (len > DIGITS_MAX || strpbrk(first + len, digits)) return -1;
    return strtol(first, NULL, 10);
}

static long number_of(const struct event *event, enum language language) {
    own_text struct text folded = TEXT_INIT(ANSWER_BYTES_MAX);
    heard_folded(event, &folded);
    if (event->text && strchr(event->text, '-')) return -1; /* "-5", "3-4" */
    int number = pack_number_word(event->pack, text_get(&folded), language);
    return number >= 0 ? number : only_digits(text_get(&folded));
}

static int take_number(const struct event *event, const struct turn *turn, const struct pack_question *question,
                       char ret[STATE_ANSWER_MAX]) {
    long number = number_of(event, turn_language(event, turn));
    if (number < 0 || number < question->min || number > question->max) return -1;
    snprintf(ret, STATE_ANSWER_MAX, "%ld", number);
    return 0;
}

static int take_phone(const struct event *event, const struct turn *turn, const struct pack_question *question,
                      char ret[STATE_ANSWER_MAX]) {
    char number[MESSAGE_ADDRESS_MAX + 1];
    struct error unused = ERROR_INIT;
    if (question->same && is_word(event, turn, PACK_WORD_SAME)) {
        snprintf(ret, STATE_ANSWER_MAX, "%s", PACK_SAME);
        return 0;
    }
    const char *prefix = pack_value(event->pack, "prefijo", LANGUAGE_ES);
    if (phone_normalise(event->text, prefix ? prefix : PREFIX, number, &unused) < 0) return -1;
    snprintf(ret, STATE_ANSWER_MAX, "%s", number);
    return 0;
}

static int take_yes_no(const struct event *event, const struct turn *turn, char ret[STATE_ANSWER_MAX]) {
    int heard = heard_yes_no(event, turn);
    if (heard >= 0) snprintf(ret, STATE_ANSWER_MAX, "%s", heard ? KEPT_YES : KEPT_NO);
    return heard < 0 ? -1 : 0;
}

static int take_choice(const struct event *event, const struct turn *turn, const struct pack_question *question,
                       char ret[STATE_ANSWER_MAX]) {
    int heard = heard_choice(event, turn, question);
    if (heard >= 0) snprintf(ret, STATE_ANSWER_MAX, "%s", question->choices[heard].id);
    return heard < 0 ? -1 : 0;
}

int form_answer_take(const struct event *event, const struct turn *turn, const struct pack_question *question,
                     char ret[STATE_ANSWER_MAX]) {
    if (form_answer_is_not_said(event, turn, question)) {
        snprintf(ret, STATE_ANSWER_MAX, "%s", PACK_NOT_SAID);
        return 0;
    }
    switch (question->type) {
    case QUESTION_TEXT: return take_text(event, question, ret);
    case QUESTION_YES_NO: return take_yes_no(event, turn, ret);
    case QUESTION_CHOICE: return take_choice(event, turn, question, ret);
    case QUESTION_NUMBER: return take_number(event, turn, question, ret);
    case QUESTION_PHONE: return take_phone(event, turn, question, ret);
    }
    return -1;
}

int form_answer_is_number(const struct event *event, const struct pack_question *question) {
    int number = question->type == QUESTION_NUMBER ? heard_digits(event) : -1;
    return number >= 0 && number >= question->min && number <= question->max;
}

void form_answer_hint(struct turn *turn, const struct pack_question *question) {
    static const char *const hints[] = {[QUESTION_CHOICE] = "form_again",
                                        [QUESTION_TEXT] = "form_again_text",
                                        [QUESTION_YES_NO] = "form_again_yes_no",
                                        [QUESTION_NUMBER] = "form_again_number",
                                        [QUESTION_PHONE] = "form_again_phone"};
    char min[24], max[24];
    struct effect *say = turn_say(turn, hints[question->type]);
    if (question->type != QUESTION_NUMBER) return;
    snprintf(min, sizeof min, "%ld", question->min);
    snprintf(max, sizeof max, "%ld", question->max);
    effect_value(say, "min", min);
    effect_value(say, "max", max);
}
