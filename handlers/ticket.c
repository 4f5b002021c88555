/* ticket - opening a ticket, and adding to the one that is open. */
#include "handlers/ticket.h"

#include <string.h>

/* FNV-1a with a final mix, so that ids that differ in their last letter differ in all places of the code. */
static uint64_t hash_of(const char *id) {
    uint64_t hash = 14695981039346656037u;
    for (; *id; id++) hash = (hash ^ (unsigned char)*id) * 1099511628211u;
    hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
    return hash ^ (hash >> 33);
}

void ticket_code(const char *event_id, char *ret) {
    static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ", digits[] = "23456789";
    static const char shape[] = "LDL-DD";
    uint64_t hash = hash_of(event_id);
    for (const char *at = shape; *at; at++) {
        const char *from = *at == 'L' ? letters : *at == 'D' ? digits : "-";
        size_t count = strlen(from);
        *ret++ = from[hash % count];
        hash /= count;
    }
    *ret = '\0';
}

int ticket_is_open(const struct event *event) {
    return event->known.ticket_id[0] != '\0';
}

static struct effect *find(struct turn *turn, enum effect_kind kind) {
    size_t count = turn->effect_count < TURN_EFFECTS_MAX ? turn->effect_count : TURN_EFFECTS_MAX;
    for (size_t i = 0; i < count; i++)
        if (turn->effects[i].kind == kind) return &turn->effects[i];
    return NULL;
}

static struct effect *note(const struct event *event, struct turn *turn) {
    struct effect *effect = find(turn, EFFECT_TICKET_NOTE);
    if (!effect) effect = turn_add(turn, EFFECT_TICKET_NOTE);
    if (effect) snprintf(effect->ticket_code, sizeof effect->ticket_code, "%s", event->known.ticket_code);
    return effect;
}

struct effect *ticket_open(const struct event *event, struct turn *turn, const char *topic, int priority) {
    struct effect *effect = ticket_is_open(event) ? note(event, turn) : turn_add(turn, EFFECT_TICKET_OPEN);
    if (!effect) return NULL;
    if (effect->kind == EFFECT_TICKET_NOTE && !priority) return effect;
    snprintf(effect->name, sizeof effect->name, "%.31s", *topic ? topic : "otro");
    effect->priority = priority;
    if (effect->kind == EFFECT_TICKET_OPEN) ticket_code(event->id, effect->ticket_code);
    return effect;
}

void ticket_note(const struct event *event, struct turn *turn) {
    if (ticket_is_open(event)) note(event, turn);
}

void ticket_say(struct turn *turn, const char *phrase, const char *code) {
    effect_value(turn_say(turn, phrase), "codigo", code);
}
