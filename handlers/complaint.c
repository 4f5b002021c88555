/* complaint - a right was denied: the form, its ticket, its count. */
#include "handlers/complaint.h"

#include "handlers/callback.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/kept_answers.h"
#include "handlers/promise.h"
#include "handlers/ticket.h"
#include "handlers/welcome.h"

#include <string.h>

#define TOPIC        "derechos" /* a wide subject of the callback form: staff filter by it */
#define DISCRIMINATE "discriminacion"

int complaint_words(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_form *words = pack_form(event->pack, "complaint-words");
    if (form_takes_text(event, turn) || !words || !words->question_count) return TURN_PASS;
    if (heard_choice_word(event, turn, &words->questions[0]) != 0) return TURN_PASS;
    welcome_say(event, turn);
    return form_begin(event, turn, COMPLAINT_FORM, "", why);
}

static const char *counted(const struct turn *turn, const char *question) {
    const char *answer = kept_answer(&turn->next, question);
    return *answer && strcmp(answer, PACK_NOT_SAID) != 0 ? answer : "otra";
}

int complaint_complete(const struct event *event, struct turn *turn, struct error *why) {
    char name[48];
    const char *barrier = counted(turn, "barrera");
    snprintf(name, sizeof name, COMPLAINT_PREFIX "%.16s:%.16s", counted(turn, "institucion"), barrier);
    struct effect *ticket = ticket_open(event, turn, strcmp(barrier, "trato") == 0 ? DISCRIMINATE : TOPIC, 0);
    if (!ticket) return error_set(why, ERROR_SYSTEM, "no room for a ticket");
    if (ticket->kind == EFFECT_TICKET_OPEN) callback_fields(event, &turn->next, ticket);
    turn_count(turn, name);
    promise_say(event, turn, "complaint_done", ticket->ticket_code);
    if (ticket->kind == EFFECT_TICKET_OPEN) promise_watch(event, turn, ticket->ticket_code);
    turn_go(turn, event, "idle");
    return TURN_DONE;
}
