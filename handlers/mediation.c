/* mediation - two neighbours and a mediator, each neighbour in a conversation of their own. */
#include "handlers/mediation.h"

#include "handlers/answer.h"
#include "handlers/appointment.h"
#include "handlers/callback.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/kept_answers.h"
#include "handlers/promise.h"
#include "handlers/staff.h"
#include "handlers/ticket.h"
#include "handlers/urgent.h"
#include "messages/match.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

static const char state_name[] = "mediation";
static const char violence_topic[] = "violencia-mujer";

/* --- party A --- */

int mediation_service(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_topic *topic = pack_topic(event->pack, MEDIATION_TOPIC);
    const struct pack_answer *answer = topic && topic->answer_count ? topic->answers[0] : NULL;
    if (!answer_is_spoken(event, answer)) return TURN_PASS;
    turn_say_answer(turn, answer);
    return form_begin(event, turn, MEDIATION_FORM, "", why);
}

static int is_open(const struct turn *turn) {
    return turn_is_in(turn, FORM_STATE) && strcmp(turn->next.form, MEDIATION_FORM) == 0;
}

static int to_safety(const struct event *event, struct turn *turn) {
    return urgent_topic(event, turn, pack_topic(event->pack, violence_topic));
}

int mediation_words(const struct event *event, struct turn *turn, struct error *why) {
    if (!is_open(turn) || heard_digits(event) >= 0) return TURN_PASS;
    struct match match = match_text(event->pack, event->text, turn_language(event, turn));
    int found = (match.kind == MATCH_TOPIC || match.kind == MATCH_ASK) && strcmp(match.topic->id, violence_topic) == 0;
    return found ? to_safety(event, turn) : TURN_PASS;
}

static int is_kept(const struct turn *turn, const char *question, const char *answer) {
    return strcmp(kept_answer(&turn->next, question), answer) == 0;
}

static int open_case(const struct event *event, struct turn *turn, struct error *why) {
    int discreet = is_kept(turn, CALLBACK_SAFE_QUESTION, KEPT_NO);
    struct effect *ticket = ticket_open(event, turn, MEDIATION_TOPIC, 0);
    if (!ticket) return error_set(why, ERROR_SYSTEM, "no room for a ticket");
    if (ticket->kind == EFFECT_TICKET_OPEN) callback_fields(event, &turn->next, ticket);
    promise_say(event, turn, discreet ? "handoff_discreet" : "mediation_opened", ticket->ticket_code);
    effect_value(turn_record(turn, "case", "", NULL), "permission", is_kept(turn, "permiso", KEPT_YES) ? "yes" : "no");
    turn_go(turn, event, "idle");
    return TURN_DONE;
}

/* Somebody who got lost in the middle (consent given, the rest open) has their ticket all the same. */
int mediation_complete(const struct event *event, struct turn *turn, struct error *why) {
    if (is_kept(turn, "miedo", KEPT_YES)) return to_safety(event, turn);
    if (is_kept(turn, "consiente", KEPT_YES)) return open_case(event, turn, why);
    turn_say(turn, "mediation_no");
    turn_go(turn, event, "idle");
    return TURN_DONE;
}

/* --- party B --- */

/* It was not asked for: quiet hours and a no to notices hold for it. */
int mediation_staff_invite(const struct event *event, struct turn *turn, struct error *why) {
    size_t said = turn->effect_count;
    turn_say(turn, "mediation_invite");
    if (turn->effect_count > TURN_EFFECTS_MAX) return TURN_DONE;
    turn->effects[said].purpose = PURPOSE_REMINDERS;
    turn->effects[said].useless_after_ms = event->now_ms + 2 * DAY_MS;
    form_leave(event, turn);
    turn_go(turn, event, state_name);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", event->ref);
    turn_understood(turn, "staff", "mediation-invite");
    return TURN_DONE;
}

static const struct reply {
    const char *answer, *phrase;
} replies[] = {{"yes", "mediation_accepted"}, {"no", "mediation_declined"}, {"person", "mediation_person"}};

static int reply_heard(const struct event *event, const struct turn *turn) {
    int number = heard_number(event, turn), yes = heard_yes_no(event, turn);
    if (number >= 1 && number <= 3) return number - 1;
    return yes < 0 ? -1 : !yes;
}

static int take_reply(const struct event *event, struct turn *turn, const struct reply *reply) {
    struct effect *record = turn_record(turn, "case-answer", turn->next.subject, NULL);
    effect_value(record, "answer", reply->answer);
    int declines = strcmp(reply->answer, "no") == 0;
    turn_say(turn, reply->phrase);
    if (!declines) ticket_note(event, turn); /* who declines waits for nobody: nothing is said of opening hours */
    turn_go(turn, event, ticket_is_open(event) && !declines ? STAFF_STATE : "idle");
    turn_understood(turn, "mediation", reply->answer);
    return TURN_DONE;
}

/* Words that are no answer are for the mediator; the question is said again once. */
static int step(const struct event *event, struct turn *turn, struct error *why) {
    if (event->now_ms - turn->next.since_ms > MEDIATION_ANSWER_MS) return TURN_PASS;
    int reply = reply_heard(event, turn);
    if (reply >= 0) return take_reply(event, turn, &replies[reply]);
    if (!ticket_is_open(event)) return TURN_PASS;
    ticket_note(event, turn);
    if (!turn->next.question) turn_say(turn, "mediation_again");
    turn->next.question = 1;
    turn_understood(turn, "mediation", "note");
    return TURN_DONE;
}

void mediation_repeat(const struct event *event, struct turn *turn) {
    if (turn_is_in(turn, state_name)) turn_say(turn, "mediation_invite");
}

const struct handler mediation_handler = {state_name, step};

/* --- both, each for themselves --- */

int mediation_staff_meeting(const struct event *event, struct turn *turn, struct error *why) {
    struct known_appointment meeting = {.status = "planned"};
    char *place;
    meeting.at_ms = strtoll(event->text, &place, 10);
    if (meeting.at_ms <= 0 || *place != ' ') return error_set(why, ERROR_INPUT, "a meeting has no time or place");
    snprintf(meeting.id, sizeof meeting.id, "%s", event->ref);
    snprintf(meeting.place, sizeof meeting.place, "%s", place + 1);
    form_leave(event, turn);
    appointment_say(event, turn, "mediation_meeting", &meeting);
    appointment_open(event, turn, &meeting);
    turn_understood(turn, "staff", "mediation-meeting");
    return TURN_DONE;
}

int mediation_staff_closed(const struct event *event, struct turn *turn, struct error *why) {
    turn_say(turn, "mediation_closed");
    if (turn_is_in(turn, STAFF_STATE) || turn_is_in(turn, state_name)) turn_go(turn, event, "idle");
    turn_understood(turn, "staff", "mediation-closed");
    return TURN_DONE;
}
