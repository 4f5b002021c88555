/* rehearsal - one person's conversation in memory. */
#include "handlers/rehearsal.h"

#include "config/clock.h"
#include "config/own.h"
#include "handlers/machine.h"
#include "handlers/rehearsal_inside.h"
#include "messages/fold.h"

#include <stdlib.h>
#include <string.h>

void rehearsal_turn_release(struct rehearsal_turn *turn) {
    for (size_t i = 0; i < turn->said_count; i++) free(turn->said[i]);
    for (size_t i = 0; i < turn->done_count; i++) free(turn->done[i]);
    memset(turn, 0, sizeof *turn);
}

void rehearsal_init(struct rehearsal *rehearsal, const struct pack *pack, int64_t now_ms) {
    memset(rehearsal, 0, sizeof *rehearsal);
    rehearsal->pack = pack;
    rehearsal->now_ms = now_ms;
    rehearsal->known.language = LANGUAGE_NONE;
    state_init(&rehearsal->state);
}

static int keep_state(struct rehearsal *rehearsal, const struct state *next, struct error *why) {
    own_mem char *json = state_encode(next);
    if (!json) return error_set(why, ERROR_SYSTEM, "no memory for a state");
    if (state_decode(json, strlen(json), &rehearsal->state, why) < 0) return error_wrap(why, "state after a turn");
    own_mem char *again = state_encode(&rehearsal->state);
    if (!again || strcmp(json, again) != 0)
        return error_set(why, ERROR_SYSTEM, "a state is another one after encode and decode");
    return 0;
}

static const struct known_appointment *find_appointment(const struct rehearsal *rehearsal, const char *id) {
    for (size_t i = 0; i < rehearsal->known.appointment_count; i++)
        if (!id || strcmp(rehearsal->known.appointments[i].id, id) == 0) return &rehearsal->known.appointments[i];
    return NULL;
}

/* The store tells the machine of what is to come only. */
static void forget_past(struct known *known, int64_t now_ms) {
    size_t kept = 0;
    for (size_t i = 0; i < known->appointment_count; i++)
        if (known->appointments[i].at_ms > now_ms)
            known->appointments[kept++] = known->appointments[i];
        else
            known->past_appointment = known->appointments[i];
    known->appointment_count = kept;
}

static int take_turn(struct rehearsal *rehearsal, const struct event *event, struct turn *turn,
                     struct rehearsal_turn *ret, struct error *why) {
    snprintf(ret->kind, sizeof ret->kind, "%s", turn->kind);
    snprintf(ret->id, sizeof ret->id, "%s", turn->id);
    for (size_t i = 0; i < turn->effect_count; i++)
        if (rehearsal_effect(rehearsal, &(struct rehearsal_view){event, turn, i}, ret, why) < 0) return -1;
    return keep_state(rehearsal, &turn->next, why);
}

/* What the store keeps of a caseworker's act. */
static void staff_did(struct rehearsal *rehearsal, const char *name) {
    struct known *known = &rehearsal->known;
    if (strcmp(name, "reply") == 0) known->ticket_answered = known->ticket_id[0] != '\0';
    if (strcmp(name, "closed") != 0 || !known->ticket_id[0]) return;
    memcpy(known->closed_id, known->ticket_id, sizeof known->closed_id);
    memcpy(known->closed_code, known->ticket_code, sizeof known->closed_code);
    known->closed_ms = rehearsal->now_ms;
    known->ticket_id[0] = known->ticket_code[0] = '\0';
    known->ticket_claimed = known->ticket_answered = known->ticket_urgent = 0;
}

/* As the worker finds out by the keyed hash. */
static int is_word(const struct rehearsal *rehearsal, const struct event *event) {
    own_text struct text folded = TEXT_INIT(REHEARSAL_TEXT_MAX);
    if (!rehearsal->word[0] || event->kind != EVENT_MESSAGE) return 0;
    fold_text(event->text, &folded);
    return strcmp(text_get(&folded), rehearsal->word) == 0;
}

int rehearsal_step(struct rehearsal *rehearsal, const struct rehearsal_event *what, struct rehearsal_turn *ret,
                   struct error *why) {
    char id[40];
    struct turn turn;
    memset(ret, 0, sizeof *ret);
    snprintf(id, sizeof id, "rehearsal-%zu", ++rehearsal->event_count);
    forget_past(&rehearsal->known, rehearsal->now_ms);
    if (what->kind == EVENT_STAFF && rehearsal->known.ticket_id[0])
        rehearsal->known.ticket_claimed = 1; /* who writes has claimed it */
    if (!rehearsal->known.since_ms) rehearsal->known.since_ms = rehearsal->now_ms;
    struct event event = {
        .kind = what->kind,
        .id = id,
        .now_ms = rehearsal->now_ms,
        .channel_kind = what->channel_kind ? what->channel_kind : "sms",
        .message_kind = what->message_kind,
        .media_type = what->media_type,
        .text = what->text ? what->text : "",
        .name = what->name ? what->name : what->timer,
        .ref = what->ref ? what->ref : "",
        .pack = rehearsal->pack,
        .board = &rehearsal->board,
        .live = rehearsal->live,
        .asks_helped = rehearsal->asks_helped,
        .keeps_unanswered = rehearsal->keeps_unanswered,
        .known = rehearsal->known,
    };
    struct known_appointment appointment = {0};
    const struct known_appointment *found = find_appointment(rehearsal, what->appointment);
    if (found) appointment = *found;
    if (found && what->kind == EVENT_TIMER) event.appointment = &appointment;
    event.known.word_is = is_word(rehearsal, &event);
    if (machine_step(&rehearsal->state, &event, &turn, why) < 0) return -1;
    rehearsal->known.message_count += event.kind == EVENT_MESSAGE;
    int failed = take_turn(rehearsal, &event, &turn, ret, why);
    if (rehearsal->known.since_ms) rehearsal->known.message_count += (long)ret->said_count; /* else: erased */
    turn_release(&turn);
    if (what->kind == EVENT_STAFF) staff_did(rehearsal, event.name);
    rehearsal_profile_end(rehearsal);
    return failed;
}

int rehearsal_wait(struct rehearsal *rehearsal, int64_t until_ms, struct rehearsal_turn *ret, struct error *why) {
    size_t first = rehearsal->due_count;
    memset(ret, 0, sizeof *ret);
    for (size_t i = 0; i < rehearsal->due_count; i++)
        if (rehearsal->dues[i].at_ms <= until_ms &&
            (first == rehearsal->due_count || rehearsal->dues[i].at_ms < rehearsal->dues[first].at_ms))
            first = i;
    if (first == rehearsal->due_count) {
        rehearsal->now_ms = until_ms;
        return 0;
    }
    char name[48], ref[48];
    memcpy(name, rehearsal->dues[first].name, sizeof name);
    memcpy(ref, rehearsal->dues[first].ref, sizeof ref);
    if (rehearsal->dues[first].at_ms > rehearsal->now_ms) rehearsal->now_ms = rehearsal->dues[first].at_ms;
    rehearsal_due_drop(rehearsal, name);
    struct rehearsal_event event = {.kind = EVENT_TIMER, .name = name, .ref = ref};
    return rehearsal_step(rehearsal, &event, ret, why) < 0 ? -1 : 1;
}
