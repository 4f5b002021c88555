/* idle - nothing is open: a text is a question, looked up in the topics of the pack. */
#include "handlers/idle.h"

#include "handlers/ask.h"
#include "handlers/danger.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/menu.h"
#include "handlers/topic.h"
#include "handlers/urgent.h"
#include "handlers/welcome.h"

static int interrupts(const struct turn *turn, const struct match *match) {
    if (!turn_is_in(turn, FORM_STATE)) return 1;
    return match->kind == MATCH_TOPIC && topic_is_short(match->topic);
}

int idle_match(const struct event *event, struct turn *turn, const struct match *match, struct error *why) {
    if (match->kind != MATCH_TOPIC && match->kind != MATCH_ASK) return TURN_PASS;
    if (form_takes_text(event, turn) || !interrupts(turn, match)) return TURN_PASS;
    welcome_say(event, turn);
    if (danger_is_likely(match))
        return urgent_goes_on(event, turn) == TURN_DONE ? TURN_DONE : danger_ask(event, turn, match);
    if (match->kind == MATCH_ASK) return ask_topics(event, turn, match);
    int failed = topic_speak(event, turn, match->topic, why);
    if (!failed && turn_is_in(turn, "language"))
        snprintf(turn->next.subject, sizeof turn->next.subject, "%s", match->topic->id);
    return failed;
}

int idle_number(const struct event *event, struct turn *turn) {
    if (turn_is_in(turn, FORM_STATE) || heard_digits(event) < 0) return TURN_PASS;
    welcome_say(event, turn);
    if (!welcome_asks_language(event, turn)) menu_show(event, turn);
    turn_understood(turn, "control", "menu");
    return TURN_DONE;
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    return TURN_PASS; /* nothing is open */
}

const struct handler idle_handler = {"idle", step};
