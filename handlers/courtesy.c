/* courtesy - thanks, good-byes, and a yes or no that nobody asked for. */
#include "handlers/courtesy.h"

#include "handlers/echo.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/ticket.h"
#include "handlers/welcome.h"

#include <string.h>

static const struct word { const char *choice, *phrase; } words[] = {{"thanks", "thanks_reply"}, {"bye", "bye_reply"}};

static const char *phrase_for(const struct event *event, const struct turn *turn, const struct match *match) {
    const struct pack_form *form = pack_form(event->pack, "courtesy");
    int choice = form && form->question_count ? heard_choice_word(event, turn, &form->questions[0]) : -1;
    for (size_t i = 0; choice >= 0 && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].choice, form->questions[0].choices[choice].id) == 0) return words[i].phrase;
    return match->kind == MATCH_CONTROL ? "at_your_service" : NULL;
}

int courtesy_step(const struct event *event, struct turn *turn, const struct match *match) {
    const char *phrase = turn_is_in(turn, FORM_STATE) ? NULL : phrase_for(event, turn, match);
    if (!phrase) return TURN_PASS;
    ticket_note(event, turn);
    welcome_say(event, turn);
    if (!echo_was_said(event, turn, phrase) && !welcome_asks_language(event, turn)) turn_say(turn, phrase);
    turn_understood(turn, "courtesy", "");
    return TURN_DONE;
}
