/* fallback - what was not understood: says so, then the menu, then offers a person, then is quiet. */
#include "handlers/fallback.h"

#include "handlers/callback.h"
#include "handlers/echo.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/menu.h"
#include "handlers/ticket.h"
#include "handlers/unanswered.h"
#include "handlers/unsafe.h"
#include "handlers/welcome.h"
#include "handlers/where.h"

#include <string.h>

static const char offer_state[] = "offer";

#define HINT_EVERY_MS INT64_C(3600000) /* later on a hint at most so often */

/* The state's since is the time of the last hint: nothing else counts from it when it is idle. */
static void hint(const struct event *event, struct turn *turn, int misses) {
    int first = misses == 4;
    if (!first && event->now_ms - turn->next.since_ms < HINT_EVERY_MS) return;
    turn_go(turn, event, "idle");
    turn_say(turn, "fallback_short");
}

static void with_ticket(const struct event *event, struct turn *turn, int misses) {
    ticket_note(event, turn);
    if (misses > 1) return;
    if (unsafe_is_on(event, turn))
        turn_say(turn, "urgent_no");
    else
        ticket_say(turn, "ticket_noted", event->known.ticket_code);
}

/* The menu that a welcome brought is still before the person: it is not shown twice in a row. */
static int has_menu(const struct event *event, const struct turn *turn) {
    return turn_is_in(turn, "menu") && !echo_was_said(event, turn, "fallback_1");
}

static void without_ticket(const struct event *event, struct turn *turn, int misses) {
    /* "I need help": who has just been welcomed is not told that nothing was understood */
    if ((misses == 1 && welcome_was_said(turn)) || (misses == 2 && !has_menu(event, turn))) {
        menu_show(event, turn);
    } else if (misses == 1 || misses == 2) {
        turn_say(turn, "fallback_1");
    } else if (misses == 3) {
        turn_go(turn, event, offer_state);
        turn_say(turn, "fallback_person");
    } else {
        hint(event, turn, misses);
    }
}

static int in_danger(const struct event *event, const struct turn *turn) {
    return turn_is_in(turn, "urgent") || turn_is_in(turn, "danger") || unsafe_is_on(event, turn);
}

int fallback_step(const struct event *event, struct turn *turn, struct error *why) {
    int misses = turn->next.misses + 1;
    if (turn_is_in(turn, FORM_STATE)) return form_again(event, turn, why);
    turn_understood(turn, "none", "");
    welcome_say(event, turn);
    if (!ticket_is_open(event) && !in_danger(event, turn)) unanswered_note(event, turn);
    if (welcome_asks_language(event, turn)) return TURN_DONE; /* perhaps it was said in another language */
    if (misses == 1 && where_reopen(event, turn)) return TURN_DONE;
    if (ticket_is_open(event))
        with_ticket(event, turn, misses);
    else
        without_ticket(event, turn, misses);
    turn->next.misses = misses;
    return TURN_DONE;
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    int yes = heard_too_late(event, turn) ? -1 : heard_yes_no(event, turn);
    if (yes == 1) return form_begin(event, turn, CALLBACK_FORM, "", why);
    if (yes < 0) return TURN_PASS;
    turn_go(turn, event, "idle");
    turn_say(turn, "at_your_service");
    turn_understood(turn, "offer", "no");
    return TURN_DONE;
}

const struct handler fallback_handler = {offer_state, step};
