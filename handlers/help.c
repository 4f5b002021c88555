/* help - the control word HELP: what this line is, and what it keeps. */
#include "handlers/help.h"

#include "handlers/form.h"

int help_control(const struct event *event, struct turn *turn, struct error *why) {
    turn_say(turn, "help");
    turn_say(turn, "privacy_short");
    if (!event->known.greeted) turn_add(turn, EFFECT_GREETED); /* it says all that the welcome says */
    form_repeat(event, turn);
    return TURN_DONE;
}
