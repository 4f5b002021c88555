/* start - the control word START: reminders and events are welcome again. */
#include "handlers/start.h"

#include "handlers/consent.h"
#include "handlers/form.h"

int start_control(const struct event *event, struct turn *turn, struct error *why) {
    consent_set(event, turn, PURPOSE_REMINDERS, CONSENT_YES, "optin_confirm");
    consent_set(event, turn, PURPOSE_EVENTS, CONSENT_YES, "optin_confirm");
    turn_say(turn, "optin_confirm");
    form_repeat(event, turn);
    return TURN_DONE;
}
