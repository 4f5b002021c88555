/* erase - asked back once, then everything of the person goes. */
#include "handlers/erase.h"

#include "config/clock.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/ticket.h"
#include "messages/dates.h"

#include <string.h>

static const char state_name[] = "erase";

int erase_control(const struct event *event, struct turn *turn, struct error *why) {
    form_leave(event, turn);
    ticket_say(turn, event->known.ticket_urgent ? "erase_ask_urgent" : "erase_ask", event->known.ticket_code);
    turn_go(turn, event, state_name);
    return TURN_DONE;
}

/* 1 erase, 0 leave it, -1 neither. */
static int heard_answer(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = pack_form(event->pack, "erase-words");
    const struct pack_question *words = form && form->question_count ? &form->questions[0] : NULL;
    int choice = words ? heard_choice_word(event, turn, words) : -1;
    if (choice >= 0) return strcmp(words->choices[choice].id, "erase") == 0;
    return heard_yes_no(event, turn);
}

static int erase(const struct event *event, struct turn *turn) {
    own_text struct text day = TEXT_INIT(128);
    struct tm local;
    clock_local(event->now_ms, &local);
    dates_add_day(&day, &local, turn_language(event, turn));
    turn_go(turn, event, "idle");
    const char *phrase = known_mark(event, "discreet") ? "erase_receipt_short" : "erase_receipt";
    effect_value(turn_say(turn, phrase), "fecha", text_get(&day));
    turn_record(turn, ERASE_RECORD, "", NULL);
    turn_understood(turn, "erase", "done");
    return TURN_DONE;
}

static int leave(const struct event *event, struct turn *turn, const char *phrase) {
    turn_go(turn, event, "idle");
    turn_say(turn, phrase);
    turn_understood(turn, "erase", "kept");
    return TURN_DONE;
}

/* Another number is a slip; other words are another wish, and the question is then over. */
static int step(const struct event *event, struct turn *turn, struct error *why) {
    int answer = heard_answer(event, turn);
    int late = event->now_ms - turn->next.since_ms > ERASE_CONFIRM_MS;
    if (answer == 1) return late ? leave(event, turn, "erase_late") : erase(event, turn);
    if (answer == 0 && !late) return leave(event, turn, "erase_kept");
    if (!late && heard_digits(event) >= 0) {
        turn_say(turn, "erase_again");
        turn_understood(turn, "erase", "");
        return TURN_DONE;
    }
    turn_go(turn, event, "idle");
    return TURN_PASS;
}

const struct handler erase_handler = {state_name, step};
