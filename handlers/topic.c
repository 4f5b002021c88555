/* topic - a topic is spoken about: its answer, its answers by number, its form, or danger. */
#include "handlers/topic.h"

#include "handlers/answer.h"
#include "handlers/callback.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/several.h"
#include "handlers/ticket.h"
#include "handlers/urgent.h"

#include <string.h>

int topic_is_short(const struct pack_topic *topic) {
    return topic->answer_count == 1 && !topic->form[0] && !topic->service[0];
}

static int open_form(const struct event *event, struct turn *turn, const struct pack_topic *topic, struct error *why) {
    if (strcmp(topic->form, CALLBACK_FORM) == 0 && ticket_is_open(event)) {
        ticket_note(event, turn);
        ticket_say(turn, "ticket_already", event->known.ticket_code);
        return TURN_DONE;
    }
    return form_begin(event, turn, topic->form, topic->id, why);
}

/* Chosen by its number in the menu: no words of their own say that anybody is in danger. */
static int is_looked_up(const struct event *event, const struct turn *turn) {
    return heard_digits(event) >= 0 && (turn_is_in(turn, "menu") || turn_is_in(turn, "section"));
}

int topic_speak(const struct event *event, struct turn *turn, const struct pack_topic *topic, struct error *why) {
    turn_understood(turn, "topic", topic->id);
    if (topic->answer_count && topic->answers[0]->risk == RISK_BLACK)
        return is_looked_up(event, turn) ? urgent_looked_up(event, turn, topic) : urgent_topic(event, turn, topic);
    if (!topic->service[0]) return topic_answer(event, turn, topic, why);
    snprintf(turn->then_topic, sizeof turn->then_topic, "%s", topic->id);
    return TURN_DONE;
}

int topic_answer(const struct event *event, struct turn *turn, const struct pack_topic *topic, struct error *why) {
    if (topic->form[0]) return open_form(event, turn, topic, why);
    if (topic->answer_count > 1) return several_show(event, turn, topic);
    answer_say(event, turn, topic->answer_count ? topic->answers[0] : NULL, topic->id);
    turn->next.misses = 0;
    return TURN_DONE;
}
