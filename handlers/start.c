/* start - the control word START: reminders and events are welcome again. */
#include "handlers/start.h"

#include "handlers/form.h"

int start_control(const struct event *event, struct turn *turn, struct error *why) {
    static const enum purpose purposes[] = {PURPOSE_REMINDERS, PURPOSE_EVENTS};
    for (size_t i = 0; i < sizeof purposes / sizeof purposes[0]; i++) {
        if (event->known.consent[purposes[i]] == CONSENT_YES) continue;
        struct effect *effect = turn_add(turn, EFFECT_CONSENT);
        if (!effect) return TURN_DONE;
        effect->purpose = purposes[i];
        effect->consent = CONSENT_YES;
    }
    turn_say(turn, "optin_confirm");
    form_repeat(event, turn);
    return TURN_DONE;
}
