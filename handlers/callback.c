/* callback - the form `callback` is complete: a ticket, its code, the wait. */
#include "handlers/callback.h"

#include "handlers/kept_answers.h"
#include "handlers/options.h"
#include "handlers/promise.h"
#include "handlers/ticket.h"
#include "handlers/unsafe.h"

#include <string.h>

static const struct pack_question *question_of(const struct pack_form *form, const char *id) {
    for (size_t i = 0; form && i < form->question_count; i++)
        if (strcmp(form->questions[i].id, id) == 0) return &form->questions[i];
    return NULL;
}

static const char *choice_label(const struct pack_question *question, const char *id) {
    for (size_t i = 0; i < question->choice_count; i++)
        if (strcmp(question->choices[i].id, id) == 0) return options_title(question->choices[i].label, LANGUAGE_ES);
    return id;
}

/* The topic that the form was begun about: no choice of the question, and maybe the question itself is not there. */
static const char *topic_title(const struct event *event, const char *id) {
    const struct pack_topic *topic = pack_topic(event->pack, id);
    return topic ? options_title(topic->title, LANGUAGE_ES) : id;
}

/* An answer as the staff read it. A free answer stays as it was typed. */
static const char *in_spanish(const struct event *event, const struct state *state,
                              const struct pack_question *question, const char *answer) {
    int about = state->subject[0] && (!question || strcmp(question->id, KEPT_SUBJECT) == 0);
    if (about) return topic_title(event, answer);
    if (strcmp(answer, PACK_NOT_SAID) == 0) return "Prefiere no decir";
    if (!question) return answer;
    if (question->type == QUESTION_CHOICE) return choice_label(question, answer);
    if (question->type == QUESTION_YES_NO) return strcmp(answer, KEPT_YES) == 0 ? "Sí" : "No";
    return strcmp(answer, PACK_SAME) == 0 ? "Este mismo número" : answer;
}

void callback_fields(const struct event *event, const struct state *state, struct effect *ticket) {
    const struct pack_form *form = pack_form(event->pack, state->form);
    for (size_t i = 0; i < state->answer_count; i++) {
        const char *id = state->answers[i].question;
        effect_value(ticket, id, in_spanish(event, state, question_of(form, id), state->answers[i].answer));
    }
}

int callback_complete(const struct event *event, struct turn *turn, struct error *why) {
    const struct state *state = &turn->next;
    const char *topic = state->subject[0] ? state->subject : kept_answer(state, KEPT_SUBJECT);
    int discreet = strcmp(kept_answer(state, "numero"), "discreto") == 0 ||
                   strcmp(kept_answer(state, CALLBACK_SAFE_QUESTION), KEPT_NO) == 0;
    struct effect *ticket = ticket_open(event, turn, topic, 0);
    if (!ticket) return error_set(why, ERROR_SYSTEM, "no room for a ticket");
    if (ticket->kind == EFFECT_TICKET_OPEN) callback_fields(event, state, ticket);
    if (discreet) unsafe_set(event, turn);
    promise_say(event, turn, discreet ? "handoff_discreet" : "handoff", ticket->ticket_code);
    if (ticket->kind == EFFECT_TICKET_OPEN) promise_watch(event, turn, ticket->ticket_code);
    turn_go(turn, event, "idle");
    return TURN_DONE;
}
