/* closed - out of hours: when the office opens, once an evening. */
#include "handlers/closed.h"

#include "handlers/opening.h"
#include "messages/dates.h"

#include <inttypes.h>
#include <string.h>

#define MARK "closed-told"

/* Something of this turn waits for a person: a ticket was opened, or what was written is on one. */
static int waits(const struct turn *turn) {
    for (size_t i = 0; i < turn->effect_count && i < TURN_EFFECTS_MAX; i++)
        if (turn->effects[i].kind == EFFECT_TICKET_OPEN || turn->effects[i].kind == EFFECT_TICKET_NOTE ||
            (turn->effects[i].kind == EFFECT_RECORD && strcmp(turn->effects[i].name, "reopen") == 0))
            return 1;
    return 0;
}

static int says(const struct turn *turn, const char *phrase) {
    for (size_t i = 0; i < turn->effect_count && i < TURN_EFFECTS_MAX; i++)
        if (strcmp(turn->effects[i].phrase, phrase) == 0) return 1;
    return 0;
}

/* The answer to danger ends in a question of its own, and a text that must give nothing away stays alone. */
static int is_out_of_place(const struct turn *turn) {
    if (strcmp(turn->kind, "urgent") == 0 && strcmp(turn->id, "yes") != 0) return 1;
    return says(turn, "handoff_discreet") || says(turn, "urgent_no");
}

/* The same next opening is the same evening. */
static int is_told(const struct event *event, const char *opens) {
    const struct known_mark *mark = known_mark(event, MARK);
    return mark && strcmp(mark->value, opens) == 0;
}

void closed_end(const struct event *event, struct turn *turn) {
    own_text struct text when = TEXT_INIT(128);
    int64_t opens_ms;
    char opens[24];
    if (!waits(turn) || is_out_of_place(turn)) return;
    if (opening_next(event->pack, event->now_ms, &opens_ms) < 0 || opens_ms <= event->now_ms) return;
    snprintf(opens, sizeof opens, "%" PRId64, opens_ms);
    if (is_told(event, opens)) return;
    dates_add_when(&when, opens_ms, event->now_ms, turn_language(event, turn));
    /* the numbers stand in the text that gives the code */
    effect_value(turn_say(turn, says(turn, "handoff") || says(turn, "urgent_noted") ? "closed_short" : "closed_now"),
                 "abre", text_get(&when));
    turn_mark(turn, MARK, opens);
}
