/* danger - one calm question before a doubtful cry for help is taken for one, or for none. */
#include "handlers/danger.h"

#include "handlers/ask.h"
#include "handlers/heard.h"
#include "handlers/ticket.h"
#include "handlers/urgent.h"

static const char state_name[] = "danger";

int danger_is_likely(const struct match *match) {
    const struct pack_topic *topic = match->topic;
    if (match->kind != MATCH_ASK || !topic) return 0;
    return match->danger || (topic->answer_count && topic->answers[0]->risk == RISK_BLACK);
}

int danger_ask(const struct event *event, struct turn *turn, const struct match *match) {
    turn_go(turn, event, state_name);
    turn_option(turn, match->topic->id);
    for (size_t i = 0; i < match->other_count; i++) turn_option(turn, match->others[i]->id);
    ticket_note(event, turn);
    turn_say(turn, "danger_ask");
    turn_understood(turn, "danger", match->topic->id);
    return TURN_DONE;
}

/* 1 when the topic of the danger answers plain questions too: an old order of expulsion beside one that is for
 * tomorrow. */
static int says_more(const struct event *event, const struct turn *turn) {
    const struct pack_topic *topic = pack_topic(event->pack, turn->next.options[0]);
    return topic && topic->answer_count && topic->answers[0]->risk != RISK_BLACK;
}

/* What else the text may have meant is offered; the danger is not spoken about any more. */
static int not_now(const struct event *event, struct turn *turn) {
    struct match match = {.kind = MATCH_ASK, .control = CONTROL_NONE};
    for (size_t i = says_more(event, turn) ? 0 : 1; i < turn->next.option_count && match.other_count < MATCH_OTHERS_MAX;
         i++) {
        const struct pack_topic *topic = pack_topic(event->pack, turn->next.options[i]);
        if (topic && match.topic) match.others[match.other_count++] = topic;
        if (topic && !match.topic) match.topic = topic;
    }
    ticket_note(event, turn);
    if (match.topic) return ask_topics(event, turn, &match);
    turn_go(turn, event, "idle");
    turn_say(turn, "danger_no");
    turn_understood(turn, "danger", "no");
    return TURN_DONE;
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    int yes = heard_too_late(event, turn) ? -1 : heard_yes_no(event, turn);
    if (yes < 0) return TURN_PASS;
    if (yes) return urgent_topic(event, turn, pack_topic(event->pack, turn->next.options[0]));
    return not_now(event, turn);
}

const struct handler danger_handler = {state_name, step};
