/* heard - what a person wrote: a number, yes or no, one of some words. */
#include "handlers/heard.h"

#include "messages/fold.h"

#include <string.h>

#define FOLDED_MAX 8192

void heard_folded(const struct event *event, struct text *ret) {
    if (event->text) fold_text(event->text, ret);
}

int heard_number(const struct event *event, const struct turn *turn) {
    own_text struct text folded = TEXT_INIT(FOLDED_MAX);
    heard_folded(event, &folded);
    return pack_number_word(event->pack, text_get(&folded), turn_language(event, turn));
}

int heard_digits(const struct event *event) {
    own_text struct text folded = TEXT_INIT(FOLDED_MAX);
    heard_folded(event, &folded);
    if (!strpbrk(text_get(&folded), "0123456789")) return -1;
    return pack_number_word(event->pack, text_get(&folded), LANGUAGE_NONE);
}

int heard_yes_no(const struct event *event, const struct turn *turn) {
    own_text struct text folded = TEXT_INIT(FOLDED_MAX);
    enum language unused;
    heard_folded(event, &folded);
    enum pack_control control = pack_control_word(event->pack, text_get(&folded), &unused);
    if (control == CONTROL_YES) return 1;
    if (control == CONTROL_NO) return 0;
    int number = pack_number_word(event->pack, text_get(&folded), turn_language(event, turn));
    return number == 1 ? 1 : number == 2 ? 0 : -1;
}

static int is_title(const char *folded, const char *title) {
    own_text struct text wanted = TEXT_INIT(FOLDED_MAX);
    if (!title || !*folded) return 0;
    fold_text(title, &wanted);
    return strcmp(folded, text_get(&wanted)) == 0;
}

int heard_title(const struct event *event, const char *title) {
    own_text struct text folded = TEXT_INIT(FOLDED_MAX);
    heard_folded(event, &folded);
    return is_title(text_get(&folded), title);
}

int heard_word(const char *folded, const struct pack_words *words) {
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(folded, words->at[i]) == 0) return 1;
    return 0;
}

static int choice_in(const char *folded, const struct pack_question *question, enum language language) {
    for (size_t i = 0; i < question->choice_count; i++) {
        if (is_title(folded, question->choices[i].label[language])) return (int)i;
        if (heard_word(folded, &question->choices[i].words[language])) return (int)i;
    }
    return -1;
}

int heard_choice_word(const struct event *event, const struct turn *turn, const struct pack_question *question) {
    own_text struct text folded = TEXT_INIT(FOLDED_MAX);
    heard_folded(event, &folded);
    int choice = choice_in(text_get(&folded), question, turn_language(event, turn));
    for (int language = 0; choice < 0 && language < LANGUAGE_COUNT; language++)
        choice = choice_in(text_get(&folded), question, (enum language)language);
    return choice;
}

int heard_choice(const struct event *event, const struct turn *turn, const struct pack_question *question) {
    int number = heard_number(event, turn);
    if (number >= 1 && (size_t)number <= question->choice_count) return number - 1;
    return heard_choice_word(event, turn, question);
}

int heard_too_late(const struct event *event, const struct turn *turn) {
    return event->now_ms - turn->next.since_ms > HEARD_DAY_MS;
}
