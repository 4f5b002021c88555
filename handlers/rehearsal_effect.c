/* rehearsal_effect - an effect is applied to the rehearsal's store, and written as a line. */
#include "handlers/discreet.h"
#include "handlers/machine.h"
#include "handlers/rehearsal_inside.h"

#include <inttypes.h>
#include <string.h>

#define HELD "held: "

void rehearsal_due_drop(struct rehearsal *rehearsal, const char *name) {
    for (size_t i = 0; i < rehearsal->due_count; i++) {
        if (strcmp(rehearsal->dues[i].name, name) != 0) continue;
        rehearsal->dues[i] = rehearsal->dues[--rehearsal->due_count];
        return;
    }
}

void rehearsal_due_set(struct rehearsal *rehearsal, const struct effect *effect) {
    rehearsal_due_drop(rehearsal, effect->name);
    if (rehearsal->due_count >= REHEARSAL_DUES_MAX) return;
    size_t at = rehearsal->due_count++;
    snprintf(rehearsal->dues[at].name, sizeof rehearsal->dues[at].name, "%s", effect->name);
    snprintf(rehearsal->dues[at].ref, sizeof rehearsal->dues[at].ref, "%s", effect->ref);
    rehearsal->dues[at].at_ms = effect->at_ms;
}

static void appointment_set(struct rehearsal *rehearsal, const struct effect *effect) {
    for (size_t i = 0; i < rehearsal->known.appointment_count; i++) {
        struct known_appointment *appointment = &rehearsal->known.appointments[i];
        if (strcmp(appointment->id, effect->ref) == 0)
            snprintf(appointment->status, sizeof appointment->status, "%.15s", effect->name);
    }
}

static void ticket_open(struct rehearsal *rehearsal, const struct effect *effect) {
    snprintf(rehearsal->known.ticket_id, sizeof rehearsal->known.ticket_id, "ticket-%zu", rehearsal->event_count);
    snprintf(rehearsal->known.ticket_code, sizeof rehearsal->known.ticket_code, "%s", effect->ticket_code);
    rehearsal->known.ticket_urgent = effect->priority > 0;
    rehearsal->known.ticket_since_ms = rehearsal->now_ms;
    rehearsal->known.ticket_claimed = rehearsal->known.ticket_answered = 0;
}

void rehearsal_mark(struct rehearsal *rehearsal, const char *name, const char *value) {
    struct known *known = &rehearsal->known;
    size_t at = 0;
    while (at < known->mark_count && strcmp(known->marks[at].name, name) != 0) at++;
    if (!*value) {
        if (at < known->mark_count) known->marks[at] = known->marks[--known->mark_count];
        return;
    }
    if (at == EVENT_MARKS_MAX) return;
    if (at == known->mark_count) known->mark_count++;
    snprintf(known->marks[at].name, sizeof known->marks[at].name, "%.23s", name);
    snprintf(known->marks[at].value, sizeof known->marks[at].value, "%.23s", value);
    known->marks[at].at_ms = rehearsal->now_ms;
}

static void apply(struct rehearsal *rehearsal, const struct effect *effect) {
    switch (effect->kind) {
    case EFFECT_SAY:
    case EFFECT_TICKET_NOTE: return;
    case EFFECT_TICKET_OPEN: ticket_open(rehearsal, effect); return;
    case EFFECT_DUE_SET: rehearsal_due_set(rehearsal, effect); return;
    case EFFECT_DUE_DROP: rehearsal_due_drop(rehearsal, effect->name); return;
    case EFFECT_LANGUAGE:
        rehearsal->known.language = effect->language;
        rehearsal->known.language_chosen = effect->chosen;
        return;
    case EFFECT_CONSENT: rehearsal->known.consent[effect->purpose] = effect->consent; return;
    case EFFECT_APPOINTMENT: appointment_set(rehearsal, effect); return;
    case EFFECT_GREETED: rehearsal->known.greeted = 1; return;
    case EFFECT_MARK: rehearsal_mark(rehearsal, effect->name, effect->ref); return;
    case EFFECT_COUNT: return;
    case EFFECT_RECORD: rehearsal_record(rehearsal, effect); return;
    }
}

static void write_ticket(const struct effect *effect, struct text *ret) {
    text_addf(ret, "ticket %s %s", effect->ticket_code, effect->name);
    if (effect->priority) text_add(ret, " urgent");
    for (size_t i = 0; i < effect->value_count; i++)
        text_addf(ret, "%s %s=%s", i ? "," : ":", effect->values[i].name, effect->values[i].value);
}

static void write_record(const struct effect *effect, struct text *ret) {
    text_addf(ret, "record %s%s%s", effect->name, effect->ref[0] ? " " : "", effect->ref);
    for (size_t i = 0; i < effect->value_count; i++)
        text_addf(ret, "%s %s=%s", i ? "," : ":", effect->values[i].name, effect->values[i].value);
    if (effect->literal) text_addf(ret, " %s", effect->literal);
}

static void write_line(const struct rehearsal *rehearsal, const struct effect *effect, struct text *ret) {
    switch (effect->kind) {
    case EFFECT_SAY: return;
    case EFFECT_TICKET_OPEN: write_ticket(effect, ret); return;
    case EFFECT_TICKET_NOTE: text_addf(ret, "note%s%s", effect->priority ? " urgent " : "", effect->name); return;
    case EFFECT_DUE_SET:
        text_addf(ret, "timer %s +%" PRId64 "m", effect->name, (effect->at_ms - rehearsal->now_ms) / 60000);
        return;
    case EFFECT_DUE_DROP: text_addf(ret, "no timer %s", effect->name); return;
    case EFFECT_LANGUAGE:
        text_addf(ret, "language %s %s", language_code(effect->language), effect->chosen ? "chosen" : "guessed");
        return;
    case EFFECT_CONSENT:
        text_addf(ret, "consent %s %s", purpose_name(effect->purpose), effect->consent == CONSENT_YES ? "yes" : "no");
        return;
    case EFFECT_APPOINTMENT: text_addf(ret, "appointment %s %s", effect->ref, effect->name); return;
    case EFFECT_GREETED: text_add(ret, "greeted"); return;
    case EFFECT_MARK: text_addf(ret, "mark %s%s%s", effect->name, effect->ref[0] ? " " : "", effect->ref); return;
    case EFFECT_COUNT: text_addf(ret, "count %s", effect->name); return;
    case EFFECT_RECORD: write_record(effect, ret); return;
    }
}

static int write(const struct rehearsal *rehearsal, const struct rehearsal_view *view, struct text *ret,
                 struct error *why) {
    const struct effect *effect = &view->turn->effects[view->index];
    enum language language =
        effect->language == LANGUAGE_NONE ? machine_language(view->event, view->turn) : effect->language;
    if (effect->held) text_add(ret, HELD);
    if (effect->kind != EFFECT_SAY)
        write_line(rehearsal, effect, ret);
    else if (machine_render(effect, view->event, language, ret, why) < 0)
        return -1;
    return text_check(ret, "a text of the machine", why);
}

static void hold(struct rehearsal *rehearsal, const char *text) {
    long count = rehearsal->known.held_count;
    if (count >= REHEARSAL_HELD_MAX) return;
    snprintf(rehearsal->held[count], sizeof rehearsal->held[count], "%s", text);
    rehearsal->known.held_count++;
}

static void read_held(struct rehearsal *rehearsal, struct rehearsal_turn *ret) {
    for (long i = 0; i < rehearsal->known.held_count && ret->said_count < TURN_EFFECTS_MAX; i++) {
        ret->said[ret->said_count] = strdup(rehearsal->held[i]);
        if (ret->said[ret->said_count]) ret->said_count++;
    }
    rehearsal->known.held_count = 0;
}

int rehearsal_effect(struct rehearsal *rehearsal, const struct rehearsal_view *view, struct rehearsal_turn *ret,
                     struct error *why) {
    const struct effect *effect = &view->turn->effects[view->index];
    own_text struct text line = TEXT_INIT(REHEARSAL_TEXT_MAX);
    if (write(rehearsal, view, &line, why) < 0) return -1;
    char *taken = text_take(&line);
    if (!taken) return error_set(why, ERROR_SYSTEM, "no memory for a text");
    if (effect->kind == EFFECT_SAY && !effect->held)
        ret->said[ret->said_count++] = taken;
    else
        ret->done[ret->done_count++] = taken;
    if (effect->held) hold(rehearsal, taken + strlen(HELD));
    if (effect->kind == EFFECT_RECORD && strcmp(effect->name, DISCREET_READ) == 0) read_held(rehearsal, ret);
    apply(rehearsal, effect);
    return 0;
}
