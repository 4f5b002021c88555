/* stop - the control word STOP, and a stop at the provider. */
#include "handlers/stop.h"

#include "handlers/form.h"

/* Returns how many purposes this turn stops: none when all were stopped before. */
static int refuse_all(const struct event *event, struct turn *turn) {
    int stopped = 0;
    for (int purpose = PURPOSE_REMINDERS; purpose < PURPOSE_COUNT; purpose++) {
        if (event->known.consent[purpose] == CONSENT_NO) continue;
        struct effect *effect = turn_add(turn, EFFECT_CONSENT);
        if (!effect) return stopped;
        effect->purpose = (enum purpose)purpose;
        effect->consent = CONSENT_NO;
        stopped++;
    }
    return stopped;
}

/* One confirmation only: carriers count a second answer to STOP as spam, and so do people. */
int stop_control(const struct event *event, struct turn *turn, struct error *why) {
    form_leave(event, turn);
    if (refuse_all(event, turn)) turn_say(turn, "optout_confirm");
    return TURN_DONE;
}

int stop_at_provider(const struct event *event, struct turn *turn, struct error *why) {
    form_leave(event, turn);
    refuse_all(event, turn);
    return TURN_DONE;
}
