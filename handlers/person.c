/* person - the control word PERSON, or 9: the callback form, or the ticket that is open already. */
#include "handlers/person.h"

#include "handlers/callback.h"
#include "handlers/form.h"
#include "handlers/ticket.h"
#include "handlers/welcome.h"

#include <string.h>

static int asks_already(const struct turn *turn) {
    return turn_is_in(turn, FORM_STATE) && strcmp(turn->next.form, CALLBACK_FORM) == 0;
}

/* The topic that the person was offered answers of: the form need not ask it. */
static const char *subject(const struct event *event, const struct turn *turn) {
    return turn_is_in(turn, "several") && pack_topic(event->pack, turn->next.subject) ? turn->next.subject : "";
}

int person_control(const struct event *event, struct turn *turn, struct error *why) {
    welcome_say(event, turn);
    if (ticket_is_open(event)) {
        ticket_note(event, turn);
        ticket_say(turn, "ticket_already", event->known.ticket_code);
        return TURN_DONE;
    }
    if (asks_already(turn)) {
        form_repeat(event, turn);
        return TURN_DONE;
    }
    return form_begin(event, turn, CALLBACK_FORM, subject(event, turn), why);
}
