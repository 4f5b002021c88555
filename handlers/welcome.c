/* welcome - the first contact: who we are, once, and which languages we speak. */
#include "handlers/welcome.h"

#include <string.h>

int welcome_was_said(const struct turn *turn) {
    size_t count = turn->effect_count < TURN_EFFECTS_MAX ? turn->effect_count : TURN_EFFECTS_MAX;
    for (size_t i = 0; i < count; i++)
        if (turn->effects[i].kind == EFFECT_GREETED) return 1;
    return 0;
}

/* With a ticket open they know us, maybe from their worst hour: an introduction would be out of place. */
void welcome_say(const struct event *event, struct turn *turn) {
    if (event->known.greeted || event->known.ticket_id[0] || welcome_was_said(turn)) return;
    turn_say(turn, "welcome");
    turn_add(turn, EFFECT_GREETED);
}

int welcome_asks_language(const struct event *event, const struct turn *turn) {
    return welcome_was_said(turn) && turn_language_is_unknown(event, turn);
}

void welcome_end(const struct event *event, struct turn *turn) {
    if (!welcome_asks_language(event, turn)) return;
    if (!turn_is_in(turn, "idle")) {
        turn_say(turn, "language_hint");
        return;
    }
    turn_say(turn, "language_menu");
    turn_go(turn, event, "language");
    if (strcmp(turn->kind, "topic") == 0) snprintf(turn->next.subject, sizeof turn->next.subject, "%s", turn->id);
}
