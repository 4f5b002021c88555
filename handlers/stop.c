/* stop - the control word STOP, and a stop at the provider. */
#include "handlers/stop.h"

#include "handlers/consent.h"
#include "handlers/form.h"
#include "handlers/survey.h"

/* 1 when this turn stops any purpose: 0 when all were stopped before. */
static int refuse_all(const struct event *event, struct turn *turn, const char *phrase) {
    size_t before = turn->effect_count;
    for (int purpose = PURPOSE_REMINDERS; purpose < PURPOSE_COUNT; purpose++)
        consent_set(event, turn, (enum purpose)purpose, CONSENT_NO, phrase);
    return turn->effect_count > before;
}

/* One confirmation only: carriers count a second answer to STOP as spam, and so do people. */
int stop_control(const struct event *event, struct turn *turn, struct error *why) {
    if (survey_stop(event, turn)) return TURN_DONE;
    form_end_survey(event, turn);
    form_leave(event, turn);
    if (refuse_all(event, turn, "optout_confirm")) turn_say(turn, "optout_confirm");
    return TURN_DONE;
}

int stop_at_provider(const struct event *event, struct turn *turn, struct error *why) {
    form_leave(event, turn);
    refuse_all(event, turn, STOP_AT_PROVIDER);
    return TURN_DONE;
}
